"""What is asked of a V4L2 device beside its pictures: is it a camera, what is it called, and its exposure and focus.

Numbers and layouts: linux/videodev2.h and linux/v4l2-controls.h. Opening a device lights no lamp; only streaming does.
"""

import errno
import fcntl
import os
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import msgspec

QUERYCAP: Final = 0x80685600
QUERYCTRL: Final = 0xC0445624
QUERYMENU: Final = 0xC02C5625
S_CTRL: Final = 0xC008561C

CAPABILITY: Final = struct.Struct("16s32s32s5I12x")  # driver, card, bus, version, capabilities, of this node, 3 reserved
VIDEO_CAPTURE: Final = 0x1
DEVICE_CAPS: Final = 0x80000000

CONTROL: Final = struct.Struct("Ii")
RANGE: Final = struct.Struct("II32siiiiI8x")  # id, type, name, minimum, maximum, step, default, flags
MENU_ITEM: Final = struct.Struct("<IIq24x4x")  # id, index, value (packed)
DISABLED: Final = 0x1

EXPOSURE_AUTO: Final = 0x009A0901  # 1 manual, 3 aperture priority: what webcams call automatic
EXPOSURE_ABSOLUTE: Final = 0x009A0902  # 100 µs
EXPOSURE_BIAS: Final = 0x009A0913  # a menu of thousandths of an EV
FOCUS_ABSOLUTE: Final = 0x009A090A  # the camera's own units
FOCUS_AUTO: Final = 0x009A090C


class Camera(msgspec.Struct, frozen=True):
    """A node that gives pictures. `name` as the device tells it."""

    name: str


class NoCamera(msgspec.Struct, frozen=True):
    """Why `device` gives no pictures, and what the engineer should do. `second_node`: it belongs to a camera that does."""

    cure: str
    second_node: bool = False


def identify(device: str) -> Camera | NoCamera:
    """What stands behind a device path."""
    try:
        with opened(device) as descriptor:
            answer = bytearray(CAPABILITY.size)
            fcntl.ioctl(descriptor, QUERYCAP, answer)
    except OSError as refused:
        return NoCamera(_cure(device, refused.errno))
    _, card, _, _, whole, node, *_ = CAPABILITY.unpack(answer)
    if not (node if whole & DEVICE_CAPS else whole) & VIDEO_CAPTURE:
        return NoCamera(
            f"{device} is a camera's second node: `python -m hardware.scanner find` lists the right one", second_node=True
        )
    return Camera(card.split(b"\0")[0].decode("utf-8", "replace"))


@contextmanager
def opened(device: str) -> Iterator[int]:
    """A descriptor for questions. Raises OSError."""
    descriptor = os.open(device, os.O_RDWR | os.O_NONBLOCK)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def set_control(descriptor: int, control: int, value: int) -> bool:
    """False where the camera has no such control, or not that value."""
    return _ask(lambda: fcntl.ioctl(descriptor, S_CTRL, CONTROL.pack(control, value)))


def set_nearest(descriptor: int, control: int, wanted: int) -> bool:
    """Choose the entry of a menu of numbers that is nearest to `wanted`; False where the camera has no such menu."""
    ranges = bytearray(RANGE.pack(control, 0, b"", 0, 0, 0, 0, 0))
    if not _ask(lambda: fcntl.ioctl(descriptor, QUERYCTRL, ranges)):
        return False
    _, _, _, first, last, _, _, flags = RANGE.unpack(ranges)
    if flags & DISABLED:
        return False
    values: dict[int, int] = {}
    for index in range(first, min(last, first + 64) + 1):
        item = bytearray(MENU_ITEM.pack(control, index, 0))
        if _ask(lambda item=item: fcntl.ioctl(descriptor, QUERYMENU, item)):  # type: ignore[misc]
            values[index] = MENU_ITEM.unpack(item)[2]
    if not values:
        return False
    return set_control(descriptor, control, min(values, key=lambda index: abs(values[index] - wanted)))


def _ask(question: Callable[[], object]) -> bool:
    try:
        question()
    except OSError:
        return False
    return True


def _cure(device: str, number: int | None) -> str:
    match number:
        case errno.ENOENT | errno.ENODEV | errno.ENXIO:
            return f"nothing at {device}: look at the cable; `python -m hardware.scanner find` lists what is plugged in"
        case errno.EACCES | errno.EPERM:
            return f"{device} may not be opened: add the kiosk's user to the group video, then log in again"
        case errno.EBUSY:
            return f"{device} is held by another program: end it"
    return f"{device} is no camera: `python -m hardware.scanner find` lists those there are"
