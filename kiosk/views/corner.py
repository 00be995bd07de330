"""The way in for staff: the top left corner, held. Nothing is drawn there and no key ever stands there."""

from kiosk.viewmodels.boxes import Screen
from kiosk.views.finger import touched

CORNER = 88  # pixels each way: as large as a thumb
HOLD_SECONDS = 3.0  # longer than anybody rests a hand or looks for a key


class Corner:
    """`on`: the finger that holds the corner just now; another finger does not disturb it."""

    def __init__(self) -> None:
        self.on: object = None

    def down(self, uid: object, x: float, y: float, screen: Screen) -> bool:
        """True when a hold begins."""
        if self.on is not None or not _inside(x, y) or touched(screen, x, y) is not None:
            return False
        self.on = uid
        return True

    def move(self, uid: object, x: float, y: float) -> None:
        """A finger that wanders off holds nothing."""
        if uid == self.on and not _inside(x, y):
            self.on = None

    def up(self, uid: object) -> None:
        if uid == self.on:
            self.on = None


def _inside(x: float, y: float) -> bool:
    return 0 <= x <= CORNER and 0 <= y <= CORNER
