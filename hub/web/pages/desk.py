"""What a counter page shows, as values: who is here, who waits and why in that order, and what each key does now. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from config.bundle import Bundle
from config.site import Counter
from config.words import local
from hub.web.pages import dialogs
from hub.web.pages.dates import hour
from hub.web.pages.desk_keys import Act, Key, Missing, keys
from hub.web.pages.dialogs import Option
from hub.web.pages.naming import BACK_OFFICE, STATES, services_of, stage_word
from hub.web.pages.queue import Row, legs_here, row_of, with_overtaken
from hub.web.pages.visitor import Here, here_at, onward
from hub.wire import Choice, LastStep, Stage, VisitView

LISTED = 50  # rows of the waiting list that are drawn; the rest is counted
STEPS = {
    "call": "呼出",
    "recall": "再呼出",
    "start": "来られた",
    "finish": "送った",
    "mark_absent": "不在",
    "mark_no_show": "終わり",
    "return": "待ちへ戻した",
    "cancel": "取消",
    "hold": "保留",
    "transfer": "転送",
    "send_back": "差し戻し",
    "leave": "帰られた",
    "take_over": "引き継いだ",
    "split": "番号を分けた",
    "merge": "番号をまとめた",
}
UNDO_OFF = {"": "操作なし", "over": "60秒すぎました", "moved": "先へ進みました"}


@dataclass(frozen=True, slots=True)
class Desk:
    """The whole page but the record."""

    counter: int
    counter_name: str
    stage: Stage
    stage_word: str
    services: str
    service_ids: str  # of the lines that may be called here, with blanks between
    waiting: tuple[Row, ...]
    more: int
    absent: tuple[Row, ...]
    held: tuple[Row, ...]  # who is due first, then who went last. Who is due waits too
    picks: tuple[Row, ...]  # every number F3 may call: all that wait, then those on hold and the absent
    elsewhere: tuple[tuple[str, str], ...]  # numbers F3 may not call: (number, why not)
    here: Here | None
    next: Row | None
    keys: tuple[Key, ...]
    back_office: bool
    hold_times: tuple[Option, ...] = ()
    closing: str = ""
    targets: tuple[Option, ...] = ()  # of a transfer
    earlier: tuple[Option, ...] = ()  # of sending back
    gone: tuple[Option, ...] = ()  # who does not come, or goes
    undo: LastStep | None = None
    undo_words: str = ""
    undo_off: str = ""  # why nothing can be undone
    stages: tuple[tuple[str, str], ...] = field(default=())  # of this counter: (id, word)
    onward: str = ""  # where the visit goes from here
    missing: Missing | None = None  # what the visit lacks to be sent on

    @property
    def count(self) -> int:
        return len(self.waiting) + self.more

    @property
    def longest(self) -> int:
        return max((row.minutes for row in self.waiting), default=0)

    @property
    def main_key(self) -> Key:
        return next(key for key in self.keys if key.key == "F2")

    @property
    def due(self) -> int:
        return sum(row.is_due for row in self.held)

    def key(self, name: str) -> Key:
        return next(key for key in self.keys if key.key == name)


@dataclass(frozen=True, slots=True)
class Around:
    """What a desk knows of the rest of the house. `choices`: calls since its oldest row; `waiting`: people by service."""

    staffed: frozenset[int] = frozenset()
    waiting: Mapping[str, int] = field(default_factory=dict)
    choices: Sequence[Choice] = ()
    undo: LastStep | None = None


def desk(
    bundle: Bundle,
    counter: Counter,
    stage: Stage,
    visits: Sequence[VisitView],
    now: datetime,
    around: Around = Around(),
    in_line: int = 0,
) -> Desk:
    """`visits` as Office.work gives them: at the counter first, then waiting in the order of the policy; `in_line` may be more."""
    here = next((found for view in visits if (found := here_at(bundle, counter, stage, view))), None)
    rows = {
        state: [row_of(bundle, view, leg, now) for view in visits for leg in legs_here(view, stage, state, counter)]
        for state in ("waiting", "absent", "on_hold")
    }
    # who is due first, then who went last: that is who is asked about
    held = sorted(sorted(rows["on_hold"], key=_put, reverse=True), key=lambda row: (not row.is_due, row.due if row.is_due else now))
    # whose time has come is called before everybody, and is still listed with what else may be done
    waiting, absent = [*(row for row in held if row.is_due), *rows["waiting"]], sorted(rows["absent"], key=_put, reverse=True)
    back = stage in BACK_OFFICE
    step, undo = around.undo, around.undo if around.undo is not None and not around.undo.barred else None
    pickable = {row.number for row in (*waiting, *held, *absent)}
    view = next((view for view in visits if here is not None and view.visit == here.visit), None)
    leg = next((leg for leg in view.legs if here is not None and leg.leg == here.leg), None) if view else None
    until = dialogs.closing(bundle, counter, now)
    first, after = next((row for row in waiting if not row.barred), None), onward(bundle, visits, here, stage)
    return Desk(
        counter=counter.number,
        counter_name=local(counter.name, "ja"),
        stage=stage,
        stage_word=stage_word(bundle, stage),
        service_ids=" ".join(sorted(services_of(counter))),
        services="・".join(local(service.name, "ja") for service in bundle.site.services if service.id in counter.services),
        waiting=tuple(with_overtaken(row, around.choices, stage) for row in waiting[:LISTED]),
        more=max(len(waiting), in_line) - len(waiting[:LISTED]),
        absent=tuple(absent),
        held=tuple(held),
        picks=(*(row for row in waiting if not row.barred), *(row for row in held if not row.is_due), *absent),
        elsewhere=tuple((view.number, _elsewhere(bundle, view, stage)) for view in visits if view.number not in pickable),
        here=here,
        next=first,
        keys=keys(here, first, bool(pickable), after, stage, undo),
        onward=after,
        back_office=back,
        hold_times=dialogs.hold_times(bundle, counter, now),
        closing=hour(until) if until else "",
        targets=dialogs.targets(bundle, counter, leg, around.staffed, around.waiting, now) if leg and not back else (),
        earlier=dialogs.earlier(bundle, view, leg) if view and leg and leg.state == "serving" else (),
        gone=dialogs.gone(here.called_times if here.state == "called" else None) if here else (),
        undo=undo,
        undo_words=f"{'・'.join(undo.numbers)} {STEPS.get(undo.action, '')}" if undo else "",
        undo_off=UNDO_OFF[step.barred] if step is not None and undo is None else UNDO_OFF[""],
        stages=tuple((each, stage_word(bundle, each)) for each in counter.stages),
    )


def _put(row: Row) -> datetime:
    return row.put or row.since


def held_back(desk: Desk, missing: Missing) -> Desk:
    """The desk of a visit that lacks something: F2 leads to it, and nothing sends the visit on."""
    number = desk.here.number if desk.here else ""
    before = "送る" if desk.onward else "終わる"
    first = Key("F2", f"のこり　{missing.word}", Act("page"), f"{number} を{before}前に", missing.does)
    instead = {"F2": first, "F10": replace(desk.key("F10"), act=None)}
    return replace(desk, keys=tuple(instead.get(each.key, each) for each in desk.keys), missing=missing)


def _elsewhere(bundle: Bundle, view: VisitView, stage: Stage) -> str:
    """Why this desk cannot call the number: 3番・受付で対応中, or that other desks serve it."""
    legs = [leg for leg in view.legs if leg.state in ("called", "serving")]
    if legs:
        return f"{legs[0].counter}番・{stage_word(bundle, legs[0].stage)}で{STATES[legs[0].state]}です"
    kept = next((leg.reserved for leg in view.legs if leg.stage == stage and leg.state == "waiting" and leg.reserved), None)
    if kept is not None:
        return f"{kept}番で呼ぶ方です"
    if any(leg.stage == stage and leg.state in ("waiting", "absent", "on_hold") for leg in view.legs):
        return "ほかの窓口で受ける方です"
    return "いまは待っていません"
