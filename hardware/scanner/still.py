"""One picture, every pass: for files, and for a document laid under a camera."""

from pathlib import Path

import msgspec

from hardware.scanner.decoder import Decoder, DecoderDown
from hardware.scanner.passes import LADDER
from hardware.scanner.pictures import Grey, load_grey
from hardware.scanner.port import Code

TIME_LIMIT = 30.0  # seconds for the whole ladder on the largest picture


class NotAPicture(msgspec.Struct, frozen=True):
    """No such file, or nothing in it that is a picture."""


def read_still(decoder: Decoder, grey: Grey) -> Code | DecoderDown | None:
    """The first code of a picture; None where no pass reads one. A worker that dies is tried once more with a fresh one."""
    texts = decoder.decode(grey, LADDER, TIME_LIMIT)
    if isinstance(texts, DecoderDown):
        texts = decoder.decode(grey, LADDER, TIME_LIMIT)
    if isinstance(texts, DecoderDown):
        return texts
    return Code(texts[0]) if texts else None


def read_file(decoder: Decoder, path: Path) -> Code | DecoderDown | NotAPicture | None:
    """As `read_still`, for a picture file."""
    grey = load_grey(path)
    return NotAPicture() if grey is None else read_still(decoder, grey)
