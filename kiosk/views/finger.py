"""One finger at a time: where it came down, whether it is still there, and what it has chosen when it leaves."""

from kiosk.flow.events import AnyEvent
from kiosk.viewmodels.boxes import Box, Screen


def touched(screen: Screen, x: float, y: float) -> Box | None:
    """The touchable box at a place, the frontmost one; pixels from the top left."""
    for box in reversed(screen.boxes):
        if box.event is not None and box.enabled and box.x <= x < box.x + box.width and box.y <= y < box.y + box.height:
            return box
    return None


class Finger:
    """`on`: id of the box to be drawn pressed, empty when none. A second finger is ignored until the first has left."""

    def __init__(self) -> None:
        self.on = ""
        self._uid: object = None
        self._box: Box | None = None

    def down(self, uid: object, x: float, y: float, screen: Screen) -> bool:
        """True when a box is pressed now."""
        if self._uid is not None:
            return False
        self._uid, self._box = uid, touched(screen, x, y)
        self.on = self._box.id if self._box else ""
        return self._box is not None

    def move(self, uid: object, x: float, y: float, screen: Screen) -> bool:
        """True when the pressed look has changed: the finger slid off its box or back on."""
        if uid != self._uid or self._box is None:
            return False
        before, self.on = self.on, self._box.id if self._still_on(x, y, screen) else ""
        return before != self.on

    def up(self, uid: object, x: float, y: float, screen: Screen) -> AnyEvent | None:
        """What was chosen: the finger left inside the box on which it came down, and the box still means the same."""
        if uid != self._uid:
            return None
        event = self._box.event if self._box is not None and self._still_on(x, y, screen) else None
        self.on, self._uid, self._box = "", None, None
        return event

    def _still_on(self, x: float, y: float, screen: Screen) -> bool:
        box = touched(screen, x, y)
        # A candidate may have changed under the finger: what was not seen is not chosen.
        return (
            self._box is not None
            and box is not None
            and (box.id, box.event, box.lines) == (self._box.id, self._box.event, self._box.lines)
        )
