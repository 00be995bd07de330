"""The line between the parent process and a UI process: frames on a socket pair, 4 bytes length, 1 byte kind, JSON.

JSON and not MessagePack: times keep their zone. Nothing a resident typed or showed crosses it in clear: the parent decodes no such
effect, and the window no such event.
"""

import asyncio
import struct
from enum import IntEnum
from typing import Any, Literal

import msgspec

from hub.wire import Refusal, SealedCall, SealedReply
from kiosk.flow.effects import ParentEffect
from kiosk.flow.events import ParentEvent

LONGEST = 4_000_000  # bytes; of a whole screen for the control port, with room


class Kind(IntEnum):
    EVENT = 1
    EFFECT = 2
    WORD = 3


class Word(msgspec.Struct, frozen=True, tag_field="word", tag=True):
    """Between the two processes themselves: nothing of the visit but ciphertext and what its number needs."""


class Ready(Word, frozen=True):
    """UI process: everything is loaded, the window is there, hidden."""


class Shown(Word, frozen=True):
    """UI process: the first picture is on the glass."""


class Alive(Word, frozen=True):
    """UI process, once a second, from the loop that draws."""


class InUse(Word, frozen=True):
    """UI process: somebody has left the start screen, or it is back."""

    on: bool


class Ask(Word, frozen=True):
    """Parent, for tests and the demo: one request of kiosk.views.remote."""

    request: dict[str, Any]


class Answer(Word, frozen=True):
    """UI process: what became of an Ask."""

    answer: dict[str, Any]


class SealKey(Word, frozen=True):
    """Parent: base64 of the hub's public key, "" while none was ever met. At the start of a visit, and when it changes."""

    key: str


class TakeSealed(Word, frozen=True):
    """UI process: a number, please (kiosk.flow.effects.TakeNumber) → NumberTaken or NumberRefused.

    `sealed`: the OpenVisit for the hub alone. Letter and slip of an own number come of the procedures, or of the service, and
    of what the hub's own ticket would name besides: `bring`, text keys, and `adds`, procedures that go with these.
    """

    key: str
    sealed: str
    procedures: tuple[str, ...] = ()
    service: str | None = None
    bring: tuple[str, ...] = ()
    adds: tuple[str, ...] = ()


HubAction = Literal["find_entry", "save_entry"]


class AskHub(Word, frozen=True):
    """UI process: pass this on to the hub → HubAnswered with the same `turn`. `key`: of the press, where one saves."""

    turn: int
    action: HubAction
    call: SealedCall
    key: str = ""


class HubAnswered(Word, frozen=True):
    """Parent: one of the two, neither where the hub cannot be reached."""

    turn: int
    reply: SealedReply | None = None
    refusal: Refusal | None = None


class UnlockSealed(Word, frozen=True):
    """UI process: staff are here (kiosk.flow.effects.Unlock) → KioskUnlocked or AssistRefused. `call`: the hub.wire.Unlock."""

    call: SealedCall


class PrintPicture(Word, frozen=True):
    """UI process: a paper with a code on it (kiosk.flow.effects.PrintCode), drawn → SlipChanged. `raster` as in PrintJob."""

    paper: str
    width: int
    raster: bytes


class WantReader(Word, frozen=True):
    """UI process: somebody will lay a card down → YourReader."""


class YourReader(Word, frozen=True):
    """Parent: the card reader is closed here; it is the UI process's until that ends.

    `left`: a card lay there before this visit.
    """

    left: bool = False


class ReaderStands(Word, frozen=True):
    """UI process: what it saw of the reader while it had it."""

    ready: bool


class TrayStands(Word, frozen=True):
    """UI process: whether a card lies on the reader."""

    lies: bool


class CameraStands(Word, frozen=True):
    """UI process: what it sees of the camera. `state`: hardware.scanner.port.ScannerState."""

    state: str


AnyWord = (
    Ready
    | Shown
    | Alive
    | InUse
    | Ask
    | Answer
    | SealKey
    | TakeSealed
    | UnlockSealed
    | PrintPicture
    | AskHub
    | HubAnswered
    | WantReader
    | YourReader
    | ReaderStands
    | TrayStands
    | CameraStands
)
Message = ParentEvent | ParentEffect | AnyWord

_ENCODER = msgspec.json.Encoder()
_EVENTS: msgspec.json.Decoder[Any] = msgspec.json.Decoder(ParentEvent)
_EFFECTS: msgspec.json.Decoder[Any] = msgspec.json.Decoder(ParentEffect)
_WORDS: msgspec.json.Decoder[Any] = msgspec.json.Decoder(AnyWord)
_DECODERS = {Kind.EVENT: _EVENTS, Kind.EFFECT: _EFFECTS, Kind.WORD: _WORDS}


class Closed(Exception):
    """The other process is gone, or what came is no frame of ours."""


def frame(kind: Kind, message: Any) -> bytes:
    """The bytes of one message."""
    body = _ENCODER.encode(message)
    return struct.pack(">IB", len(body), kind) + body


def message(kind: int, body: bytes) -> Any:
    """The message in one frame. Raises Closed."""
    try:
        return _DECODERS[Kind(kind)].decode(body)
    except (ValueError, msgspec.MsgspecError) as trouble:
        raise Closed(f"a frame of kind {kind} cannot be read: {type(trouble).__name__}") from None


class Pipe:
    """One end. `send` never waits; `receive` gives the next message. Raises Closed when the other end is gone."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    def send(self, kind: Kind, value: Any) -> None:
        if not self._writer.is_closing():
            self._writer.write(frame(kind, value))

    async def receive(self) -> Any:
        try:
            length, kind = struct.unpack(">IB", await self._reader.readexactly(5))
            if length > LONGEST:
                raise Closed(f"a frame of {length} bytes")
            return message(kind, await self._reader.readexactly(length))
        except (asyncio.IncompleteReadError, OSError):
            raise Closed("the other process is gone") from None

    async def drain(self) -> None:
        """Until everything has been handed over. Raises Closed."""
        try:
            await self._writer.drain()
        except OSError:
            raise Closed("the other process is gone") from None

    def finish(self) -> None:
        """Nothing more is sent; what the other end still says is heard."""
        if not self._writer.is_closing():
            self._writer.write_eof()

    def close(self) -> None:
        self._writer.close()
