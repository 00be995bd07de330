"""転送: where a visit may be handed on to, and what goes with it."""

from datetime import datetime
from itertools import islice

import msgspec

from config.openings import takes_numbers
from hub.domain.transitions import Asked
from hub.domain.visit import Leg, Visit
from hub.office.house import House
from hub.office.lines import staffed
from hub.office.refusals import Declined, WrongCounter
from hub.store.database import Connection
from hub.wire import ActOnLeg


def handed_on(
    connection: Connection, house: House, visit: Visit, leg: Leg, message: ActOnLeg, asked: Asked, now: datetime
) -> Asked:
    """`asked` with the place. Raises Declined (unknown or closed service, nobody at the desk), WrongCounter (no skill)."""
    target = house.services.get(message.to_service or leg.service)
    if target is None:
        raise Declined("unknown_service")
    if not house.counters_for(target.id, leg.stage):
        raise WrongCounter
    if target.id != leg.service and not takes_numbers(house.site, target, now):
        raise Declined("service_closed")
    if message.to_counter is not None:
        desk = house.desks.get(message.to_counter)
        if desk is None or not desk.may_serve(target.id, leg.stage):
            raise WrongCounter
        if message.to_counter not in staffed(connection, house, now):
            raise Declined("counter_closed")
    used = {each.id for each in visit.legs}
    further = target.stages[target.stages.index(leg.stage) + 1 :]
    ids = islice((each for each in house.leg_ids(visit.id) if each not in used), len(further))
    onward = tuple(zip(ids, further, strict=True))
    return msgspec.structs.replace(asked, service=target.id, counter=message.to_counter, onward=onward)
