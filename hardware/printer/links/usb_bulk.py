"""A USB printer by its vendor and product numbers, through libusb: the endpoints are those its descriptors name.

The device is never reset (that would drop a ticket in its buffer); the kernel's usblp is put aside and put back.
"""

import errno
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import usb.core
import usb.util

from hardware.printer.links.address import UsbPlace
from hardware.printer.links.link import LinkLost, LinkTaken
from hardware.printer.links.relay import CHUNK, RelayedLink

PRINTER_CLASS, VENDOR_CLASS = 7, 255
_PLAIN_PROTOCOLS = (2, 1)  # both ways, one way; 3 (1284.4) and 4 (IPP) want packets of their own
NO_RIGHT = "put the kiosk's user into the group lp; a printer of vendor class needs a udev rule too (docs/devices.md)"
NO_LIBRARY = "the library libusb is missing: apt-get install libusb-1.0-0"


@dataclass(frozen=True, slots=True)
class Outlet:
    """Where bytes go in and come out. `back` is None for a printer that cannot answer."""

    interface: int
    alternate: int
    out: int
    back: int | None
    packet: int  # bytes, of `back`


def find_devices(backend: Any = None, **wanted: int) -> list[Any]:
    """USB devices by descriptor fields, all when none is given. Raises LinkLost without libusb."""
    try:
        return list(usb.core.find(find_all=True, backend=backend, **wanted))
    except usb.core.NoBackendError as error:
        raise LinkLost(NO_LIBRARY) from error
    except usb.core.USBError as error:
        raise LinkLost(f"the USB bus cannot be read: {error.strerror}") from error


def open_usb(place: UsbPlace, backend: Any = None) -> RelayedLink:
    """`backend`: of pyusb, libusb without one. Raises LinkLost, LinkTaken."""
    device = _named(place, find_devices(backend, idVendor=place.vendor, idProduct=place.product))
    try:
        return RelayedLink(UsbWire(device, blind=place.blind))
    except usb.core.USBError as error:
        usb.util.dispose_resources(device)
        raise _refused(place, error) from error
    except LinkLost:
        usb.util.dispose_resources(device)
        raise


def _named(place: UsbPlace, found: list[Any]) -> Any:
    name = f"{place.vendor:04x}:{place.product:04x}"
    if place.serial is not None:
        found = [device for device in found if serial_of(device) == place.serial]
    match found:
        case []:
            raise LinkLost(f"no USB device {name}{f' with serial {place.serial}' if place.serial else ''}: power, cable")
        case [device]:
            return device
    serials = ", ".join(serial_of(device) or "?" for device in found)
    raise LinkLost(f"{len(found)} USB devices {name}: say which by its serial, usb://{name}/SERIAL ({serials})")


def serial_of(device: Any) -> str | None:
    """None where it has none, or where asking is not allowed."""
    try:
        serial: str | None = device.serial_number
    except (usb.core.USBError, ValueError, NotImplementedError):
        return None
    return serial


def _refused(place: UsbPlace, error: usb.core.USBError) -> LinkLost:
    name = f"{place.vendor:04x}:{place.product:04x}"
    match error.errno:
        case errno.EACCES | errno.EPERM:
            return LinkLost(f"no right to use the USB device {name}: {NO_RIGHT}")
        case errno.EBUSY:
            return LinkTaken(f"another program uses the USB device {name}")
    return LinkLost(f"USB device {name}: {error.strerror}")


