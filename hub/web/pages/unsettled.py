"""窓口で確認 that is still open, as the counter page tells it: how many, the first one, and reasons to pass it on. Pure."""

from dataclasses import dataclass

from hub.domain.reasons import PASSED_ON
from hub.web.pages.desk_keys import Missing
from hub.web.pages.dialogs import Option
from hub.web.pages.record import HEAD
from hub.wire import RecordView

WORDS = {
    "asked_and_unknown": "聞いたが、分からない",
    "next_stage_finds_out": "次の工程で調べる",
    "not_needed": "この手続きには要らない",
    "other": "そのほか",
}


@dataclass(frozen=True, slots=True)
class Unsettled:
    """`places`: of each answer, the place of its application and its path."""

    places: tuple[str, ...]
    reasons: tuple[Option, ...]

    def at(self, application: int, path: str) -> bool:
        """Whether the row of this answer, address or person holds one of them."""
        before = f"{application}.{path}"
        heads = HEAD if path.rpartition(".")[2].isdigit() else None
        inside = [each.removeprefix(f"{before}.") for each in self.places if each.startswith(f"{before}.")]
        return before in self.places or any(heads is None or each in (*heads, "name_latin") for each in inside)


def of(view: RecordView) -> Unsettled | None:
    """None where nothing is open."""
    return Unsettled(view.unsettled, tuple(Option(each, WORDS[each]) for each in PASSED_ON)) if view.unsettled else None


def missing(view: RecordView) -> Missing | None:
    """F2 leads to the first of them."""
    left = len(view.unsettled)
    return Missing("窓口で確認", f"窓口で確認 {left}項目をうめる", "[data-unsettled]") if left else None
