"""What the kiosk knows about kana-kanji conversion (かな漢字変換)."""

from typing import Protocol


class KanaKanji(Protocol):
    """One converter for one visit. Nothing of what was typed outlives `close`."""

    async def warm(self) -> None:
        """Get ready ahead of the first key. Never fails: trouble shows later, as kana candidates."""

    async def convert(self, kana: str, *, name: bool = True) -> tuple[str, ...]:
        """Candidates for hiragana, the likeliest first, katakana and hiragana last; `name`: one segment, as a name is.

        Answers always: with the two kana forms where nothing can convert.
        """

    async def close(self) -> None:
        """Forget everything."""
