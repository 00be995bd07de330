"""What must hold for the waiting-room displays: what they show is there, and fits."""

from collections.abc import Iterator

from config.checks.finding import Finding, twice
from config.display import CALLED_TO, MOST_COLUMNS
from config.site import Site
from config.strict import nearest


def displays(site: Site) -> Iterator[Finding]:
    """Of each display: stages, services and counters that there are, and columns that fit."""
    yield from twice("displays", [display.id for display in site.displays], "id")
    known = [service.id for service in site.services]
    numbers = [counter.number for counter in site.counters]
    for index, display in enumerate(site.displays):
        at = f"displays[{index}]"
        for place, stage in enumerate(display.stages):
            if stage not in CALLED_TO:
                yield f"{at}.stages[{place}]", f"nobody is called to '{stage}'", f"use some of: {', '.join(CALLED_TO)}"
        if len(set(display.stages)) != len(display.stages):
            yield f"{at}.stages", "a stage is here twice", "name each stage once"
        if len(display.stages) > MOST_COLUMNS:
            yield f"{at}.stages", f"more than {MOST_COLUMNS} columns are too small to read", "use a second display"
        for place, service in enumerate(display.services):
            if service not in known:
                yield f"{at}.services[{place}]", f"there is no service '{service}'", nearest(service, known)
        for place, counter in enumerate(display.counters):
            if counter not in numbers:
                yield f"{at}.counters[{place}]", f"there is no counter {counter}", f"use some of: {', '.join(map(str, numbers))}"
