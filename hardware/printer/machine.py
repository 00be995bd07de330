"""The inside of a simulated thermal printer: a stream of ESC/POS bytes → rows on paper, sheets and answers. No I/O, no clock.

Written from the command reference, apart from the code that builds jobs, so that one can find the other's mistakes.
"""

import re
from collections import deque
from dataclasses import dataclass, field
from typing import Literal

BUFFER_BYTES = 65536
CHARACTER = (12, 24)  # dots of a character of font A

_REAL_TIME = re.compile(
    rb"\x10\x04([\x01-\x04])|\x10\x05([\x01\x02])|(\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08)",
    re.DOTALL,
)
_CLEAR_LENGTH = 10
_CUT = b"cut"  # among the rows to print

# Commands that this printer accepts and that leave nothing on paper: lead-in → bytes in all.
_WITHOUT_EFFECT = {
    b"\x1b\x21": 3, b"\x1b\x2d": 3, b"\x1b\x32": 2, b"\x1b\x33": 3, b"\x1b\x45": 3, b"\x1b\x4d": 3, b"\x1b\x52": 3,
    b"\x1b\x61": 3, b"\x1b\x74": 3, b"\x1c\x26": 2, b"\x1c\x2e": 2, b"\x1c\x43": 3, b"\x1d\x21": 3, b"\x1d\x42": 3,
    b"\x1d\x4c": 4, b"\x1d\x50": 4, b"\x1d\x57": 4, b"\x10\x04": 3, b"\x10\x05": 3, b"\x10\x14": 5,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """One cut piece of paper. `rows`: packed, one bytes a row; `junk`: characters printed instead of obeyed."""

    width: int
    rows: tuple[bytes, ...]
    junk: int


@dataclass(slots=True)
class Machine:
    """One printer. Knobs are plain fields; call `changed` after turning one."""

    tier: Literal["A", "B", "C", "D"] = "A"
    width: int = 576
    buffer_bytes: int = BUFFER_BYTES
    proof: Literal["printed", "parsed"] = "printed"  # many clones answer in order when a command is read, not when it is done

    paper: Literal["ok", "near_end", "out"] = "ok"
    cover_open: bool = False
    cutter: Literal["ok", "jam", "jam_at_cut", "cleared"] = "ok"  # cleared: still an error until told to recover
    hot: bool = False
    broken: bool = False  # an error that only the mains switch ends, or not even that
    mute: bool = False
    paper_out_at_row: int | None = None
    pause_at: int | None = None  # stands still when so many bytes were obeyed, until this is taken away

    answers: bytearray = field(default_factory=bytearray)
    sheets: list[Sheet] = field(default_factory=list)
    blank_cuts: int = 0
    obeyed: int = 0  # bytes since the power came on
    recovered: int = 0  # times a host asked to go on after an error

    _buffer: bytearray = field(default_factory=bytearray)
    _todo: deque[bytes] = field(default_factory=deque)  # rows and cuts that were read and are not yet on paper
    _host: bool = True  # somebody listens
    _unsent: bytes = b""  # the latest marker that nobody was there to hear
    _tail: bytes = b""  # may be the beginning of a real-time command
    _stride: int = 0  # of the picture being received, bytes a row
    _rows_to_come: int = 0
    _strip: list[bytes] = field(default_factory=list)  # printed, not yet cut
    _line: int = 0  # characters waiting for a line feed
    _junk: int = 0
    _watched: int = 0  # n of GS a
    _told: bytes = b""

    # --- the line ---------------------------------------------------------------------------------------------------------------

    def room(self) -> int:
        return max(0, self.buffer_bytes - self.buffered)

    def receive(self, chunk: bytes) -> None:
        """Take `chunk` in: real-time commands are obeyed at once, wherever they stand, and stay in the data."""
        seen = self._tail + chunk
        kept_from = len(self._tail)  # the tail is in the buffer already
        end = 0
        for found in _REAL_TIME.finditer(seen):
            end = found.end()
            status, recover, clear = found.groups()
            if status:
                self._answer(self._real_time(status[0]))
            elif recover == b"\x01":
                self._recover()
            elif recover == b"\x02" or (clear and self.tier == "A"):
                self._clear()
                kept_from = end
                if clear:
                    self._answer(b"\x37\x25\x00")
                else:
                    self._recover()
        self._buffer += seen[kept_from:]
        rest = seen[end:][1 - _CLEAR_LENGTH :]
        start = rest.find(b"\x10")
        self._tail = rest[start:] if start >= 0 else b""
        if self.proof == "parsed":
            while not self.offline and self._parse():
                pass

    def hears(self, *, there: bool) -> None:
        """Somebody came on the line, or left. Of the markers that nobody heard, the latest is told then."""
        self._host = there
        if there and self._unsent:
            self._answer(self._unsent)
        if there:
            self._unsent = b""

    def take_answers(self) -> bytes:
        answers = bytes(self.answers)
        self.answers.clear()
        return b"" if self.mute or not self._host or self.tier == "D" else answers

    def changed(self) -> None:
        """A knob was turned: tell it, where automatic status is on."""
        now = self._automatic()
        if self._watched and now != self._told:
            self._told = now
            self._answer(now)

    def power_off(self) -> None:
        """Everything in memory is gone; the paper stays where it is."""
        self._clear()
        self.answers.clear()
        self._watched = self.obeyed = 0
        self._tail = b""
        self.cutter = "ok" if self.cutter == "cleared" else self.cutter

    def _clear(self) -> None:
        self._buffer.clear()
        self._todo.clear()
        self._unsent = b""
        self._rows_to_come = self._line = 0

    def _recover(self) -> None:
        self.recovered += 1
        if self.cutter == "cleared" and not self.cover_open:
            self.cutter = "ok"
            self.changed()

    def _answer(self, answer: bytes) -> None:
        self.answers += answer

    # --- status -----------------------------------------------------------------------------------------------------------------

    @property
    def offline(self) -> bool:
        return self.paper == "out" or self.cover_open or self._cutter_error or self.hot or self.broken

    @property
    def _cutter_error(self) -> bool:
        return self.cutter in ("jam", "cleared")

    def _real_time(self, n: int) -> bytes:
        error = self._cutter_error or self.hot or self.broken
        bits = {
            1: 0x08 * self.offline,
            2: 0x04 * self.cover_open | 0x20 * (self.paper == "out") | 0x40 * error,
            3: 0x08 * self._cutter_error | 0x20 * self.broken | 0x40 * self.hot,
            4: 0x0C * (self.paper != "ok") | 0x60 * (self.paper == "out"),
        }[n]
        return bytes([0x12 | bits])

    def _automatic(self) -> bytes:
        return bytes(
            [
                0x10 | 0x08 * self.offline | 0x20 * self.cover_open,
                0x08 * self._cutter_error | 0x20 * self.broken | 0x40 * self.hot,
                0x03 * (self.paper != "ok") | 0x0C * (self.paper == "out"),
                0x0F,
            ]
        )

    # --- printing ---------------------------------------------------------------------------------------------------------------

    @property
    def row(self) -> int:
        """Rows printed since the last cut."""
        return len(self._strip)

    @property
    def buffered(self) -> int:
        """Bytes received and not yet done."""
        return len(self._buffer) + sum(map(len, self._todo))

    @property
    def paused(self) -> bool:
        """It reached `pause_at`."""
        return self.pause_at is not None and self.obeyed >= self.pause_at and not self._todo

    def work(self, rows: int) -> int:
        """Obey what is in the buffer, printing at most `rows` rows; gives how many were printed.

        Stops after each cut, when offline and when a command is not complete yet.
        """
        printed = 0
        while not self.offline:
            if not self._todo:
                if self.paused or not self._parse():
                    break
            elif self._todo[0] is _CUT:
                if self._cut_off():
                    self._todo.popleft()
                break
            elif printed >= rows or self._paper_ends():
                break
            else:
                self._strip.append(self._todo.popleft().ljust(self.width // 8, b"\0"))
                printed += 1
                self._paper_ends()
        return printed

    def _paper_ends(self) -> bool:
        """The roll ends where `paper_out_at_row` says."""
        if self.paper_out_at_row is None or self.row < self.paper_out_at_row:
            return False
        self.paper, self.paper_out_at_row = "out", None
        self.changed()
        return True

    def _cut_off(self) -> bool:
        if self.cutter == "jam_at_cut":
            self.cutter = "jam"
            self.changed()
            return False
        if self._strip:
            self.sheets.append(Sheet(self.width, tuple(self._strip), self._junk))
        else:
            self.blank_cuts += 1
        self._strip, self._junk = [], 0
        return True

    def _parse(self) -> bool:
        """Read the next command or row of a picture; False when none is whole."""
        if not self._buffer:
            return False
        if self._rows_to_come:
            length = self._stride
            if len(self._buffer) < length:
                return False
            self._lay(bytes(self._buffer[:length]))
            self._rows_to_come -= 1
        else:
            length = self._obey()
        del self._buffer[:length]
        self.obeyed += length
        return length > 0

    def _lay(self, dots: bytes) -> None:
        self._todo.append(dots[: self.width // 8])

    def _obey(self) -> int:
        """Read the command at the head of the buffer: its length, or 0 when it is not complete."""
        head = bytes(self._buffer[:2])
        if head[0] not in (0x10, 0x1B, 0x1C, 0x1D):
            return self._character(head[0])
        if len(head) < 2:
            return 0
        if head in _WITHOUT_EFFECT:
            return self._whole(_WITHOUT_EFFECT[head])
        match head:
            case b"\x1b\x40":
                self._line = self._watched = 0
                return 2
            case b"\x1b\x64" | b"\x1b\x4a":
                return self._feed(30 if head[1] == 0x64 else 1)
            case b"\x1d\x61" | b"\x1d\x72" | b"\x1d\x49":
                return self._ask(head[1])
            case b"\x1d\x28":
                return self._extended()
            case b"\x1d\x56":
                return self._cut()
            case b"\x1d\x76":
                return self._begin_picture()
        return self._character(head[0])

    def _whole(self, length: int) -> int:
        return length if len(self._buffer) >= length else 0

    def _feed(self, unit: int) -> int:
        if not self._whole(3):
            return 0
        self._end_line()
        for _ in range(self._buffer[2] * unit):
            self._lay(b"")
        return 3

    def _ask(self, command: int) -> int:
        if not self._whole(3):
            return 0
        n = self._buffer[2]
        if self.tier in "CD":
            return 3
        if command == 0x61:
            self._watched, self._told = n, self._automatic()
            if n:
                self._answer(self._told)
        elif command == 0x72:
            self._answer(bytes([0x03 * (self.paper != "ok") if n in (1, 49) else 0]))
        else:
            self._answer(b"\x5f" + {66: b"UKETSUKE", 67: b"SIMULATED"}.get(n, b"1.0") + b"\0")
        return 3

    def _extended(self) -> int:
        """GS ( x pL pH …"""
        if not self._whole(5):
            return 0
        length = 5 + self._buffer[3] + 256 * self._buffer[4]
        if not self._whole(length):
            return 0
        if self._buffer[2] == 0x48 and self._buffer[6] == 0x30 and self.tier == "A":
            self._end_line()
            marker = b"\x37\x22" + bytes(self._buffer[7:11]) + b"\0"
            if self._host:
                self._answer(marker)
            else:
                self._unsent = marker
        return length

    def _begin_picture(self) -> int:
        """GS v 0 m xL xH yL yH, then the rows."""
        if not self._whole(8):
            return 0
        self._end_line()
        self._stride = self._buffer[4] + 256 * self._buffer[5]
        self._rows_to_come = (self._buffer[6] + 256 * self._buffer[7]) if self._stride else 0
        return 8

    def _cut(self) -> int:
        length = 3 if bytes(self._buffer[2:3]) in (b"\0", b"\1", b"0", b"1") else 4
        if not self._whole(length):
            return 0
        self._end_line()
        self._todo.append(_CUT)
        return length

    # --- what is not a command is text, and shows on the paper ------------------------------------------------------------------

    def _character(self, byte: int) -> int:
        if byte == 0x0A:
            self._end_line(always=True)
        elif byte >= 0x20 or byte in (0x10, 0x1B, 0x1C, 0x1D):
            self._junk += 1
            self._line += 1
            if self._line >= self.width // CHARACTER[0]:
                self._end_line()
        return 1

    def _end_line(self, always: bool = False) -> None:
        if self._line or always:
            for at in range(CHARACTER[1]):
                self._lay(b"\x7f\xe0\xfe\x07\xf0\x00"[: 0 if at in (0, 23) else 6] * (self._line // 4 + 1) if self._line else b"")
        self._line = 0
