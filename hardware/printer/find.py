"""What could be a printer on this machine: USB printers, device files of the kernel's driver, serial lines; each with its URL."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import usb.core

from hardware.printer.links.usb_bulk import NO_RIGHT, find_devices, outlets, serial_of

_STRINGS = {"MFG": "maker", "MANUFACTURER": "maker", "MDL": "model", "MODEL": "model"}


@dataclass(frozen=True, slots=True)
class Found:
    """`url` for --printer; `maker` and `model` as the device tells them, `why` what hinders."""

    url: str
    maker: str | None = None
    model: str | None = None
    why: str | None = None


def usb_printers(backend: Any = None) -> Iterator[Found]:
    """Devices with an interface of the printer class. Raises LinkLost without libusb."""
    for device in find_devices(backend):
        if not _is_printer(device):
            continue
        url = f"usb://{device.idVendor:04x}:{device.idProduct:04x}"
        try:
            maker, model = device.manufacturer, device.product
        except (usb.core.USBError, ValueError, NotImplementedError):
            # ValueError is pyusb's word for strings it may not read.
            yield Found(url, why=f"no right to use it: {NO_RIGHT}")
            continue
        serial = serial_of(device)
        yield Found(f"{url}/{quote(serial, safe='')}" if serial else url, maker, model)


def _is_printer(device: Any) -> bool:
    """By its descriptors, which everybody may read. A vendor-class interface alone could be anything."""
    try:
        return any(rank[0] == 0 for configuration in device for rank, _ in outlets(configuration))
    except usb.core.USBError:
        return False


def device_files(dev: Path = Path("/dev"), sys: Path = Path("/sys")) -> Iterator[Found]:
    """/dev/usb/lp0 and so on; the kernel keeps what the printer said of itself (IEEE 1284 device id)."""
    for path in sorted(dev.glob("usb/lp*")):
        try:
            said = (sys / "class/usbmisc" / path.name / "device/ieee1284_id").read_text()
        except OSError:
            said = ""
        pairs = (part.partition(":") for part in said.strip().split(";"))
        told = {_STRINGS[key.strip().upper()]: value.strip() for key, _, value in pairs if key.strip().upper() in _STRINGS}
        yield Found(f"usb://{path}", told.get("maker"), told.get("model"))


def serial_lines(dev: Path = Path("/dev")) -> Iterator[Found]:
    """Adapters and modems by the name that stays theirs, other USB lines by number. What is at the other end nobody knows."""
    named = {path.resolve(): path for path in sorted(dev.glob("serial/by-id/*"))}
    for path in sorted([*dev.glob("ttyUSB*"), *dev.glob("ttyACM*")]):
        own = named.get(path.resolve(), path)
        yield Found(f"serial://{quote(str(own))}?baud=115200", why="perhaps: baud and flow are on the printer's self-test slip")
