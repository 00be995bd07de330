"""Line icons, drawn once per size: a grid of 24 × 24 units, strokes with round ends, at four times the size and scaled down."""

import math
from collections.abc import Callable
from functools import lru_cache

from PIL import Image, ImageDraw

GRID = 24
OVER = 4

Point = tuple[float, float]


class Pen:
    """Draws on the grid; `stroke` in grid units."""

    def __init__(self, size: int) -> None:
        # A stroke that looks right beside words is a bar in a large drawing.
        self.stroke = 1.9 * min(1.0, math.sqrt(64 / size))
        self.scale = size * OVER / GRID
        self.image = Image.new("L", (size * OVER, size * OVER))
        self.draw = ImageDraw.Draw(self.image)

    def line(self, *points: Point, close: bool = False, ink: int = 255) -> None:
        path = [(x * self.scale, y * self.scale) for x, y in ((*points, points[0]) if close else points)]
        thick = max(1, round(self.stroke * self.scale))
        self.draw.line(path, fill=ink, width=thick)
        radius = thick / 2
        for x, y in path:
            self.draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=ink)

    def arc(self, centre: Point, radius: float, start: float = 0, end: float = 360, *, flat: float = 1.0, ink: int = 255) -> None:
        """Degrees clockwise from the right; `flat` squeezes it vertically."""
        steps = max(8, round(abs(end - start) / 6))
        angles = [math.radians(start + (end - start) * i / steps) for i in range(steps + 1)]
        self.line(*[(centre[0] + radius * math.cos(a), centre[1] + radius * flat * math.sin(a)) for a in angles], ink=ink)

    def disc(self, centre: Point, radius: float, ink: int = 255) -> None:
        x, y = centre
        self.draw.ellipse([v * self.scale for v in (x - radius, y - radius, x + radius, y + radius)], fill=ink)

    def box(self, x: float, y: float, right: float, bottom: float, radius: float = 1.2) -> None:
        self.draw.rounded_rectangle(
            [v * self.scale for v in (x - self.stroke / 2, y - self.stroke / 2, right + self.stroke / 2, bottom + self.stroke / 2)],
            radius=(radius + self.stroke / 2) * self.scale,
            outline=255,
            width=max(1, round(self.stroke * self.scale)),
        )

    def solid(self, *points: Point, ink: int = 255) -> None:
        self.draw.polygon([(x * self.scale, y * self.scale) for x, y in points], fill=ink)


def _pencil(pen: Pen) -> None:
    pen.line((3.5, 20.5), (4.8, 15.2), (16, 4), (20, 8), (8.8, 19.2), close=True)
    pen.line((13.4, 6.6), (17.4, 10.6))


def _bell(pen: Pen) -> None:
    pen.line((5, 17.5), (6.5, 15.2), (6.5, 10.5))
    pen.line((19, 17.5), (17.5, 15.2), (17.5, 10.5))
    pen.arc((12, 10.5), 5.5, 180, 360)
    pen.line((4, 17.5), (20, 17.5))
    pen.line((12, 3), (12, 5))
    pen.line((10.5, 20.8), (13.5, 20.8))


def _qr(pen: Pen) -> None:
    for x, y in ((3, 3), (14, 3), (3, 14)):
        pen.box(x, y, x + 7, y + 7, 0.4)
    for x, y in ((14.5, 14.5), (20.5, 14.5), (17.5, 17.5), (14.5, 20.5), (20.5, 20.5)):
        pen.solid((x - 1.2, y - 1.2), (x + 1.2, y - 1.2), (x + 1.2, y + 1.2), (x - 1.2, y + 1.2))


def _ticket(pen: Pen) -> None:
    pen.line((2.5, 9.2), (2.5, 6), (21.5, 6), (21.5, 9.2))
    pen.line((2.5, 14.8), (2.5, 18), (21.5, 18), (21.5, 14.8))
    pen.arc((22, 12), 2.8, 90, 270)
    pen.arc((2, 12), 2.8, -90, 90)
    pen.line((9.5, 9.8), (9.5, 14.2))


def _clock(pen: Pen) -> None:
    pen.arc((12, 12), 9.2)
    pen.line((12, 6.5), (12, 12.2), (16, 14.6))


def _chevron_right(pen: Pen) -> None:
    pen.line((9, 5), (16, 12), (9, 19))


