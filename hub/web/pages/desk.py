"""What a counter page shows, as values: who is here, who waits and why in that order, and what each key does now. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from config.bundle import Bundle
from config.site import Counter
from config.words import local
from hub.web.pages import dialogs, undoing
from hub.web.pages.around import NOTHING_KNOWN, Around
from hub.web.pages.dates import hour
from hub.web.pages.desk_keys import Act, Key, Missing, keys
from hub.web.pages.dialogs import Option
from hub.web.pages.naming import BACK_OFFICE, STATES, services_of, stage_word
from hub.web.pages.put_off import PutOff, put_off, undo_off
from hub.web.pages.queue import Row, legs_here, row_of, with_overtaken
from hub.web.pages.undoing import Older
from hub.web.pages.visitor import Here, here_at, onward
from hub.wire import LastStep, Stage, VisitView

LISTED = 50  # rows of the waiting list that are drawn; the rest is counted


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
    undo_short: str = ""  # the same where it must fit a key
    undo_off: str = ""  # why nothing can be undone
    put_off: PutOff | None = None  # in the place of the number that was called
    older: Older | None = None  # what was done since, which stays when that is undone
    stages: tuple[tuple[str, str], ...] = field(default=())  # of this counter: (id, word)
    onward: str = ""  # where the visit goes from here
    missing: Missing | None = None  # what the visit lacks to be sent on
    asks: str = ""  # the dialog (CSS) that asks before it is sent on

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
    def free_shelf(self) -> int:
        """The first 預かり棚 nothing lies on: here, the one of the papers in hand."""
        if self.here is not None and self.here.shelf is not None:
            return self.here.shelf
        taken = {row.shelf for row in (*self.absent, *self.waiting, *self.held)}
        return next(number for number in range(1, 1000) if number not in taken)

    @property
    def due(self) -> int:
        return sum(row.is_due for row in self.held)

    def key(self, name: str) -> Key:
        return next(key for key in self.keys if key.key == name)


def desk(
    bundle: Bundle,
    counter: Counter,
    stage: Stage,
    visits: Sequence[VisitView],
    now: datetime,
    around: Around = NOTHING_KNOWN,
    in_line: int = 0,
) -> Desk:
    """`visits` as Office.work gives them: at the counter first, then waiting in the order of the policy; `in_line` may be more."""
    if stage not in counter.stages:  # taken away: who is in hand is served to the end, and nobody else is called
        visits = [view for view in visits if here_at(bundle, counter, stage, view) is not None]
    here = next((found for view in visits if (found := here_at(bundle, counter, stage, view))), None)
    rows = {
        state: [
            row_of(bundle, view, leg, now, around.late_after) for view in visits for leg in legs_here(view, stage, state, counter)
        ]
        for state in ("waiting", "absent", "on_hold")
    }
    # who is due first, then who went last: that is who is asked about
    held = sorted(sorted(rows["on_hold"], key=_put, reverse=True), key=lambda row: (not row.is_due, row.due if row.is_due else now))
    # whose time has come is called before everybody, and is still listed with what else may be done
    waiting, absent = [*(row for row in held if row.is_due), *rows["waiting"]], sorted(rows["absent"], key=_put, reverse=True)
    back = stage in BACK_OFFICE
    step, undo = around.undo, around.undo if around.undo is not None and not around.undo.barred else None
    free = [row for row in waiting if not row.barred and not row.away]
    by_phone = put_off(visits, counter, stage, around.choices, now)
    pickable = {row.number for row in (*waiting, *held, *absent) if not row.away}
    view = next((view for view in visits if here is not None and view.visit == here.visit), None)
    leg = next((leg for leg in view.legs if here is not None and leg.leg == here.leg), None) if view else None
    until = dialogs.closing(bundle, counter, now)
    first, after = next(iter(free), None), onward(bundle, visits, here, stage)
    return Desk(
        counter=counter.number,
        counter_name=local(counter.name, "ja"),
        stage=stage,
        stage_word=stage_word(bundle, stage),
        service_ids=" ".join(sorted(services_of(counter))),
        services="・".join(local(service.name, "ja") for service in bundle.site.services if service.id in counter.services),
        waiting=with_overtaken(waiting[:LISTED], around.choices, stage),
        more=max(len(waiting), in_line) - len(waiting[:LISTED]),
        absent=tuple(absent),
        held=tuple(held),
        picks=(*free, *(row for row in held if not row.is_due), *absent),
        elsewhere=tuple((view.number, _elsewhere(bundle, view, stage)) for view in visits if view.number not in pickable),
        here=here,
        next=first,
        keys=_own(keys(here, first, bool(pickable), after, stage, undo), stage in counter.stages),
        onward=after,
        back_office=back,
        hold_times=dialogs.hold_times(bundle, counter, now),
        closing=hour(until) if until else "",
        targets=dialogs.targets(bundle, counter, leg, around, now) if leg and not back else (),
        earlier=dialogs.earlier(bundle, view, leg) if view and leg and leg.state == "serving" else (),
        gone=dialogs.gone(here.called_times if here.state == "called" else None) if here else (),
        undo=undo,
        undo_words=undoing.words(undo, behind=back) if undo else "",
        undo_short=undoing.short(undo, behind=back) if undo else "",
        undo_off=undo_off(step, by_phone, undoing.off(step if undo is None else None)),
        older=undoing.older(undo),
        put_off=by_phone if here is None else None,
        stages=tuple((each, stage_word(bundle, each)) for each in counter.stages),
    )


def _own(made: tuple[Key, ...], own: bool) -> tuple[Key, ...]:
    """At a stage that is not the desk's own any more the visit goes on, and F2 calls nobody after it."""
    last = Act("act", "finish")
    return made if own else tuple(replace(key, act=last) if key.act == Act("next", finish=True) else key for key in made)


def elsewhere(bundle: Bundle, counter: Counter, around: Around) -> str:
    """Who waits at reception for other desks than this one: 証明書 3人・印鑑登録 1人. Empty where nobody does."""
    lines = (
        (local(each.name, "ja"), around.waiting.get(each.id, 0))
        for each in bundle.site.services
        if each.id not in services_of(counter)
    )
    return "・".join(f"{name}\u00a0{people}人" for name, people in lines if people)


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
