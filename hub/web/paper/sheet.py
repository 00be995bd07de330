"""What stands on one printed form, as values: they travel to the process that draws it and lie nowhere."""

from typing import Literal

import msgspec

Column = Literal["sex", "relationship"]


class Line(msgspec.Struct, frozen=True):
    """One answer beside its label. `wide`: over the whole width; `later`: written by hand at the counter."""

    label: str
    value: str
    wide: bool = False
    later: bool = False


class Person(msgspec.Struct, frozen=True):
    """One row of the people. What stands under it: `lines`."""

    name: str
    kana: str
    birth_date: str
    sex: str
    relationship: str
    nationality: str
    lines: tuple[Line, ...] = ()
    later: tuple[str, ...] = ()  # which of the above are written by hand at the counter


class Block(msgspec.Struct, frozen=True):
    """One step of the form under its heading. `columns`: what else its people are asked for in their row."""

    title: str
    lines: tuple[Line, ...] = ()
    people: tuple[Person, ...] = ()
    listed: bool = False
    columns: tuple[Column, ...] = ()


class FormSheet(msgspec.Struct, frozen=True, tag="form"):
    """One form. `reference`: what its QR says; `stages`: whose boxes the staff fill in.

    `day_word`, `signer`: what the day is called on which it is filed, and who signs it.
    `shown`: documents and papers of the identity check already made, in the words of config.identity; `checked`: when.
    """

    title: str
    number: str
    taken_on: str
    reference: str
    addressee: str
    office: str
    statement: str
    day_word: str
    signer: str
    blocks: tuple[Block, ...]
    stages: tuple[str, ...]
    rows: int = 5
    impression: bool = False
    fee: str = ""
    shown: tuple[str, ...] = ()
    checked: str = ""
    blank: bool = False  # filled in by hand


class Words(msgspec.Struct, frozen=True):
    """What is filed is Japanese; `beside` says the same to who reads another language (empty in Japanese)."""

    japanese: str
    beside: str = ""


class LetterSheet(msgspec.Struct, frozen=True, tag="letter"):
    """A blank letter of proxy (委任状). `said`: its fixed words by their names; `notices`, `certificates`: what can be ticked."""

    language: str
    addressee: str
    said: dict[str, Words]
    notices: tuple[Words, ...]
    certificates: tuple[Words, ...]


class Order(msgspec.Struct, frozen=True):
    """What the drawing process is asked for: one PDF."""

    title: str
    sheets: tuple[FormSheet | LetterSheet, ...]


Fault = Literal["too_long", "broken", "no_fonts"]


class NotDrawn(msgspec.Struct, frozen=True):
    """Why there is no PDF."""

    fault: Fault
