"""The counter page, and the work lists of the stages behind it: one page, the desk decides what it shows."""

import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import get_args

from aiohttp import web

from config.site import Counter
from hub.domain.reasons import OUTCOMES
from hub.domain.transitions import IllegalAction
from hub.office import Conflict, CounterBusy, Declined
from hub.office.scanning import paper_of
from hub.security.actors import Staff
from hub.web.errors import Refused, bad_message
from hub.web.pages import (
    checklist,
    compared,
    deciding,
    delivery,
    dialogs,
    done,
    families,
    helping,
    identity,
    notes,
    story,
    unsettled,
)
from hub.web.pages import desk as desks
from hub.web.pages.alike import Choice
from hub.web.pages.around import Around
from hub.web.pages.beside import Beside, beside
from hub.web.pages.compared import Compared
from hub.web.pages.corrections import Dialog
from hub.web.pages.desk import Desk
from hub.web.pages.desk_keys import Missing, OnTable, with_record
from hub.web.pages.entry_cookie import speaker
from hub.web.pages.naming import BACK_OFFICE, services_of, stage_word
from hub.web.pages.odd_answers import with_odd
from hub.web.pages.page import Page, Turn, see
from hub.web.pages.papers_to_bring import to_bring
from hub.web.pages.readings import with_readings
from hub.web.pages.record import Record, items, records
from hub.web.pages.taken_away import taken_away
from hub.web.pages.visitor import with_times
from hub.web.pages.work_rows import KINDS, StageDay, WorkList, day_of_stage, work_list
from hub.wire import Action, ActOnLeg, CallNext, Event, RecordView, Refusal, Stage, UndoStep, VisitView


@dataclass(frozen=True, slots=True)
class Told:
    """A dialog over the page. `lost`: the number another desk was faster with (18b); `declined`: why nothing was done.

    `lost_stage`: one this counter had, as long as the clerk has not read that it is gone.
    `correcting`: 訂正 of an answer. `said`: what was done with a number, which the clerk tells the resident.
    `meant`: the numbers that may be meant by the digits typed.
    """

    lost: str | None = None
    declined: str = ""
    correcting: Dialog | None = None
    said: tuple[str, str, str] | None = None
    meant: tuple[Choice, ...] = ()
    lost_stage: str = ""

    @property
    def refuses(self) -> bool:
        """Whether something that was asked for was not done."""
        tried = self.correcting is not None and bool(self.correcting.problems or self.correcting.said)
        return self.lost is not None or bool(self.declined) or tried


async def show(turn: Turn) -> web.StreamResponse:
    counter = own_counter(turn)
    if counter is None:
        return see("/desk")
    query = turn.request.query
    return await draw(turn, counter, stage_of(counter, query.get("stage", "")), Told(lost_stage=query.get("lost", "")))


async def stage_list(turn: Turn) -> web.StreamResponse:
    """審査・入力・照合・交付 from the bar: sit down at the desk of that stage, then the same page."""
    stage = turn.request.match_info["stage"]
    own = own_counter(turn)
    if own is None or stage not in own.stages:
        able = [each for each in turn.house.bundle.site.counters if stage in each.stages]
        if len(able) != 1:
            return see(f"/desk?stage={stage}" if able else "/desk")
        await turn.office.door.take_counter(turn.actor, able[0].number)
    return see(f"/counter?stage={stage}")


async def call_next(turn: Turn) -> web.StreamResponse:
    counter = own_counter(turn)
    if counter is None:
        return see("/desk")
    stage = stage_of(counter, turn.form.get("stage", ""))
    if stage not in counter.stages:
        return see(f"/counter?stage={stage}")  # taken away since the page was drawn: nobody is called for another stage
    form, finish = turn.form, turn.form.get("finish") == "true"
    message = CallNext(
        counter=counter.number,
        stage=stage,
        finish=finish,
        finishing=form.get("finishing", "")[:64] if finish else "",
        version=number_in(form.get("version", ""), "version") if finish and form.get("version") else None,
        expected=form.get("number", "")[:8],
    )
    try:
        answer = await turn.office.call_next(turn.actor, message, turn.form.get("key") or None)
    except (Conflict, CounterBusy, IllegalAction):
        return await draw(turn, counter, stage, Told(lost=turn.form.get("number", "")))
    if answer.instead is not None:
        return see(done.after(stage, done.MISSED, answer.instead, answer.finished))
    return see(done.after(stage, sent=answer.finished))


