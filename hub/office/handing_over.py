"""交付 by press: 渡した, 渡さない with a reason, 収納済; kept with the record. Nothing ends before all is said."""

import msgspec

from hub.domain.reasons import WITHHELD, WITHOUT_FEE
from hub.office import casework
from hub.office.casework import Case, Handling
from hub.office.house import House
from hub.office.refusals import Declined, refuse
from hub.security.actors import Actor, Staff
from hub.store.transaction import Operation
from hub.wire import FeeSettled, Handed, HandOver, RecordView, Refusal, SettleFee


def hand_over(house: House, actor: Actor, message: HandOver, key: str | None) -> Operation[RecordView | Refusal]:
    """One item. Raises Declined where another desk holds the record."""

    def step(handling: Handling, case: Case) -> RecordView | Refusal:
        if message.outcome == "withheld" and message.reason not in WITHHELD:
            return refuse("reason_needed")
        shown = handling.view(case).delivery
        item = next((each for each in shown.items if each.item == message.item), None) if shown else None
        if item is None or item.copies != message.copies:
            return refuse("record_conflict")
        handed = Handed(house.clock(), *_who(actor), message.item, message.copies, message.outcome, message.reason)
        content = msgspec.structs.replace(case.own, handed=(*case.own.handed, handed))
        return handling.view(handling.keep(case, case.visit.id, content, _DONE[message.outcome], (message.item,)))

    return casework.at_record(house, actor, message, key, step)


def settle_fee(house: House, actor: Actor, message: SettleFee, key: str | None) -> Operation[RecordView | Refusal]:
    """The whole amount. Raises Declined where another desk holds the record."""

    def step(handling: Handling, case: Case) -> RecordView | Refusal:
        if message.outcome == "without" and message.reason not in WITHOUT_FEE:
            return refuse("reason_needed")
        shown = handling.view(case).delivery
        if shown is None or shown.amount != message.amount:
            return refuse("record_conflict")
        settled = FeeSettled(house.clock(), *_who(actor), message.amount, message.outcome, message.reason)
        content = msgspec.structs.replace(case.own, fees=(*case.own.fees, settled))
        return handling.view(handling.keep(case, case.visit.id, content, _PAID[message.outcome]))

    return casework.at_record(house, actor, message, key, step)


def all_handed(view: RecordView) -> None:
    """会計 and 交付 are not over while something is neither handed over nor paid. Raises Declined."""
    shown = view.delivery
    if shown is not None and any(each.said is None for each in shown.items):
        raise Declined("not_handed")
    if shown is not None and shown.amount and shown.fee is None:
        raise Declined("fee_open")


_DONE = {"handed": "handed", "withheld": "withheld", "open": "not_handed"}
_PAID = {"paid": "fee_paid", "without": "fee_without", "open": "fee_open"}


def _who(actor: Actor) -> tuple[str, int | None]:
    return (actor.id, actor.counter) if isinstance(actor, Staff) else ("", None)
