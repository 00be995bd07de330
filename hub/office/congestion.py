"""混雑状況: computed from the lines, or stated by the staff until it is taken back or an hour is over."""

from datetime import datetime

import msgspec

from config.openings import takes_numbers
from hub.domain.congestion import STANDS, Congestion, Mark, Statement, congestion, standing
from hub.office.house import House
from hub.office.waits import of_line
from hub.security.actors import Actor, name_of
from hub.store import audit, floor
from hub.store.database import Connection
from hub.store.transaction import Operation, Transaction

SETTING = "congestion"
_decoder = msgspec.json.Decoder(tuple[Statement, ...])


def now_at(connection: Connection, house: House, now: datetime) -> tuple[Congestion, ...]:
    """Every service of the office, in its order: as a number taken now would find it."""
    stated = standing(_kept(connection), now)
    found = []
    for service in house.site.services:
        place = of_line(connection, house, service.id, now)
        found.append(congestion(service.id, takes_numbers(house.site, service, now), place.ahead, place.wait, stated))
    return tuple(found)


def state(house: House, actor: Actor, service: str, mark: Mark | None, now: datetime) -> Operation[None]:
    """`mark` None: what is computed counts again."""

    def operation(tx: Transaction) -> None:
        others = tuple(each for each in standing(_kept(tx.connection), now).values() if each.service != service)
        said = (Statement(service, mark, now, now + STANDS),) if mark else ()
        floor.put_setting(tx, SETTING, msgspec.json.encode((*others, *said)).decode())
        audit.note(tx, now, name_of(actor), "congestion_stated", f"{service}:{mark or 'computed'}")

    return operation


def _kept(connection: Connection) -> tuple[Statement, ...]:
    kept = floor.setting(connection, SETTING)
    return _decoder.decode(kept) if kept is not None else ()
