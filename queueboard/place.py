"""The office as the board shows it, from the configuration bundle. Pure."""

from collections.abc import Callable
from datetime import datetime

from config.bundle import Bundle
from config.site import Opening
from config.words import local, words
from queueboard.layout import Place

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def place_of(bundle: Bundle, now: datetime) -> Place:
    """Names, hours and notices at `now`."""
    site = bundle.site
    opening = opening_of(site.hours, now)
    return Place(
        office=f"{local(site.name, 'ja')}　{local(site.office, 'ja')}",
        opens=_clock(opening.opens) if opening else "",
        closes=_clock(opening.closes) if opening else "",
        service_names={service.id: local(service.name, "ja") for service in site.services},
        notices=tuple(local(notice, "ja") for notice in site.notices),
        open_now=opening is not None and now.time() < opening.closes,
    )


def opening_of(hours: tuple[Opening, ...], now: datetime) -> Opening | None:
    """The rule that holds on the day of `now`, for all services; None on a day without one."""
    week = (now.day - 1) // 7 + 1
    day = DAYS[now.weekday()]
    for opening in hours:
        if day in opening.days and not opening.services and (not opening.weeks or week in opening.weeks):
            return opening
    return None


def speaker_of(bundle: Bundle) -> Callable[..., str]:
    """`say(key, language=…, **placeholders)` for queueboard.layout."""

    def say(key: str, language: str = "ja", **placeholders: object) -> str:
        return words(bundle, language, key, **placeholders)

    return say


def _clock(time: object) -> str:
    return f"{time:%H:%M}".lstrip("0")
