"""What a kiosk itself knows of a number that no hub gave: whose letter it has, and what stands on its paper. Pure."""

from datetime import datetime

from config.bundle import Bundle
from config.procedure import Procedure
from config.site import Service
from config.way import calls, in_order, steps
from hub.wire import NextCall, Ticket
from kiosk.pipe import TakeSealed


def lead_service(bundle: Bundle, press: TakeSealed) -> Service:
    """The service that gives the letter: of the first procedure that waits for no other one, else the one asked for, else T."""
    wanted = [bundle.procedures[one] for one in press.procedures if one in bundle.procedures]
    ids = {procedure.id for procedure in wanted}
    lead = next((procedure for procedure in wanted if not ids.intersection(procedure.after)), wanted[0] if wanted else None)
    services = bundle.site.services
    found = next((service for service in services if _does(service, lead) or service.id == press.service), None)
    return found or next((service for service in services if service.letter == "T"), services[0])


def own_ticket(number: str, issued_at: datetime, service: Service, press: TakeSealed, bundle: Bundle) -> Ticket:
    """What the kiosk itself knows of a number it gave: the calls the hub will make of it, no people waiting, no page to follow."""
    wanted = [bundle.procedures[one] for one in (*press.procedures, *press.adds) if one in bundle.procedures]
    called = tuple(
        NextCall(stage, tuple(desk.number for desk in bundle.site.counters if stage in desk.stages and of in desk.services), of)
        for of, stage in calls(steps(bundle.site.services, wanted, service))
    )
    procedures = tuple(one.id for one in in_order(wanted))
    return Ticket(press.key, number, issued_at.date(), service.id, procedures, issued_at, called, bring=press.bring)


def _does(service: Service, procedure: Procedure | None) -> bool:
    return procedure is not None and procedure.id in service.procedures