def _chevron_left(pen: Pen) -> None:
    pen.line((15, 5), (8, 12), (15, 19))


def _check(pen: Pen) -> None:
    pen.stroke = 2.6
    pen.line((4.5, 12.8), (9.6, 17.8), (19.5, 6.8))


def _cross(pen: Pen) -> None:
    pen.stroke = 2.6
    pen.line((5.5, 5.5), (18.5, 18.5))
    pen.line((18.5, 5.5), (5.5, 18.5))


def _circle(pen: Pen) -> None:
    pen.stroke = 3
    pen.arc((12, 12), 9)


def _success(pen: Pen) -> None:
    pen.disc((12, 12), 11)
    pen.stroke = 2.4
    pen.line((6.8, 12.4), (10.5, 16), (17.4, 8.6), ink=0)


def _error(pen: Pen) -> None:
    pen.disc((12, 12), 11)
    pen.stroke = 2.4
    pen.line((8, 8), (16, 16), ink=0)
    pen.line((16, 8), (8, 16), ink=0)


def _warning(pen: Pen) -> None:
    pen.stroke = 2.4
    pen.solid((12, 2.6), (22.4, 21), (1.6, 21))
    pen.line((12, 2.8), (22, 20.8), (2, 20.8), close=True)
    pen.line((12, 9), (12, 14.2), ink=0)
    pen.disc((12, 18), 1.3, ink=0)


def _document(pen: Pen) -> None:
    pen.line((14, 2.8), (5.5, 2.8), (5.5, 21.2), (18.5, 21.2), (18.5, 7.3), (14, 2.8), (14, 7.3), (18.5, 7.3))
    pen.line((9, 12), (15, 12))
    pen.line((9, 16.2), (15, 16.2))


def _house(pen: Pen) -> None:
    pen.line((2.8, 11.6), (12, 3.4), (21.2, 11.6))
    pen.line((5.5, 9.6), (5.5, 20.5), (18.5, 20.5), (18.5, 9.6))
    pen.line((9.8, 20.2), (9.8, 14), (14.2, 14), (14.2, 20.2))


def _people(pen: Pen) -> None:
    pen.arc((9.2, 8), 3.8)
    pen.line((2.5, 20.5), (2.5, 19.4))
    pen.arc((9.2, 19.4), 6.7, 180, 360, flat=0.8)
    pen.line((15.9, 19.4), (15.9, 20.5))
    pen.arc((15.6, 8), 3.8, -75, 75)
    pen.arc((16, 19.4), 5.8, 292, 360, flat=0.9)
    pen.line((21.8, 19.4), (21.8, 20.5))


def _person(pen: Pen) -> None:
    pen.arc((12, 7.6), 4)
    pen.arc((12, 20.4), 7.6, 180, 360, flat=0.9)


def _card_alone(pen: Pen) -> None:
    """A card as it lies on the hand: a face, a name, an address."""
    pen.box(3, 3, 21, 14.4, 1.4)
    pen.disc((7.4, 6.9), 1.5)
    pen.arc((7.4, 11.9), 2.6, 180, 360, flat=0.9)
    pen.line((12.4, 6.4), (18.4, 6.4))
    pen.line((12.4, 9), (18.4, 9))
    pen.line((12.4, 11.6), (16, 11.6))


def _card_down(pen: Pen) -> None:
    """The same, on its way down."""
    _card_alone(pen)
    pen.line((12, 17), (12, 22.6))
    pen.line((9.2, 20), (12, 22.8), (14.8, 20))


def _card(pen: Pen) -> None:
    pen.box(2.5, 5, 21.5, 19, 1.8)
    pen.box(6, 9, 10.6, 13.2, 0.4)
    pen.line((13.6, 10), (18.2, 10))
    pen.line((13.6, 14), (18.2, 14))


def _language(pen: Pen) -> None:
    pen.stroke = 1.7
    pen.line((2, 5.2), (13, 5.2))
    pen.line((7.5, 2.8), (7.5, 5.2))
    pen.line((10.6, 5.4), (8.6, 9.4), (2.4, 14.4))
    pen.line((4.6, 5.4), (7, 9.6), (11.6, 13.4))
    pen.line((12, 21.4), (16.8, 10), (21.6, 21.4))
    pen.line((13.7, 17.6), (19.9, 17.6))


