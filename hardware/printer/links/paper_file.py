"""A file, or a device file that only takes bytes."""

import os

from hardware.printer.links.address import FilePlace
from hardware.printer.links.link import LinkLost

FULL_SECONDS = 0.5  # until a full pipe is tried again


def open_file(place: FilePlace) -> "FileLink":
    """Raises LinkLost."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NONBLOCK  # a pipe without a reader must not hold us
    try:
        return FileLink(os.open(place.path, flags, 0o600))
    except OSError as error:
        raise LinkLost(f"{place.path}: {error.strerror}") from error


class FileLink:
    """Nothing ever comes back."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def fileno(self) -> int | None:
        return None

    def send(self, data: bytes) -> int:
        try:
            return os.write(self._descriptor, data)
        except BlockingIOError:
            return 0
        except OSError as error:
            raise LinkLost(error.strerror or "broken") from error

    def again(self) -> float | None:
        return FULL_SECONDS

    def receive(self) -> bytes:
        return b""

    def expect_standstill(self, expected: bool) -> None:
        pass

    def close(self) -> None:
        os.close(self._descriptor)
