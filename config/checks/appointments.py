"""What must hold in the plans of appointments: procedures their service does, slots that fit, days that can be booked."""

from collections.abc import Iterator
from itertools import combinations

from config.checks.finding import Finding, twice
from config.checks.hours import one_opening
from config.site import Opening, Site
from config.slots import slots_between
from config.strict import nearest


def appointments(site: Site) -> Iterator[Finding]:
    """Everything wrong in the plans of appointments and their rules."""
    yield from twice("appointments", [plan.id for plan in site.appointments], "id")
    services = {service.id: service for service in site.services}
    for index, plan in enumerate(site.appointments):
        at = f"appointments[{index}]"
        service = services.get(plan.service)
        if service is None:
            yield f"{at}.service", f"there is no service '{plan.service}'", nearest(plan.service, services)
        if not plan.procedures:
            yield f"{at}.procedures", "nobody can book for nothing", "name at least one procedure"
        for place, procedure in enumerate(plan.procedures):
            if service is not None and procedure not in service.procedures:
                wrong = f"service '{plan.service}' does not do '{procedure}'"
                yield f"{at}.procedures[{place}]", wrong, nearest(procedure, service.procedures)
        if plan.minutes < 5:
            yield f"{at}.minutes", f"a slot of {plan.minutes} minutes is too short to be kept", "write 5 or more"
        if plan.capacity < 1:
            yield f"{at}.capacity", "no place can be booked", "write at least 1"
        rule = Opening(plan.days, plan.begins, plan.ends, weeks=plan.weeks, dates=plan.dates)
        for key, wrong, cure in one_opening(rule, at, set()):
            yield key.replace("closes", "ends"), wrong, cure
        if plan.begins < plan.ends and plan.minutes >= 5 and not slots_between(plan):
            yield f"{at}.ends", "not one slot fits in", f"end at least {plan.minutes} minutes after it begins"
    for (first, one), (second, other) in combinations(enumerate(site.appointments), 2):
        for procedure in set(one.procedures) & set(other.procedures):
            cure = "keep it in one plan: whoever books chooses the procedure, then the time"
            yield f"appointments[{second}].procedures", f"'{procedure}' is in appointments[{first}] too", cure
    if not 0 <= site.booking.first_day <= site.booking.last_day <= 366:
        days = f"{site.booking.first_day} to {site.booking.last_day}"
        yield "booking.first_day", f"{days} is no range of days ahead", "write first_day ≤ last_day, at most 366"
    if not 0 <= site.booking.grace_minutes <= 120:
        yield "booking.grace_minutes", f"{site.booking.grace_minutes} minutes is no grace", "write 0 to 120"
    if site.booking.kept_days < 1:
        yield "booking.kept_days", "nothing would be kept until the next day", "write at least 1"
