"""Who comes: a message becomes an arrival (checked, planned, its record sealed), then one transaction of `reception`."""

import msgspec

from config.form import Channel
from config.openings import takes_numbers
from config.site import Service
from hub.domain.numbering import Number, parse
from hub.office import entries, reception
from hub.office.applications import taken_as_it_is, wanted
from hub.office.house import House
from hub.office.reception import Sent
from hub.office.refusals import refuse
from hub.security.actors import Actor, Kiosk, Staff, name_of
from hub.security.envelope import CannotOpen
from hub.store import commands
from hub.store.database import Connection
from hub.store.store import Store
from hub.store.visits import day_of
from hub.wire import Application, OpenVisit, Refusal, SealedVisit, Ticket

Answer = Ticket | Refusal


def own_key(actor: Actor, command: str, key: str) -> str:
    """Keys of different actors and commands never meet."""
    return f"{name_of(actor)}|{command}|{key}"


class Arrivals:
    """Numbers over the store, for now and for what kiosks did meanwhile."""

    def __init__(self, store: Store, house: House) -> None:
        self._store, self._house = store, house

    async def open_visit(self, actor: Actor, message: OpenVisit, key: str) -> Answer:
        """A number of the hub's own series, while the service takes numbers; staff decide for themselves whom they still take."""
        house, own, sealed = self._house, own_key(actor, "open", key), own_key(actor, "sealed", key)
        if message.number is not None or message.issued_at is not None:
            return refuse("malformed_number")
        redeemed = await self._redeemed(message)
        if isinstance(redeemed, Refusal):
            return await self._answered(own, sealed) or redeemed
        # what was checked when it was saved at home, and is sent unchanged, is not checked again
        known = redeemed is not None and not redeemed.unfinished and not message.applications
        channel: Channel | None = None if known else "kiosk"
        asked = wanted(house, _applications(message, redeemed), message.service, day_of(house.clock()), channel)
        if isinstance(asked, Refusal):
            return await self._answered(own, sealed) or asked
        if not isinstance(actor, Staff) and not takes_numbers(house.site, asked.service, house.clock()):
            return await self._answered(own, sealed) or refuse("service_closed")
        come = reception.arrival(house, self._sent(message, actor, own, house.fingerprint(message), redeemed), asked)
        return self._with_url(await self._store.write(reception.open_now(house, come, sealed)))

    async def open_sealed_visit(self, actor: Actor, message: SealedVisit, key: str) -> Answer:
        """A number that already is in a resident's hand."""
        house = self._house
        service = house.services.get(message.service)
        if service is None:
            return refuse("unknown_service")
        number = _number_of(actor, message, service)
        if number is None:
            return refuse("malformed_number")
        unopened = None
        try:
            inside = house.opener.open(message)
        except CannotOpen:
            # the number is in somebody's hand: they are served, with the paper form, and the seal is kept as it came
            inside, unopened = OpenVisit(language="ja", service=service.id), message.sealed
        redeemed = await self._redeemed(inside)
        redeemed = None if isinstance(redeemed, Refusal) else redeemed
        applications = _applications(inside, redeemed)
        sent = self._sent(inside, actor, own_key(actor, "sealed", key), house.fingerprint(message), redeemed)
        given = reception.Given(number, message.issued_at, unopened)
        come = reception.arrival(house, sent, taken_as_it_is(house, applications, service), given)
        return self._with_url(await self._store.write(reception.take_over(house, come, given, own_key(actor, "open", key))))

    async def _redeemed(self, message: OpenVisit) -> entries.Redeemable | Refusal | None:
        """The entry the message comes with."""
        token, house = message.reception_token, self._house
        if token is None:
            return None
        return await self._store.read(lambda connection: entries.redeemable(connection, house, token, house.clock()))

    def _sent(self, message: OpenVisit, actor: Actor, key: str, fingerprint: bytes, redeemed: entries.Redeemable | None) -> Sent:
        entry, begun_here = (redeemed.entry, redeemed.unfinished) if redeemed else (None, False)
        return Sent(message, name_of(actor), key, fingerprint, entry, begun_here)

    async def _answered(self, *keys: str) -> Ticket | None:
        """The ticket one of these keys already has: what would be refused now may have been accepted before."""

        def question(connection: Connection) -> Ticket | None:
            found = (commands.answer_to(connection, key, Ticket) for key in keys)
            return next((ticket for ticket in found if ticket is not None), None)

        known = await self._store.read(question)
        return known and msgspec.structs.replace(known, follow_url=self._house.follow_url(known.visit))

    def _with_url(self, answer: Answer) -> Answer:
        if isinstance(answer, Refusal):
            return answer
        return msgspec.structs.replace(answer, follow_url=self._house.follow_url(answer.visit))


def _applications(message: OpenVisit, redeemed: entries.Redeemable | None) -> tuple[Application, ...]:
    """The forms of the entry, unless corrected ones are sent along."""
    return message.applications or (redeemed.applications if redeemed else ())


def _number_of(actor: Actor, message: SealedVisit, service: Service) -> Number | None:
    """The number, where this kiosk may have given it: the service's letter, its own two digits."""
    number = parse(message.number)
    if number is None or number.kiosk is None or number.letter != service.letter or not isinstance(actor, Kiosk):
        return None
    return number if not actor.id.isdigit() or int(actor.id) == number.kiosk else None
