"""A USB bus with a printer on it, at the place where libusb would be: pyusb asks here for descriptors and transfers.

What is written to the bulk endpoint goes to the simulated printer's process, what comes back is read from the other one. Between
them nothing is kept: a printer that takes nothing lets a transfer time out, a pulled plug is ENODEV, as on a real bus.
"""

import array
import errno
import select
import socket
import struct
from dataclasses import dataclass, field
from types import SimpleNamespace

import usb.backend
import usb.core

BULK, INTERRUPT = 2, 3
NO_DEVICE, IO, BUSY, ACCESS, PIPE, TIMEOUT = -4, -1, -6, -3, -9, -7
_ERRNO = {
    NO_DEVICE: errno.ENODEV,
    IO: errno.EIO,
    BUSY: errno.EBUSY,
    ACCESS: errno.EACCES,
    PIPE: errno.EPIPE,
    TIMEOUT: errno.ETIMEDOUT,
}


def failed(code: int) -> usb.core.USBError:
    kind = usb.core.USBTimeoutError if code == TIMEOUT else usb.core.USBError
    return kind(f"error {code}", code, _ERRNO[code])


@dataclass(frozen=True)
class Setting:
    """One alternate setting of an interface. `ends`: (address, kind, largest packet)."""

    number: int = 0
    alternate: int = 0
    kind: int = 7
    subclass: int = 1
    protocol: int = 2
    ends: tuple[tuple[int, int, int], ...] = ((0x02, BULK, 64), (0x81, BULK, 64))


@dataclass
class Plugged:
    """One device on the bus. `address`: the printer behind it; None: a device that is never spoken to."""

    address: tuple[str, int] | None = None
    vendor: int = 0x04B8
    product: int = 0x0E28
    serial: str | None = None
    settings: tuple[Setting, ...] = (Setting(),)
    present: bool = True
    configured: bool = True
    readable: bool = True  # by the rights of the user
    driver: str | None = "usblp"
    claimed_elsewhere: bool = False
    empty_packets: int = 0  # to come before the first word
    stalls: dict[int, int] = field(default_factory=dict)  # endpoint → how often it halts
    halted: set[int] = field(default_factory=set)
    calls: list[str] = field(default_factory=list)  # what was done to it, in order
    line: socket.socket | None = None
    bus: int = 1

    def gone(self) -> bool:
        return not self.present


