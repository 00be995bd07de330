"""What scanners are plugged in, with the URL of each: cameras, serial lines, keyboards. Opened for a question only."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec

from hardware.scanner import v4l2

DEV = Path("/dev")


class Found(msgspec.Struct, frozen=True):
    """`url` is what `--scanner` takes; `trouble`: why it cannot be used now, and what to do."""

    kind: Literal["camera", "serial", "keyboard"]
    url: str
    name: str
    trouble: str = ""


def camera_nodes(dev: Path = DEV) -> list[Path]:
    """Everything that calls itself a camera, by its stable name where there is one. Opens nothing."""
    return stable(dev / "v4l" / "by-id", sorted(dev.glob("video[0-9]*")))


def first_camera(dev: Path = DEV) -> Path | None:
    """The first that gives pictures."""
    return next((node for node in camera_nodes(dev) if isinstance(v4l2.identify(str(node)), v4l2.Camera)), None)


def cameras(dev: Path = DEV) -> Iterator[Found]:
    """Cameras; their second nodes, which give no pictures, are left out."""
    for device in camera_nodes(dev):
        match v4l2.identify(str(device)):
            case v4l2.Camera(name=name):
                yield Found("camera", f"v4l2://{device}", name)
            case v4l2.NoCamera(cure=cure, second_node=False):
                yield Found("camera", f"v4l2://{device}", "", cure)


def serial_lines(dev: Path = DEV) -> Iterator[Found]:
    """USB serial lines; which of them is a scanner its name tells, or the field engineer by `live`."""
    lines = sorted([*dev.glob("ttyACM*"), *dev.glob("ttyUSB*")])
    for device in stable(dev / "serial" / "by-id", lines):
        yield Found("serial", f"serial://{device}", device.name)


def keyboards(dev: Path = DEV) -> Iterator[Found]:
    """Devices that type, the true keyboards among them."""
    import evdev  # noqa: PLC0415

    for device in stable(dev / "input" / "by-id", sorted((dev / "input").glob("event[0-9]*"))):
        try:
            opened = evdev.InputDevice(str(device), readonly=True)
        except PermissionError:
            yield Found("keyboard", f"evdev://{device}", "", "may not be opened: see the udev rule in docs/devices.md")
            continue
        except OSError:
            continue
        keys = opened.capabilities().get(evdev.ecodes.EV_KEY, [])
        opened.close()
        if {evdev.ecodes.KEY_A, evdev.ecodes.KEY_ENTER} <= set(keys):
            yield Found("keyboard", f"evdev://{device}", opened.name)


def stable(links: Path, nodes: list[Path]) -> list[Path]:
    """`nodes`, each by the first of `links` that leads to it: a name that stays when the numbers change."""
    named: dict[Path, Path] = {}
    for link in sorted(links.iterdir()) if links.is_dir() else []:
        named.setdefault(link.resolve(), link)
    return [named.get(node.resolve(), node) for node in nodes]


def everything(dev: Path = DEV) -> Iterator[Found]:
    yield from cameras(dev)
    yield from serial_lines(dev)
    yield from keyboards(dev)
