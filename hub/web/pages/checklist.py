"""確かめること as the page of a back-office stage shows it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from config.bundle import Bundle
from config.words import words
from hub.web.pages.compared import Compared
from hub.web.pages.corrections import who
from hub.web.pages.dates import hour
from hub.web.pages.desk_keys import Missing
from hub.wire import ChecklistItem, RecordView

COMPARES = ".certificate"  # the check that the paper agrees with the entry
ASKED = "#unchecked"  # the dialog that names what nobody has made sure of


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to make sure of. `told`: when and who, empty while nobody has."""

    item: str
    label: str
    told: str
    against: str = ""  # what of the record speaks against it

    @property
    def place(self) -> str:
        return f"check-{self.item.replace('.', '-')}"


def checks(bundle: Bundle, view: RecordView, paper: Compared | None = None) -> tuple[Check, ...]:
    """In the order of the procedures and of their lists. `paper`: how far it was compared."""
    label = {each.item: words(bundle, "ja", f"checklist.{each.item.partition('.')[2]}") for each in view.checklist}
    open_ = f"照合 {paper.done}/{paper.total}" if paper is not None and paper.remark else ""
    return tuple(
        Check(each.item, label[each.item], told(view, each), open_ if each.item.endswith(COMPARES) else "")
        for each in view.checklist
    )


def left(checks: Sequence[Check]) -> int:
    """How many nobody has made sure of."""
    return sum(not each.told for each in checks)


def missing(checks: Sequence[Check]) -> Missing | None:
    """What keeps the papers where every check is demanded."""
    open_ = left(checks)
    return Missing("確かめること", f"確かめること {open_}項目", ".checks [aria-checked=false]") if open_ else None


def told(view: RecordView, item: ChecklistItem) -> str:
    """When and who, of what was said last."""
    return f"{hour(item.said.at)} {who(view, item.said.staff, item.said.counter)}" if item.said is not None else ""
