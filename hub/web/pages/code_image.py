"""The QR of a code from home: drawn on the page, and as a picture to keep on the phone. Pure."""

from dataclasses import dataclass

import segno

from config.bundle import Bundle
from config.words import words


@dataclass(frozen=True, slots=True)
class CodeImage:
    """`svg`: for the page. `picture`: a PNG as a data URI, large enough to be read off another screen. The words of its buttons."""

    svg: str
    picture: str
    save: str
    print: str


def code_image(bundle: Bundle, code: str, language: str) -> CodeImage | None:
    """None where there is no code to show."""
    if not code:
        return None
    qr = segno.make(code, error="m", boost_error=False)
    return CodeImage(
        svg=qr.svg_inline(border=4, omitsize=True, dark="#000", light="#fff"),
        picture=qr.png_data_uri(scale=12, border=4, dark="#000", light="#fff"),
        save=words(bundle, language, "portal.save_picture"),
        print=words(bundle, language, "portal.print_now"),
    )
