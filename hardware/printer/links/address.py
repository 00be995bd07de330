"""A printer's URL and what it says: where the printer is, how its line is set, whether it ever answers."""

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qs, unquote, urlsplit

FORMS = """\
tcp://HOST[:9100]                    a network card
usb://04b8:0202[/SERIAL]             a USB printer by vendor and product (`find` lists them)
usb:///dev/usb/lp0                   a USB printer by its device file
serial:///dev/ttyUSB0?baud=115200    a serial line; flow=rtscts (default), xonxoff, dsr or none; parity=none, even or odd
file:///PATH                         takes bytes, never answers"""


class Flow(StrEnum):
    """How a printer stops a serial line. RTSCTS also serves one that uses DTR, with the usual cable (its DTR on our CTS)."""

    RTSCTS = "rtscts"
    XONXOFF = "xonxoff"
    DSR = "dsr"
    NONE = "none"


class Parity(StrEnum):
    NONE = "none"
    EVEN = "even"
    ODD = "odd"


_PRODUCT = re.compile(r"([0-9a-fA-F]{4}):([0-9a-fA-F]{4})")
_SLOWEST, _FASTEST = 1200, 4_000_000  # baud


class BadPrinterUrl(Exception):
    """The URL names no printer; the message says which forms there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """`blind`: it never answers (tier D). `alone`: an open line is ours alone, silence has another reason than a second program."""

    blind: bool = False
    alone: bool = True
    seconds_per_byte: float = 0.0  # of a line slower than the printer


@dataclass(frozen=True, slots=True)
class NetworkPlace(_Place):
    host: str
    port: int


@dataclass(frozen=True, slots=True)
class UsbPlace(_Place):
    vendor: int
    product: int
    serial: str | None = None


@dataclass(frozen=True, slots=True)
class DevicePlace(_Place):
    """A character device of the kernel's printer driver (usblp), read and written."""

    path: str


@dataclass(frozen=True, slots=True)
class SerialPlace(_Place):
    path: str
    baud: int = 115200
    flow: Flow = Flow.RTSCTS
    parity: Parity = Parity.NONE


@dataclass(frozen=True, slots=True)
class FilePlace(_Place):
    path: str


Address = NetworkPlace | UsbPlace | DevicePlace | SerialPlace | FilePlace


def parse(url: str) -> Address:
    """The address `url` names. Raises BadPrinterUrl."""
    return _Reader(url).address()


class _Reader:
    """One URL being read; every refusal repeats it."""

    def __init__(self, url: str) -> None:
        self._url = url
        try:
            self._parts = urlsplit(url)
        except ValueError:
            raise self._bad("the address in [ ] is not closed, or no address") from None
        self._path = unquote(self._parts.path)
        try:
            self._words = (
                {
                    name: values[-1]
                    for name, values in parse_qs(self._parts.query, keep_blank_values=True, strict_parsing=True).items()
                }
                if self._parts.query
                else {}
            )
        except ValueError:
            raise self._bad("what follows ? is NAME=VALUE, several with & between") from None

    def address(self) -> Address:
        blind = self._blind()
        match self._parts.scheme:
            case "tcp":
                return self._network(blind)
            case "usb":
                return self._usb(blind)
            case "serial":
                return self._serial(blind)
            case "file":
                return self._file()
        raise self._bad(f"a printer is named in one of these forms:\n{FORMS}")

    def _bad(self, why: str) -> BadPrinterUrl:
        return BadPrinterUrl(f"{self._url}: {why}")

    def _blind(self) -> bool:
        declared = self._words.pop("tier", None)
        if declared is not None and declared.upper() != "D":
            raise self._bad("only tier=D can be declared (a printer that never answers); the others are found by asking")
        return declared is not None

    def _no_more_words(self, *allowed: str) -> None:
        if self._words:
            known = ", ".join((*allowed, "tier"))
            raise self._bad(f"nothing is known about {', '.join(self._words)} here; this form knows {known}")

    def _network(self, blind: bool) -> NetworkPlace:
        self._no_more_words()
        try:
            port = self._parts.port
        except ValueError:
            port = 0
        if port == 0:
            raise self._bad("the port must be a number from 1 to 65535")
        if not self._parts.hostname or self._path not in ("", "/"):
            raise self._bad("a network printer is tcp://host:9100")
        return NetworkPlace(unquote(self._parts.hostname), port or 9100, blind=blind, alone=False)

    def _usb(self, blind: bool) -> UsbPlace | DevicePlace:
        self._no_more_words()
        if not self._parts.netloc:
            if not self._path.startswith("/dev/"):
                raise self._bad("a USB printer is usb://04b8:0202, usb://04b8:0202/SERIAL or usb:///dev/usb/lp0")
            return DevicePlace(self._path, blind=blind)
        found = _PRODUCT.fullmatch(self._parts.netloc)
        if found is None:
            raise self._bad("vendor and product are four hexadecimal digits each, as lsusb shows them: usb://04b8:0202")
        serial = self._path.removeprefix("/")
        return UsbPlace(int(found[1], 16), int(found[2], 16), serial or None, blind=blind)

    def _serial(self, blind: bool) -> SerialPlace:
        baud = self._words.pop("baud", "115200")
        flow = self._words.pop("flow", "rtscts")
        parity = self._words.pop("parity", "none")
        self._no_more_words("baud", "flow", "parity")
        if self._parts.netloc or not self._path.startswith("/"):
            raise self._bad("a serial printer is serial:///dev/ttyUSB0?baud=115200 (three strokes)")
        if not baud.isascii() or not baud.isdigit() or not _SLOWEST <= int(baud) <= _FASTEST:
            raise self._bad(f"baud is a number from {_SLOWEST} to {_FASTEST}; the printer's self-test slip names its own")
        if flow not in set(Flow):
            raise self._bad(f"flow is one of {', '.join(Flow)}")
        if parity not in set(Parity):
            raise self._bad(f"parity is one of {', '.join(Parity)}")
        bits = 10 if parity == Parity.NONE else 11  # start, eight, parity, stop
        return SerialPlace(self._path, int(baud), Flow(flow), Parity(parity), blind=blind, seconds_per_byte=bits / int(baud))

    def _file(self) -> FilePlace:
        self._no_more_words()
        if self._parts.netloc or not self._path.strip("/"):
            raise self._bad("a file is file:///path (three strokes)")
        return FilePlace(self._path, blind=True)
