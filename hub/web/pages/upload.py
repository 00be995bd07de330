"""A form with one file, read in memory: what residents' papers show must never lie in a temporary file."""

from aiohttp import BodyPartReader, web

from hub.web import errors
from hub.web.errors import Refused

FIELD_BYTES = 4096
PIECE = 256 * 1024


async def fields_and_file(request: web.Request, most: int) -> tuple[dict[str, str], bytes]:
    """The text fields, and the file: `most` + 1 bytes of one that is longer. Raises Refused where it is no such form."""
    if request.content_type != "multipart/form-data":
        raise Refused(errors.bad_message("a form with a file is sent as multipart/form-data"))
    fields: dict[str, str] = {}
    file = b""
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or part.name is None:
                raise Refused(errors.bad_message("a part of the form has no name"))
            if part.filename is None:
                fields[part.name] = (await _read(part, FIELD_BYTES)).decode("utf-8", "replace")
            else:
                file = await _read(part, most)
    except ValueError as error:
        raise Refused(errors.bad_message("the form is cut short")) from error
    return fields, file


async def _read(part: BodyPartReader, most: int) -> bytes:
    """All of a part is taken from the line, so that the browser hears the answer; what is too much is not kept."""
    kept = bytearray()
    while piece := await part.read_chunk(PIECE):
        if len(kept) <= most:
            kept += piece
    return bytes(kept[: most + 1])