async def act(turn: Turn) -> web.StreamResponse:
    counter = own_counter(turn)
    if counter is None:
        return see("/desk")
    stage = stage_of(counter, turn.form.get("stage", ""))
    form, (action, reason) = turn.form, _action_and_reason(turn.form)
    kind, _, place = form.get("to", "").partition(":")
    message = ActOnLeg(
        visit=form.get("visit", "")[:64],
        leg=form.get("leg", "")[:64],
        action="send_back" if kind == "stage" else action,
        version=number_in(form.get("version", ""), "version"),
        counter=counter.number,
        reason=reason[:200],
        due=_due(form, turn.house.clock()),
        to_service=place[:200] if kind == "service" else None,
        to_counter=number_in(place, "to") if kind == "counter" else None,
        to_stage=_known_stage(place) if kind == "stage" else None,
        note=form.get("note" if kind == "stage" else "along", "")[:200],
        shelf=_shelf(form) if action == "mark_absent" else None,
        then_next=form.get("then_next") == "true",
    )
    try:
        view = await turn.office.act(turn.actor, message, form.get("key") or None)
    except (Conflict, CounterBusy, IllegalAction):
        return await draw(turn, counter, stage, Told(lost=form.get("number", "")))
    except Declined as declined:
        return await draw(turn, counter, stage, Told(declined=declined.error))
    if message.action == "finish" and not message.reason:
        return see(done.after(stage, sent=view))
    return see(done.after(stage, message.action, form.get("number", ""), to=form.get("to", "") if action == "transfer" else ""))


async def undo(turn: Turn) -> web.StreamResponse:
    counter = own_counter(turn)
    if counter is None:
        return see("/desk")
    stage = stage_of(counter, turn.form.get("stage", ""))
    try:
        await turn.office.undo(turn.actor, UndoStep(counter=counter.number), turn.form.get("key") or None)
    except (Conflict, CounterBusy):
        return await draw(turn, counter, stage, Told(lost=""))
    except Declined as declined:
        return await draw(turn, counter, stage, Told(declined=declined.error))
    return see(f"/counter?stage={stage}")


async def _around(turn: Turn, counter: Counter, stage: Stage, visits: Sequence[VisitView]) -> Around:
    """What the desk shows of the rest of the house."""
    oldest = min((view.opened_at for view in visits), default=turn.house.clock())
    house = await turn.office.surroundings(turn.actor, max(oldest, turn.house.clock() - timedelta(hours=4)))
    return Around(
        staffed=house.staffed,
        waiting=house.waiting,
        choices=house.choices,
        waits=turn.house.broker.waits,
        undo=await turn.office.last_step(turn.actor, counter.number),
        late_after=await turn.office.late_after(turn.actor, stage, services_of(counter)),
    )


