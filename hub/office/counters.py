"""What clerks do: call the next, act on a leg. Decided inside the transaction, so nobody is called twice."""

from datetime import datetime

import msgspec

from hub.domain import policy
from hub.domain.events import RecordChanged
from hub.domain.four_eyes import barred
from hub.domain.holding import holder
from hub.domain.reasons import OUTCOMES, lacks_reason
from hub.domain.skills import Desk
from hub.domain.stage import Action, Place, State, place_of
from hub.domain.transitions import Asked, advance
from hub.domain.visit import Leg, Visit
from hub.office import scanning
from hub.office.casework import handling, identity_due, view_at
from hub.office.checklist import sent_on
from hub.office.expected import instead
from hub.office.handing_on import handed_on
from hub.office.handing_over import all_handed
from hub.office.house import House
from hub.office.lines import line
from hub.office.passing_on import all_settled
from hub.office.press import Press
from hub.office.press import found as _find
from hub.office.refusals import Conflict, CounterBusy, Declined, UnknownVisit, WrongCounter
from hub.office.sending_back import answer_named, handed_on_with, sent_back
from hub.office.views import visit_view
from hub.security.actors import Actor, Staff, name_of
from hub.store import commands, vault, visits
from hub.store.database import Connection
from hub.store.transaction import Operation, Transaction
from hub.wire import ActOnLeg, CalledNext, CallNext, ReasonWord, Refusal, VisitView


def call_next(house: House, actor: Actor, message: CallNext, key: str | None) -> Operation[CalledNext]:
    """Finish where asked to, choose, call: one transaction."""
    desk = _desk(house, actor, message.counter)
    if message.stage not in desk.stages:
        raise WrongCounter
    now, fingerprint = house.clock(), house.fingerprint(message)

    def operation(tx: Transaction) -> CalledNext:
        if key is not None and (known := commands.answered(tx, key, fingerprint, CalledNext)) is not None:
            return known
        press = Press(tx, house, actor, now)
        finished = _free(press, desk, message)
        called = press.call_next(desk, message.stage)
        press.keep(desk.number, Action.CALL if finished is None else Action.FINISH)
        missed = instead(tx.connection, message.expected, called, message.stage, now)
        answer = CalledNext(called=called, finished=finished, instead=missed)
        if key is not None:
            commands.remember(tx, key, fingerprint, answer, now)
        return answer

    return operation


def act(house: House, actor: Actor, message: ActOnLeg, key: str | None) -> Operation[VisitView]:
    """One action of the table, against the version the clerk saw, and where asked to the next call with it."""
    now, fingerprint = house.clock(), house.fingerprint(message)
    action, own = Action(message.action), actor.counter if isinstance(actor, Staff) else None
    reason = msgspec.convert(message.reason, ReasonWord)

    def operation(tx: Transaction) -> VisitView:
        if key is not None and (known := commands.answered(tx, key, fingerprint, VisitView)) is not None:
            return known
        before = _find(tx.connection, message.visit)
        if before.version != message.version:
            raise Conflict(visit_view(tx.connection, before))
        leg = next((leg for leg in before.legs if leg.id == message.leg), None)
        if leg is None:
            raise UnknownVisit(message.leg)
        counter = _counter_for(house, actor, message, leg, action)
        press = Press(tx, house, actor, now)
        if action is Action.CALL:
            _picked(press, before, leg, house.desks[counter or 0], reason)
        elif lacks_reason(action, reason):
            raise Declined("reason_needed")
        elif reason:
            press.reasoned(before.id, action, leg, reason)
        if action is Action.TAKE_OVER and leg.counter == own:
            return _record_taken(press, before, own)
        if action in (Action.START, Action.TAKE_OVER) and house.site.four_eyes and barred(before, leg, name_of(actor)):
            raise Declined("own_entry")
        if action is Action.FINISH and reason and reason not in OUTCOMES:
            raise Declined("reason_needed")
        if action is Action.FINISH and not reason:
            _finishable(tx, house, actor, before, leg)
        if action is Action.SEND_BACK and reason == "identity_again":
            vault.identity_checked(tx, before.id, "none")
        arrived = _place_in_line(tx, house, before, leg, now) if action is Action.RETURN else None
        asked = Asked(
            reason=reason, due=_due(message.due, now), stage=message.to_stage, by=name_of(actor), shelf=_shelf(message, leg)
        )
        if action is Action.TRANSFER:
            asked = handed_on(tx.connection, house, before, leg, message, asked, now)
        if action is Action.SEND_BACK:
            asked = msgspec.structs.replace(asked, mend=answer_named(house, before, message.note))
        after = advance(before, leg.id, action, now, counter, arrived, asked)
        if action is Action.TAKE_OVER:
            after = msgspec.structs.replace(after, holder=own)
        if action is Action.SEND_BACK:
            sent_back(handling(tx, house, actor), message.visit, reason, message.note)
        if action is Action.TRANSFER:
            handed_on_with(handling(tx, house, actor), message.visit, message.note)
        answer = press.save(before, after, _HOW.get(action, ""))
        if message.then_next:
            press.call_next(_desk(house, actor, own or 0), leg.stage)
        press.keep(own, action)
        if key is not None:
            commands.remember(tx, key, fingerprint, answer, now)
        return answer

    return operation


def _shelf(message: ActOnLeg, leg: Leg) -> int | None:
    """Papers are handed over at the delivery alone."""
    return message.shelf if leg.stage == "delivery" else None


_HOW = {Action.TRANSFER: "transferred", Action.SEND_BACK: "sent_back", Action.TAKE_OVER: "taken_over"}


