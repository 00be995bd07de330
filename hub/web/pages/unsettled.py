"""窓口で確認 that is still open, as the counter page tells it: each answer by its name, and reasons to pass it on. Pure."""

from dataclasses import dataclass

from config.bundle import Bundle
from config.form import answer_at
from hub.domain.reasons import PASSED_ON
from hub.web.pages.corrections import label_of, top_of
from hub.web.pages.desk_keys import Missing
from hub.web.pages.dialogs import Option
from hub.wire import RecordView

WORDS = {
    "asked_and_unknown": "聞いたが、分からない",
    "next_stage_finds_out": "次の工程で調べる",
    "not_needed": "この手続きには要らない",
    "other": "そのほか",
}


@dataclass(frozen=True, slots=True)
class Open:
    """What one dialog fills in: an answer, an address or a person of the application at `place`."""

    place: int
    path: str
    label: str


@dataclass(frozen=True, slots=True)
class Unsettled:
    """`seen`: how many answers are open. `reason`: of a correction that fills them in, where it is plain."""

    opens: tuple[Open, ...]
    seen: int
    reasons: tuple[Option, ...]
    reason: str


def of(bundle: Bundle, view: RecordView, *, on_paper: bool) -> Unsettled | None:
    """None where nothing is open."""
    if not view.unsettled:
        return None
    found: dict[tuple[int, str], Open] = {}
    for each in view.unsettled:
        place, _, path = each.partition(".")
        index, top = int(place), top_of(path)
        application = view.applications[index]
        procedure = bundle.procedures.get(application.procedure)
        form = bundle.forms.get(procedure.form) if procedure is not None and procedure.form else None
        label = label_of(bundle, form, top, answer_at(application.answers, top))
        found.setdefault((index, top), Open(index, top, label))
    reasons = tuple(Option(each, WORDS[each]) for each in PASSED_ON)
    return Unsettled(tuple(found.values()), len(view.unsettled), reasons, "from_paper" if on_paper else "")


def missing(view: RecordView) -> Missing | None:
    """F2 leads to the first of them."""
    left = len(view.unsettled)
    return Missing("窓口で確認", f"窓口で確認 {left}項目をうめる", "[data-unsettled]") if left else None