def _globe(pen: Pen) -> None:
    pen.arc((12, 12), 9.2)
    pen.line((3, 12), (21, 12))
    pen.line(*[(12 + 4.2 * math.cos(math.radians(a)), 12 + 9.2 * math.sin(math.radians(a))) for a in range(0, 361, 12)])


def _appearance(pen: Pen) -> None:
    pen.line((2.2, 19.6), (7.8, 4.6), (13.4, 19.6))
    pen.line((4.2, 14.6), (11.4, 14.6))
    pen.line((14.8, 19.6), (18.4, 10.4), (22, 19.6))
    pen.line((16.2, 16.4), (20.6, 16.4))


def _phone(pen: Pen) -> None:
    pen.box(7, 2.8, 17, 21.2, 1.8)
    pen.line((10.8, 18), (13.2, 18))


def _printer(pen: Pen) -> None:
    pen.line((6.8, 8.6), (6.8, 3.2), (17.2, 3.2), (17.2, 8.6))
    pen.line((6.4, 17), (2.8, 17), (2.8, 8.8), (21.2, 8.8), (21.2, 17), (17.6, 17))
    pen.box(6.8, 13.4, 17.2, 21, 0.4)


def _roll_printer(pen: Pen, lid: float) -> None:
    """The printer from the side; `lid`: how far up its lid stands, 0 closed."""
    pen.line((3, 13), (3, 20.5), (21, 20.5), (21, 13), close=True)
    pen.line((20.6, 12.6), (20.6 - 16 * math.cos(lid), 12.6 - 16 * math.sin(lid)))


def _roll_open(pen: Pen) -> None:
    _roll_printer(pen, 1.1)
    pen.line((4.5, 9.5), (4.5, 3.5), (2.6, 5.6))
    pen.line((4.5, 3.5), (6.4, 5.6))


def _roll_take(pen: Pen) -> None:
    _roll_printer(pen, 1.1)
    pen.arc((8, 7), 2)
    pen.line((8, 3.4), (8, 1.2))
    pen.line((6.2, 2.8), (8, 1), (9.8, 2.8))


def _roll_put(pen: Pen) -> None:
    _roll_printer(pen, 1.1)
    pen.arc((11, 15.4), 3.4)
    pen.arc((11, 15.4), 0.8)
    pen.line((11, 18.8), (1.6, 18.8))  # the paper leaves below, towards the front


def _roll_close(pen: Pen) -> None:
    _roll_printer(pen, 0.05)
    pen.line((3, 12), (3, 6.6), (5.4, 6.6))
    pen.line((12, 2), (12, 8.6), (9.8, 6.6))
    pen.line((12, 8.6), (14.2, 6.6))


def _heart(pen: Pen) -> None:
    pen.arc((7.6, 8.6), 4.6, 140, 335)
    pen.arc((16.4, 8.6), 4.6, 205, 400)
    pen.line((4.1, 11.6), (12, 20.6), (19.9, 11.6))


def _child(pen: Pen) -> None:
    pen.arc((12, 6.2), 3.6)
    pen.line((12, 9.8), (12, 15.4))
    pen.line((5.6, 11), (12, 13), (18.4, 11))
    pen.line((7.6, 21.2), (12, 15.4), (16.4, 21.2))


def _elder(pen: Pen) -> None:
    pen.arc((9.6, 5.6), 3.2)
    pen.line((10.4, 9), (8.6, 15.2), (11.6, 21.2))
    pen.line((8.6, 15.2), (5, 21.2))
    pen.line((10, 10.6), (15.2, 13.2))
    pen.line((15.2, 21.2), (15.2, 13), (16.4, 11.6), (18.2, 12.2))


def _truck(pen: Pen) -> None:
    pen.line((5, 17.6), (1.8, 17.6), (1.8, 6), (14.2, 6), (14.2, 17.6), (8.6, 17.6))
    pen.line((14.2, 10), (18.4, 10), (22.2, 13.6), (22.2, 17.6), (20.6, 17.6))
    pen.arc((6.8, 18), 2)
    pen.arc((18.4, 18), 2)


def _move_in(pen: Pen) -> None:
    """Into the house."""
    pen.line((7.5, 11.4), (15, 4), (22.5, 11.4))
    pen.line((9.6, 10), (9.6, 11.6))
    pen.line((9.6, 19.6), (9.6, 20.8), (20.4, 20.8), (20.4, 10))
    pen.line((1.5, 15.6), (15.4, 15.6))
    pen.line((11.8, 12), (15.4, 15.6), (11.8, 19.2))


