"""One press of a clerk inside its transaction: what it changed so far, so that it is one step and can be undone as one."""

from datetime import datetime

import msgspec

from hub.domain import policy
from hub.domain.policy import Waiting
from hub.domain.skills import Desk
from hub.domain.stage import Action, Place, place_of
from hub.domain.transitions import Asked, advance
from hub.domain.visit import Leg, Visit
from hub.office.house import House
from hub.office.lines import line
from hub.office.refusals import CounterBusy, UnknownVisit
from hub.office.views import visit_view
from hub.security.actors import Actor, Staff, name_of
from hub.store import steps, visits
from hub.store.database import Connection
from hub.store.transaction import Transaction
from hub.wire import VisitView


class Press:
    """`save` every change through it, `keep` it at the end."""

    def __init__(self, tx: Transaction, house: House, actor: Actor, now: datetime) -> None:
        self.tx, self.house, self.actor, self.now = tx, house, actor, now
        self._changes: dict[str, steps.Changed] = {}

    def save(self, before: Visit, after: Visit, how: str = "") -> VisitView:
        """Raises CounterBusy. `how`: of domain.events.LegMoved."""
        change = visits.Change(self.now, name_of(self.actor), self.house.letters, self.house.policy, self._sitting(after), how)
        try:
            visits.save(self.tx, before, after, change)
        except visits.DeskTaken as taken:
            other = visits.find(self.tx.connection, taken.visit)
            raise CounterBusy(visit_view(self.tx.connection, other) if other else None) from None
        first = self._changes[before.id].before if before.id in self._changes else before
        self._changes[before.id] = steps.Changed(first, after.version)
        return visit_view(self.tx.connection, after)

    def call_next(self, desk: Desk, stage: str) -> VisitView | None:
        """次を呼ぶ: the first of the line; None where nobody waits. Raises CounterBusy."""
        who = name_of(self.actor)
        queue = line(self.tx.connection, self.house, desk, stage, self.now, who)
        turn = policy.first(queue)
        if turn is None:
            return None
        before = found(self.tx.connection, turn.waiting.visit)
        action = Action.CALL if place_of(stage) is Place.COUNTER else Action.START
        called = self.save(before, advance(before, turn.waiting.leg, action, self.now, desk.number, asked=Asked(by=who)))
        self.chosen(turn.waiting, action, desk.number, turn.reason, "", policy.passed_over(queue, turn.waiting))
        return called

    def chosen(self, who: Waiting, action: Action, counter: int, rule: str, reason: str, ahead: int) -> None:
        """Why this number now: kept for everybody who asks why they were not."""
        rank = policy.rank(who, self.house.policy)
        said = self._reason(who.visit, action, who.service, who.stage, reason)
        steps.note(self.tx, msgspec.structs.replace(said, counter=counter, rule=rule, arrived=who.arrived, rank=rank, ahead=ahead))

    def reasoned(self, visit: str, action: Action, leg: Leg, reason: str) -> None:
        """A word that was given for anything else."""
        steps.note(self.tx, self._reason(visit, action, leg.service, leg.stage, reason))

    def keep(self, counter: int | None, action: str) -> None:
        """The desk's last step from now on, where it changed anything."""
        if counter is not None and self._changes:
            step = steps.Step(name_of(self.actor), counter, self.now, action, tuple(self._changes.values()))
            steps.remember(self.tx, step)

    def _reason(self, visit: str, action: Action, service: str, stage: str, reason: str) -> steps.Reason:
        counter = self.actor.counter if isinstance(self.actor, Staff) else None
        return steps.Reason(self.now, visit, name_of(self.actor), counter, action, service, stage, reason=reason)

    def _sitting(self, after: Visit) -> str | None:
        """Who sits at the desk the visit stands at, where that is the actor."""
        return self.actor.session if isinstance(self.actor, Staff) and after.counter == self.actor.counter else None


def found(connection: Connection, visit: str) -> Visit:
    """Raises UnknownVisit."""
    known = visits.find(connection, visit)
    if known is None:
        raise UnknownVisit(visit)
    return known
