"""番号を取り消す on the page that gave it: a number for paper that was given by mistake, within a minute, by who gave it.

The number is over and is given to nobody else; a paper that carries it says nothing false of another person.
"""

from datetime import datetime

from hub.domain.own_number import may_give_back
from hub.domain.stage import State
from hub.domain.transitions import cancelled
from hub.office.house import House
from hub.office.press import found
from hub.office.refusals import refuse
from hub.office.undo import UNDO_FOR
from hub.security.actors import Actor, name_of
from hub.store import audit, log, vault, visits
from hub.store.transaction import Operation, Transaction
from hub.wire import Refusal


def take_back(house: House, actor: Actor, visit_id: str, now: datetime) -> Operation[Refusal | None]:
    """The number ends, and what was kept under it is destroyed; once more changes nothing. Raises UnknownVisit."""
    who = name_of(actor)

    def operation(tx: Transaction) -> Refusal | None:
        visit = found(tx.connection, visit_id)
        if visit.channel != "paper" or log.opened_by(tx.connection, visit.id) != who:
            return refuse("not_allowed", message="Another person gave this number.")
        if all(leg.state is State.CANCELLED for leg in visit.legs):
            return None
        if visit.counter is not None:
            return refuse("at_counter")
        if now - visit.opened_at > UNDO_FOR or not may_give_back(visit):
            return refuse("nothing_to_undo")
        visits.save(tx, visit, cancelled(visit, now), visits.Change(now, who, house.letters, house.policy))
        for record in visits.own_records(tx.connection, visit, house.site.id):
            vault.destroy(tx, record)
        audit.note(tx, now, who, "number_taken_back", visit.id)
        return None

    return operation
