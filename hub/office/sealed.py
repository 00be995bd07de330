"""Messages only the hub reads (SealedCall): opened at the door of the office, answered under the asker's own key."""

from typing import TypeVar

from hub.office.house import House
from hub.office.refusals import refuse
from hub.sealing import is_key, seal_reply
from hub.security.envelope import CannotOpen
from hub.wire import Message, Refusal, SealedCall, SealedReply

T = TypeVar("T")


def opened(house: House, call: SealedCall, action: str, key: str, kind: type[T], *, replies: bool = False) -> T | Refusal:
    """The message inside; `foreign_seal` where it was sealed to another hub, for another question or press, or changed.

    `replies`: the answer will be sealed, so the asker's key must be one.
    """
    if replies and not is_key(call.reply_key):
        return refuse("foreign_seal")
    try:
        return house.opener.open_call(call, action, key, kind)
    except CannotOpen:
        return refuse("foreign_seal")


def replied(call: SealedCall, action: str, answer: Message | Refusal) -> SealedReply | Refusal:
    """A refusal stays readable: it holds no answer of anybody."""
    return answer if isinstance(answer, Refusal) else seal_reply(call.reply_key, action, answer)
