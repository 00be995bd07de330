"""The grid every screen stands on: progress, title, body, foot; landscape and portrait, sizes M, L, XL. Pixels. Pure."""

from typing import NamedTuple

from config.theme import Panel, Size

GAP = 20


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
    """Places of one panel at one size."""

    panel: Panel
    size: Size
    margin: int
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

    @property
    def full(self) -> int:
        """Width between the margins."""
        return self.panel.width_px - 2 * self.margin


def grid(panel: Panel, size: Size) -> Grid:
    """The places of a panel; other panels of the same shape scale nothing, they only gain room."""
    return _portrait(panel, size) if panel.portrait else _landscape(panel, size)


def _landscape(panel: Panel, size: Size) -> Grid:
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
    return Grid(
        panel,
        size,
        margin,
        Rect(margin, 14, width - 2 * margin, 44),
        Rect(margin, 64, width - 2 * margin, 78),
        Rect(margin, 146, width - 2 * margin, 50),
        Rect(margin, 204, width - 2 * margin, foot.y - 20 - 204),
        foot,
        back,
        help_,
        languages,
        appearance,
        Rect(next_.x, next_.y, width - margin - next_.x, key),
    )


def _portrait(panel: Panel, size: Size) -> Grid:
    width, height = panel.width_px, panel.height_px
    margin = 40
    foot = Rect(0, height - 300, width, 300)
    first, second = foot.y + 20, foot.y + 160
    third = (width - 2 * margin - 2 * GAP) // 3
    return Grid(
        panel,
        size,
        margin,
        Rect(margin, 32, width - 2 * margin, 56),
        Rect(margin, 112, width - 2 * margin, 156),
        Rect(margin, 284, width - 2 * margin, 116),
        Rect(margin, 640, width - 2 * margin, foot.y - 24 - 640),
        foot,
        Rect(margin, second, third, 120),
        Rect(margin, first, third, 120),
        Rect(margin + third + GAP, first, third, 120),
        Rect(margin + 2 * (third + GAP), first, third, 120),
        Rect(margin + third + GAP, second, width - 2 * margin - third - GAP, 120),
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