def _move_out(pen: Pen) -> None:
    """Out of the house."""
    pen.line((1.5, 11.4), (9, 4), (16.5, 11.4))
    pen.line((14.4, 10), (14.4, 11.6))
    pen.line((14.4, 19.6), (14.4, 20.8), (3.6, 20.8), (3.6, 10))
    pen.line((8.4, 15.6), (22.4, 15.6))
    pen.line((18.8, 12), (22.4, 15.6), (18.8, 19.2))


def _move_within(pen: Pen) -> None:
    """From one house to the other."""
    for left in (1.4, 13.4):
        pen.line((left, 15), (left + 4.6, 10.6), (left + 9.2, 15))
        pen.line((left + 1.3, 13.8), (left + 1.3, 20.8), (left + 7.9, 20.8), (left + 7.9, 13.8))
    pen.arc((12, 8), 5.6, 195, 345)
    pen.line((18.2, 2.8), (17.5, 6.9), (13.6, 5.6))


def _seal(pen: Pen) -> None:
    pen.arc((12, 12), 9.6)
    pen.stroke = 1.5
    pen.line((11, 6.6), (7.4, 7.6), (7.4, 16.2), (11, 15.4))
    pen.line((7.4, 11.4), (10.8, 11.4))
    pen.line((13.4, 18), (13.4, 7.4), (17, 7.4), (17, 14.2), (15.6, 14.2))


def _book(pen: Pen) -> None:
    pen.line(
        (12, 6.4),
        (8, 4.4),
        (2.8, 4.4),
        (2.8, 18.4),
        (8, 18.4),
        (12, 20.6),
        (16, 18.4),
        (21.2, 18.4),
        (21.2, 4.4),
        (16, 4.4),
        (12, 6.4),
    )
    pen.line((12, 6.4), (12, 20.6))


def _question(pen: Pen) -> None:
    pen.stroke = 2.4
    pen.arc((12, 8.2), 4.8, 190, 395)
    pen.line((15.9, 11), (13, 13), (12, 14.4), (12, 16))
    pen.disc((12, 20.4), 1.5)


def _shop(pen: Pen) -> None:
    pen.line((4.6, 4), (19.4, 4), (22, 10), (2, 10), close=True)
    for x in (4.5, 9.5, 14.5, 19.5):
        pen.arc((x, 10), 2.5, 0, 180)
    pen.line((4.4, 13), (4.4, 20.6), (19.6, 20.6), (19.6, 13))
    pen.line((9.6, 20.4), (9.6, 16.2), (14.4, 16.2), (14.4, 20.4))


def _lock(pen: Pen) -> None:
    pen.box(4.5, 10.5, 19.5, 21, 1.6)
    pen.line((8, 10.5), (8, 7.4))
    pen.arc((12, 7.4), 4, 180, 360)
    pen.line((16, 7.4), (16, 10.5))


def _swap(pen: Pen) -> None:
    pen.line((3, 8.5), (20.5, 8.5), (16.4, 4.5))
    pen.line((21, 15.5), (3.5, 15.5), (7.6, 19.5))


def _speaker(pen: Pen) -> None:
    pen.line((2.8, 9.4), (6.6, 9.4), (12, 4.6), (12, 19.4), (6.6, 14.6), (2.8, 14.6), close=True)
    pen.arc((12.4, 12), 4.4, -50, 50)
    pen.arc((12.4, 12), 8.2, -50, 50)


def _plus(pen: Pen) -> None:
    pen.line((12, 4.5), (12, 19.5))
    pen.line((4.5, 12), (19.5, 12))


def _hand(pen: Pen) -> None:
    pen.line((8, 13), (8, 5.4))
    pen.arc((9.5, 5.4), 1.5, 180, 360)
    pen.line((11, 5.4), (11, 11), (18.4, 12.4), (18.4, 17), (16.6, 21), (9.6, 21), (4.4, 14.8), (5.8, 13.6), (8, 14.8))


def _flower(pen: Pen) -> None:
    pen.arc((12, 9), 2.2)
    for angle in range(-90, 270, 72):
        pen.arc((12 + 4.6 * math.cos(math.radians(angle)), 9 + 4.6 * math.sin(math.radians(angle))), 2.2)
    pen.line((12, 14.6), (12, 22))


