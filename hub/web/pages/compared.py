"""How far the paper in the resident's hand was compared with the entry, told in a word at the counter. Pure."""

from dataclasses import dataclass

from config.bundle import Bundle
from hub.office.scanning import KeptScan, paper_of
from hub.web.pages.beside import Beside
from hub.wire import ChecklistItem, RecordView


@dataclass(frozen=True, slots=True)
class Compared:
    """`done` of `total` fields and people are settled. `in_hand`: the paper was seen or laid beside the record.

    `asked`: the answers ask the resident to bring it.
    """

    done: int
    total: int
    in_hand: bool
    asked: bool = False

    @property
    def remark(self) -> bool:
        """Whether the clerk is reminded before the visit goes on; later stages may still compare, so nothing is held back."""
        return (self.in_hand or self.asked) and self.done < self.total


def of(bundle: Bundle, view: RecordView, shown: Beside | None, scan: KeptScan | None) -> Compared | None:
    """None where no application of the record has a paper."""
    found = paper_of(bundle, view)
    if shown is None or found is None:
        return None
    items = asked_for(bundle, view)
    seen = any(each.said is not None for each in items)
    total = len(shown.lines) + len(shown.not_on_paper) + len(shown.not_entered)
    return Compared(total - shown.open, total, seen or scan is not None, bool(items))


def asked_for(bundle: Bundle, view: RecordView) -> tuple[ChecklistItem, ...]:
    """What of 持ち物 names the paper that is compared."""
    found = paper_of(bundle, view)
    keys = _keys(bundle, found[2].id) if found is not None else frozenset()
    return tuple(each for each in view.to_show if each.item in keys)


def _keys(bundle: Bundle, paper: str) -> frozenset[str]:
    """Text keys under which 持ち物 name the paper."""
    things = (thing for procedure in bundle.procedures.values() for thing in procedure.things if thing.id == paper)
    return frozenset(f"bring.{one}" for thing in things for one in (thing.id, thing.unsure) if one)
