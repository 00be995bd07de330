"""確かめること as the page of a back-office stage shows it. Pure."""

from dataclasses import dataclass

from config.bundle import Bundle
from config.words import words
from hub.web.pages.corrections import who
from hub.web.pages.dates import hour
from hub.wire import RecordView


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to make sure of. `told`: when and who, empty while nobody has."""

    item: str
    label: str
    told: str

    @property
    def place(self) -> str:
        return f"check-{self.item.replace('.', '-')}"


def checks(bundle: Bundle, view: RecordView) -> tuple[Check, ...]:
    """In the order of the procedures and of their lists."""
    found = []
    for each in view.checklist:
        said = each.said
        told = f"{hour(said.at)} {who(view, said.staff, said.counter)}" if said is not None else ""
        found.append(Check(each.item, words(bundle, "ja", f"checklist.{each.item.partition('.')[2]}"), told))
    return tuple(found)
