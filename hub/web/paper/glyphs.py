"""Characters on paper: those no font here draws in just that form are shown as 〓, never as another one."""

import unicodedata
from collections.abc import Iterator
from functools import cache

from config.drawable import SELECTORS, draws
from config.fonts import Font, font

GETA = "〓"  # the printer's sign for a character that is not at hand
PRIVATE = "Co"


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The characters of `text` with their selectors, each with whether it can be drawn as it is."""
    held = ""
    for character in text:
        if held and ord(character) not in SELECTORS and not unicodedata.combining(character):
            yield held, drawn(held)
            held = ""
        held += character
    if held:
        yield held, drawn(held)


def drawn(form: str) -> bool:
    """Whether some font of the paper draws this character in this form. A private one means something else in every font."""
    if unicodedata.category(form[0]) == PRIVATE:
        return False
    if form[0].isspace():
        return True
    kanji, *others = _fonts()
    if any(ord(one) in SELECTORS for one in form[1:]):
        return draws(kanji, form)
    return any(draws(each, one) for each in (kanji, *others) for one in form[:1])


@cache
def _fonts() -> tuple[Font, ...]:
    """In the order of the style sheet."""
    return (font(use="name"), font("ja"), font("zh"), font("ko"), font("en"), font("ne"))
