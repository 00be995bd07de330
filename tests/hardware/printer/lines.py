"""One printer, four ways to connect it: the same tests run on each pair of driver and simulated device."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from hardware.printer.limits import Limits
from hardware.printer.links.address import Address, DevicePlace, parse
from hardware.printer.links.device_file import open_device
from hardware.printer.links.dial import dial
from hardware.printer.links.link import Link
from hardware.printer.links.usb_bulk import open_usb
from tests.hardware.printer.usb_cable import Bus, Plugged
from tests.hardware.printer.watched import IMPATIENT, Device, Watched

KINDS = ("network", "serial", "usb", "device-file")


class Connected:
    """A simulated printer on a line of the given kind."""

    def __init__(self, kind: str, folder: Path, *options: str) -> None:
        self.kind = kind
        folder.mkdir()
        self.open_line: Callable[[Address], Link] = dial
        self.plugged: Plugged | None = None
        if kind in ("serial", "device-file"):
            path = folder / "line"
            self.device = Device(folder / "sheets", "--pty", str(path), *options)
            self.url = f"serial://{path}?baud=921600"
            if kind == "device-file":
                self.url = "usb:///dev/usb/lp0"
                self.open_line = lambda address: open_device(DevicePlace(str(path)))
        else:
            self.device = Device(folder / "sheets", *options)
            self.url = self.device.url
            if kind == "usb":
                self.url = "usb://04b8:0e28"
                self.plugged = Plugged(self.device.address)
                self.open_line = partial(open_usb, backend=Bus(self.plugged))

    def watch(self, limits: Limits = IMPATIENT) -> Watched:
        # No byte takes time on these pipes; what a serial line would need is tested where its pace is the subject.
        return Watched(self.url, replace(limits), open_line=self.open_line)

    def unplug(self) -> None:
        if self.plugged is not None:
            self.plugged.present = False
        self.device.order(plug="out")

    def plug_in(self) -> None:
        self.device.order(plug="in")
        if self.plugged is not None:
            self.plugged.present = True

    def another_program(self) -> Callable[[], None]:
        """Takes the line; call what it gives to end it."""
        if self.plugged is not None:
            plugged = self.plugged
            plugged.claimed_elsewhere = True

            def leave() -> None:
                plugged.claimed_elsewhere = False

            return leave
        return self.open_line(parse(self.url)).close
