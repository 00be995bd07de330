"""The bytes of a print job: head, raster, cut, markers, and the bytes that bring a printer back into step.

Nothing here looks like a real-time command by accident: printers carry those out even inside a picture.
"""

import re
from functools import cache

from escpos.printer import Dummy

SLICE_ROWS = 96  # one GS v 0 each: small enough to lose little with a link, large enough not to stutter
MARKERS = 94**3

AUTOMATIC_STATUS_ON = b"\x1d\x61\xff"  # GS a: ESC @ switches it off on network cards, so it follows every one
ASK_STATUS = b"".join(b"\x10\x04" + bytes([n]) for n in (1, 2, 3, 4))  # DLE EOT, answered ahead of all data
ASK_ORDERED = b"\x1d\x72\x01"  # GS r: answered in order with the data
CLEAR_BUFFERS = bytes.fromhex("10 14 08 01 03 14 01 06 02 08")  # DLE DC4 8, answered 37 25 00

# DLE EOT n, DLE ENQ n, DLE DC4 n. Source: ESC/POS, notes of DLE EOT on data of other commands.
_LOOK_ALIKE = re.compile(rb"\x10(?=\x04[\x01-\x08]|\x05[\x00-\x02]|\x14[\x00-\x08])", re.DOTALL)


def defuse(raster: bytes) -> bytes:
    """`raster` without anything a printer would take for a real-time command: one dot is added to each look-alike."""
    while _LOOK_ALIKE.search(raster):
        raster = _LOOK_ALIKE.sub(b"\x18", raster)
    return raster


def marker_name(number: int, part: str) -> bytes:
    """4 printable characters for marker `number` (0 … 94**3 - 1); `part` is s (start), e (end) or p (probe)."""
    digits = bytearray()
    for _ in range(3):
        number, digit = divmod(number, 94)
        digits.append(0x21 + digit)
    return bytes(reversed(digits)) + part.encode("ascii")


def ask_marker(name: bytes) -> bytes:
    """GS ( H fn 48: answered when everything before it is on paper."""
    return b"\x1d\x28\x48\x06\x00\x30\x30" + name


@cache
def initialise() -> bytes:
    """ESC @ and automatic status on."""
    printer = Dummy()
    printer.hw("INIT")
    printer._raw(AUTOMATIC_STATUS_ON)  # the library's way to add prepared bytes; it has no name for this command
    return bytes(printer.output)


@cache
def cut() -> bytes:
    """Feed to the cutter, then cut (the library's `feed=False` is GS V 66 0, which feeds just enough)."""
    printer = Dummy()
    printer.cut(feed=False)
    return bytes(printer.output)


def slices(width: int, raster: bytes, rows: int = SLICE_ROWS) -> list[bytes]:
    """`raster` (packed, `width` dots a row) as GS v 0 commands of at most `rows` rows."""
    stride = width // 8
    step = stride * rows
    safe = defuse(raster)
    commands = []
    for start in range(0, len(safe), step):
        part = safe[start : start + step]
        head = b"\x1d\x76\x30\x00" + stride.to_bytes(2, "little") + (len(part) // stride).to_bytes(2, "little")
        commands.append(head + part)
    return commands


def body(width: int, raster: bytes) -> bytes:
    """Picture and cut; what proves it follows."""
    return b"".join(slices(width, raster)) + cut()


def probe(name: bytes) -> bytes:
    """Ask for a marker and an ordered status with nothing to print. Text that a printer makes of an unknown command is erased."""
    printer = initialise()
    return printer + ask_marker(name) + ASK_ORDERED + printer


def padding(width: int) -> bytes:
    """As many NULs as the largest slice, so that a half-received slice is complete, then a fresh start."""
    return bytes(SLICE_ROWS * width // 8) + initialise()
