"""Who comes: a message becomes an arrival (checked, planned, its record sealed), then one transaction of `reception`."""

from datetime import datetime

import msgspec

from config.form import Channel
from config.openings import takes_numbers, takes_procedure
from config.site import Service
from hub.domain.numbering import Number, parse
from hub.office import appointments, entries, paper_forms, reception
from hub.office.applications import Wanted, comes_for, taken_as_it_is, wanted
from hub.office.house import House
from hub.office.reception import Sent
from hub.office.refusals import Declined, refuse
from hub.security.actors import Actor, Kiosk, Staff, name_of
from hub.security.envelope import CannotOpen
from hub.store import commands
from hub.store.database import Connection
from hub.store.store import Store
from hub.store.visits import day_of
from hub.wire import Application, OpenPaperVisit, OpenVisit, Refusal, SealedVisit, Ticket

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
        coming = await self._coming(message, house.clock(), by_staff=isinstance(actor, Staff))
        if isinstance(coming, Refusal):
            return await self._answered(own, sealed) or coming
        # what was checked when it was saved at home, and is sent unchanged, is not checked again
        known = redeemed is not None and not redeemed.unfinished and not message.applications
        channel: Channel | None = None if known else "kiosk"
        applications = _applications(message, redeemed)
        if coming is not None and not applications:
            asked = comes_for(house, coming.appointment.procedure, coming.appointment.service)
        else:
            asked = wanted(house, applications, message.service, day_of(house.clock()), channel)
        if isinstance(asked, Refusal):
            return await self._answered(own, sealed) or asked
        if coming is not None and coming.appointment.service != asked.service.id:
            coming = None  # other forms than it was booked for: a number like everybody's
        if (closed := _closed(house, actor, asked, coming)) is not None:
            return await self._answered(own, sealed) or closed
        sent = self._sent(message, actor, own, house.fingerprint(message), redeemed, coming)
        come = reception.arrival(house, sent, asked)
        try:
            return self._with_url(await self._store.write(reception.open_now(house, come, sealed)))
        except Declined as declined:
            return refuse(declined.error)

    async def open_paper_visit(self, actor: Actor, message: OpenPaperVisit, key: str) -> Answer:
        """A number whose form is still to be written by hand: nothing of it is checked before the counter enters it."""
        house, own = self._house, own_key(actor, "paper", key)
        opened = paper_forms.opening(house, message)
        if isinstance(opened, Refusal):
            return opened
        asked = wanted(house, opened.applications, opened.service, day_of(house.clock()), None)
        if isinstance(asked, Refusal):
            return asked
        come = reception.arrival(house, self._sent(opened, actor, own, house.fingerprint(message), None, None), asked)
        try:
            return self._with_url(await self._store.write(reception.open_now(house, come, own)))
        except Declined as declined:
            return refuse(declined.error)

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
        coming = await self._coming(inside, min(message.issued_at, house.clock()), given=True)
        coming = None if isinstance(coming, Refusal) or coming is None or coming.appointment.service != service.id else coming
        applications = _applications(inside, redeemed)
        sent = self._sent(inside, actor, own_key(actor, "sealed", key), house.fingerprint(message), redeemed, coming)
        given = reception.Given(number, message.issued_at, unopened)
        asked = comes_for(house, coming.appointment.procedure, service.id) if coming is not None and not applications else None
        if asked is None or isinstance(asked, Refusal):
            asked = taken_as_it_is(house, applications, service)
        come = reception.arrival(house, sent, asked, given)
        return self._with_url(await self._store.write(reception.take_over(house, come, given, own_key(actor, "open", key))))

    async def _redeemed(self, message: OpenVisit) -> entries.Redeemable | Refusal | None:
        """The entry the message comes with."""
        token, house = message.reception_token, self._house
        if token is None:
            return None
        return await self._store.read(lambda connection: entries.redeemable(connection, house, token, house.clock()))

    async def _coming(
        self, message: OpenVisit, now: datetime, *, by_staff: bool = False, given: bool = False
    ) -> appointments.Coming | Refusal | None:
        """The appointment the message comes to."""
        handle, house = message.appointment, self._house
        if handle is None:
            return None
        return await self._store.read(
            lambda connection: appointments.comes_with(connection, house, handle, now, by_staff=by_staff, given=given)
        )

    def _sent(
        self,
        message: OpenVisit,
        actor: Actor,
        key: str,
        fingerprint: bytes,
        redeemed: entries.Redeemable | None,
        coming: appointments.Coming | None,
    ) -> Sent:
        entry, begun_here = (redeemed.entry, redeemed.unfinished) if redeemed else (None, False)
        return Sent(message, name_of(actor), key, fingerprint, entry, begun_here, coming, isinstance(actor, Staff))

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


def _closed(house: House, actor: Actor, asked: Wanted, coming: appointments.Coming | None) -> Refusal | None:
    """Why nobody is taken in for this at this hour. Staff decide for themselves; an appointment that is kept is the agreed hour."""
    now = house.clock()
    if isinstance(actor, Staff) or (coming is not None and not coming.late):
        return None
    if not takes_numbers(house.site, asked.service, now):
        return refuse("service_closed")
    wished = {*(each.procedure for each in asked.applications), *(each.id for each in asked.procedures[:1])}
    if not all(takes_procedure(house.site, procedure, now) for procedure in wished):
        return refuse("procedure_closed")
    return None


def _applications(message: OpenVisit, redeemed: entries.Redeemable | None) -> tuple[Application, ...]:
    """The forms of the entry, unless corrected ones are sent along."""
    return message.applications or (redeemed.applications if redeemed else ())


def _number_of(actor: Actor, message: SealedVisit, service: Service) -> Number | None:
    """The number, where this kiosk may have given it: the service's letter, its own two digits."""
    number = parse(message.number)
    if number is None or number.kiosk is None or number.letter != service.letter or not isinstance(actor, Kiosk):
        return None
    return number if not actor.id.isdigit() or int(actor.id) == number.kiosk else None
