"""A paper as it was read: where each field stands and what was read there. Pictures are not here."""

import msgspec


class Box(msgspec.Struct, frozen=True):
    """A part of a page, in millimetres from its top left corner. `page` counts from 0."""

    page: int
    left: float
    top: float
    width: float
    height: float


class Reading(msgspec.Struct, frozen=True):
    """One field. `box`: of what is written there, of the whole cell where nothing is. `ink`: something is written or printed.

    `sure`: of the character read least surely, 0 to 1. `text` None: no machine has read it.
    """

    box: Box
    text: str | None = None
    sure: float = 0.0
    ink: bool = True


class PaperPerson(msgspec.Struct, frozen=True):
    """One person of the paper: field id → reading."""

    fields: dict[str, Reading]

    def text(self, field: str) -> str:
        reading = self.fields.get(field)
        return (reading.text or "") if reading else ""


class Sheet(msgspec.Struct, frozen=True):
    """All pages of one paper. `paper`: id of its kind (config.scanned_paper)."""

    paper: str
    pages: int
    fields: dict[str, Reading]
    people: tuple[PaperPerson, ...]
