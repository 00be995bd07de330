"""What must hold in a site: letters, number series, counters that can serve every stage, hours that do not overlap."""

from collections.abc import Iterator, Mapping
from itertools import combinations

from config.checks.appointments import appointments
from config.checks.displays import displays
from config.checks.finding import Finding, hm, twice
from config.checks.hours import hours, procedure_hours
from config.checks.queue import order_of_the_line, series
from config.languages import LANGUAGES, SOURCE
from config.procedure import Procedure
from config.site import Band, Counter, Helping, Service, Site
from config.strict import ConfigProblem, nearest

LETTERS = "ACDEFHKLPT"  # no two that look or sound alike in Japanese


def site_problems(site: Site, procedures: Mapping[str, Procedure], file: str) -> Iterator[ConfigProblem]:
    """Everything wrong in one site."""
    for findings in (
        _services(site, procedures),
        _counters(site),
        _tablets(site),
        hours(site),
        procedure_hours(site, procedures),
        order_of_the_line(site),
        appointments(site),
        displays(site),
        _bands(site.bands),
        _place(site),
        _names(site),
    ):
        for place, wrong, cure in findings:
            yield ConfigProblem(file, place, wrong, cure)


def _services(site: Site, procedures: Mapping[str, Procedure]) -> Iterator[Finding]:
    yield from twice("services", [service.id for service in site.services], "id")
    yield from twice("services", [service.letter for service in site.services], "letter")
    taken: dict[str, str] = {}
    for index, service in enumerate(site.services):
        at = f"services[{index}]"
        if len(service.letter) != 1 or service.letter not in LETTERS:
            yield f"{at}.letter", f"'{service.letter}' is no letter for numbers", f"use one of: {', '.join(LETTERS)}"
        if not 1 <= service.first_number <= service.last_number <= 999:
            numbers = f"{service.first_number} to {service.last_number}"
            yield f"{at}.first_number", f"{numbers} is no range of numbers", "write first_number ≤ last_number between 1 and 999"
        else:
            yield from series(service, at)
        if not service.stages or service.stages[0] != "reception":
            yield f"{at}.stages", "the first stage is not reception", 'begin the list with "reception"'
        if len(set(service.stages)) != len(service.stages):
            yield f"{at}.stages", "a stage is here twice", "name each stage once"
        if service.decide_procedure and not service.procedures:
            yield f"{at}.decide_procedure", "there is no procedure to decide on", "name `procedures`, or take the line out"
        for place, procedure in enumerate(service.procedures):
            if procedure not in procedures:
                yield f"{at}.procedures[{place}]", f"there is no procedure '{procedure}'", nearest(procedure, procedures)
            elif procedure in taken:
                cure = "keep it in one service: the procedure decides the queue"
                yield f"{at}.procedures[{place}]", f"'{procedure}' is taken by service '{taken[procedure]}' too", cure
            taken.setdefault(procedure, service.id)


def _tablets(site: Site) -> Iterator[Finding]:
    yield from twice("tablet_roles", [tablet.kiosk for tablet in site.tablet_roles], "kiosk")
    receiving = [counter.number for counter in site.counters if "reception" in counter.stages]
    for index, tablet in enumerate(site.tablet_roles):
        at = f"tablet_roles[{index}]"
        if not (tablet.kiosk.isascii() and tablet.kiosk.isdecimal() and len(tablet.kiosk) == 2 and int(tablet.kiosk)):
            yield f"{at}.kiosk", f"'{tablet.kiosk}' is no number of a kiosk", 'write its number from "01" to "99"'
        if tablet.role == "counter" and tablet.counter not in receiving:
            cure = f"name a counter that receives: {', '.join(map(str, receiving))}"
            yield f"{at}.counter", f"the tablet stands beside no counter with reception ({tablet.counter})", cure
        if tablet.role == "spare" and tablet.counter is not None:
            yield f"{at}.counter", "a spare has no counter of its own", "remove the line: staff choose it at the tablet"


def _counters(site: Site) -> Iterator[Finding]:
    services = {service.id: service for service in site.services}
    yield from twice("counters", [counter.number for counter in site.counters], "number")
    for index, counter in enumerate(site.counters):
        at = f"counters[{index}]"
        if not 1 <= counter.number <= 99:
            yield f"{at}.number", f"{counter.number} does not fit on the board", "use a number from 1 to 99"
        for place, name in enumerate(counter.services):
            if name not in services:
                yield f"{at}.services[{place}]", f"there is no service '{name}'", nearest(name, services)
        known = [services[one] for one in counter.services if one in services]
        for stage in counter.stages:
            if known and not any(stage in service.stages for service in known):
                yield f"{at}.stages", f"none of its services has the stage {stage}", "take the stage out, or add it to the service"
        for place, helping in enumerate(counter.helps):
            yield from _helping(helping, f"{at}.helps[{place}]", counter, services)
    for index, service in enumerate(site.services):
        for stage in service.stages:
            if not any(_serves(counter, service, stage) for counter in site.counters):
                cure = f'add "{stage}" and "{service.id}" to a counter'
                yield f"services[{index}].stages", f"no counter serves {stage} of '{service.id}'", cure


