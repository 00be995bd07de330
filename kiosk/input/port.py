"""What the kiosk knows about kana-kanji conversion (かな漢字変換) and handwriting (手書き)."""

from typing import Protocol

from kiosk.flow.effects import Meant
from kiosk.flow.events import Strokes


class KanaKanji(Protocol):
    """One converter for one visit. Nothing of what was typed outlives `close`."""

    async def warm(self) -> None:
        """Get ready ahead of the first key. Never fails: trouble shows later, as kana candidates."""

    async def convert(self, kana: str, meant: Meant = "family") -> tuple[str, ...]:
        """Candidates for hiragana, the likeliest first, the kana forms ninth and tenth or last; a name is one segment.

        Answers always: with the two kana forms where nothing can convert.
        """

    async def close(self) -> None:
        """Forget everything."""


class Handwriting(Protocol):
    """One recogniser for one visit. Nothing of what was written outlives `close`."""

    async def warm(self) -> None:
        """Get ready ahead of the first stroke. Never fails."""

    async def characters(self, strokes: Strokes) -> tuple[str, ...]:
        """What one character written so may be, the likeliest first; empty where nothing was recognised or nothing can."""

    async def close(self) -> None:
        """Forget everything."""
