"""One finger that writes: where its stroke began on the pad, where it has been since, and the stroke when it leaves."""

from kiosk.flow.events import StrokeDrawn
from kiosk.viewmodels.boxes import Box, Screen
from kiosk.views.marks import on_pad

LEAST = 6  # thousandths of the pad between two points: what a trembling finger adds is no shape
LONGEST = 400  # points


class Pen:
    """`stroke` is the one being drawn, `pad` where; both empty while no finger writes. A second finger is ignored."""

    def __init__(self) -> None:
        self.pad: Box | None = None
        self.stroke: list[tuple[int, int]] = []
        self._uid: object = None

    def down(self, uid: object, x: float, y: float, screen: Screen) -> bool:
        """True when a stroke has begun here."""
        if self._uid is not None:
            return False
        pad = next((box for box in screen.boxes if box.role == "pad"), None)
        if pad is None or not (pad.x <= x < pad.x + pad.width and pad.y <= y < pad.y + pad.height):
            return False
        self._uid, self.pad, self.stroke = uid, pad, [on_pad(pad, x, y)]
        return True

    def move(self, uid: object, x: float, y: float) -> bool:
        """True when the stroke has grown. Beside the pad it runs along its edge."""
        if self.pad is None or uid != self._uid or len(self.stroke) >= LONGEST:
            return False
        point, last = on_pad(self.pad, x, y), self.stroke[-1]
        if max(abs(point[0] - last[0]), abs(point[1] - last[1])) < LEAST:
            return False
        self.stroke.append(point)
        return True

    def up(self, uid: object) -> StrokeDrawn | None:
        """The stroke of the finger that leaves."""
        if self.pad is None or uid != self._uid:
            return None
        drawn = StrokeDrawn(tuple(self.stroke))
        self.pad, self.stroke, self._uid = None, [], None
        return drawn
