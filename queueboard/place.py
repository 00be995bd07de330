"""The office as the board shows it, from the configuration bundle. Pure."""

from collections.abc import Callable
from datetime import datetime, time

from config.bundle import Bundle
from config.openings import hours_on, is_open
from config.words import local, words
from queueboard.layout import Place


def place_of(bundle: Bundle, now: datetime) -> Place:
    """Names and hours of today at `now` (aware, JST). On a closed day there are no hours."""
    site = bundle.site
    openings = hours_on(site, now.date())
    return Place(
        office=f"{local(site.name, 'ja')}　{local(site.office, 'ja')}",
        opens=_clock(openings[0].opens) if openings else "",
        closes=_clock(openings[-1].closes) if openings else "",
        service_names={service.id: local(service.name, "ja") for service in site.services},
        open_now=is_open(site, now),
    )


def speaker_of(bundle: Bundle) -> Callable[..., str]:
    """`say(key, language=…, **placeholders)` for queueboard.layout."""

    def say(key: str, language: str = "ja", **placeholders: object) -> str:
        return words(bundle, language, key, **placeholders)

    return say


def _clock(hour: time) -> str:
    return f"{hour:%H:%M}".lstrip("0")
