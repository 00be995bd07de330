"""A text cut where a speaker takes breath, so that a call is put together from clips that many calls share. Pure.

Measured with the Japanese voice over 24 calls: a phrase said alone keeps the pitch of the same phrase within its sentence (median
1.5 % apart, nine of ten within 3 %) and its length (3 %, 5 %), so 「Aの25番のかた」+「4番の窓口へお越しください」 sounds as the
whole sentence does. A letter and its number stay together: there is no breath between エーの and 25番, and a seam there is heard.
"""

import re

import msgspec

BREATH = 0.45  # seconds after a comma
SENTENCE = 0.6  # seconds after the end of a sentence

_PIECE = re.compile(r".*?(?:[、，。．！？]|[,.!?](?=\s|$)|$)\s*", re.DOTALL)
_COMMAS = "、，,"
_FULL_STOPS = "。．."


class Phrase(msgspec.Struct, frozen=True):
    """One clip's words, and the seconds of silence after them."""

    text: str
    pause: float = 0.0


def phrases(text: str) -> tuple[Phrase, ...]:
    """Cut after every sentence, and at the commas beside words that hold a number: those are what changes from call to call."""
    found: list[Phrase] = []
    for piece in _PIECE.findall(text):
        words = piece.strip()
        if not words.strip(_COMMAS + _FULL_STOPS):
            continue
        at_comma = words[-1] in _COMMAS
        phrase = Phrase(words.rstrip(_COMMAS), BREATH if at_comma else SENTENCE)
        before = found[-1] if found else None
        if before is not None and before.pause == BREATH and not (_has_number(before.text) or _has_number(phrase.text)):
            found[-1] = Phrase(
                f"{before.text}、{phrase.text}" if words[0] > "\u2fff" else f"{before.text}, {phrase.text}", phrase.pause
            )
        else:
            found.append(phrase)
    return (*found[:-1], Phrase(found[-1].text)) if found else ()


def _has_number(text: str) -> bool:
    return any(sign.isdigit() for sign in text)
