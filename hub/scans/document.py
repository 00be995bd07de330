"""A PNG, JPEG or PDF as it comes from a scanner, as grey pages. Everything about it may be hostile; nothing touches the disk."""

import io
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile, ImageOps

from hub.scans.outcome import MOST_BYTES, NotTaken

Grey: TypeAlias = NDArray[np.uint8]

MOST_PIXELS = 60_000_000  # a sheet A4 at 600 dpi has 35 million
DOTS = 254  # per inch: 10 a millimetre, of a PDF page
LONG_SIDE = 5000  # pixels; a sheet A4 at 400 dpi. Larger ones are scaled down, they hold no more.


def pages(document: bytes, most: int) -> tuple[Grey, ...] | NotTaken:
    """Every page, `most` at most; or why there is none."""
    if len(document) > MOST_BYTES:
        return NotTaken("too_large")
    if document[:1024].lstrip().startswith(b"%PDF-"):
        return _pdf(document, most)
    if document.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        return _picture(document)
    return NotTaken("not_a_picture")


def _picture(document: bytes) -> tuple[Grey, ...] | NotTaken:
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # libraries that draw switch it on for their whole process
    try:
        with Image.open(io.BytesIO(document), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > MOST_PIXELS:  # known from the head: nothing is unpacked yet
                return NotTaken("too_many_pixels")
            picture.draft("L", (LONG_SIDE, LONG_SIDE))
            upright = ImageOps.exif_transpose(picture)
            if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
                upright = upright.convert("RGBA")
                upright = Image.alpha_composite(Image.new("RGBA", upright.size, "white"), upright)
            if upright.mode.startswith("I"):  # 16 bits
                return (_fitting(Image.fromarray((np.asarray(upright) >> 8).astype(np.uint8))),)
            return (_fitting(upright.convert("L")),)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return NotTaken("too_many_pixels")
    except (OSError, SyntaxError, ValueError, EOFError):  # what Pillow raises for broken pictures
        return NotTaken("cut_short")


def _pdf(document: bytes, most: int) -> tuple[Grey, ...] | NotTaken:
    if find_spec("pypdfium2") is None:
        return NotTaken("no_pdf_here")
    import pypdfium2  # noqa: PLC0415 (of the extra `ocr`)

    try:
        with pypdfium2.PdfDocument(document) as pdf:
            if len(pdf) > most:
                return NotTaken("too_many_pages")
            return tuple(_drawn(pdf)) or NotTaken("cut_short")
    except pypdfium2.PdfiumError as error:
        # FPDF_ERR_PASSWORD and FPDF_ERR_SECURITY of fpdfview.h
        return NotTaken("locked" if getattr(error, "err_code", None) in (4, 5) else "cut_short")


def _drawn(pdf: Any) -> Iterator[Grey]:
    """`pdf`: a PdfDocument of pypdfium2, which may not be installed."""
    for page in pdf:
        longest = max(page.get_size())  # points, 1/72 inch
        scale = min(DOTS / 72, LONG_SIDE / longest)
        yield _fitting(page.render(scale=scale, grayscale=True).to_pil().convert("L"))
        page.close()


def _fitting(picture: Image.Image) -> Grey:
    if max(picture.size) > LONG_SIDE:
        factor = LONG_SIDE / max(picture.size)
        picture = picture.resize(
            (max(1, round(picture.width * factor)), max(1, round(picture.height * factor))), Image.Resampling.BOX
        )
    return np.asarray(picture, dtype=np.uint8)
