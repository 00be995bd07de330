"""A USB printer through the kernel's printer driver (usblp): /dev/usb/lp0, read and written.

Nothing else is needed, no library and no udev rule; the driver lets one program in at a time.
"""

import errno
import os
import select
import time

from hardware.printer.links.address import DevicePlace
from hardware.printer.links.link import LinkLost, LinkTaken
from hardware.printer.links.relay import CHUNK, RelayedLink

_NOT_NOW = (errno.EAGAIN, errno.EINTR)
_GONE = select.POLLERR | select.POLLHUP | select.POLLNVAL


def open_device(place: DevicePlace) -> RelayedLink:
    """Raises LinkLost, LinkTaken."""
    try:
        return RelayedLink(DeviceWire(os.open(place.path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)))
    except FileNotFoundError as error:
        raise LinkLost(f"{place.path} is not there: printer off, cable out, or the module usblp not loaded") from error
    except PermissionError as error:
        raise LinkLost(f"no right to use {place.path}: put the kiosk's user into the group lp") from error
    except OSError as error:
        if error.errno == errno.EBUSY:
            raise LinkTaken(f"another program uses {place.path} (CUPS?)") from error
        raise LinkLost(f"{place.path}: {error.strerror}") from error


class DeviceWire:
    """One open device file."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def take(self, data: bytes, seconds: float) -> int:
        if not self._ready(select.POLLOUT, seconds):
            return 0
        try:
            return os.write(self._descriptor, data)
        except OSError as error:
            if error.errno == errno.ENOSPC:
                # No paper: usblp then calls the device writable and takes nothing; asked in a circle it would cost a whole core.
                time.sleep(seconds)
                return 0
            if error.errno in _NOT_NOW:
                return 0
            raise LinkLost(error.strerror or "broken") from error

    def give(self, seconds: float) -> bytes | None:
        events = self._ready(select.POLLIN, seconds)
        if not events:
            return None
        try:
            said = os.read(self._descriptor, CHUNK)
        except OSError as error:
            if error.errno in _NOT_NOW:
                return b""
            raise LinkLost(error.strerror or "broken") from error
        if not said and events & _GONE:
            raise LinkLost("the printer is gone")
        return said

    def _ready(self, event: int, seconds: float) -> int:
        waiting = select.poll()
        waiting.register(self._descriptor, event)
        return next((events for _, events in waiting.poll(seconds * 1000)), 0)

    def close(self) -> None:
        os.close(self._descriptor)
