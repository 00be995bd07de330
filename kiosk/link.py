"""The kiosk's link to its hub: news as they come, who the hub is, and the configuration; all kept for when it is away."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Protocol

import msgspec

from config.bundle import Bundle
from config.completing import completed
from config.release import RELEASE
from hub import wire
from hub.client import LinkDown, LinkUp, News, Rejected, Unchanged, Unreachable
from kiosk.flow.events import Event, HelpSeen, HubChanged, LinesChanged
from kiosk.numbers import Numbers
from kiosk.standing import Standing

log = logging.getLogger(__name__)


class Hub(Protocol):
    """What is needed of hub.client.HubClient here."""

    async def hub(self) -> wire.HubIdentity | wire.Refusal | Unreachable: ...
    async def bundle(self, known: str = "") -> Bundle | Unchanged | wire.Refusal | Unreachable: ...
    def events(self, view: Any, since: int | None = None) -> AsyncIterator[News]: ...


class Link:
    """`tell` reaches the session of now, `renewed` is called with another configuration, `keyed` when the hub has told its key."""

    def __init__(
        self,
        hub: Hub,
        kiosk: str,
        standing: Standing,
        numbers: Numbers,
        tell: Callable[[Event], None],
        renewed: Callable[[], Awaitable[None]],
        keyed: Callable[[], None] = lambda: None,
    ) -> None:
        self._hub, self._kiosk, self._standing, self._numbers = hub, kiosk, standing, numbers
        self._tell, self._renewed, self._keyed = tell, renewed, keyed
        self._lines: dict[str, wire.ServiceLine] = {}
        self._rings = False
        self._configured = asyncio.Event()
        identity = standing.identity()
        self.bundle = self._last_good(identity.version if identity else "?")
        numbers.seal_key = identity.seal_key if identity else ""

    @property
    def up(self) -> bool:
        return self._numbers.hub_up

    @property
    def lines(self) -> LinesChanged | None:
        """People waiting, as last heard."""
        return LinesChanged(tuple(self._lines.values())) if self._lines else None

    async def configuration(self) -> Bundle:
        """The last good one; before there is any, waits for the hub."""
        if self.bundle is None:
            log.warning("no configuration yet: waiting for the hub")
            await self._configured.wait()
        if self.bundle is None:
            raise RuntimeError("configured without a configuration")
        return self.bundle

    async def listen(self) -> None:
        """For ever."""
        async for news in self._hub.events("kiosk"):
            match news:
                case LinkUp():
                    self._set_up(True)
                    await self._refresh()
                case LinkDown():
                    self._set_up(False)
                case Rejected(refusal):
                    log.error("the hub refuses this kiosk (%s): %s", refusal.error, refusal.cure)
                case wire.BoardState():
                    self._lines = {line.service: line for line in news.lines}
                    self._tell_lines()
                case wire.Waits(waits=waits, others=others):
                    replace = msgspec.structs.replace
                    self._lines = {
                        id: replace(line, wait=waits.get(id), others=others.get(id, 0)) for id, line in self._lines.items()
                    }
                    self._tell_lines()
                case wire.VisitOpened(line=line) | wire.LegCalled(line=line) | wire.LegMoved(line=line) if line is not None:
                    self._count(line)
                    self._tell_lines()
                case wire.VisitSplit(lines=lines) | wire.VisitMerged(lines=lines):
                    for line in lines:
                        self._count(line)
                    self._tell_lines()
                case wire.SettingsChanged():
                    await self._refresh()
                case wire.KioskChanged(kiosk=kiosk, help_since=since) if kiosk == self._kiosk:
                    # A state that was sent before the call arrived has no call either: only one that stood can have been seen.
                    if self._rings and since is None:
                        self._tell(HelpSeen())
                    self._rings = since is not None
                case _:
                    pass

    async def _refresh(self) -> None:
        """Who the hub is, and its configuration where it is another one."""
        identity = await self._hub.hub()
        if isinstance(identity, wire.HubIdentity):
            self._numbers.seal_key = identity.seal_key
            self._keyed()
            await asyncio.to_thread(self._standing.keep_identity, identity)
        answer = await self._hub.bundle(self.bundle.hash if self.bundle else "")
        release = identity.version if isinstance(identity, wire.HubIdentity) else "?"
        if isinstance(answer, Unreachable) and isinstance(identity, wire.HubIdentity):
            log.error("the configuration of the hub (release %s) cannot be read (release %s): %s", release, RELEASE, answer.reason)
            log.error(
                "update the older of the two programs; until then %s", "the last one goes on" if self.bundle else "nothing shows"
            )
        if isinstance(answer, Bundle) and (self.bundle is None or answer.hash != self.bundle.hash):
            bundle = await asyncio.to_thread(_understood, answer, release)
            await asyncio.to_thread(self._standing.keep_bundle, bundle)
            first, self.bundle = self.bundle is None, bundle
            self._configured.set()
            if not first:
                await self._renewed()

    def _last_good(self, release: str) -> Bundle | None:
        """The configuration kept here; it may be from before this program was renewed."""
        kept = self._standing.bundle()
        if kept is None:
            return None
        bundle = _understood(kept, release)
        if bundle is not kept:
            self._standing.keep_bundle(bundle)
        return bundle

    def _set_up(self, up: bool) -> None:
        if up is not self._numbers.hub_up:
            self._numbers.hub_changed(up)
            self._tell(HubChanged(up))

    def _count(self, line: wire.ServiceLine) -> None:
        """Of a fact: how long the wait is, and whom else its counters call before, is told besides."""
        before = self._lines.get(line.service, line)
        self._lines[line.service] = msgspec.structs.replace(line, wait=before.wait, others=before.others)

    def _tell_lines(self) -> None:
        if self.lines is not None:
            self._tell(self.lines)


def _understood(bundle: Bundle, release: str) -> Bundle:
    """With words for everything this program says; whose version differs is told to whoever keeps the machines."""
    whole, lacking = completed(bundle)
    if lacking:
        log.warning(
            "the hub (release %s) has no words for %s texts of this kiosk (release %s), such as %s: it says them in its own words; "
            "update the older of the two programs",
            release,
            len(lacking),
            RELEASE,
            lacking[0],
        )
    return whole
