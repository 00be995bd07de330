"""The board's signs as strokes. Every stage has a shape of its own: colour never says it alone."""

from math import cos, pi, sin

from queueboard.items import Stroke


def chevron(x: float, y: float, size: float, colour: str, thick: float) -> tuple[Stroke, ...]:
    """From a number to its counter: ›."""
    return (Stroke((x, y, x + size / 2, y + size / 2, x, y + size), thick, colour),)


def people(x: float, y: float, size: float, colour: str, thick: float) -> tuple[Stroke, ...]:
    """受付: two heads and shoulders."""
    return (
        _arc(x + size * 0.36, y + size * 0.28, size * 0.19, 0, 2 * pi, colour, thick, closed=True),
        _arc(x + size * 0.36, y + size * 0.92, size * 0.34, pi, 2 * pi, colour, thick),
        _arc(x + size * 0.66, y + size * 0.28, size * 0.19, -pi / 2, pi / 2, colour, thick),
        _arc(x + size * 0.68, y + size * 0.92, size * 0.30, -0.45 * pi, 0, colour, thick),
    )


def document(x: float, y: float, size: float, colour: str, thick: float) -> tuple[Stroke, ...]:
    """交付: a sheet with a turned corner and two lines."""
    left, right, top, bottom, fold = x + size * 0.15, x + size * 0.85, y, y + size, size * 0.3
    outline = (left, top, right - fold, top, right, top + fold, right, bottom, left, bottom)
    corner = (right - fold, top, right - fold, top + fold, right, top + fold)
    lines = [Stroke((left + size * 0.16, y + size * at, right - size * 0.16, y + size * at), thick, colour) for at in (0.55, 0.77)]
    return (Stroke(outline, thick, colour, closed=True), Stroke(corner, thick, colour), *lines)


def coin(x: float, y: float, size: float, colour: str, thick: float) -> tuple[Stroke, ...]:
    """会計: a coin with the sign of the yen."""
    middle, top = x + size / 2, y + size * 0.26
    bars = [
        Stroke((middle - size * 0.17, y + size * at, middle + size * 0.17, y + size * at), thick, colour) for at in (0.56, 0.68)
    ]
    return (
        _arc(middle, y + size / 2, size * 0.48, 0, 2 * pi, colour, thick, closed=True),
        Stroke((middle - size * 0.2, top, middle, y + size * 0.5, middle + size * 0.2, top), thick, colour),
        Stroke((middle, y + size * 0.5, middle, y + size * 0.78), thick, colour),
        *bars,
    )


def no_link(x: float, y: float, size: float, colour: str, thick: float) -> tuple[Stroke, ...]:
    """The line is cut: three waves, struck through."""
    middle, foot = x + size / 2, y + size * 0.86
    waves = tuple(_arc(middle, foot, size * radius, 1.25 * pi, 1.75 * pi, colour, thick) for radius in (0.32, 0.58, 0.84))
    return (
        *waves,
        _arc(middle, foot, size * 0.02, 0, 2 * pi, colour, thick, closed=True),
        Stroke((x + size * 0.05, y + size * 0.05, x + size * 0.95, y + size * 0.95), thick, colour),
    )


def _arc(x: float, y: float, radius: float, begin: float, end: float, colour: str, thick: float, *, closed: bool = False) -> Stroke:
    steps = 24
    points = [
        value
        for step in range(steps + (0 if closed else 1))
        for angle in (begin + (end - begin) * step / steps,)
        for value in (x + radius * cos(angle), y + radius * sin(angle))
    ]
    return Stroke(tuple(points), thick, colour, closed=closed)