async def draw(turn: Turn, counter: Counter, stage: Stage, told: Told = Told()) -> web.Response:
    house = turn.house
    stage, moved = await taken_away(turn, counter, stage, told.lost_stage)
    behind = stage in BACK_OFFICE
    work = await turn.office.work(turn.actor, stage, counter.number, None if behind else desks.LISTED)
    visits, around = work.visits, await _around(turn, counter, stage, work.visits)
    desk = desks.desk(house.bundle, counter, stage, visits, house.clock(), around, work.waiting)
    if desk.here is not None:
        here = desk.here
        usual = await turn.office.usual(turn.actor, here.service, stage, here.people)
        to_come = [each for step, each in zip(here.steps, here.ways, strict=True) if step.look == "later"]
        coming = await turn.office.stages_to_come(turn.actor, here.goes_on_at, to_come, here.people)
        desk = replace(desk, here=with_times(here, usual, coming, house.clock()))
    view, history, paper, shown = await _record(turn, desk)
    found = records(house.bundle, view, lambda each: turn.office.records.form(turn.actor, each.form_version)) if view else ()
    found = with_readings(found, shown)
    found = with_odd(house.bundle, view, found, house.clock().date()) if view else found
    called = desk.here is not None and desk.here.state == "called"
    before = await turn.office.floor.floor_notes(turn.actor, desk.here.visit) if called and desk.here is not None else None
    handing = delivery.panel(house.bundle, view) if view is not None else None
    checks = checklist.checks(house.bundle, view, paper) if view is not None else ()
    on_paper = view is not None and _on_paper(visits, view)
    if view is not None:
        table = _on_table(turn, desk, view, found, handing, checks, on_paper=on_paper)
        desk = replace(desk, keys=with_record(desk.keys, table))
    missing = _missing(view, handing, on_paper=on_paper) or (checklist.missing(checks) if house.bundle.site.every_check else None)
    if missing is not None:
        desk = desks.held_back(desk, missing)
    elif checklist.left(checks):
        desk = replace(desk, asks=checklist.ASKED)
    idle = desk.here is None and not desk.waiting
    made = await turn.office.being_made(turn.actor, counter.number) if stage == "delivery" else None
    listed = work_list(house.bundle, counter, stage, visits, work.names, around, house.clock()) if behind else None
    return turn.page(
        "counter.html",
        409 if told.refuses else 200,
        language="ja",
        desk=desk,
        work=listed,
        today=await _today(turn, counter, stage, listed) if listed is not None else None,
        work_kinds=KINDS,
        records=found,
        view=view,
        handing=handing,
        checks=checks,
        bring=to_bring(house.bundle, view) if view is not None and (behind or stage == "reception") else (),
        unsettled=unsettled.of(house.bundle, view, on_paper=on_paper) if view is not None else None,
        paper=paper,
        deciding=deciding.of(house.bundle, view) if view is not None else None,
        paper_words=unsettled.FROM_PAPER[stage],
        helping=helping.offers(house.bundle, counter, await turn.office.backlogs(turn.actor), house.clock()) if idle else (),
        making=made.making if made is not None else None,
        soon=delivery.soon(house.bundle, made, house.clock()) if made is not None else (),
        mine=view is not None and view.holder == counter.number,
        identity=identity.panel(house.bundle, view) if view is not None else None,
        notes=notes.lines(view) if view is not None else notes.of_floor(before) if before is not None else (),
        heed=notes.heed(view, before) if desk.here is not None and desk.here.consideration else (),
        back=notes.of_sending_back(view) if view is not None and desk.here is not None and desk.here.sent_back else None,
        items=items(found),
        did=done.words(house.bundle, turn.request.query),
        moved=moved,
        draft_key=turn.office.door.draft_key(turn.actor),
        instead=done.instead(house.bundle, turn.request.query, desk),
        correcting=told.correcting,
        say=speaker(house.bundle, "ja"),
        names=next((each.names for each in found if each.names), ()),
        story=history,
        lost=told.lost,
        said=told.said,
        meant=told.meant,
        parts=_parts(turn, desk, visits),
        declined=dialogs.DECLINED.get(told.declined) if told.declined else None,
        declined_in=dialogs.DECLINED_IN.get(told.declined, ""),
        reasons={action.value: dialogs.reasons(action) for action in dialogs.WORDS},
        outcomes=tuple(dialogs.Option(each, dialogs.OUTCOMES[each]) for each in OUTCOMES),
        nonce=secrets.token_hex(8),
        elsewhere=desks.elsewhere(house.bundle, counter, around) if not behind else "",
        stages=[(each, stage_word(house.bundle, each)) for each in _bar(house.bundle.site.counters)],
    )


async def _today(turn: Turn, counter: Counter, stage: Stage, listed: WorkList) -> StageDay:
    since = [row.arrived for row in listed.rows]
    flow = await turn.office.flow(turn.actor, stage, sorted(services_of(counter)), since)
    return day_of_stage(flow, len(listed.rows), turn.house.clock())


def _missing(view: RecordView | None, handing: delivery.Panel | None, *, on_paper: bool) -> Missing | None:
    """The first thing that keeps the visit here."""
    if view is None:
        return None
    if view.undecided is not None:
        return unsettled.missing(view)  # which identity check is asked depends on it
    if view.identity_due:
        return Missing("本人確認", "本人確認をする", "#identity")
    return unsettled.missing(view, on_paper=on_paper) or delivery.missing(handing)


def _on_table(
    turn: Turn,
    desk: Desk,
    view: RecordView,
    found: Sequence[Record],
    handing: delivery.Panel | None,
    checks: Sequence[checklist.Check],
    *,
    on_paper: bool,
) -> OnTable:
    mine, hands = view.holder == desk.counter, handing is not None
    return OnTable(
        entered=any(not each.bare for each in found),
        corrects=mine and not hands and any(each.correctable for each in found),
        hands=mine and handing is not None and bool(handing.things),
        ticks=mine and bool(handing.open if handing is not None else checklist.left(checks)),
        compares=not hands and paper_of(turn.house.bundle, view) is not None,
        checks=mine,
        on_paper=mine and on_paper and bool(view.unsettled),
    )


def _on_paper(visits: Sequence[VisitView], view: RecordView) -> bool:
    return bool(view.by_counter) or any(each.visit == view.visit and each.channel == "paper" for each in visits)


