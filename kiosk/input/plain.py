"""Conversion where no converter is installed: the two kana forms. The resident's kanji are then completed at the counter."""

from kiosk.flow.effects import Meant
from kiosk.input.candidates import kana_only


class PlainKana:
    """A KanaKanji that knows no kanji."""

    async def warm(self) -> None:
        """Nothing to get ready."""

    async def convert(self, kana: str, meant: Meant = "family") -> tuple[str, ...]:
        return kana_only(kana)

    async def close(self) -> None:
        """Nothing to forget."""
