"""How the text of a hand scanner comes in: over a serial line, or as the keys of a keyboard that nobody else may hear."""

import errno
import os
import select
import time
from collections.abc import Callable, Iterable
from typing import Protocol

import msgspec
import serial

from hardware.scanner.keyboard import BETWEEN_TEXTS, EV_KEY, SILENCE, KeyEvent, LayoutName, opened_at, typed

LOOK_EVERY = 0.2  # seconds `texts` waits at most, so that a scanner can be stopped
LONGEST = 4096  # bytes; a line without an end is noise

# The last part keeps the screen from hearing the scanner while nobody holds the grab.
UDEV_RULE = ", ".join(
    (
        'SUBSYSTEM=="input"',
        'ATTRS{idVendor}=="VVVV"',
        'ATTRS{idProduct}=="PPPP"',
        'GROUP="kiosk"',
        'MODE="0660"',
        'ENV{LIBINPUT_IGNORE_DEVICE}="1"',
    )
)


class NotOpened(msgspec.Struct, frozen=True):
    """The device cannot be had now. `cure`: what the engineer should do."""

    cure: str


class Line(Protocol):
    """An open hand scanner."""

    def texts(self) -> tuple[str, ...]:
        """Texts that ended since the last call; waits LOOK_EVERY at most. Raises OSError when the device is gone."""

    def close(self) -> None: ...


class SerialLine:
    """A scanner in its serial (USB CDC) mode: a line a code, ended by CR, LF or both."""

    def __init__(self, port: "serial.Serial", clock: Callable[[], float]) -> None:
        self._port = port
        self._clock = clock
        self._received = b""
        self._last_byte_at = clock()
        self._spoilt = True  # what comes at once is the rest of a line whose beginning nobody heard
        port.reset_input_buffer()  # what was scanned before anybody asked belongs to nobody

    def texts(self) -> tuple[str, ...]:
        try:
            piece = self._port.read(max(1, self._port.in_waiting))
        except serial.SerialException as gone:
            raise OSError(errno.ENODEV, "the serial line is gone") from gone
        if not piece:
            return ()
        now = self._clock()
        if now - self._last_byte_at > (BETWEEN_TEXTS if self._spoilt else SILENCE):
            self._received, self._spoilt = b"", False
        self._last_byte_at = now
        *whole, self._received = (self._received + piece).replace(b"\r", b"\n").split(b"\n")
        if whole and self._spoilt:
            whole, self._spoilt = whole[1:], False
        if len(self._received) > LONGEST:
            self._received, self._spoilt = b"", True
        return tuple(text for line in whole if len(line) <= LONGEST and (text := line.decode("utf-8", "replace").strip()))

    def close(self) -> None:
        self._port.close()


def open_serial(device: str, baud: int, clock: Callable[[], float] = time.monotonic) -> Line | NotOpened:
    """The serial line at `device`, which nobody else may open meanwhile."""
    try:
        return SerialLine(serial.Serial(device, baud, timeout=LOOK_EVERY, exclusive=True), clock)
    except (OSError, serial.SerialException) as refused:
        return NotOpened(_serial_cure(device, refused.errno))


def _serial_cure(device: str, number: int | None) -> str:
    match number:
        case errno.ENOENT | errno.ENODEV | errno.ENXIO:
            return f"nothing at {device}: look at the cable; `python -m hardware.scanner find` lists what is plugged in"
        case errno.EACCES | errno.EPERM:
            return f"{device} may not be opened: add the kiosk's user to the group of the device (dialout), then log in again"
        case errno.EAGAIN | errno.EBUSY:
            return f"{device} is held by another program (often ModemManager): stop it, or tell it to leave the device alone"
    return f"{device} is no serial line: `python -m hardware.scanner find` lists what is plugged in"


class KeyDevice(Protocol):
    """What is used of an evdev.InputDevice."""

    fd: int

    def read(self) -> Iterable["RawEvent"]: ...

    def grab(self) -> None: ...

    def close(self) -> None: ...


class RawEvent(Protocol):
    """What is used of an evdev.InputEvent."""

    type: int
    code: int
    value: int


class KeyboardLine:
    """A scanner that types. The device is held exclusively (EVIOCGRAB): no text of it reaches the screen or an input method."""

    def __init__(self, device: KeyDevice, layout: LayoutName, clock: Callable[[], float]) -> None:
        self._device = device
        self._layout = layout
        self._clock = clock
        self._typing = opened_at(clock())

    def texts(self) -> tuple[str, ...]:
        readable, _, _ = select.select([self._device.fd], [], [], LOOK_EVERY)
        if not readable:
            return ()
        try:
            events = [KeyEvent(event.type, event.code, event.value) for event in self._device.read()]
        except BlockingIOError:
            return ()
        self._typing, finished = typed(self._typing, events, self._layout, self._clock())
        return finished

    def close(self) -> None:
        self._device.close()  # the kernel lets the grab go with it


def open_evdev(path: str) -> KeyDevice:
    """The input device at `path`. Raises OSError; also where it has no keys."""
    import evdev  # noqa: PLC0415 (Linux only, and for those only who have such a scanner)

    device: KeyDevice
    device = found = evdev.InputDevice(path, readonly=True)
    if EV_KEY not in found.capabilities():
        found.close()
        raise OSError(errno.ENOTTY, os.strerror(errno.ENOTTY))
    return device


def open_keyboard(
    path: str,
    layout: LayoutName,
    clock: Callable[[], float] = time.monotonic,
    open_device: Callable[[str], KeyDevice] = open_evdev,
) -> Line | NotOpened:
    """The input device at `path`, grabbed."""
    try:
        device = open_device(path)
    except OSError as refused:
        return NotOpened(_keyboard_cure(path, refused.errno))
    try:
        device.grab()
    except OSError as refused:
        device.close()
        if refused.errno in (errno.EBUSY, errno.EAGAIN):
            return NotOpened(f"{path} is held by another program: end it (two kiosks on one scanner, evtest, a key remapper)")
        return NotOpened(_keyboard_cure(path, refused.errno))
    return KeyboardLine(device, layout, clock)


def _keyboard_cure(path: str, number: int | None) -> str:
    match number:
        case errno.ENOENT | errno.ENODEV | errno.ENXIO:
            return f"nothing at {path}: look at the cable; `python -m hardware.scanner find` lists what is plugged in"
        case errno.EACCES | errno.EPERM:
            return f"{path} may not be opened: put into /etc/udev/rules.d/70-uketsuke.rules, with the numbers of lsusb: {UDEV_RULE}"
    return f"{path} is no keyboard: `python -m hardware.scanner find` lists those there are"
