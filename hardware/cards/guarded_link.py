"""The one way to a card: every command passes the allow-list first. Under every driver."""

from collections.abc import Callable
from typing import TypeVar

from hardware.cards.allowlist import Position, allowed, is_try, moved
from hardware.cards.commands import HEADER, Answer, Steps

Send = Callable[[bytes], bytes]  # command → answer with its two status bytes; raises LinkLost
Trace = Callable[[str, str], None]  # header and status word in hexadecimal; never a data field

Result = TypeVar("Result")


class LinkLost(Exception):
    """The card no longer answers."""


class ForbiddenCommand(Exception):
    """Our own code asked for something that must never be asked of a card. Only the header is named."""


class GuardedLink:
    """One session with one card, from activation until the field goes off."""

    def __init__(self, send: Send, trace: Trace | None = None) -> None:
        self._send = send
        self._trace = trace
        self._position = Position()
        self._trying = False

    @property
    def lost_while_trying(self) -> bool:
        """Whether the link broke while a secret was under way: the try may be used up."""
        return self._trying

    def exchange(self, command: bytes) -> Answer:
        """Raises ForbiddenCommand before anything leaves; LinkLost."""
        header = command[:HEADER].hex().upper()
        if not allowed(self._position, command):
            raise ForbiddenCommand(header)
        self._trying = is_try(command)
        raw = self._send(command)
        if len(raw) < 2:
            raise LinkLost("answer without a status word")
        self._trying = False
        answer = Answer(int.from_bytes(raw[-2:], "big"), bytes(raw[:-2]))
        self._position = moved(self._position, command, answer.status)
        if self._trace is not None:
            self._trace(header, f"{answer.status:04X}")
        return answer

    def run(self, steps: Steps[Result]) -> Result:
        """Drive `steps` to its result. Raises what `exchange` raises."""
        try:
            command = next(steps)
            while True:
                command = steps.send(self.exchange(command))
        except StopIteration as end:
            result: Result = end.value
            return result
