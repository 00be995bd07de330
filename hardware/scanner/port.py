"""What the rest of the product knows about a code scanner (QR読み取り)."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Protocol

import msgspec
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]


class ScannerState(StrEnum):
    READY = "ready"
    NO_CAMERA = "no_camera"  # cannot be opened, or unplugged
    NO_PICTURE = "no_picture"  # opened, but no new frame for 2 s
    DECODER_DOWN = "decoder_down"  # the worker process is being restarted


class Code(msgspec.Struct, frozen=True):
    """A text that was read. Foreign codes are reported like ours; nobody opens them."""

    text: str

    def __repr__(self) -> str:
        return f"Code({len(self.text)} characters)"


class FrameSource(Protocol):
    """Where pictures come from. `interval`: seconds to leave between two reads; 0 where `read` itself waits for the picture."""

    @property
    def interval(self) -> float: ...

    def read(self) -> tuple[float, Grey] | None:
        """(Seconds on the source's own clock, grey picture), or None when there is none now."""

    def alive(self) -> bool:
        """False when the device could not be opened or was lost: close it, and open it again later."""

    def cure(self) -> str:
        """What the engineer should do about a source that is not alive, in a sentence; "" while it is."""

    def close(self) -> None: ...


class Scanner(Protocol):
    """A live scanner. Opens its device at `start`, never before (privacy); frames never touch a disk."""

    def start(self) -> None: ...

    def codes(self) -> Iterator[Code]:
        """Codes read since the last call; each text at most once a second."""

    def picture(self) -> Grey | None:
        """None where the device takes none. The latest frame, scaled down to at most 320 wide, mirrored, for the screen."""

    def state(self) -> ScannerState:
        """Before `start`: whether the device is there, told without opening it."""

    def cure(self) -> str:
        """What the engineer should do about the state, in a sentence; "" when it is ready or mends itself."""

    def stop(self) -> None:
        """Close the device and forget the last picture. May be started again."""