def _bag(pen: Pen) -> None:
    pen.box(3, 8, 21, 20.4, 1.6)
    pen.line((8.4, 8), (8.4, 4.4), (15.6, 4.4), (15.6, 8))
    pen.line((3, 13.4), (21, 13.4))


def _camera(pen: Pen) -> None:
    pen.line((2.5, 7.4), (7, 7.4), (9, 4.4), (15, 4.4), (17, 7.4), (21.5, 7.4), (21.5, 19.6), (2.5, 19.6), close=True)
    pen.arc((12, 13), 4)


def _yen(pen: Pen) -> None:
    pen.arc((12, 12), 9.4)
    pen.line((8, 6.8), (12, 12), (16, 6.8))
    pen.line((12, 12), (12, 17.6))
    pen.line((8.6, 12.2), (15.4, 12.2))
    pen.line((8.6, 15), (15.4, 15))


def _dot(pen: Pen) -> None:
    pen.disc((12, 12), 7)


ICONS: dict[str, Callable[[Pen], None]] = {
    "pencil": _pencil,
    "roll_open": _roll_open,
    "roll_take": _roll_take,
    "roll_put": _roll_put,
    "roll_close": _roll_close,
    "bell": _bell,
    "qr": _qr,
    "ticket": _ticket,
    "clock": _clock,
    "chevron_right": _chevron_right,
    "chevron_left": _chevron_left,
    "check": _check,
    "cross": _cross,
    "circle": _circle,
    "success": _success,
    "error": _error,
    "warning": _warning,
    "document": _document,
    "house": _house,
    "people": _people,
    "person": _person,
    "card": _card,
    "card_alone": _card_alone,
    "card_down": _card_down,
    "language": _language,
    "globe": _globe,
    "appearance": _appearance,
    "phone": _phone,
    "printer": _printer,
    "heart": _heart,
    "child": _child,
    "elder": _elder,
    "truck": _truck,
    "move_in": _move_in,
    "move_out": _move_out,
    "move_within": _move_within,
    "seal": _seal,
    "book": _book,
    "question": _question,
    "shop": _shop,
    "lock": _lock,
    "swap": _swap,
    "speaker": _speaker,
    "plus": _plus,
    "hand": _hand,
    "flower": _flower,
    "bag": _bag,
    "camera": _camera,
    "yen": _yen,
    "dot": _dot,
}
# Other words for the same drawing, as procedures, choices and view-models may call them.
ALSO = {
    "move": "truck",
    "moving": "truck",
    "certificate": "document",
    "stamp": "seal",
    "family": "people",
    "household": "people",
    "register": "book",
    "family_register": "book",
    "koseki": "book",
    "store": "shop",
    "convenience_store": "shop",
    "id_card": "card",
    "my_number_card": "card",
    "licence": "card",
    "letters": "appearance",
    "aa": "appearance",
    "translate": "language",
    "number": "ticket",
    "back": "chevron_left",
    "next": "chevron_right",
    "yes": "circle",
    "no": "cross",
    "edit": "pencil",
    "insurance": "heart",
    "health": "heart",
    "pension": "yen",
    "fee": "yen",
    "tax": "yen",
    "baby": "child",
    "children": "child",
    "elderly": "elder",
    "care": "elder",
    "disability": "heart",
    "home": "house",
    "address": "house",
    "voice": "speaker",
    "smartphone": "phone",
    "add": "plus",
    "transfer": "swap",
    "condolence": "flower",
    "death": "flower",
    "unknown": "question",
    "other": "question",
    "help": "question",
}
NARROW = ("chevron_left", "chevron_right")


def drawing(name: str) -> str:
    """The drawing an icon name stands for; `document` for a name nobody drew."""
    name = ALSO.get(name, name)
    return name if name in ICONS else "document"


@lru_cache(maxsize=256)
def icon(name: str, size: int) -> Image.Image:
    """White ink of one icon as an L mask: `size` pixels high and wide, half as wide for chevrons."""
    name = drawing(name)
    pen = Pen(size)
    ICONS[name](pen)
    image = pen.image.resize((size, size), Image.Resampling.BOX)
    if name in NARROW:
        return image.crop((size // 4, 0, size // 4 + size // 2, size))
    return image
