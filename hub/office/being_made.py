"""もうすぐできる: visits whose papers lie at the last stage before the delivery, for the desk that will call them."""

import msgspec

from hub.domain.stage import Place, place_of
from hub.office.house import House
from hub.office.views import visit_view
from hub.store import visits
from hub.store.database import Connection
from hub.wire import VisitView

LISTED = 8


class BeingMade(msgspec.Struct, frozen=True):
    """`soon`: (visit, stage) at the last stage, what somebody has in hand first. `making`: how many are in the back office."""

    soon: tuple[tuple[VisitView, str], ...]
    making: int


def being_made(connection: Connection, house: House, counter: int) -> BeingMade:
    """Of the services this counter delivers."""
    desk = house.desks.get(counter)
    making: set[str] = set()
    last = []
    for service in house.services.values():
        if desk is None or "delivery" not in service.stages or not desk.may_serve(service.id, "delivery"):
            continue
        behind = [each for each in service.stages if place_of(each) is Place.BACK_OFFICE]
        for each in visits.standing_at(connection, (service.id,), behind):
            making.add(each.waiting.visit)
            if each.waiting.stage == behind[-1]:
                last.append(each)
    last.sort(key=lambda each: (each.state != "serving", each.waiting.arrived, each.waiting.number))
    chosen = {each.waiting.visit: each.waiting.stage for each in last}
    found = visits.find_all(connection, list(chosen)[:LISTED])
    return BeingMade(tuple((visit_view(connection, visit), chosen[id_]) for id_, visit in found.items()), len(making))
