"""The stream of bytes a printer sends back, cut into replies. No I/O; the stream may be split anywhere.

Source: ESC/POS "differentiating data transmitted"; the order of the tests below is the standard's and matters.
"""

from dataclasses import dataclass

LONGEST_BLOCK = 96  # an identity text has at most 80 characters; a longer block is a broken stream

_XON, _XOFF = 0x11, 0x13
_BLOCK_HEADS = (0x37, 0x3B, 0x5F)


@dataclass(frozen=True, slots=True)
class RealTimeStatus:
    """One answer to DLE EOT. It does not say to which n: the asker counts."""

    byte: int


@dataclass(frozen=True, slots=True)
class AutomaticStatus:
    """ASB: four bytes, sent at GS a and then at every change."""

    bits: bytes


@dataclass(frozen=True, slots=True)
class Marker:
    """GS ( H: everything sent before this id has been printed. `name` is 4 printable characters."""

    name: bytes


@dataclass(frozen=True, slots=True)
class BuffersCleared:
    """DLE DC4 8 was carried out."""


@dataclass(frozen=True, slots=True)
class Text:
    """Any other block: identity and the like, without head and end."""

    head: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Flow:
    """XON or XOFF of a serial line."""

    stop: bool


@dataclass(frozen=True, slots=True)
class OrderedStatus:
    """One answer to GS r: all commands before it were carried out (parsed at least)."""

    byte: int


Reply = RealTimeStatus | AutomaticStatus | Marker | BuffersCleared | Text | Flow | OrderedStatus


class ReplyStream:
    """Feed what arrived, get whole replies. One stream per connection."""

    def __init__(self) -> None:
        self._pending = bytearray()  # an unfinished ASB or block, without flow bytes

    def feed(self, chunk: bytes) -> list[Reply]:
        replies: list[Reply] = []
        for byte in chunk:
            if byte in (_XON, _XOFF):  # may sit inside a block; can be part of no other reply
                replies.append(Flow(stop=byte == _XOFF))
                continue
            self._pending.append(byte)
            if (reply := self._finished()) is not None:
                replies.append(reply)
                self._pending.clear()
            elif len(self._pending) > LONGEST_BLOCK:
                self._pending.clear()
        return replies

    def _finished(self) -> Reply | None:
        pending = self._pending
        head = pending[0]
        if head & 0x93 == 0x12:
            return RealTimeStatus(head)
        if head & 0x93 == 0x10:
            return AutomaticStatus(bytes(pending)) if len(pending) == 4 else None
        if head in _BLOCK_HEADS:
            return _block(bytes(pending)) if pending[-1] == 0 else None
        return OrderedStatus(head)


def _block(block: bytes) -> Reply:
    head, body = block[0], block[1:-1]
    if head == 0x37 and body[:1] == b"\x22" and len(body) == 5:
        return Marker(body[1:])
    if head == 0x37 and body == b"\x25":
        return BuffersCleared()
    return Text(head, body)
