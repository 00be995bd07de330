"""What the rest of the product knows about a code scanner (QR読み取り)."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Protocol

import msgspec


class ScannerState(StrEnum):
    READY = "ready"
    NO_CAMERA = "no_camera"  # cannot be opened, or unplugged
    NO_PICTURE = "no_picture"  # opened, but no new picture for 2 s
    DECODER_DOWN = "decoder_down"  # the process that sees and decodes is being started again


class Code(msgspec.Struct, frozen=True):
    """A text that was read. Foreign codes are reported like ours; nobody opens them."""

    text: str

    def __repr__(self) -> str:
        return f"Code({len(self.text)} characters)"


class Picture(msgspec.Struct, frozen=True):
    """A small picture for the screen. `grey`: height rows of width bytes, 0 … 255."""

    width: int
    height: int
    grey: bytes

    def __repr__(self) -> str:
        return f"Picture({self.width} × {self.height})"


class Scanner(Protocol):
    """A live scanner. Opens its device at `start`, never before (privacy); frames never touch a disk."""

    def start(self) -> None: ...

    def codes(self) -> Iterator[Code]:
        """Codes read since the last call; each text at most once a second."""

    def picture(self) -> Picture | None:
        """The latest of some eight a second for the screen, at most 320 wide, mirrored. None where the device takes none."""

    def state(self) -> ScannerState:
        """Before `start`: whether the device is there, told without opening it."""

    def cure(self) -> str:
        """What the engineer should do about the state, in a sentence; "" when it is ready or mends itself."""

    def stop(self) -> None:
        """Close the device and forget the last picture. May be started again."""
