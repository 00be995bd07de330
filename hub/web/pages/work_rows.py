"""A work list of the back office, row by row: what has come to this stage, since when, and who has it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from config.bundle import Bundle
from config.site import Counter
from hub.domain import stage as stages
from hub.domain.handling import Flow
from hub.web.pages import dialogs
from hub.web.pages.around import Around
from hub.web.pages.dates import hour, minutes
from hub.web.pages.naming import services_of, what_for
from hub.web.pages.queue import patience, reason_here, sent_here
from hub.wire import LegView, Stage, VisitView

HAD = ("waiting", "serving", "on_hold")  # blocked ones have not come yet, the others are over
LONGEST_OUTLOOK = 8 * 60  # minutes: after that the day is over
LEAST_FOR_SHARE = 20
KINDS = (("", "すべて"), ("mine", "自分"), ("back", "差し戻し"), ("heed", "配慮・ことば"), ("late", "おそい"))


@dataclass(frozen=True, slots=True)
class WorkRow:
    """Papers at this stage. `arrived`: here; `received`: who took them in, and where; `holder`: who has them, empty: nobody.

    `kinds`: of KINDS. `marks`: (word, look), `heed`: words beside them. `may`: take, go_on (from a hold) or nothing.
    """

    visit: str
    leg: str
    version: int
    number: str
    what: str
    people: int
    language: str
    arrived: datetime
    minutes: int
    opened_at: datetime
    received: str
    holder: str
    kinds: tuple[str, ...]
    marks: tuple[tuple[str, str], ...]
    heed: str
    may: str

    @property
    def late(self) -> bool:
        return "late" in self.kinds

    @property
    def mine(self) -> bool:
        return "mine" in self.kinds


@dataclass(frozen=True, slots=True)
class WorkList:
    """The whole list of a stage, who is next first. `goal`: minutes papers should lie here at most; `desks`: somebody sits at."""

    rows: tuple[WorkRow, ...]
    goal: int
    desks: int

    @property
    def waiting(self) -> int:
        return sum(not row.holder for row in self.rows)

    def count(self, kind: str) -> int:
        return sum(not kind or kind in row.kinds for row in self.rows)


@dataclass(frozen=True, slots=True)
class StageDay:
    """How the stage goes today, in words for the head and the foot of its list; empty where too little was seen."""

    usual: str
    outlook: str
    change: int  # within the last hour: more that came than went
    done: int
    middle: str
    sent_back: str


def day_of_stage(flow: Flow, lies: int, now: datetime) -> StageDay:
    """`lies`: how much is on the list."""
    usual = middle = outlook = ""
    if flow.middle is not None:
        usual, middle = f"1件 ふだん {max(1, round(flow.middle / 60))}分", _length(flow.middle)
        left = flow.empty_in(lies)
        if left is not None and left <= LONGEST_OUTLOOK:
            outlook = f"このまま進むと空くのは {hour(_ten(now + timedelta(minutes=left)))} ごろ"
        elif lies and flow.came > flow.went:
            outlook = "このままではふえます"
    share = f"（{round(100 * flow.sent_back / flow.done)}%）" if flow.done >= LEAST_FOR_SHARE else ""
    back = f"{flow.sent_back}件{share}" if flow.sent_back else "なし"
    return StageDay(usual, outlook, flow.came - flow.went, flow.done, middle, back)


def _length(seconds: int) -> str:
    return f"{seconds // 60}分{seconds % 60:02}秒" if seconds >= 60 else f"{seconds}秒"


def _ten(moment: datetime) -> datetime:
    """The next ten minutes: nobody counts on one of them."""
    over = -(moment.minute % 10) % 10
    return moment.replace(second=0, microsecond=0) + timedelta(minutes=over)


def work_list(
    bundle: Bundle,
    counter: Counter,
    stage: Stage,
    visits: Sequence[VisitView],
    names: Mapping[str, str],
    around: Around,
    now: datetime,
) -> WorkList:
    """`visits` and `names` as Office.work gives them."""
    able = services_of(counter)
    busy = any(leg.stage == stage and leg.state == "serving" and leg.counter == counter.number for v in visits for leg in v.legs)
    rows = tuple(
        _row(bundle, counter, view, leg, names, now, busy, around)
        for view in visits
        for leg in [leg for leg in view.legs if leg.stage == stage and leg.state in HAD and leg.service in able][:1]
    )
    desks = sum(each.number in around.staffed for each in bundle.site.counters if stage in each.stages)
    return WorkList(rows, getattr(bundle.site.goals, stage), desks)


def _row(
    bundle: Bundle,
    counter: Counter,
    view: VisitView,
    leg: LegView,
    names: Mapping[str, str],
    now: datetime,
    busy: bool,
    around: Around,
) -> WorkRow:
    waits = leg.state == "waiting"
    arrived = leg.since if waits else leg.arrived or leg.since
    lain = minutes(arrived, now)
    mine = not waits and leg.counter == counter.number
    back = leg.reason in dialogs.WORDS[stages.Action.SEND_BACK]
    kinds = {
        "mine": mine,
        "back": back,
        "heed": view.consideration or view.language != "ja",
        "late": lain >= patience(bundle, leg, around.late_after),
    }
    barred = view.reason == "own_entry"
    return WorkRow(
        visit=view.visit,
        leg=leg.leg,
        version=view.version,
        number=view.number,
        what=what_for(bundle, view),
        people=view.people,
        language=view.language,
        arrived=arrived,
        minutes=lain,
        opened_at=view.opened_at,
        received=_received(view, leg, names),
        holder="" if waits else names.get(leg.by) or f"{leg.counter}番",
        kinds=tuple(kind for kind, holds in kinds.items() if holds),
        marks=_marks(view, leg),
        heed=_heed(bundle, view, leg, barred),
        may="" if barred or busy else "take" if waits else "go_on" if leg.state == "on_hold" else "",
    )


def _marks(view: VisitView, leg: LegView) -> tuple[tuple[str, str], ...]:
    """The two words that count most: a row has no more."""
    sent = sent_here(leg) if leg.state == "waiting" else ("差し戻し", "caution") if _was_sent_back(leg) else None
    found = [
        ("保留", "dash") if leg.state == "on_hold" else None,
        sent,
        ("配慮", "note") if view.consideration else None,
        ("予約", "key") if view.booked is not None else None,
    ]
    return tuple(each for each in found if each is not None)[:2]


def _heed(bundle: Bundle, view: VisitView, leg: LegView, barred: bool) -> str:
    if barred:
        return "自分が入力。ほかの方が照合します"
    if leg.state == "on_hold":
        until = f"{hour(leg.due)}まで　" if leg.due else ""
        return until + dialogs.reason_word(leg.reason, stages.Action.HOLD)
    if view.booked is not None and not leg.reason:
        return hour(view.booked)
    return reason_here(bundle, leg)


def _was_sent_back(leg: LegView) -> bool:
    return leg.state == "serving" and leg.reason in dialogs.WORDS[stages.Action.SEND_BACK]


def _received(view: VisitView, leg: LegView, names: Mapping[str, str]) -> str:
    """佐伯 7番; empty where the service has no reception."""
    first = next((each for each in view.legs if (each.service, each.stage) == (leg.service, "reception") and each.by), None)
    if first is None:
        return ""
    return "　".join(filter(None, [names.get(first.by, ""), f"{first.counter}番" if first.counter is not None else ""]))
