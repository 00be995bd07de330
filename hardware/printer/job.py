"""The bytes of a print job: head, raster, cut, markers, and the bytes that bring a printer back into step.

Nothing here looks like a real-time command by accident: printers carry those out even inside a picture.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import groupby

from escpos.printer import Dummy

SLICE_ROWS = 96  # one GS v 0 each: small enough to lose little with a link, large enough not to stutter
BLANK_ROWS = 8  # from here on a gap is worth a slice of its own, where bytes are dear
MARKERS = 94**3

AUTOMATIC_STATUS_ON = b"\x1d\x61\xff"  # GS a: ESC @ switches it off on network cards, so it follows every one
# Nothing to a printer that waits for a command; to one that an earlier line left inside the head of a command, the end of it.
# Were it letters or a question, they would be read as the size of a picture of megabytes.
HEADS_END = bytes(16)
ASK_STATUS = b"".join(b"\x10\x04" + bytes([n]) for n in (1, 2, 3, 4))  # DLE EOT, answered ahead of all data
ASK_IDENTITY = b"\x1d\x49\x42\x1d\x49\x43\x1d\x49\x41"  # GS I 66, 67, 65: maker, model, firmware
ASK_ORDERED = b"\x1d\x72\x01"  # GS r: answered in order with the data
RECOVER = b"\x10\x05\x01"  # DLE ENQ 1: go on at the line where an error stopped the printing
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
        commands.append(_slice(stride, safe[start : start + step]))
    return commands


def narrow_slices(width: int, raster: bytes) -> list[bytes]:
    """The same picture in fewer bytes, for a line slower than the motor: each band only as wide as its ink.

    A gap becomes a picture one byte wide. ESC J would be shorter still, but its unit is the printer's own (GS P is not everywhere).
    """
    commands = []
    for band in _bands(width // 8, raster):
        stride = max(1, *(len(row.rstrip(b"\0")) for row in band))
        commands.append(_slice(stride, defuse(b"".join(row[:stride] for row in band))))
    return commands


def _bands(stride: int, raster: bytes) -> Iterator[list[bytes]]:
    """Rows in their order, gaps of `BLANK_ROWS` and more apart, at most `SLICE_ROWS` together."""
    rows = [raster[at : at + stride] for at in range(0, len(raster), stride)]
    runs: list[tuple[bool, list[bytes]]] = []
    for blank, group in groupby(rows, key=lambda row: not any(row)):
        run = list(group)
        gap = blank and len(run) >= BLANK_ROWS
        if runs and not gap and not runs[-1][0]:
            runs[-1][1].extend(run)
        else:
            runs.append((gap, run))
    for _, run in runs:
        yield from (run[at : at + SLICE_ROWS] for at in range(0, len(run), SLICE_ROWS))


def _slice(stride: int, part: bytes) -> bytes:
    return b"\x1d\x76\x30\x00" + stride.to_bytes(2, "little") + (len(part) // stride).to_bytes(2, "little") + part


def body(width: int, raster: bytes, dear: bool = False) -> bytes:
    """Picture and cut; what proves it follows. `dear`: the line is slow, spare bytes."""
    return b"".join((narrow_slices if dear else slices)(width, raster)) + cut()


def probe(name: bytes) -> bytes:
    """Ask for name, marker and ordered status with nothing to print. Text that a printer makes of an unknown command is erased."""
    printer = initialise()
    return printer + ASK_IDENTITY + ask_marker(name) + ASK_ORDERED + printer


def padding(width: int) -> bytes:
    """As many NULs as the largest slice, so that a half-received slice is complete, then a fresh start."""
    return bytes(SLICE_ROWS * width // 8) + initialise()
