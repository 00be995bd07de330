"""What must hold in hours: openings that do not overlap, times in their order, rules about procedures that are done here."""

from collections.abc import Iterator, Mapping
from itertools import combinations

from config.checks.finding import Finding, hm
from config.openings import on_weekday
from config.procedure import Procedure
from config.site import Opening, Site
from config.strict import nearest


def hours(site: Site) -> Iterator[Finding]:
    """Everything wrong in the hours of the office and of 住基ネット."""
    if not site.hours:
        yield "hours", "the site never opens", "add [[hours]] with days, opens, closes"
    services = {service.id for service in site.services}
    for key in ("hours", "resident_network"):
        openings: tuple[Opening, ...] = getattr(site, key)
        for index, opening in enumerate(openings):
            yield from one_opening(opening, f"{key}[{index}]", services)
        for (first, one), (second, other) in combinations(enumerate(openings), 2):
            if _overlap(one, other):
                cure = "make the times follow each other, or name other services"
                yield f"{key}[{second}]", f"it overlaps {key}[{first}] on the same day", cure


def one_opening(opening: Opening, at: str, services: set[str]) -> Iterator[Finding]:
    """Everything wrong in one opening at the key path `at`."""
    if opening.opens >= opening.closes:
        yield f"{at}.closes", f"it closes at {hm(opening.closes)}, before it opens", f"write a time after {hm(opening.opens)}"
    if not opening.days and not opening.dates:
        yield f"{at}.days", "there is no day", 'name days, as ["mon", "tue"], or dates'
    if opening.last_reception is not None and not opening.opens < opening.last_reception <= opening.closes:
        hours = f"{hm(opening.opens)} to {hm(opening.closes)}"
        yield f"{at}.last_reception", f"{hm(opening.last_reception)} is not within {hours}", "write a time within the hours"
    if any(week not in range(1, 6) for week in opening.weeks):
        yield f"{at}.weeks", "a month has the weeks 1 to 5", "write [2, 4] for the second and fourth"
    for place, service in enumerate(opening.services):
        if service not in services:
            yield f"{at}.services[{place}]", f"there is no service '{service}'", nearest(service, services)


def _overlap(one: Opening, other: Opening) -> bool:
    same_day = (
        (bool(set(one.days) & set(other.days)) and _meet(one.weeks, other.weeks))
        or bool(set(one.dates) & set(other.dates))
        or any(on_weekday(one, day) for day in other.dates)
        or any(on_weekday(other, day) for day in one.dates)
    )
    return same_day and _meet(one.services, other.services) and one.opens < other.closes and other.opens < one.closes


def _meet(some: tuple[object, ...], others: tuple[object, ...]) -> bool:
    return not some or not others or bool(set(some) & set(others))  # empty: all


def procedure_hours(site: Site, procedures: Mapping[str, Procedure]) -> Iterator[Finding]:
    """Everything wrong in the hours of procedures."""
    done = {procedure for service in site.services for procedure in service.procedures}
    for index, each in enumerate(site.procedure_hours):
        at = f"procedure_hours[{index}]"
        if not each.procedures:
            yield f"{at}.procedures", "the rule is about no procedure", "name at least one"
        if not each.days and each.last_reception is None:
            yield at, "the rule says nothing", "write days, last_reception, or both"
        for place, procedure in enumerate(each.procedures):
            if procedure not in procedures or procedure not in done:
                yield f"{at}.procedures[{place}]", f"no service here does '{procedure}'", nearest(procedure, done)
