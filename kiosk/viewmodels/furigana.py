"""How much room words with a reading above them take: a reading wider than its word leans over the kana beside it. Pure numbers."""

from collections.abc import Sequence
from typing import NamedTuple

from config.japanese.ruby import MARKUP

RUBY_SIZE = 0.5  # of the words below
RUBY_LEAST = 13  # pixels: half a millimetre more keeps れ and わ apart over words of 22 and 24


class Part(NamedTuple):
    """A piece of a line: words with or without furigana above."""

    text: str
    ruby: str = ""


def parts(text: str) -> tuple[Part, ...]:
    """`{漢字|かんじ}です` → 漢字 with かんじ above, です."""
    plain, words, readings = (MARKUP.split(text)[at::3] for at in range(3))
    marked = [part for pair in zip(plain, map(Part, words, readings), strict=False) for part in (Part(pair[0]), pair[1])]
    return tuple(part for part in (*marked, Part(plain[-1])) if part.text)


def has_ruby(text: str) -> bool:
    """Whether furigana stand above words of this text."""
    return MARKUP.search(text) is not None


def ruby_px(px: int) -> int:
    """Size of the reading above words of `px`."""
    return max(RUBY_LEAST, round(px * RUBY_SIZE))


def ruby_over(px: int) -> float:
    """Pixels that the reading above small words is larger than half of them: as far down its words go in their line."""
    return max(0.0, ruby_px(px) - px * RUBY_SIZE)


def leanings(own: Sequence[float], above: Sequence[float], px: int) -> tuple[tuple[float, float], ...]:
    """Of each part of a line: how far its reading leans out to the left and to the right, in pixels.

    `own`: widths of the words, `above`: of their readings, 0 where there is none. A reading leans over at most one of its own
    characters, over words without a reading only, and leaves half of them to the reading on their other side.
    """

    def room(at: int) -> float:
        return min(ruby_px(px), own[at] / 2) if 0 <= at < len(own) and not above[at] else 0.0

    wider = [max(0.0, over - words) / 2 for words, over in zip(own, above, strict=True)]
    return tuple((min(much, room(at - 1)), min(much, room(at + 1))) for at, much in enumerate(wider))


def advances(own: Sequence[float], above: Sequence[float], px: int) -> tuple[float, ...]:
    """Of each part of a line: the pixels from its beginning to that of the next."""
    return tuple(
        max(words, over - left - right) for words, over, (left, right) in zip(own, above, leanings(own, above, px), strict=True)
    )
