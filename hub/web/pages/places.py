"""Where what was entered at home is done: the service, its floor, and what it takes there. Pure."""

from collections.abc import Mapping, Sequence

from config.bundle import Bundle
from config.guidance import Followed
from config.place import floor_words
from config.site import Service
from config.way import UnknownProcedure, home_of, lead_of
from config.words import local, words
from hub.web.pages.entries import Entry


def lead_service(bundle: Bundle, procedures: Sequence[str]) -> Service | None:
    """Whose number it will be; None where nobody here does any of it."""
    known = [bundle.procedures[each] for each in procedures if each in bundle.procedures]
    try:
        return lead_of(bundle.site.services, known) if known else None
    except UnknownProcedure:
        return None


def services_of(bundle: Bundle, followed: Followed, entry: Entry) -> tuple[Service, ...]:
    """Where the procedures of today that follow are done, each service once."""
    lead = lead_service(bundle, entry.procedures)
    if lead is None or followed.rule.kind != "today":
        return ()
    done_here = {procedure for service in bundle.site.services for procedure in service.procedures}
    found = (home_of(bundle.site.services, lead, procedure) for procedure in followed.rule.adds if procedure in done_here)
    return tuple({service.id: service for service in found}.values())


def where_words(bundle: Bundle, service: Service, entry: Entry, minutes: Mapping[str, int], language: str) -> str:
    """同じ窓口で, or 2階 国保・年金 約 15分."""
    lead = lead_service(bundle, entry.procedures)
    if lead is not None and service.id == lead.id:
        return words(bundle, language, "portal.same_counter")
    takes = words(bundle, language, "phone.way.about", minutes=minutes[service.id]) if service.id in minutes else ""
    return " ".join(filter(None, (floor_words(bundle, service, language), local(service.name, language), takes)))


def place_words(bundle: Bundle, service: Service | None, language: str) -> str:
    """みどり野市 川辺区役所 1階."""
    floor = floor_words(bundle, service, language) if service is not None else ""
    return f"{local(bundle.site.name, language)} {floor}".strip()
