"""What one running hub's web application is made of, for handlers to find in `request.app`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from config.bundle import Bundle
from hub.office import Office
from hub.scans.reader import ScanReader
from hub.web.metrics import Metrics
from hub.web.pages.entries import Entries
from hub.web.pages.holders import Holders
from hub.web.pages.templates import Pages
from hub.web.paper.maker import PaperMaker
from hub.web.push.broker import Broker


@dataclass(frozen=True, slots=True)
class House:
    """`clock`: aware JST. `secure`: served by TLS, here or in front, so cookies may be marked Secure.

    `proxied`: a proxy stands in front. `letters`: blank letters of proxy as PDF, by language, once drawn.
    """

    office: Office
    clock: Callable[[], datetime]
    broker: Broker
    metrics: Metrics
    pages: Pages
    entries: Entries
    holders: Holders
    paper: PaperMaker
    scans: ScanReader
    letters: dict[str, bytes]
    secure: bool
    proxied: bool

    @property
    def bundle(self) -> Bundle:
        """The configuration in force now."""
        return self.office.bundle


HOUSE = web.AppKey("house", House)
REQUEST = web.RequestKey("request", str)
