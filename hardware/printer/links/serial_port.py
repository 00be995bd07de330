"""A serial line, of the machine itself or behind a USB adapter. pyserial opens and sets it; it is read and written here.

XON/XOFF and RTS/CTS are obeyed by the kernel, at once and in its own buffers. DSR is not known there: it is asked before each
small piece (which fits into what a printer still takes after it said stop).
"""

import errno
import fcntl
import os
import struct
import termios
import time
from contextlib import suppress

import serial

from hardware.printer.links.address import Flow, Parity, SerialPlace
from hardware.printer.links.link import LinkLost, LinkTaken
from hardware.printer.links.pace import LEAST, Pace, pace

LONGEST_PAUSE = 0.5  # while the line stands still
_PARITY = {Parity.NONE: serial.PARITY_NONE, Parity.EVEN: serial.PARITY_EVEN, Parity.ODD: serial.PARITY_ODD}
_TAKEN = (errno.EAGAIN, errno.EBUSY)


def open_serial(place: SerialPlace) -> "SerialLink":
    """Raises LinkLost, LinkTaken."""
    try:
        port = serial.Serial(
            place.path,
            place.baud,
            parity=_PARITY[place.parity],
            timeout=0,
            inter_byte_timeout=0,  # sets VMIN to 1, so that an empty read means the end and not "nothing yet"
            rtscts=place.flow is Flow.RTSCTS,
            xonxoff=place.flow is Flow.XONXOFF,
            exclusive=True,
        )
    except serial.SerialException as error:
        raise _refused(place, error) from error
    except (ValueError, OSError) as error:
        raise LinkLost(f"{place.path} does not take these settings: {error}") from error
    try:
        return SerialLink(port, place)
    except LinkLost:
        port.close()
        raise


def _refused(place: SerialPlace, error: serial.SerialException) -> LinkLost:
    match error.errno:
        case number if number in _TAKEN:
            return LinkTaken(f"another program uses {place.path}")
        case errno.ENOENT:
            return LinkLost(f"{place.path} is not there: is the adapter plugged in?")
        case errno.EACCES:
            return LinkLost(f"no right to use {place.path}: put the kiosk's user into the group dialout")
    return LinkLost(f"{place.path} is no serial line: {os.strerror(error.errno) if error.errno else error}")


class SerialLink:
    """One open serial line."""

    def __init__(self, port: serial.Serial, place: SerialPlace) -> None:
        self._port = port
        self._descriptor: int = port.fileno()
        self._asks_dsr = place.flow is Flow.DSR
        self._pace: Pace = pace(place.seconds_per_byte, LEAST if self._asks_dsr else None)
        self._again: float | None = None
        self._stood = 0  # tries in a row at which nothing had moved
        if self._asks_dsr:
            self._stopped()  # tells at once whether this port has such a line

    def fileno(self) -> int | None:
        return self._descriptor

    def send(self, data: bytes) -> int:
        now = time.monotonic()
        room = 0 if self._asks_dsr and self._stopped() else self._pace.room(now, self._waiting())
        if not room:
            self._again = min(LONGEST_PAUSE, self._pace.pause * 2 ** min(self._stood, 16))
            self._stood += 1
            return 0
        try:
            taken = os.write(self._descriptor, data[:room])
        except BlockingIOError:
            self._again = None
            return 0
        except OSError as error:
            raise LinkLost(error.strerror or "broken") from error
        self._pace = self._pace.given(taken, now)
        self._stood = 0
        return taken

    def again(self) -> float | None:
        return self._again

    def receive(self) -> bytes:
        try:
            arrived = os.read(self._descriptor, 4096)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise LinkLost(error.strerror or "broken") from error
        if not arrived:
            raise LinkLost("the line is gone: adapter unplugged?")
        return arrived

    def _waiting(self) -> int:
        return self._ask(termios.TIOCOUTQ)

    def _stopped(self) -> bool:
        return not self._ask(termios.TIOCMGET) & termios.TIOCM_DSR

    def _ask(self, what: int) -> int:
        try:
            answer = fcntl.ioctl(self._descriptor, what, bytes(4))
        except OSError as error:
            if what == termios.TIOCMGET:
                raise LinkLost("this port has no DSR line: use flow=rtscts or flow=xonxoff") from error
            raise LinkLost(error.strerror or "broken") from error
        return int(struct.unpack("i", answer)[0])

    def expect_standstill(self, expected: bool) -> None:
        pass

    def close(self) -> None:
        with suppress(termios.error, OSError):
            termios.tcflush(self._descriptor, termios.TCIOFLUSH)  # else the kernel waits half a minute for a stopped line
        self._port.close()
