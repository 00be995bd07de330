"""Papers of other offices as they look: where on the sheet each value stands, in millimetres. Read by machine at the counter."""

from typing import Literal

import msgspec

Kind = Literal["name", "kana", "date", "address", "word"]
Rectangle = tuple[float, ...]  # left, top, width, height


class PaperField(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One cell with a printed value. `box`: the cell between its rules, from the frame's top left corner.

    `answer`: path of the answer it proves; in a list of people, of one person. `words`: all that may stand there, of kind `word`.
    """

    id: str
    kind: Kind
    answer: str
    box: Rectangle
    label: str = ""
    words: tuple[str, ...] = ()


class PaperPeople(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Blocks of one person each, one under the other. Boxes are those of the first block; the next stands `pitch` below."""

    answer: str
    rows: int
    pitch: float
    fields: tuple[PaperField, ...]
    hidden: tuple[Rectangle, ...] = ()


class ScannedPaper(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of paper. `size`: of the sheet; `frame`: the outer rule on it; `title`: printed in `title_box`, above the frame.

    `hidden`: what is painted over before anything is kept or read: the My Number (個人番号) and the code of the resident record.
    """

    id: str
    form: str
    size: tuple[float, ...]
    frame: Rectangle
    title: str
    title_box: Rectangle
    fields: tuple[PaperField, ...]
    people: PaperPeople
    hidden: tuple[Rectangle, ...] = ()
    pages: int = 4  # the most one paper has

    def blocks(self) -> tuple[float, ...]:
        """How far each block of a person stands below the first."""
        return tuple(row * self.people.pitch for row in range(self.people.rows))

    def hidden_boxes(self) -> tuple[Rectangle, ...]:
        """Every hidden part of a page, from the frame's top left corner."""
        inside = [(left, top + down, width, height) for down in self.blocks() for left, top, width, height in self.people.hidden]
        return (*self.hidden, *inside)

    def cells(self) -> tuple[Rectangle, ...]:
        """Every ruled cell of a page: by its rules the sheet is recognised."""
        own = [field.box for field in self.fields]
        for down in self.blocks():
            own += [(field.box[0], field.box[1] + down, *field.box[2:]) for field in self.people.fields]
        return (*own, *self.hidden_boxes())
