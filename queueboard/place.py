"""The office as the board shows it, from the configuration bundle. Pure."""

from collections.abc import Callable
from datetime import datetime, time

import msgspec

from config.bundle import Bundle
from config.display import columns
from config.openings import hours_on, is_open
from config.site import Display
from config.words import local, words

Say = Callable[..., str]  # text key and placeholders → words; `language=` for another language than the board's


class Place(msgspec.Struct, frozen=True):
    """What the board knows of its office: finished words, the names of the services, and its columns. `large`: no waits."""

    office: str
    opens: str
    closes: str
    service_names: dict[str, str]
    open_now: bool = True
    columns: tuple[str, ...] = ("reception", "delivery")
    large: bool = False

    @property
    def foot(self) -> int:
        """Where the calls end."""
        return 896 if self.large else 680


def place_of(bundle: Bundle, display: Display, now: datetime) -> Place:
    """Names and hours of today at `now` (aware, JST). On a closed day there are no hours."""
    site = bundle.site
    openings = hours_on(site, now.date())
    return Place(
        office=f"{local(site.name, 'ja')}　{local(site.office, 'ja')}",
        opens=_clock(openings[0].opens) if openings else "",
        closes=_clock(openings[-1].closes) if openings else "",
        service_names={service.id: local(service.name, "ja") for service in site.services},
        open_now=is_open(site, now),
        columns=columns(site, display),
        large=display.large,
    )


def speaker_of(bundle: Bundle) -> Say:
    """`say(key, language=…, **placeholders)` for queueboard.layout."""

    def say(key: str, language: str = "ja", **placeholders: object) -> str:
        return words(bundle, language, key, **placeholders)

    return say


def _clock(hour: time) -> str:
    return f"{hour:%H:%M}".lstrip("0")
