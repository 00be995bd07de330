"""家族: a clerk parts a visit in two, or makes one of two numbers. One transaction, undone like every other step."""

from collections.abc import Sequence

import msgspec

from config.guidance import brought_together
from hub.domain import family
from hub.domain.numbering import NumbersUsedUp
from hub.domain.plan import plan
from hub.domain.stage import FINAL
from hub.domain.visit import Leg, Visit
from hub.office.following import until_first_call
from hub.office.house import House
from hub.office.press import Press, found
from hub.office.reception import next_number
from hub.office.refusals import Conflict, Declined, UnknownVisit
from hub.office.views import ticket, visit_view
from hub.security.actors import Actor, Staff, name_of
from hub.security.tokens import token_hash
from hub.store import commands, visits
from hub.store.transaction import Operation, Transaction
from hub.wire import MergeVisits, Parted, SplitVisit, VisitView


def split(house: House, actor: Actor, message: SplitVisit, key: str | None) -> Operation[Parted]:
    """分ける. Raises Conflict, UnknownVisit, Declined (at_counter, cannot_part, belongs_together, numbers_used_up …)."""
    now, fingerprint = house.clock(), house.fingerprint(message)

    def operation(tx: Transaction) -> Parted:
        if key is not None and (known := commands.answered(tx, key, fingerprint, Parted)) is not None:
            return known
        before = _here(tx, actor, message.visit, message.version)
        new_id = house.new_id()
        goes, service = _part(house, before, message, new_id)
        try:
            number = next_number(tx, house, house.services[service], before.day)
        except NumbersUsedUp:
            raise Declined("numbers_used_up") from None
        records = before.record_ids if message.legs else ()
        empty = family.void(before, new_id, str(number), service, message.people, records)
        visits.insert(tx, empty, house.site.id, house.policy)
        tx.execute("INSERT INTO follows (token_hash, visit) VALUES (?, ?)", (token_hash(house.follow_token(new_id)), new_id))
        stays, new = family.parted(before, empty, goes, house.leg_ids(new_id), now)
        press = Press(tx, house, actor, now)
        stays_view, goes_view = press.save(before, stays), press.save(empty, new)
        press.keep(actor.counter if isinstance(actor, Staff) else None, "split")
        ahead, wait = until_first_call(tx.connection, house, new, now)
        given = msgspec.structs.replace(ticket(house, new, _procedures(new.legs), ()), people_waiting=ahead, wait=wait)
        # staff print its paper at any kiosk, like that of every number given today
        commands.remember(tx, f"{name_of(actor)}|open|split-{new_id}", fingerprint, given, now)
        answer = Parted(stays=stays_view, goes=goes_view, ticket=given)
        if key is not None:
            commands.remember(tx, key, fingerprint, answer, now)
        return answer

    return operation


def merge(house: House, actor: Actor, message: MergeVisits, key: str | None) -> Operation[VisitView]:
    """まとめる. Raises Conflict, UnknownVisit, Declined (at_counter, unknown_number, visit_ended, cannot_merge)."""
    now, fingerprint = house.clock(), house.fingerprint(message)

    def operation(tx: Transaction) -> VisitView:
        if key is not None and (known := commands.answered(tx, key, fingerprint, VisitView)) is not None:
            return known
        before = _here(tx, actor, message.visit, message.version)
        other = visits.with_number(tx.connection, before.day, message.number)
        if other is None:
            raise Declined("unknown_number")
        if message.other_version not in (None, other.version):
            raise Conflict(visit_view(tx.connection, other))
        if other.ended:
            raise Declined("visit_ended")
        if other.counter is not None and other.id != before.id:
            raise Declined("at_counter")
        try:
            together, empty = family.merged(before, other, now)
        except family.NotTogether:
            raise Declined("cannot_merge") from None
        together = msgspec.structs.replace(together, bring=brought_together(house.bundle, together.bring))
        press = Press(tx, house, actor, now)
        answer = press.save(before, together)
        press.save(other, empty)
        press.keep(actor.counter if isinstance(actor, Staff) else None, "merge")
        if key is not None:
            commands.remember(tx, key, fingerprint, answer, now)
        return answer

    return operation


def _here(tx: Transaction, actor: Actor, visit_id: str, version: int) -> Visit:
    """The visit as the clerk saw it, at the clerk's counter or at none. Raises UnknownVisit, Conflict, Declined."""
    visit = found(tx.connection, visit_id)
    if visit.version != version:
        raise Conflict(visit_view(tx.connection, visit))
    if visit.ended:
        raise Declined("visit_ended")
    if visit.counter not in (None, actor.counter if isinstance(actor, Staff) else None):
        raise Declined("at_counter")
    return visit


def _part(house: House, visit: Visit, message: SplitVisit, new_id: str) -> tuple[Sequence[Leg], str]:
    """(the legs that go, the service that picks the letter)."""
    if not message.legs:
        service = house.services.get(message.service or visit.service)
        if service is None:
            raise Declined("unknown_service")
        return plan(house.site.services, (), service, house.leg_ids(f"{new_id}-new"), visit.opened_at).legs, service.id
    needs = {each.id: each.after for each in house.bundle.procedures.values()}
    try:
        goes = family.going(visit, frozenset(message.legs), needs)
    except KeyError as unknown:
        raise UnknownVisit(unknown.args[0]) from None
    except family.NotApart:
        raise Declined("cannot_part") from None
    except family.Inseparable:
        raise Declined("belongs_together") from None
    return goes, next(leg.service for leg in goes if leg.state not in FINAL)


def _procedures(legs: Sequence[Leg]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(leg.procedure for leg in legs if leg.procedure))