class Bus(usb.backend.IBackend):
    """The bus. One backend object serves every thread."""

    def __init__(self, *plugged: Plugged) -> None:
        super().__init__()
        self.plugged = plugged

    # --- descriptors ----------------------------------------------------------------------------------------------------------

    def enumerate_devices(self):
        return iter([device for device in self.plugged if device.present])

    def get_device_descriptor(self, dev):
        return SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x200, bDeviceClass=0, bDeviceSubClass=0, bDeviceProtocol=0, bMaxPacketSize0=64,
            idVendor=dev.vendor, idProduct=dev.product, bcdDevice=0x100, iManufacturer=1, iProduct=2,
            iSerialNumber=3 if dev.serial else 0, bNumConfigurations=1, address=self.plugged.index(dev) + 1, bus=dev.bus,
            port_number=1, port_numbers=(1,), speed=2,
        )  # fmt: skip

    def get_configuration_descriptor(self, dev, config):
        if config:
            raise IndexError
        interfaces = len({setting.number for setting in dev.settings})
        return SimpleNamespace(
            bLength=9, bDescriptorType=2, wTotalLength=32, bNumInterfaces=interfaces, bConfigurationValue=1, iConfiguration=0,
            bmAttributes=0xC0, bMaxPower=1, extra_descriptors=[],
        )  # fmt: skip

    def _setting(self, dev, intf, alt) -> Setting:
        number = sorted({setting.number for setting in dev.settings})[intf]
        return [setting for setting in dev.settings if setting.number == number][alt]

    def get_interface_descriptor(self, dev, intf, alt, config):
        setting = self._setting(dev, intf, alt)
        return SimpleNamespace(
            bLength=9, bDescriptorType=4, bInterfaceNumber=setting.number, bAlternateSetting=setting.alternate,
            bNumEndpoints=len(setting.ends), bInterfaceClass=setting.kind, bInterfaceSubClass=setting.subclass,
            bInterfaceProtocol=setting.protocol, iInterface=0, extra_descriptors=[],
        )  # fmt: skip

    def get_endpoint_descriptor(self, dev, ep, intf, alt, config):
        address, kind, packet = self._setting(dev, intf, alt).ends[ep]
        return SimpleNamespace(
            bLength=7, bDescriptorType=5, bEndpointAddress=address, bmAttributes=kind, wMaxPacketSize=packet, bInterval=0,
            bRefresh=0, bSynchAddress=0, extra_descriptors=[],
        )  # fmt: skip

    def ctrl_transfer(self, dev_handle, bmRequestType, bRequest, wValue, wIndex, data, timeout):  # noqa: N803 - pyusb's names
        assert (bmRequestType, bRequest, wValue >> 8) == (0x80, 6, 3), "only strings are asked for"
        index = wValue & 0xFF
        words = {1: "EPSON", 2: "TM-m30III", 3: dev_handle.serial or ""}
        text = struct.pack("<H", 0x0409) if index == 0 else words[index].encode("utf-16-le")
        answer = bytes([len(text) + 2, 3]) + text
        cut = answer[: len(data)]
        data[: len(cut)] = array.array("B", cut)
        return len(cut)

    # --- opening --------------------------------------------------------------------------------------------------------------

    def open_device(self, dev):
        if dev.gone():
            raise failed(NO_DEVICE)
        if not dev.readable:
            raise failed(ACCESS)
        return dev

    def close_device(self, dev_handle):
        dev_handle.calls.append("closed")

    def get_configuration(self, dev_handle):
        return int(dev_handle.configured)

    def set_configuration(self, dev_handle, config_value):
        dev_handle.calls.append("configured")
        dev_handle.configured = True

    def set_interface_altsetting(self, dev_handle, intf, altsetting):
        dev_handle.calls.append(f"alternate {altsetting}")

    def is_kernel_driver_active(self, dev_handle, intf):
        return dev_handle.driver is not None and not dev_handle.claimed_elsewhere

    def detach_kernel_driver(self, dev_handle, intf):
        dev_handle.calls.append(f"put {dev_handle.driver} aside")
        dev_handle.driver = None

    def attach_kernel_driver(self, dev_handle, intf):
        if dev_handle.gone():
            raise failed(NO_DEVICE)
        dev_handle.calls.append("driver back")
        dev_handle.driver = "usblp"

    def claim_interface(self, dev_handle, intf):
        if dev_handle.driver is not None or dev_handle.claimed_elsewhere:
            raise failed(BUSY)
        dev_handle.calls.append(f"claimed {intf}")
        if dev_handle.address is not None:
            dev_handle.line = self._plug_through(dev_handle)

    def _plug_through(self, device: Plugged) -> socket.socket:
        try:
            line = socket.create_connection(device.address, timeout=30)
        except OSError:
            raise failed(NO_DEVICE) from None
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1)  # the least there is: a bus keeps nothing
        line.setblocking(False)
        return line

    def release_interface(self, dev_handle, intf):
        dev_handle.calls.append(f"released {intf}")
        if dev_handle.line is not None:
            dev_handle.line.close()
            dev_handle.line = None

    def reset_device(self, dev_handle):
        dev_handle.calls.append("reset")

    def clear_halt(self, dev_handle, ep):
        dev_handle.calls.append(f"cleared {ep:02x}")
        dev_handle.halted.discard(ep)

    # --- transfers ------------------------------------------------------------------------------------------------------------

    def _check(self, device: Plugged, end: int) -> socket.socket:
        if device.gone() or device.line is None:
            raise failed(NO_DEVICE)
        if device.stalls.get(end, 0) > 0:
            device.stalls[end] -= 1
            device.halted.add(end)
        if end in device.halted:
            raise failed(PIPE)
        return device.line

    def bulk_write(self, dev_handle, ep, intf, data, timeout):
        line = self._check(dev_handle, ep)
        _, writable, _ = select.select([], [line], [], timeout / 1000)
        if dev_handle.gone():
            raise failed(NO_DEVICE)
        if not writable:
            raise failed(TIMEOUT)
        try:
            return line.send(data.tobytes())
        except BlockingIOError:
            raise failed(TIMEOUT) from None
        except OSError:
            raise failed(NO_DEVICE) from None

    def bulk_read(self, dev_handle, ep, intf, buff, timeout):
        line = self._check(dev_handle, ep)
        if dev_handle.empty_packets > 0:
            dev_handle.empty_packets -= 1
            return 0
        readable, _, _ = select.select([line], [], [], timeout / 1000)
        if dev_handle.gone():
            raise failed(NO_DEVICE)
        if not readable:
            raise failed(TIMEOUT)
        try:
            said = line.recv(len(buff))
        except OSError:
            raise failed(NO_DEVICE) from None
        if not said:
            raise failed(NO_DEVICE)
        buff[: len(said)] = array.array("B", said)
        return len(said)
