"""Scanners that stand on a desk of their own: what hands do to each of them, and the driver under its URL."""

import errno
import fcntl
import os
import shutil
import struct
import time
import tty
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np
import psutil

from hardware.scanner import open_scanner
from hardware.scanner.hand_scanner import HandScanner
from hardware.scanner.keyboard import LAYOUTS, KeyEvent, LayoutName
from hardware.scanner.lines import open_keyboard
from hardware.scanner.port import Scanner
from tests.hardware.scanner.degradations import code

TEXT = "UK1:7KQ2MZP4XA6TRB3YLVW5CJ2DNE"
Clock = Callable[[], float]
UINPUT = Path("/dev/uinput")


class StandIn(Protocol):
    """One device. `present`: a resident holds TEXT before it, or scans it; said again and again until it is told."""

    def scanner(self, clock: Clock) -> Scanner: ...

    def present(self) -> None: ...

    def take_away(self) -> None: ...

    def is_open(self) -> bool | None:
        """Whether this process holds the device; None where there is nothing to hold."""

    def close(self) -> None: ...


class PluggedStandIn(StandIn, Protocol):
    """A device with a plug."""

    def pull_out(self) -> None: ...

    def plug_in(self) -> None: ...


def held_here(path: Path) -> bool:
    """Whether this process, or one it started, has `path` open."""
    here = psutil.Process()
    return any(_holds(process.pid, path) for process in (here, *here.children(recursive=True)))


def _holds(pid: int, path: Path) -> bool:
    try:
        return any(os.path.realpath(descriptor) == str(path) for descriptor in Path(f"/proc/{pid}/fd").iterdir())
    except OSError:  # ended since it was listed
        return False


class FolderCamera:
    def __init__(self, folder: Path) -> None:
        self.folder = folder / "camera"
        self.folder.mkdir()

    def scanner(self, clock: Clock) -> Scanner:
        return open_scanner(f"images://{self.folder}", clock)

    def present(self) -> None:
        if (self.folder / "shown.png").exists():
            return
        cv2.imwrite(str(self.folder / "aside.tmp.png"), code(TEXT))
        (self.folder / "aside.tmp.png").rename(self.folder / "shown.png")

    def take_away(self) -> None:
        (self.folder / "shown.png").unlink(missing_ok=True)

    def is_open(self) -> bool | None:
        return None

    def pull_out(self) -> None:
        shutil.rmtree(self.folder)

    def plug_in(self) -> None:
        self.folder.mkdir()

    def close(self) -> None:
        """Nothing is held."""


class Film:
    """A recording; what is on it changes between two starts only."""

    def __init__(self, folder: Path) -> None:
        self.film = folder / "hall.avi"
        self._record(np.full((360, 640), 120, dtype=np.uint8))

    def scanner(self, clock: Clock) -> Scanner:
        return open_scanner(f"video://{self.film}?loop=1", clock)

    def present(self) -> None:
        frame = np.full((360, 640), 120, dtype=np.uint8)
        drawn = code(TEXT, 6)
        frame[60 : 60 + drawn.shape[0], 100 : 100 + drawn.shape[1]] = drawn
        self._record(frame)

    def take_away(self) -> None:
        self._record(np.full((360, 640), 120, dtype=np.uint8))

    def _record(self, frame: np.ndarray) -> None:
        writer = cv2.VideoWriter(str(self.film), cv2.VideoWriter.fourcc(*"MJPG"), 20.0, (640, 360))
        for _ in range(3):
            writer.write(cv2.cvtColor(frame, cv2.COLOR_GRAY2BGR))
        writer.release()

    def is_open(self) -> bool | None:
        return held_here(self.film)

    def close(self) -> None:
        """Nothing is held."""


class SerialGun:
    """A hand scanner on a terminal device of the kernel, under a name that vanishes and comes back as on a USB port."""

    def __init__(self, folder: Path) -> None:
        self.name = folder / "ttyACM0"
        self.plug_in()

    def scanner(self, clock: Clock) -> Scanner:
        return open_scanner(f"serial://{self.name}?baud=115200", clock)

    def present(self) -> None:
        self.send(f"{TEXT}\r".encode())

    def send(self, sent: bytes) -> None:
        os.write(self._end, sent)

    def take_away(self) -> None:
        """A hand scanner sends once and is silent."""

    def is_open(self) -> bool | None:
        return held_here(self._terminal)

    def plug_in(self) -> None:
        self._end, terminal = os.openpty()
        tty.setraw(terminal)
        self._terminal = Path(os.ttyname(terminal))
        os.close(terminal)  # held by whoever opens it: the driver
        self.name.symlink_to(self._terminal)

    def pull_out(self) -> None:
        self.name.unlink()
        os.close(self._end)

    def close(self) -> None:
        self.name.unlink(missing_ok=True)


