"""What is said before a stage is done: 渡した, 収納済, 窓口で確認 that goes on, the procedure of a number alone."""

from collections.abc import Awaitable
from typing import TypeVar

import msgspec
from aiohttp import web

from hub.office import Declined
from hub.web.errors import Refused, bad_message
from hub.web.pages.counter import Told, draw, own_counter, stage_of
from hub.web.pages.page import Page, Turn, see
from hub.wire import DecideProcedure, HandOver, PassOn, RecordView, Refusal, SettleFee, TickItem


async def hand_over(turn: Turn) -> web.StreamResponse:
    return await _kept(turn, turn.office.records.hand_over(turn.actor, _read(turn, HandOver), turn.form.get("key") or None))


async def settle_fee(turn: Turn) -> web.StreamResponse:
    return await _kept(turn, turn.office.records.settle_fee(turn.actor, _read(turn, SettleFee), turn.form.get("key") or None))


async def tick_item(turn: Turn) -> web.StreamResponse:
    return await _kept(turn, turn.office.records.tick_item(turn.actor, _read(turn, TickItem), turn.form.get("key") or None))


async def decide_procedure(turn: Turn) -> web.StreamResponse:
    message = _read(turn, DecideProcedure)
    return await _kept(turn, turn.office.records.decide_procedure(turn.actor, message, turn.form.get("key") or None))


async def pass_on(turn: Turn) -> web.StreamResponse:
    return await _kept(turn, turn.office.records.pass_on(turn.actor, _read(turn, PassOn), turn.form.get("key") or None))


M = TypeVar("M", bound=msgspec.Struct)


def _read(turn: Turn, kind: type[M]) -> M:
    """The form as a message: its fields have the names of the message's. Raises Refused."""
    sent = {name: turn.form[name] for name in kind.__struct_fields__ if name in turn.form}
    try:
        return msgspec.convert(sent, kind, strict=False)
    except msgspec.ValidationError as error:
        raise Refused(bad_message(str(error))) from None


async def _kept(turn: Turn, asked: Awaitable[RecordView | Refusal]) -> web.StreamResponse:
    counter = own_counter(turn)
    if counter is None:
        return see("/desk")
    stage = stage_of(counter, turn.form.get("stage", ""))
    try:
        answer = await asked
    except Declined as declined:
        return await draw(turn, counter, stage, Told(declined=declined.error))
    if isinstance(answer, Refusal):
        return await draw(turn, counter, stage, Told(declined=answer.error))
    return see(f"/counter?stage={stage}")


PAGES = (
    Page("POST", "/counter/hand", "hand_over", hand_over),
    Page("POST", "/counter/fee", "settle_fee", settle_fee),
    Page("POST", "/counter/tick", "tick_item", tick_item),
    Page("POST", "/counter/procedure", "decide_procedure", decide_procedure),
    Page("POST", "/counter/pass-on", "pass_on", pass_on),
)
