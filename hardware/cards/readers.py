"""Which readers this machine has, with the URL to use for each. For the field engineer; nothing is opened."""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SYSTEM = Path("/")
ONLY_THROUGH_PCSCD = {(0x054C, 0x0DC8): "Sony RC-S300/S", (0x054C, 0x0DC9): "Sony RC-S300/P"}  # nfcpy does not know their chip
KERNEL_MODULES = ("port100", "pn533_usb", "pn533")  # take a reader before nfcpy can
LIST_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class FoundReader:
    """`url`: None where it cannot be used as things are. `cure`: what to do about that."""

    reader: str
    url: str | None
    cure: str | None = None


@dataclass(frozen=True, slots=True)
class UsbDevice:
    """`node`: what a program opens. `modules`: kernel modules that hold it."""

    vendor: int
    product: int
    bus: int
    number: int
    name: str
    node: Path
    modules: tuple[str, ...]


def found() -> Iterator[FoundReader]:
    yield from for_nfcpy(tuple(plugged_in(SYSTEM)))
    yield from for_pcsc()


def plugged_in(system: Path) -> Iterator[UsbDevice]:
    """Every USB device, by the kernel's own list under `system`."""
    for folder in sorted(system.glob("sys/bus/usb/devices/*")):
        if not (folder / "idVendor").exists():
            continue
        vendor, product = (int(_line(folder / name), 16) for name in ("idVendor", "idProduct"))
        bus, number = (int(_line(folder / name)) for name in ("busnum", "devnum"))
        drivers = (interface / "driver" for interface in folder.glob(f"{folder.name}:*"))
        modules = tuple(driver.resolve().name for driver in drivers if driver.exists())
        name = " ".join(filter(None, (_line(folder / "manufacturer"), _line(folder / "product"))))
        node = system / f"dev/bus/usb/{bus:03}/{number:03}"
        yield UsbDevice(vendor, product, bus, number, name or f"{vendor:04x}:{product:04x}", node, modules)


def for_nfcpy(devices: tuple[UsbDevice, ...]) -> Iterator[FoundReader]:
    """Those nfcpy has a driver for, and those people try with it in vain."""
    from nfc.clf.device import usb_device_map  # noqa: PLC0415 (as in open.py: whoever wants only PC/SC must not need it)

    alike = Counter((device.vendor, device.product) for device in devices)
    for device in devices:
        model = (device.vendor, device.product)
        if model in ONLY_THROUGH_PCSCD:
            yield FoundReader(device.name, None, f"{ONLY_THROUGH_PCSCD[model]}: nfcpy cannot drive it, use its pcsc: line")
        elif model in usb_device_map:
            place = f"{device.bus:03}:{device.number:03}" if alike[model] > 1 else f"{device.vendor:04x}:{device.product:04x}"
            yield FoundReader(device.name, f"nfcpy:usb:{place}", _hindrance(device))


def for_pcsc() -> Iterator[FoundReader]:
    """Those pcscd drives. Empty ones and ones with a card alike."""
    try:
        from hardware.cards.pcsc_service import Service, ServiceGone  # noqa: PLC0415
    except ImportError:
        yield FoundReader("PC/SC", None, "pyscard is not installed: see docs/devices.md")
        return
    try:
        with Service(LIST_SECONDS) as service:
            yield from (FoundReader(name, f"pcsc:{name}") for name in service.every_reader())
    except ServiceGone:
        yield FoundReader(
            "PC/SC",
            None,
            "pcscd does not answer: apt install pcscd, systemctl start pcscd.socket; or no right to it: a polkit rule",
        )


def _hindrance(device: UsbDevice) -> str | None:
    held_by = [module for module in device.modules if module in KERNEL_MODULES]
    if held_by:
        return (
            f"the kernel module {held_by[0]} holds it: echo 'blacklist {held_by[0]}' > /etc/modprobe.d/reader.conf, plug it in anew"
        )
    if not os.access(device.node, os.W_OK):
        return f"no right to write {device.node}: a udev rule for {device.vendor:04x}:{device.product:04x}, group plugdev"
    return None


def _line(path: Path) -> str:
    return path.read_text("utf-8", "replace").strip() if path.exists() else ""