def keys_of(text: str, layout: LayoutName = "us", end: int = 28) -> list[KeyEvent]:
    """What a scanner set to `layout` sends for `text`, key by key with its reports, Enter last."""
    presses = {pair[shifted]: (key, bool(shifted)) for key, pair in LAYOUTS[layout].items() for shifted in (1, 0)}
    report = KeyEvent(0, 0, 0)
    sent: list[KeyEvent] = []
    for character in text:
        key, shifted = presses[character]
        stroke = [KeyEvent(1, key, 1), report, KeyEvent(1, key, 0), report]
        sent += [KeyEvent(1, 42, 1), report, *stroke, KeyEvent(1, 42, 0), report] if shifted else stroke
    return [*sent, KeyEvent(1, end, 1), report, KeyEvent(1, end, 0), report]


EVENT = struct.Struct("llHHi")
KEY_EVERY = 0.002  # seconds between two reports of a scanner; the kernel's buffer holds 64 events, 10 characters


class PipeKeyboard:
    """Where the kernel has no uinput: `struct input_event` through a named pipe, held exclusively by a lock upon it."""

    def __init__(self, folder: Path) -> None:
        self.name = folder / "usb-Scanner-event-kbd"
        self.plug_in()

    def scanner(self, clock: Clock, layout: LayoutName = "us") -> Scanner:
        return HandScanner(str(self.name), lambda: open_keyboard(str(self.name), layout, clock, PipeDevice), clock)

    def present(self) -> None:
        self.send(keys_of(TEXT))

    def send(self, events: Iterable[KeyEvent]) -> None:
        sent = b"".join(EVENT.pack(0, 0, *event) for event in events)
        try:
            os.write(self._end, sent)
        except BlockingIOError:  # nobody has read for long: a real device drops keys as well
            return

    def take_away(self) -> None:
        """A hand scanner types once and is silent."""

    def is_open(self) -> bool | None:
        return sum(os.path.realpath(descriptor) == str(self.name) for descriptor in Path("/proc/self/fd").iterdir()) > 1

    def plug_in(self) -> None:
        os.mkfifo(self.name)
        self._end = os.open(self.name, os.O_RDWR | os.O_NONBLOCK)

    def pull_out(self) -> None:
        self.name.unlink()
        os.close(self._end)

    def close(self) -> None:
        if self.name.exists():
            self.pull_out()


class PipeEvent:
    def __init__(self, kind: int, code: int, value: int) -> None:
        self.type, self.code, self.value = kind, code, value


class PipeDevice:
    """The kernel's side of an input device, over a pipe: exclusive by a lock; nothing is heard from before it was opened."""

    def __init__(self, path: str) -> None:
        self.fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        try:
            while os.read(self.fd, 4096):
                continue
        except BlockingIOError:
            return

    def read(self) -> Iterable[PipeEvent]:
        received = os.read(self.fd, EVENT.size * 64)
        if not received:
            raise OSError(errno.ENODEV, os.strerror(errno.ENODEV))
        return [PipeEvent(kind, code, value) for _, _, kind, code, value in EVENT.iter_unpack(received)]

    def grab(self) -> None:
        fcntl.flock(self.fd, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def close(self) -> None:
        os.close(self.fd)


class KernelKeyboard:
    """A true input device of the kernel, made through /dev/uinput, read by the driver through its own URL."""

    def __init__(self, folder: Path) -> None:
        self.name = folder / "usb-Scanner-event-kbd"
        self.plug_in()

    def scanner(self, clock: Clock, layout: LayoutName = "us") -> Scanner:
        return open_scanner(f"evdev://{self.name}?layout={layout}", clock)

    def present(self) -> None:
        self.send(keys_of(TEXT))

    def send(self, events: Iterable[KeyEvent]) -> None:
        for event in events:
            self._keyboard.write(*event)
            if event.type == 0:
                time.sleep(KEY_EVERY)

    def take_away(self) -> None:
        """A hand scanner types once and is silent."""

    def is_open(self) -> bool | None:
        return (
            sum(os.path.realpath(descriptor) == os.path.realpath(self.name) for descriptor in Path("/proc/self/fd").iterdir()) > 1
        )

    def plug_in(self) -> None:
        import evdev

        keys = sorted({key for layout in LAYOUTS.values() for key in layout} | {15, 28, 29, 42, 56, 96})
        self._keyboard = evdev.UInput({evdev.ecodes.EV_KEY: keys}, name="uketsuke test scanner")
        self.name.symlink_to(self._keyboard.device.path)

    def pull_out(self) -> None:
        self.name.unlink()
        self._keyboard.close()

    def close(self) -> None:
        if self.name.is_symlink():
            self.pull_out()


def has_uinput() -> bool:
    return UINPUT.exists() and os.access(UINPUT, os.W_OK)


Keyboard = KernelKeyboard | PipeKeyboard


def keyboard(folder: Path) -> Keyboard:
    """The truest keyboard that this machine has."""
    return KernelKeyboard(folder) if has_uinput() else PipeKeyboard(folder)
