"""What the process before the camera tells its parent: a length (4 bytes, big-endian), then one message in MessagePack."""

import struct
from collections.abc import Iterator

import msgspec

from hardware.scanner.port import Picture

LENGTH = struct.Struct(">I")
LONGEST = 1 << 20  # bytes of a message; a picture for the screen has 58 thousand


class Opened(msgspec.Struct, frozen=True, tag=True):
    """The device is open: pictures can come."""


class Lost(msgspec.Struct, frozen=True, tag=True):
    """The device cannot be had. `cure`: what the engineer should do; "" where it broke off and is being opened again."""

    cure: str


class Looked(msgspec.Struct, frozen=True, tag=True):
    """One picture was decoded: the texts in it."""

    texts: tuple[str, ...]


class Waiting(msgspec.Struct, frozen=True, tag=True):
    """Alive, and no picture to decode for a second."""


class Shown(msgspec.Struct, frozen=True, tag=True):
    """The picture for the screen."""

    picture: Picture


Told = Opened | Lost | Looked | Waiting | Shown


class Nonsense(Exception):
    """What came is none of these messages: whoever sent it cannot be believed any more."""


def packed(told: Told) -> bytes:
    """One message as it goes over the line."""
    body = msgspec.msgpack.encode(told)
    return LENGTH.pack(len(body)) + body


class Hearing:
    """Messages out of the pieces a pipe gives. One for each process."""

    def __init__(self) -> None:
        self._rest = bytearray()
        self._decoder: msgspec.msgpack.Decoder[Told] = msgspec.msgpack.Decoder(Told)

    def take(self, piece: bytes) -> Iterator[Told]:
        """The messages that end in `piece`. Raises Nonsense."""
        self._rest += piece
        while len(self._rest) >= LENGTH.size:
            (length,) = LENGTH.unpack_from(self._rest)
            if length > LONGEST:
                raise Nonsense
            if len(self._rest) < LENGTH.size + length:
                return
            body = bytes(self._rest[LENGTH.size : LENGTH.size + length])
            del self._rest[: LENGTH.size + length]
            yield self._one(body)

    def _one(self, body: bytes) -> Told:
        try:
            told = self._decoder.decode(body)
        except msgspec.DecodeError:
            raise Nonsense from None  # its words may quote what was read
        if isinstance(told, Shown) and not _whole(told.picture):
            raise Nonsense
        return told


def _whole(picture: Picture) -> bool:
    return min(picture.width, picture.height) > 0 and len(picture.grey) == picture.width * picture.height