def _parts(turn: Turn, desk: Desk, visits: Sequence[VisitView]) -> tuple[dialogs.Option, ...]:
    view = next((view for view in visits if desk.here is not None and view.visit == desk.here.visit), None)
    leg = next((leg for leg in view.legs if desk.here is not None and leg.leg == desk.here.leg), None) if view else None
    return families.partable(turn.house.bundle, view, leg) if view and leg and not desk.back_office else ()


async def _record(turn: Turn, desk: Desk) -> tuple[RecordView | None, Sequence[tuple[str, str]], Compared | None, Beside | None]:
    """The record opens when the person is here (来られた), never before."""
    if desk.here is None:
        return None, (), None, None
    events: tuple[Event, ...] = await turn.office.history(turn.actor, desk.here.visit)
    given = await turn.office.reasons(turn.actor, desk.here.visit)
    told = story.lines(turn.house.bundle, events, desk.here.number, given=given)
    if desk.here.state != "serving":
        return None, told, None, None
    view = await turn.office.records.record(turn.actor, desk.here.visit)
    if isinstance(view, Refusal):
        return None, told, None, None
    if view.to_show:
        told = story.lines(turn.house.bundle, events, desk.here.number, given=given, shown=view.to_show)
    if paper_of(turn.house.bundle, view) is None:
        return view, told, None, None
    kept = await turn.office.records.scan(turn.actor, desk.here.visit)
    scan = None if isinstance(kept, Refusal) else kept
    shown = beside(turn.house.bundle, view, scan)
    if view.checks:
        told = story.lines(
            turn.house.bundle, events, desk.here.number, shown.open if shown is not None else None, given, view.to_show
        )
    return view, told, compared.of(turn.house.bundle, view, shown, scan), shown


def _action(text: str) -> Action:
    for action in get_args(Action):
        if action == text:
            return action  # type: ignore[no-any-return]
    raise Refused(bad_message("`action` is none of " + ", ".join(get_args(Action))))


def _action_and_reason(form: Mapping[str, str]) -> tuple[Action, str]:
    """`leave:cannot_wait` is both at once; elsewhere the reason has a field of its own."""
    action, _, reason = form.get("action", "").partition(":")
    return _action(action), reason or form.get("reason", "")


def _due(form: Mapping[str, str], now: datetime) -> datetime | None:
    """The time chosen, or typed as HH:MM of today; None: when they come back. Raises Refused."""
    text = form.get("due", "")
    try:
        if text == "time":
            typed = time.fromisoformat(form.get("due_time", "") or "00:00")  # nothing typed is a time that has passed
            return now.replace(hour=typed.hour, minute=typed.minute, second=0, microsecond=0)
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        raise Refused(bad_message("`due` is no time")) from None


def _shelf(form: Mapping[str, str]) -> int | None:
    """Of 1 to 999; nothing typed: the papers lie nowhere in particular. Raises Refused."""
    text = unicodedata.normalize("NFKC", form.get("shelf", "")).strip()
    number = number_in(text, "shelf") if text else None
    if number is not None and not 1 <= number <= 999:
        raise Refused(bad_message("`shelf` is a number from 1 to 999"))
    return number


def _known_stage(text: str) -> Stage:
    for stage in get_args(Stage):
        if stage == text:
            return stage  # type: ignore[no-any-return]
    raise Refused(bad_message("`to` names no stage"))


def number_in(text: str, field: str) -> int:
    """A field of a form that holds a number. Raises Refused."""
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise Refused(bad_message(f"`{field}` is no number"))
    return int(text)


def _bar(counters: Sequence[Counter]) -> list[Stage]:
    order: tuple[Stage, ...] = ("examination", "entry", "verification", "accounting", "delivery")
    return [stage for stage in order if any(stage in counter.stages for counter in counters)]


def own_counter(turn: Turn) -> Counter | None:
    """The desk the clerk sits at."""
    number = turn.actor.counter if isinstance(turn.actor, Staff) else None
    return next((each for each in turn.house.bundle.site.counters if each.number == number), None)


def stage_of(counter: Counter, wanted: str) -> Stage:
    """The stage the page stands at; `draw` decides what is shown where the counter has it no more."""
    return next((stage for stage in get_args(Stage) if stage == wanted), counter.stages[0])


PAGES = (
    Page("GET", "/counter", "visits", show),
    Page("GET", "/stage/{stage}", "visits", stage_list),
    Page("POST", "/counter/next", "call_next", call_next),
    Page("POST", "/counter/act", "act", act),
    Page("POST", "/counter/undo", "undo", undo),
)