def _record_taken(press: Press, visit: Visit, own: int | None) -> VisitView:
    """Who serves a part of the visit already takes the right to change its record (hub.domain.holding)."""
    if holder(visit) == own:
        raise Declined("nothing_changed")
    answer = press.save(visit, msgspec.structs.replace(visit, holder=own, version=visit.version + 1))
    event = RecordChanged(at=press.now, visit=visit.id, number=visit.number, what="taken", counter=own)
    press.tx.emit(event, name_of(press.actor))
    return answer


def _picked(press: Press, visit: Visit, leg: Leg, desk: Desk, reason: str) -> None:
    """Note why this number was called by hand. Raises Declined: who is called out of turn is called for a reason."""
    turns = line(press.tx.connection, press.house, desk, leg.stage, press.now)
    arrived = leg.arrived or leg.since
    who = policy.Waiting(visit.id, visit.number, leg.id, leg.service, leg.stage, arrived, visit.consideration, leg.absences)
    turn = policy.first(turns)
    in_turn = turn is not None and turn.waiting.leg == leg.id
    if leg.state is not State.WAITING and not in_turn:
        press.chosen(who, Action.CALL, desk.number, "returned", reason, 0)
        return
    if lacks_reason(Action.CALL, reason, in_turn):
        raise Declined("reason_needed")
    rule = turn.reason if turn is not None and in_turn else "picked"
    press.chosen(who, Action.CALL, desk.number, rule, reason, policy.passed_over(turns, who))


def _due(due: datetime | None, now: datetime) -> datetime | None:
    """When somebody on hold is back: later on the same day. Raises Declined."""
    if due is not None and (due.tzinfo is None or due <= now or visits.day_of(due) != visits.day_of(now)):
        raise Declined("unusable_time")
    return due


def _desk(house: House, actor: Actor, counter: int) -> Desk:
    """The actor's own desk. Raises WrongCounter."""
    desk = house.desks.get(counter)
    if desk is None or (isinstance(actor, Staff) and actor.counter != counter):
        raise WrongCounter
    return desk


def _free(press: Press, desk: Desk, message: CallNext) -> VisitView | None:
    """Finish what the desk is serving at this stage where asked to, and only what the clerk saw there.

    Raises CounterBusy, Conflict, IllegalAction (called, not yet come).
    """
    tx = press.tx
    if place_of(message.stage) is Place.COUNTER:
        before = visits.at_desk(tx.connection, desk.number)
        if before is not None and not message.finish:
            raise CounterBusy(visit_view(tx.connection, before))
        held = next((leg for leg in before.legs if leg.at_counter), None) if before else None
    else:
        before, held = _taken(tx.connection, desk, message.stage) if message.finish else (None, None)
    if message.finish and message.finishing:
        seen = _find(tx.connection, message.finishing)
        if before is None or before.id != seen.id or seen.version != message.version:
            raise Conflict(visit_view(tx.connection, seen))
    if before is None or held is None:
        return None
    _finishable(tx, press.house, press.actor, before, held)
    return press.save(before, advance(before, held.id, Action.FINISH, press.now))


def _finishable(tx: Transaction, house: House, actor: Actor, visit: Visit, leg: Leg) -> None:
    """What must be done before this stage is done. Raises Declined."""
    _identity_seen(tx, house, visit, leg)
    view = view_at(tx.connection, house, visit, leg)
    if not isinstance(view, Refusal):
        all_settled(view)
        all_handed(view)
    _compared(tx, house, actor, visit, leg)
    if not isinstance(view, Refusal):
        sent_on(handling(tx, house, actor), visit, view)


def _identity_seen(tx: Transaction, house: House, visit: Visit, leg: Leg) -> None:
    """Nobody leaves the reception of a procedure that demands it without the identity check. Raises Declined."""
    if identity_due(tx.connection, house, visit, leg):
        raise Declined("identity_needed")


def _compared(tx: Transaction, house: House, actor: Actor, visit: Visit, leg: Leg) -> None:
    """照合 is not over while the paper beside the record differs from it in what nobody has settled. Raises Declined."""
    if leg.stage == "verification" and scanning.open_fields(tx.connection, house, actor, visit.id):
        raise Declined("certificate_open")


def _taken(connection: Connection, desk: Desk, stage: str) -> tuple[Visit | None, Leg | None]:
    """The oldest papers this desk of the back office has taken at this stage."""
    row = connection.execute(
        "SELECT visit, leg FROM stands WHERE state = 'serving' AND stage = ? AND counter = ? ORDER BY rank LIMIT 1",
        (stage, desk.number),
    ).fetchone()
    if row is None:
        return None, None
    visit = _find(connection, row[0])
    return visit, visit.leg(row[1])


def _counter_for(house: House, actor: Actor, message: ActOnLeg, leg: Leg, action: Action) -> int | None:
    """The desk that calls or takes the leg, the clerk's own unless named. Raises WrongCounter where it lacks the skill."""
    if action not in (Action.CALL, Action.START, Action.TAKE_OVER):
        return None
    own = actor.counter if isinstance(actor, Staff) else None
    counter = message.counter if message.counter is not None else own
    if action is Action.START and leg.counter is not None:
        # who was called to a desk is served there
        if counter not in (None, leg.counter):
            raise WrongCounter
        return leg.counter
    desk = house.desks.get(counter) if counter is not None else None
    if desk is None or counter != own or not desk.may_serve(leg.service, leg.stage):
        raise WrongCounter
    return desk.number


def _place_in_line(tx: Transaction, house: House, visit: Visit, leg: Leg, now: datetime) -> datetime | None:
    """Where somebody who was absent stands from now on; None keeps the place (called or taken by mistake)."""
    if leg.state is not State.ABSENT:
        return None
    others = visits.waiting(tx.connection, (leg.service,), leg.stage)
    return policy.place_after_return(others, leg.absences, visit.consideration, now, house.policy)
