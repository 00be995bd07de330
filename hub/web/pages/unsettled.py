"""窓口で確認 that is still open, as the counter page tells it: answers by their names, what a number alone is for. Pure."""

from dataclasses import dataclass

from config.bundle import Bundle
from config.form import answer_at
from hub.domain.reasons import ON_PAPER, PASSED_ON
from hub.web.pages.corrections import label_of, top_of
from hub.web.pages.desk_keys import Missing
from hub.web.pages.dialogs import Option
from hub.web.pages.record import title_of
from hub.wire import RecordView, Stage

WORDS = {
    "asked_and_unknown": "聞いたが、分からない",
    "next_stage_finds_out": "次の工程で調べる",
    "not_needed": "この手続きには要らない",
    "other": "そのほか",
}
# of a number alone nothing was entered: what is written on paper is what each stage works from
FROM_PAPER: dict[Stage, str] = {
    "reception": "紙の届出書で受け付けてください。",
    "examination": "紙の届出書を見て審査してください。",
    "entry": "紙の届出書を見て入力してください。",
    "verification": "紙の届出書と、入力した内容を照合してください。",
    "accounting": "紙の書類で金額を確かめてください。",
    "delivery": "紙の書類で、お渡しするものを確かめてください。",
}


@dataclass(frozen=True, slots=True)
class Open:
    """What one dialog fills in: an answer, an address or a person of the application at `place`.

    `title`: of the application, where the one before in the list is of another one.
    """

    place: int
    path: str
    label: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Unsettled:
    """`seen`: how much is open, as in wire.PassOn. `word`: what filling them in is called."""

    opens: tuple[Open, ...]
    seen: int
    reasons: tuple[Option, ...]
    word: str
    on_paper: bool

    def after(self, place: int, path: str) -> Open | None:
        """What is filled in after this one, round to the first; None where nothing else is open."""
        ways = [(each.place, each.path) for each in self.opens]
        here = ways.index((place, path)) if (place, path) in ways else -1
        return next((each for each in (*self.opens[here + 1 :], *self.opens[: max(here, 0)])), None)

    def onwards(self, seen: "Unsettled", place: int, path: str) -> Open | None:
        """What comes after this one now, in the order that was `seen` before it was filled in."""
        ways = [(each.place, each.path) for each in seen.opens]
        here = ways.index((place, path)) if (place, path) in ways else -1
        passed = {*ways[: here + 1]}
        return next((each for each in self.opens if (each.place, each.path) not in passed), next(iter(self.opens), None))


def of(bundle: Bundle, view: RecordView, *, on_paper: bool) -> Unsettled | None:
    """None where nothing is open."""
    if not view.unsettled and view.undecided is None:
        return None
    found: dict[tuple[int, str], Open] = {}
    several = len({each.partition(".")[0] for each in view.unsettled}) > 1
    for each in view.unsettled:
        place, _, path = each.partition(".")
        index, top = int(place), top_of(path)
        application = view.applications[index]
        procedure = bundle.procedures.get(application.procedure)
        form = bundle.forms.get(procedure.form) if procedure is not None and procedure.form else None
        label = label_of(bundle, form, top, answer_at(application.answers, top))
        begins = several and all(other != index for other, _ in found)
        found.setdefault((index, top), Open(index, top, label, title_of(bundle, view, index) if begins else ""))
    reasons = tuple(Option(each, WORDS[each]) for each in PASSED_ON if each != ON_PAPER)  # that one has a key
    return Unsettled(
        opens=tuple(found.values()),
        seen=len(view.unsettled) + (view.undecided is not None),
        reasons=reasons,
        word=word(on_paper=on_paper),
        on_paper=on_paper,
    )


def word(*, on_paper: bool) -> str:
    return "紙から入力" if on_paper else "窓口で確認"


def missing(view: RecordView, *, on_paper: bool = False) -> Missing | None:
    """F2 opens the first of them: what it is for decides what else is asked."""
    if view.undecided is not None:
        return Missing("手続き", "手続きを決める", "#decide")
    what = word(on_paper=on_paper)
    return Missing(what, f"{what}する", "[data-unsettled]") if view.unsettled else None
