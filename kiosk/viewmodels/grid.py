"""The grid every screen stands on: progress, title, body, foot; landscape and portrait, sizes M, L, XL. Pixels. Pure."""

from typing import NamedTuple

from config.theme import Panel, Size

GAP = 20
STOP, STOP_TALL = 150, 124  # pixels: width of やめる, on a tall panel beside the narrower strip of steps


class Rect(NamedTuple):
    """x, y of the top left, width, height."""

    x: int
    y: int
    width: int
    height: int

    @property
    def bottom(self) -> int:
        return self.y + self.height

    @property
    def right(self) -> int:
        return self.x + self.width

    def inset(self, by: int) -> "Rect":
        return Rect(self.x + by, self.y + by, self.width - 2 * by, self.height - 2 * by)


class Grid(NamedTuple):
    """Places of one panel at one size. `reminder`: across the top, of no height while nothing is to be remembered.

    `stop`: of やめる, in the corner above what one is asked, where no hand that answers comes by.
    """

    panel: Panel
    size: Size
    margin: int
    reminder: Rect
    progress: Rect
    title: Rect
    sub: Rect
    body: Rect
    foot: Rect
    back: Rect
    help: Rect
    languages: Rect
    appearance: Rect
    next: Rect
    stop: Rect

    @property
    def full(self) -> int:
        """Width between the margins."""
        return self.panel.width_px - 2 * self.margin


# What stands above the body of a wide panel, as (y, height): reminder, progress, title, sub line. With a reminder all of it
# has less air, for nothing of it may go: the body has no row to give.
_ABOVE = ((0, 0), (14, 44), (64, 78), (146, 50))
_ABOVE_REMINDED = {
    "M": ((2, 38), (44, 36), (84, 60), (146, 50)),
    "L": ((1, 42), (47, 36), (82, 62), (148, 48)),
    "XL": ((1, 44), (49, 36), (86, 63), (150, 48)),
}


def grid(panel: Panel, size: Size, *, reminded: bool = False) -> Grid:
    """The places of a panel; other panels of the same shape scale nothing, they only gain room."""
    return _portrait(panel, size, reminded=reminded) if panel.portrait else _landscape(panel, size, reminded=reminded)


def _landscape(panel: Panel, size: Size, *, reminded: bool) -> Grid:
    width, height = panel.width_px, panel.height_px
    margin = 32
    foot_height, key, inset = (144, 120, 12) if size == "XL" else (120, 96, 12)
    foot = Rect(0, height - foot_height, width, foot_height)
    top = foot.y + inset
    xl = size == "XL"
    places = (
        ((32, 196), (248, 270), (538, 218), (776, 218), (1014, 234))
        if xl
        else ((32, 188), (240, 240), (500, 212), (732, 212), (964, 284))
    )
    back, help_, languages, appearance, next_ = (Rect(x, top, wide, key) for x, wide in places)
    above = _ABOVE_REMINDED[size] if reminded else _ABOVE
    reminder, progress, title, sub = (Rect(margin, y, width - 2 * margin, high) for y, high in above)
    return Grid(
        panel,
        size,
        margin,
        reminder,
        progress,
        title,
        sub,
        Rect(margin, 204, width - 2 * margin, foot.y - 20 - 204),
        foot,
        back,
        help_,
        languages,
        appearance,
        Rect(next_.x, next_.y, width - margin - next_.x, key),
        Rect(width - margin - STOP, 1, STOP, 75),
    )


def _portrait(panel: Panel, size: Size, *, reminded: bool) -> Grid:
    width, height = panel.width_px, panel.height_px
    margin = 40
    foot = Rect(0, height - 300, width, 300)
    first, second = foot.y + 20, foot.y + 160
    third = (width - 2 * margin - 2 * GAP) // 3
    return Grid(
        panel,
        size,
        margin,
        Rect(0, 0, width, 58 if reminded else 0),
        Rect(margin, 64 if reminded else 32, width - 2 * margin, 48 if reminded else 56),
        Rect(margin, 118 if reminded else 112, width - 2 * margin, 150 if reminded else 156),
        Rect(margin, 284, width - 2 * margin, 116),
        Rect(margin, 640, width - 2 * margin, foot.y - 24 - 640),
        foot,
        Rect(margin, second, third, 120),
        Rect(margin, first, third, 120),
        Rect(margin + third + GAP, first, third, 120),
        Rect(margin + 2 * (third + GAP), first, third, 120),
        Rect(margin + third + GAP, second, width - 2 * margin - third - GAP, 120),
        Rect(width - margin - STOP_TALL, 20, STOP_TALL, 76),
    )


def cells(area: Rect, columns: int, rows: int, gap: int = GAP, most: int | None = None) -> tuple[Rect, ...]:
    """`area` in equal cells, row by row; `most`: no cell is higher than that, they stand at the top."""
    width = (area.width - gap * (columns - 1)) // columns
    height = (area.height - gap * (rows - 1)) // rows
    if most is not None:
        height = min(height, most)
    return tuple(
        Rect(area.x + column * (width + gap), area.y + row * (height + gap), width, height)
        for row in range(rows)
        for column in range(columns)
    )
