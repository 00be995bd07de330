"""How much anybody outside may leave with the hub in ten minutes: from one address, and from all of them together.

One address may be a family, a home for the aged, a library; more than that is a robot. What is refused has changed nothing.
"""

from datetime import datetime, timedelta

from hub.security.actors import Actor, Resident
from hub.security.attempts import Attempts

WINDOW = timedelta(minutes=10)
EVERYBODY = "everybody outside"


class Allowance:
    """Counted in memory. Devices and staff are never limited: they have names."""

    def __init__(self, of_one: int, of_all: int) -> None:
        self._of_one, self._of_all = Attempts(of_one, WINDOW), Attempts(of_all, WINDOW)

    def used_up_until(self, actor: Actor, now: datetime) -> datetime | None:
        """When this actor may come again; None: now."""
        if not isinstance(actor, Resident):
            return None
        alone = self._of_one.blocked_until(actor.origin, now) if actor.origin else None
        together = self._of_all.blocked_until(EVERYBODY, now)
        return max(filter(None, (alone, together)), default=None)

    def used(self, actor: Actor, now: datetime) -> None:
        """Count one."""
        if isinstance(actor, Resident):
            self._of_all.failed(EVERYBODY, now)
            if actor.origin:
                self._of_one.failed(actor.origin, now)
