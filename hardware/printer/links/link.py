"""What every line to a printer does: bytes out, bytes in, and its owner never waits for it."""

from typing import Protocol


class LinkLost(Exception):
    """The line could not be opened, or broke. The message says to the field engineer what to do."""


class LinkTaken(LinkLost):
    """Another program holds the line."""


class Link(Protocol):
    """One open line. Belongs to one thread."""

    def fileno(self) -> int | None:
        """For waiting; None where the line never answers and always takes what it is given."""

    def send(self, data: bytes) -> int:
        """How many bytes were taken, 0 when none fit now. Raises LinkLost."""

    def again(self) -> float | None:
        """After `send` took nothing: seconds until it is worth another try; None: `fileno` becomes ready to write."""

    def receive(self) -> bytes:
        """What has arrived, empty when nothing has. Raises LinkLost."""

    def expect_standstill(self, expected: bool) -> None:
        """True: the printer said that it takes nothing for now; that alone must not break the line."""

    def close(self) -> None:
        """What has not left is dropped; returns within half a second."""
