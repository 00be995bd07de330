"""A USB printer through the kernel's printer driver (usblp): /dev/usb/lp0, read and written.

The driver waits for the device, this side never does. Opened by one program at a time, the driver sees to that.
"""

import errno
import os

from hardware.printer.links.address import DevicePlace
from hardware.printer.links.link import LinkLost, LinkTaken

# usblp calls a printer without paper writable and then takes nothing; asking it in a circle would cost a whole core.
STANDSTILL_SECONDS = 0.25
_NOT_NOW = (errno.EAGAIN, errno.ENOSPC, errno.EINTR)


def open_device(place: DevicePlace) -> "DeviceLink":
    """Raises LinkLost, LinkTaken."""
    try:
        return DeviceLink(os.open(place.path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY))
    except FileNotFoundError as error:
        raise LinkLost(f"{place.path} is not there: printer off, cable out, or the module usblp not loaded") from error
    except PermissionError as error:
        raise LinkLost(f"no right to use {place.path}: put the kiosk's user into the group lp") from error
    except OSError as error:
        if error.errno == errno.EBUSY:
            raise LinkTaken(f"another program uses {place.path} (CUPS?)") from error
        raise LinkLost(f"{place.path}: {error.strerror}") from error


class DeviceLink:
    """One open device file."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._again: float | None = None

    def fileno(self) -> int | None:
        return self._descriptor

    def send(self, data: bytes) -> int:
        try:
            return os.write(self._descriptor, data)
        except OSError as error:
            if error.errno not in _NOT_NOW:
                raise LinkLost(error.strerror or "broken") from error
            self._again = STANDSTILL_SECONDS if error.errno == errno.ENOSPC else None
            return 0

    def again(self) -> float | None:
        return self._again

    def receive(self) -> bytes:
        try:
            arrived = os.read(self._descriptor, 4096)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise LinkLost(error.strerror or "broken") from error
        return arrived  # an empty packet is no end here: some printers send them before their first word

    def expect_standstill(self, expected: bool) -> None:
        pass

    def close(self) -> None:
        os.close(self._descriptor)