def _helping(helping: Helping, at: str, counter: Counter, services: Mapping[str, Service]) -> Iterator[Finding]:
    for place, name in enumerate(helping.services):
        if name not in services:
            yield f"{at}.services[{place}]", f"there is no service '{name}'", nearest(name, services)
        elif not any(stage in services[name].stages for stage in helping.stages or counter.stages):
            yield f"{at}.services[{place}]", f"'{name}' has none of the stages", "name stages it has"
    if not helping.services:
        yield f"{at}.services", "it helps nobody", "name at least one service"
    if helping.below is not None and helping.below < 1:
        yield f"{at}.below", f"fewer than {helping.below} people never wait", "write 1 or more, or leave the line out"
    if helping.begins is not None and helping.ends is not None and helping.begins >= helping.ends:
        yield f"{at}.ends", f"it ends at {hm(helping.ends)}, before it begins", f"write a time after {hm(helping.begins)}"


def _serves(counter: Counter, service: Service, stage: str) -> bool:
    return service.id in counter.services and stage in counter.stages


def _bands(bands: tuple[Band, ...]) -> Iterator[Finding]:
    yield from twice("bands", [band.id for band in bands], "id")
    for index, band in enumerate(bands):
        if band.begins >= band.ends:
            yield f"bands[{index}].ends", "the band ends before it begins", f"write a time after {hm(band.begins)}"
    for (first, one), (second, other) in combinations(enumerate(bands), 2):
        if one.begins < other.ends and other.begins < one.ends:
            yield f"bands[{second}]", f"it overlaps bands[{first}]", "let each band begin where the one before ends"


def _place(site: Site) -> Iterator[Finding]:
    code = site.municipality
    if len(code) != 6 or not code.isascii() or not code.isdigit():
        yield "municipality", f"'{code}' is not six digits", "write 地方公共団体コード with its check digit, as 141305"
    elif int(code[5]) != check_digit(code[:5]):
        yield "municipality", f"'{code}' has a wrong check digit", f"the last digit of {code[:5]}… is {check_digit(code[:5])}"
    if site.address.ward and site.address.ward not in site.address.wards:
        yield "address.ward", f"'{site.address.ward}' is not among the wards", nearest(site.address.ward, site.address.wards)
    if not 1 <= site.people_max <= 20:
        yield "people_max", f"{site.people_max} people do not fit on a form", "use 1 to 20"
    for name in ("records_days", "entries_days", "saved_entry_days"):
        if getattr(site.retention, name) < 1:
            yield f"retention.{name}", "nothing would be kept until the next day", "write at least 1"
    if site.public_url is not None and not site.public_url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        yield "public_url", "phones must come over TLS", "write an address beginning with https://"


def check_digit(five: str) -> int:
    """Last digit of a 地方公共団体コード: weights 6 to 2, modulo 11. Source: 総務省 全国地方公共団体コード仕様."""
    weighted = sum(int(digit) * weight for digit, weight in zip(five, range(6, 1, -1), strict=True))
    return (11 - weighted % 11) % 10


def _names(site: Site) -> Iterator[Finding]:
    named = {"name": site.name, "office": site.office}
    named |= {f"services[{index}].name": service.name for index, service in enumerate(site.services)}
    named |= {f"counters[{index}].name": counter.name for index, counter in enumerate(site.counters)}
    named |= {f"bands[{index}].name": band.name for index, band in enumerate(site.bands)}
    named |= {f"notices[{index}]": notice for index, notice in enumerate(site.notices)}
    for place, names in named.items():
        if not names.get(SOURCE):
            yield place, "the Japanese words are missing", 'add ja = "…"'
        for language in names:
            if language not in LANGUAGES:
                yield f"{place}.{language}", "this language is not known", nearest(language, LANGUAGES)
    for index, language in enumerate(site.languages):
        if language not in LANGUAGES:
            yield f"languages[{index}]", f"'{language}' is not known", nearest(language, LANGUAGES)
    if SOURCE not in site.languages:
        yield "languages", "Japanese is missing", 'add "ja"'
    fields = set(Site.__struct_fields__)
    for index, key in enumerate(site.example):
        if key not in fields:
            yield f"example[{index}]", f"'{key}' is no key of this file", nearest(key, fields)
