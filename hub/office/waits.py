"""The expected wait of a line, for whoever tells it: kiosk, slip, board, phone and the page of the congestion."""

from datetime import datetime

from hub.domain.pace import LEAST_CALLS, Declared, Wait, expected_wait
from hub.domain.stage import RECEPTION
from hub.office.house import House
from hub.store import visits
from hub.store.database import Connection
from hub.wire import ExpectedWait, ServiceLine


def wait_of(connection: Connection, house: House, service: str, stage: str, ahead: int, now: datetime) -> Wait | None:
    """Of somebody with `ahead` people before them. A declared range is one of reception."""
    calls = house.lately.calls(connection, service, stage, now)
    usual = house.services[service].usual_wait if stage == RECEPTION and service in house.services else None
    declared = None
    if usual is not None and len(calls) < LEAST_CALLS:
        declared = Declared(usual.least, usual.most, visits.first_since(connection, service, stage))
    return expected_wait(calls, ahead, now, declared)


def lines(connection: Connection, house: House, now: datetime) -> tuple[ServiceLine, ...]:
    """Every line at reception with its people and the wait of a number taken now."""
    found = []
    for service in house.services.values():
        if RECEPTION not in service.stages:
            continue
        line = visits.line_of(connection, service.id, service.letter, visits.day_of(now))
        wait = wait_of(connection, house, service.id, RECEPTION, line.people_waiting, now)
        found.append(ServiceLine(line.service, line.letter, line.people_waiting, line.full, to_wire(wait)))
    return tuple(found)


def to_wire(wait: Wait | None) -> ExpectedWait | None:
    return ExpectedWait(wait.least, wait.most, wait.usual) if wait is not None else None
