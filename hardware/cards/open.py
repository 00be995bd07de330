"""From a reader's URL to a reader: the one place that chooses a driver."""

from hardware.cards.guarded_link import Trace
from hardware.cards.port import CardReader

KNOWN = "nfcpy:usb, nfcpy:usb:VENDOR:PRODUCT, nfcpy:tty:PORT:DRIVER, nfcpy:udp:HOST:PORT, pcsc:, pcsc:NAME"
WITHOUT_PYSCARD = (
    "pcsc: needs pyscard: apt install pcscd libpcsclite-dev swig gcc python3-dev, then pip install pyscard; or use nfcpy:usb"
)


class BadReaderUrl(ValueError):
    """The configuration names a reader nobody can open."""


def open_reader(url: str, trace: Trace | None = None) -> CardReader:
    """The reader of `url`; the device itself is opened at the first call and reopened after it was unplugged.

    `trace` hears header and status word of each command. Raises BadReaderUrl.
    """
    scheme, _, path = url.partition(":")
    if scheme == "nfcpy" and path.split(":")[0] in ("usb", "tty", "udp"):
        # Loading nfcpy costs 70 ms and a USB library: whoever only wants the port's words must not pay for it.
        from hardware.cards.nfcpy_reader import NfcpyReader  # noqa: PLC0415

        return NfcpyReader(path, trace)
    if scheme == "pcsc" and url != scheme:
        try:
            from hardware.cards.pcsc_reader import PcscReader  # noqa: PLC0415
        except ImportError:
            raise BadReaderUrl(WITHOUT_PYSCARD) from None
        return PcscReader(path, trace)
    raise BadReaderUrl(f"unknown reader {url!r}; known are {KNOWN}")
