"""Tablets beside a counter (窓口用): a number taken there is served there at once, where the clerk sits and is free."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from hub.domain.stage import RECEPTION, Action, State
from hub.domain.transitions import advance
from hub.domain.visit import Visit
from hub.office.house import House
from hub.store import doors, floor, visits
from hub.store.database import Connection
from hub.store.transaction import Transaction
from hub.wire import NextCall, Ticket

SPARES = "spare_roles"  # of today: which counter each spare stands beside


class Spares(msgspec.Struct, frozen=True):
    """Kiosk → counter, for one day."""

    day: str
    beside: dict[str, int]


_spares = msgspec.json.Decoder(Spares)


def counter_beside(connection: Connection, house: House, kiosk: str, now: datetime) -> int | None:
    """The counter this kiosk stands beside today; None for a writing desk."""
    tablet = next((one for one in house.site.tablet_roles if one.kiosk == kiosk), None)
    if tablet is None or tablet.role == "counter":
        return tablet.counter if tablet else None
    return _today(connection, now).get(kiosk)


def is_spare(house: House, kiosk: str) -> bool:
    """Whether staff may give this kiosk a role."""
    return any(tablet.kiosk == kiosk and tablet.role == "spare" for tablet in house.site.tablet_roles)


def give_role(tx: Transaction, kiosk: str, counter: int | None, now: datetime) -> None:
    """Until the end of the day; None: a writing desk again."""
    beside = {one: at for one, at in _today(tx.connection, now).items() if one != kiosk}
    if counter is not None:
        beside[kiosk] = counter
    floor.put_setting(tx, SPARES, msgspec.json.encode(Spares(visits.day_of(now).isoformat(), beside)).decode())


def seat(tx: Transaction, house: House, actor: str, visit: Visit, answer: Ticket, now: datetime) -> Ticket:
    """Who takes a number beside a counter sits there already: served at once, no call; otherwise the visit waits like any other."""
    role, _, kiosk = actor.partition(":")
    number = counter_beside(tx.connection, house, kiosk, now) if role == "kiosk" else None
    desk = house.desks.get(number) if number is not None else None
    if desk is None or visits.at_desk(tx.connection, desk.number) is not None:
        return answer
    if not doors.is_staffed(tx.connection, desk.number, now - house.staff_idle):
        return answer
    waiting = (leg for leg in visit.legs if leg.state is State.WAITING and leg.stage == RECEPTION)
    leg = next((leg for leg in waiting if desk.serves(leg.service, RECEPTION)), None)
    if leg is None:
        return answer
    called = advance(visit, leg.id, Action.CALL, now, desk.number)
    seated = msgspec.structs.replace(advance(called, leg.id, Action.START, now, desk.number), version=visit.version + 1)
    visits.save(tx, visit, seated, visits.Change(now, actor, house.letters, house.policy))
    here = tuple(NextCall(call.stage, (desk.number,), call.service) if call.stage == RECEPTION else call for call in answer.calls)
    return msgspec.structs.replace(answer, calls=here, people_waiting=0, wait=None)


def _today(connection: Connection, now: datetime) -> Mapping[str, int]:
    said = floor.setting(connection, SPARES)
    known = _spares.decode(said) if said else None
    return known.beside if known is not None and known.day == visits.day_of(now).isoformat() else {}
