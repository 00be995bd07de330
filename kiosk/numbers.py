"""Taking a number: the hub's, or this kiosk's own while the hub is away; and bringing the own ones to the hub afterwards."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from config.bundle import Bundle
from hub.client import Unreachable
from hub.sealing import seal_number
from hub.wire import Refusal, RefusedNumber, SealedCall, SealedVisit, Ticket
from kiosk.flow.events import NumberRefused, NumberTaken
from kiosk.journal import Journal, NumbersUsedUp
from kiosk.pipe import TakeSealed
from kiosk.tickets import lead_service, own_ticket

log = logging.getLogger(__name__)

LIMIT_SECONDS = 3.0  # the resident waits for the number no longer than this
LIMIT_AWAY_SECONDS = 0.8  # where the link is known to be down
AGAIN_SECONDS = 0.2
DELIVER_AGAIN_SECONDS = 15.0

# The hub's own trouble, or trouble between hub and kiosk: nothing the resident could mend, so the kiosk's own number follows.
NOT_THE_RESIDENTS = frozenset(
    {
        "busy",
        "not_stored",
        "failed",
        "unknown_device",
        "not_allowed",
        "not_signed_in",
        "foreign_page",
        "not_found",
        "wrong_method",
        "bad_message",
        "missing_key",
        "foreign_seal",
        "key_reused",
        "unknown_form",
        "unknown_procedure",
        "unknown_service",
    }
)
_AGAIN = frozenset({"busy", "not_stored", "failed"})  # another try with the same key may do

USED_UP = Refusal(
    error="numbers_used_up", message="This kiosk has no number left today.", cure="Let the floor guide give a number."
)
NO_HUB_YET = Refusal(
    error="hub_away", message="The hub cannot be reached and is not known yet.", cure="Let the floor guide give a number."
)


class Hub(Protocol):
    """What is needed of hub.client.HubClient here."""

    async def open_visit_unread(self, call: SealedCall, key: str) -> Ticket | Refusal | Unreachable: ...
    async def open_sealed_visit(self, visit: SealedVisit, key: str) -> Ticket | Refusal | Unreachable: ...


class Numbers:
    """`seal_key`: of the hub, empty while it is not known. `clock`: aware, JST."""

    def __init__(
        self,
        hub: Hub,
        journal: Journal,
        kiosk: str,
        clock: Callable[[], datetime],
        settled: Callable[[], None] = lambda: None,
    ) -> None:
        """`settled` is called when an own number was taken over by the hub, or refused for the first time."""
        self._hub = hub
        self._settled = settled
        self._refused: dict[str, RefusedNumber] = {}
        self._journal = journal
        self._kiosk = kiosk
        self._clock = clock
        self._wake = asyncio.Event()
        self.seal_key = ""
        self.hub_up = False

    @property
    def refused(self) -> tuple[RefusedNumber, ...]:
        """Own numbers the hub does not take over, oldest first: somebody must see to whoever holds them."""
        return tuple(self._refused.values())

    async def take(self, press: TakeSealed, bundle: Bundle) -> NumberTaken | NumberRefused:
        """One press, one key, one number, durable when this returns. What was typed passes sealed."""
        if not press.sealed:
            return NumberRefused(NO_HUB_YET)
        try:
            async with asyncio.timeout(LIMIT_SECONDS if self.hub_up else LIMIT_AWAY_SECONDS):
                answer = await self._from_hub(press)
        except TimeoutError:
            answer = None
        match answer:
            case Ticket():
                return NumberTaken(answer)
            case Refusal():
                return NumberRefused(answer)
            case None:
                # The hub may have the visit and only its answer is lost: it withdraws that one when the sealed one comes.
                return await asyncio.to_thread(self._own, press, bundle)

    async def deliver(self) -> None:
        """For ever: bring what waits to the hub, each exactly once, with the key of its press."""
        while True:
            if self.hub_up:
                await self.deliver_now()
            self._wake.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(DELIVER_AGAIN_SECONDS):
                    await self._wake.wait()

    def hub_changed(self, up: bool) -> None:
        self.hub_up = up
        if up:
            self._wake.set()

    async def deliver_now(self) -> int:
        """How many still wait after one round."""
        left = 0
        for key, sealed in await asyncio.to_thread(self._journal.waiting):
            answer = await self._hub.open_sealed_visit(sealed, key)
            match answer:
                case Ticket():
                    await asyncio.to_thread(self._journal.delivered, key)
                    self._refused.pop(key, None)
                    self._settled()
                case Refusal(error=error):
                    left += 1
                    self._note_refusal(key, sealed.number, error)
                case Unreachable():
                    return left + 1
        return left

    def _note_refusal(self, key: str, number: str, error: str) -> None:
        """Once, however often it is tried again. What the hub may take a moment later is no refusal."""
        known = self._refused.get(key)
        if error in _AGAIN or (known is not None and known.error == error):
            return
        log.error("the hub refuses an own number", extra={"number": number, "error": error})
        self._refused[key] = RefusedNumber(number, error, self._clock())
        self._settled()

    async def _from_hub(self, press: TakeSealed) -> Ticket | Refusal | None:
        """The hub's answer; None where it has none that helps the resident. Tries again until cancelled while the link stands."""
        while True:
            match await self._hub.open_visit_unread(SealedCall(press.sealed), press.key):
                case Ticket() as ticket:
                    return ticket
                case Refusal() as refusal if refusal.error not in NOT_THE_RESIDENTS:
                    return refusal
                case Refusal() as refusal if refusal.error not in _AGAIN:
                    log.error("the hub does not take visits of this kiosk", extra={"error": refusal.error})
                    return None
                case _ if not self.hub_up:
                    return None
            await asyncio.sleep(AGAIN_SECONDS)

    def _own(self, press: TakeSealed, bundle: Bundle) -> NumberTaken | NumberRefused:
        if not self.seal_key:
            return NumberRefused(NO_HUB_YET)
        now = self._clock()
        service = lead_service(bundle, press)

        def sealed(number: str, issued_at: datetime) -> SealedVisit:
            return seal_number(self.seal_key, press.sealed, press.key, number, issued_at, service.id)

        try:
            number, issued_at = self._journal.issue(press.key, self._kiosk, service, now.date(), now, sealed)
        except NumbersUsedUp:
            return NumberRefused(USED_UP)
        self._wake.set()
        return NumberTaken(own_ticket(number, issued_at, service, press, bundle), offline=True)