def outlets(configuration: Any) -> Iterator[tuple[tuple[int, int, int, int], Outlet]]:
    """What a printer can be spoken to through, each with its rank: printer class first, both ways first."""
    for interface in configuration:
        kind, protocol = interface.bInterfaceClass, interface.bInterfaceProtocol
        if kind not in (PRINTER_CLASS, VENDOR_CLASS) or (kind == PRINTER_CLASS and protocol not in _PLAIN_PROTOCOLS):
            continue
        bulk = [end for end in interface if usb.util.endpoint_type(end.bmAttributes) == usb.util.ENDPOINT_TYPE_BULK]
        ways = {usb.util.endpoint_direction(end.bEndpointAddress): end for end in reversed(bulk)}  # the first of each way
        out, back = ways.get(usb.util.ENDPOINT_OUT), ways.get(usb.util.ENDPOINT_IN)
        if out is None or (kind == VENDOR_CLASS and back is None):
            continue
        number, alternate = interface.bInterfaceNumber, interface.bAlternateSetting
        rank = (int(kind != PRINTER_CLASS), int(back is None), number, alternate)
        address, packet = (back.bEndpointAddress, back.wMaxPacketSize) if back is not None else (None, 0)
        yield rank, Outlet(number, alternate, out.bEndpointAddress, address, packet)


class UsbWire:
    """One claimed interface."""

    def __init__(self, device: Any, *, blind: bool) -> None:
        """Raises usb.core.USBError, LinkLost."""
        self._device = device
        self._outlet = self._choose(blind=blind)
        self._size = max(1, CHUNK // (self._outlet.packet or 1)) * self._outlet.packet
        self._stalls = {self._outlet.out: 0, self._outlet.back: 0}
        self._put_aside = self._put_driver_aside()
        try:
            usb.util.claim_interface(device, self._outlet.interface)
            if self._outlet.alternate:
                device.set_interface_altsetting(self._outlet.interface, self._outlet.alternate)
        except usb.core.USBError:
            self.close()
            raise

    def _choose(self, *, blind: bool) -> Outlet:
        try:
            configuration = self._device.get_active_configuration()
        except usb.core.USBError:
            self._device.set_configuration()  # fresh from the plug; not otherwise, as it would drop what is in the printer
            configuration = self._device.get_active_configuration()
        _, outlet = min(outlets(configuration), default=((), None))
        if outlet is None:
            raise LinkLost("this USB device is no printer: it has no interface of the printer class")
        if outlet.back is None and not blind:
            raise LinkLost("this printer cannot answer over USB: add ?tier=D, and expect no proof of any paper")
        return outlet

    def _put_driver_aside(self) -> bool:
        try:
            if not self._device.is_kernel_driver_active(self._outlet.interface):
                return False
            self._device.detach_kernel_driver(self._outlet.interface)
        except NotImplementedError:  # not Linux
            return False
        return True

    def take(self, data: bytes, seconds: float) -> int:
        try:
            taken = int(self._device.write(self._outlet.out, data, int(seconds * 1000)))
        except usb.core.USBTimeoutError:
            return 0  # it stands still; whether that is allowed is not for the line to say
        except usb.core.USBError as error:
            self._bear(error, self._outlet.out)
            return 0
        self._stalls[self._outlet.out] = 0
        return taken

    def give(self, seconds: float) -> bytes | None:
        if self._outlet.back is None:
            time.sleep(seconds)
            return None
        try:
            said = bytes(self._device.read(self._outlet.back, self._size, int(seconds * 1000)))
        except usb.core.USBTimeoutError:
            return None
        except usb.core.USBError as error:
            self._bear(error, self._outlet.back)
            return b""
        self._stalls[self._outlet.back] = 0
        return said

    def _bear(self, error: usb.core.USBError, endpoint: int) -> None:
        """A halted endpoint is cleared once; anything else ends the line. Raises LinkLost."""
        if error.errno == errno.EINTR:
            return
        self._stalls[endpoint] += 1
        if error.errno != errno.EPIPE or self._stalls[endpoint] > 1:
            raise LinkLost("unplugged or switched off" if error.errno == errno.ENODEV else f"USB: {error.strerror}") from error
        try:
            self._device.clear_halt(endpoint)
        except usb.core.USBError as refused:
            raise LinkLost(f"USB: {refused.strerror}") from refused

    def close(self) -> None:
        gone = (usb.core.USBError, NotImplementedError)
        with suppress(*gone):
            usb.util.release_interface(self._device, self._outlet.interface)
        if self._put_aside:
            with suppress(*gone):
                self._device.attach_kernel_driver(self._outlet.interface)
        usb.util.dispose_resources(self._device)
