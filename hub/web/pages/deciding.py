"""手続きを決める: what a number alone is for, as the counter page asks it and lets it be changed. Pure."""

from dataclasses import dataclass

from config.bundle import Bundle
from config.words import words
from hub.web.pages.dialogs import Option
from hub.wire import RecordView


@dataclass(frozen=True, slots=True)
class Deciding:
    """`leg`: that is decided on; `chosen`: so far, empty where nobody has. `due`: the stage is not finished without it."""

    leg: str
    procedures: tuple[Option, ...]
    chosen: str
    due: bool


def of(bundle: Bundle, view: RecordView) -> Deciding | None:
    """None where every procedure was entered, or a stage is done with it."""
    number = view.undecided or view.decided
    if number is None:
        return None
    named = tuple(Option(each, words(bundle, "ja", f"procedure.{each}.name")) for each in number.procedures)
    return Deciding(number.leg, named, number.chosen, view.undecided is not None)
