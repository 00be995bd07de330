"""A scanner's URL and what it says; nothing here opens a device or loads what reads pictures.

`v4l2:///dev/v4l/by-id/…`       a camera, 1280×720; `?focus=N` and `?exposure=N` fix what it judges by itself otherwise
`v4l2:`                         the first camera there is
`video:///file.avi[?loop=1]`    a recording, in its own time; with `loop` for ever
`images:///folder`              the newest picture of a folder, shown until a newer one comes; an empty folder is a blank picture
`images:///folder?order=name`   every picture of a folder once, by name
`synthetic:SEED[?text=…]`       a code moving over a noisy ground, the same for the same seed
`serial:///dev/ttyACM0[?baud=9600]`              a hand scanner that sends lines
`evdev:///dev/input/by-id/…[?layout=us|jis]`     a hand scanner that types like a keyboard
"""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec

from hardware.scanner import find
from hardware.scanner.keyboard import LayoutName, layout_named


class BadScannerUrl(ValueError):
    """The URL names no kind of scanner. The message lists those there are."""


class Wishes(msgspec.Struct, frozen=True):
    """Focus (the camera's own units) and exposure (100 µs); None: the camera's own judgement."""

    focus: int | None = None
    exposure: int | None = None


class Camera(msgspec.Struct, frozen=True):
    """`device`: "" for the first there is."""

    device: str
    wished: Wishes


class Film(msgspec.Struct, frozen=True):
    path: Path
    loop: bool


class Folder(msgspec.Struct, frozen=True):
    path: Path
    in_order: bool


class Drawn(msgspec.Struct, frozen=True):
    seed: int
    text: str


class SerialLine(msgspec.Struct, frozen=True):
    path: str
    baud: int


class Typing(msgspec.Struct, frozen=True):
    path: str
    layout: LayoutName


Address = Camera | Film | Folder | Drawn | SerialLine | Typing


def parse(url: str) -> Address:
    """What `url` names. Raises BadScannerUrl."""
    split = urlsplit(url)
    path, options = unquote(split.path), {name: values[-1] for name, values in parse_qs(split.query).items()}
    match split.scheme:
        case "v4l2" if (path.startswith("/") or not path) and (wished := wishes(options)) is not None:
            return Camera(path, wished)
        case "video":
            return Film(Path(path), options.get("loop") == "1")
        case "images":
            return Folder(Path(path), options.get("order") == "name")
        case "synthetic" if path.isdigit():
            return Drawn(int(path), options.get("text", f"SYNTHETIC-{path}"))
        case "serial":
            return _serial(url, path, options.get("baud", "9600"))  # the factory's setting; on USB it means nothing
        case "evdev":
            return _typing(url, path, options.get("layout", "us"))
    raise BadScannerUrl(
        f"{url!r} names no scanner. Use v4l2:///dev/video0 (with ?focus=N&exposure=N where they must be fixed), v4l2: for the first"
        " camera there is, video:///file.avi, images:///folder, synthetic:SEED (a whole number) or, for a hand scanner,"
        " serial:///dev/ttyACM0 or evdev:///dev/input/by-id/…. `python -m hardware.scanner find` lists what is plugged in."
    )


def is_there(url: str) -> bool:
    """Whether the device behind `url` exists, told without opening it. Raises BadScannerUrl."""
    match parse(url):
        case Camera(device):
            return Path(device).exists() if device else bool(find.camera_nodes())
        case Film(path):
            return path.is_file()
        case Folder(path):
            return path.is_dir()
        case Drawn():
            return True
        case SerialLine(device) | Typing(device):
            return Path(device).exists()


def wishes(options: Mapping[str, str]) -> Wishes | None:
    """The options `focus=auto|N` and `exposure=auto|N` of a camera's URL; None where they are neither."""
    read = {name: options.get(name, "auto") for name in ("focus", "exposure")}
    if not all(value == "auto" or value.isdigit() for value in read.values()):
        return None
    return Wishes(**{name: None if value == "auto" else int(value) for name, value in read.items()})


def _serial(url: str, path: str, baud: str) -> SerialLine:
    if not path.startswith("/") or not baud.isdigit():
        raise BadScannerUrl(
            f"{url!r}: a hand scanner is serial:///dev/ttyACM0, or with its speed serial:///dev/ttyUSB0?baud=115200"
        )
    return SerialLine(path, int(baud))


def _typing(url: str, path: str, layout: str) -> Typing:
    known = layout_named(layout)
    if not path.startswith("/") or known is None:
        raise BadScannerUrl(
            f"{url!r}: a hand scanner that types is evdev:///dev/input/by-id/…-event-kbd, with ?layout=jis where it is set to a"
            " Japanese keyboard, ?layout=us (the default) otherwise"
        )
    return Typing(path, known)
