"""A box as marks: patches, words, icons at pixel places, y down. Pure, so that what is drawn can be asked without a window."""

from dataclasses import dataclass

import msgspec

from config.theme import KIOSK, Contrast
from kiosk.flow.events import Stroke
from kiosk.viewmodels.boxes import Box, Line
from kiosk.viewmodels.furigana import Part, advances, has_ruby, leanings, parts, ruby_over, ruby_px
from kiosk.views.glyphs import width
from kiosk.views.icons import NARROW, drawing
from kiosk.views.look import Look, look
from kiosk.views.patches import Skin

LEADING = 1.3
LEADING_RUBY = 1.55
BASE = 0.38  # from the middle of a line down to its base line, in em: the middle of a kanji
BASE_RUBY = 1.37  # from the top of a line with furigana down to its base line, in em
ICON_CELL = {
    "card": (24, 56, 24),
    "row": (24, 48, 24),
    "banner_success": (30, 48, 18),
    "banner_warning": (30, 48, 18),
    "banner_error": (30, 48, 18),
}
RING = 6
OUTER = 4  # of the focus ring, around its yellow
CARET = 5
STEP_ICON = 28  # of the check of a step that is done; a strip pressed together has no room for it
CUT = "…"
WORDLESS = ("qr", "camera", "time_cell_left", "time_cell_gone")


@dataclass(frozen=True, slots=True)
class Flat:
    x: int
    y: int
    width: int
    height: int
    colour: str


@dataclass(frozen=True, slots=True)
class Patch:
    x: int
    y: int
    width: int
    height: int
    skin: Skin


@dataclass(frozen=True, slots=True)
class Words:
    """`x`: where the pen starts, `y`: base line."""

    x: int
    y: int
    text: str
    px: int
    bold: bool
    number: bool
    language: str
    colour: str


@dataclass(frozen=True, slots=True)
class Icon:
    x: int
    y: int
    size: int
    name: str
    colour: str


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code as large as whole modules allow."""

    x: int
    y: int
    size: int
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The live picture of the camera."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Ink:
    """One stroke of a pen: x, y of its points one after the other; `width` pixels across."""

    points: tuple[int, ...]
    width: int
    colour: str


Mark = Flat | Patch | Words | Icon | Code | Picture | Ink


def marks(box: Box, contrast: Contrast, *, pressed: bool = False, focused: bool = False) -> tuple[Mark, ...]:
    """Everything `box` consists of, back to front. `focused`: the key pad stands here."""
    face = look(box, contrast, pressed=pressed)
    drawn = [*(_focus_ring(box, face, contrast) if focused else ()), *_ground(box, face)]
    match box.role:
        case "qr":
            drawn += [Code(box.x, box.y, min(box.width, box.height), box.lines[0].text)] if box.lines else []
        case "camera":
            drawn += [Picture(box.x, box.y, box.width, box.height), *_corners(box, KIOSK[contrast]["focus"])]
        case "icon":
            drawn += _lone_icon(box, face)
        case "pad":
            drawn += [*_cross(box, face.second), *(ink(box, stroke, face.words) for stroke in box.strokes)]
        case _ if box.role not in WORDLESS:
            drawn += _content(box, face)
    return tuple(drawn)


def ink(box: Box, stroke: Stroke, colour: str) -> Ink:
    """A stroke where the finger drew it on the pad."""
    return Ink(tuple(value for x, y in stroke for value in on_glass(box, x, y)), max(6, box.width // 50), colour)


def on_glass(box: Box, x: int, y: int) -> tuple[int, int]:
    """A place of the pad (0-999) in pixels."""
    return box.x + round(x * (box.width - 1) / 999), box.y + round(y * (box.height - 1) / 999)


def on_pad(box: Box, x: float, y: float) -> tuple[int, int]:
    """A place in pixels on the pad, 0-999; what lies beside it is its edge."""
    across, down = (x - box.x) / (box.width - 1), (y - box.y) / (box.height - 1)
    return round(999 * min(1.0, max(0.0, across))), round(999 * min(1.0, max(0.0, down)))


def size_of(line: Line) -> float:
    """Width of a line in pixels, furigana included where they are the wider ones."""
    pieces = parts(line.text)
    return sum(advances(*_widths(line, pieces), line.px))


def block_height(lines: tuple[Line, ...]) -> int:
    """Height of lines below each other."""
    return sum(_line_height(line) for line in lines)


def _ground(box: Box, face: Look) -> list[Mark]:
    drawn: list[Mark] = []
    if box.role == "foot":
        drawn.append(Flat(box.x, box.y, box.width, box.height, face.fill))
        if face.line:
            drawn.append(Flat(box.x, box.y, box.width, face.line_px, face.line))
        return drawn
    if face.ring:
        skin = Skin(face.ring, "", 0, face.radius + RING)
        drawn.append(Patch(box.x - RING, box.y - RING, box.width + 2 * RING, box.height + 2 * RING, skin))
    if face.fill and face.radius:
        drawn.append(Patch(box.x, box.y, box.width, box.height, Skin(face.fill, face.line, face.line_px, face.radius)))
    elif face.fill:
        drawn.append(Flat(box.x, box.y, box.width, box.height, face.fill))
    if face.bar:
        drawn.append(Patch(box.x, box.y, 2 * face.radius + 4, box.height, Skin(face.bar, "", 0, face.radius)))
        inset = face.line_px
        drawn.append(Flat(box.x + 12, box.y + inset, 2 * face.radius - 8, box.height - 2 * inset, face.fill))
    return drawn


def _focus_ring(box: Box, face: Look, contrast: Contrast) -> list[Mark]:
    """Two lines of opposite lightness, so that one of them is seen on every ground."""
    return [
        Patch(box.x - by, box.y - by, box.width + 2 * by, box.height + 2 * by, Skin(KIOSK[contrast][role], "", 0, face.radius + by))
        for by, role in ((RING + OUTER, "text"), (RING, "focus"))
    ]


def _content(box: Box, face: Look) -> list[Mark]:
    """Icon, words, chevron, caret."""
    lead, chevron = _icons(box)
    px = box.lines[0].px if box.lines else 28
    text_width = max((size_of(line) for line in box.lines), default=0)
    icon_px = _icon_size(box, px)
    if box.align == "center":
        return _centred(box, face, lead, chevron, icon_px, text_width)
    drawn: list[Mark] = []
    left = box.x + face.pad
    if lead:
        before, icon_px, after = ICON_CELL.get(box.role, (face.pad, icon_px, px // 2))
        name = drawing(lead)
        across = icon_px // 2 if name in NARROW else icon_px
        drawn.append(Icon(box.x + before, _beside_words(box, icon_px, px), icon_px, name, face.icon))
        left = box.x + before + across + after
    elif box.role.startswith("banner"):
        left = box.x + 12 + face.pad
    right = box.x + box.width - face.pad
    if chevron:
        size = round(px * 1.25)
        drawn.append(Icon(right - size // 2, _middle(box, size), size, "chevron_right", face.icon))
        right -= size // 2 + 12
    return drawn + _lines(box, face, left, right)


def _centred(box: Box, face: Look, lead: str, chevron: bool, icon_px: int, text_width: float) -> list[Mark]:
    px = box.lines[0].px if box.lines else 28
    gap = round(px * 0.4)
    lead_width = 0 if not lead else (icon_px // 2 if drawing(lead) in NARROW else icon_px)
    chevron_px = round(px * 1.25) if chevron else 0
    total = lead_width + (gap if lead and box.lines else 0) + text_width + (gap + chevron_px // 2 if chevron else 0)
    x = round(box.x + (box.width - total) / 2)
    drawn: list[Mark] = []
    if lead:
        drawn.append(Icon(x, _middle(box, icon_px), icon_px, drawing(lead), face.icon))
        x += lead_width + (gap if box.lines else 0)
    drawn += _lines(box, face, x, round(x + text_width))
    if chevron:
        drawn.append(Icon(round(x + text_width) + gap, _middle(box, chevron_px), chevron_px, "chevron_right", face.icon))
    return drawn


def _lines(box: Box, face: Look, left: int, right: int) -> list[Mark]:
    """Lines between `left` and `right`; of a field's words those before the caret that have room stand there."""
    y = float(box.y) if box.role == "text" else box.y + (box.height - block_height(box.lines)) / 2
    drawn: list[Mark] = []
    for whole in box.lines:
        line, caret = (whole, 0) if box.caret is None else _at_caret(whole, box.caret, right - left - CARET)
        height = _line_height(line)
        across = size_of(line)
        match box.align:
            case "left":
                x = float(left)
            case "center":
                x = left + (right - left - across) / 2
            case "right":
                x = right - across
        base = round(y + (BASE_RUBY * line.px + ruby_over(line.px) if has_ruby(line.text) else height / 2 + BASE * line.px))
        colour = face.second if line.second else face.words
        if box.caret is not None:
            before = width(line.text[:caret], line.px, bold=line.bold, number=line.number, language=line.language)
            drawn.append(
                Flat(round(x + before) + 2, round(base - BASE * line.px - line.px * 0.55), CARET, round(line.px * 1.1), face.caret)
            )
        drawn += _words(line, x, base, colour)
        y += height
    return drawn


def _at_caret(line: Line, caret: int, room: float) -> tuple[Line, int]:
    """What of a line stands in a field `room` pixels across, and where the caret is in it: … stands for what is before it."""
    if size_of(line) <= room:
        return line, caret
    shown = line.text[:caret]
    while shown and size_of(msgspec.structs.replace(line, text=CUT + shown)) > room:
        shown = shown[1:]
    return msgspec.structs.replace(line, text=CUT + shown), len(CUT + shown)


def _words(line: Line, x: float, base: int, colour: str) -> list[Mark]:
    """One line from `x` on: its words, readings above them."""
    pieces = parts(line.text)
    own, above = _widths(line, pieces)
    drawn: list[Mark] = []
    for part, wide, over, (left, _), on in zip(
        pieces, own, above, leanings(own, above, line.px), advances(own, above, line.px), strict=True
    ):
        begin = x - left + (over - wide) / 2 if over > wide else x
        if on > wide and len(part.text) > 1:
            # 親文字の字間 (JIS X 4051): what a wide reading adds stands between all characters, half of it before and behind them
            share = on / len(part.text)
            for at, character in enumerate(part.text):
                own_width = width(character, line.px, bold=line.bold, number=line.number, language=line.language)
                middle = round(x + (at + 0.5) * share - own_width / 2)
                drawn.append(Words(middle, base, character, line.px, line.bold, line.number, line.language, colour))
        else:
            drawn.append(Words(round(begin), base, part.text, line.px, line.bold, line.number, line.language, colour))
        if part.ruby:
            top = base - round(line.px * 0.92)
            ruby = round(begin + (wide - over) / 2)
            drawn.append(Words(ruby, top, part.ruby, ruby_px(line.px), False, False, line.language, colour))
        x += on
    return drawn


def _icons(box: Box) -> tuple[str, bool]:
    """(name before the words, chevron after them)."""
    name = box.icon.rstrip(">")
    if not name and box.role == "step_done" and not box.lines and box.height >= STEP_ICON:
        name = "check"
    if box.selected and not name and box.role != "field_now":  # there it is the words that are
        name = "check"
    return name, box.icon.endswith(">") or box.role == "row"


def _icon_size(box: Box, px: int) -> int:
    if box.role == "step_done" and not box.lines:
        return STEP_ICON
    if box.role == "card" and box.icon:  # the check of a chosen one is as large as elsewhere: that is the room it has
        return 56
    return min(round(px * (0.9 if box.selected else 1.35)), box.height - 12) if box.role != "text" else round(px * 1.1)


def _middle(box: Box, size: int) -> int:
    return box.y + (box.height - size) // 2


def _beside_words(box: Box, size: int, px: int) -> int:
    """An icon stands beside the first line of a text or panel, in the middle of everything else."""
    if box.role == "text":
        return box.y + (round(px * LEADING) - size) // 2
    if box.role in ("panel", "soft_panel") and len(box.lines) > 1:
        return box.y + (box.height - block_height(box.lines) + round(px * LEADING) - size) // 2
    return _middle(box, size)


def _line_height(line: Line) -> int:
    return round(line.px * (LEADING_RUBY if has_ruby(line.text) else LEADING))


def _widths(line: Line, pieces: tuple[Part, ...]) -> tuple[list[float], list[float]]:
    """Of each part: its words, its reading (0 where there is none)."""
    own = [width(part.text, line.px, bold=line.bold, number=line.number, language=line.language) for part in pieces]
    above = [width(part.ruby, ruby_px(line.px), language=line.language) if part.ruby else 0.0 for part in pieces]
    return own, above


def _lone_icon(box: Box, face: Look) -> list[Mark]:
    size = min(box.width * 2, box.height) if drawing(box.icon) in NARROW else min(box.width, box.height)
    across = size // 2 if drawing(box.icon) in NARROW else size
    return [Icon(box.x + (box.width - across) // 2, box.y + (box.height - size) // 2, size, drawing(box.icon), face.icon)]


def _cross(box: Box, colour: str) -> list[Mark]:
    """The guide in the middle of the square, dashed."""
    dash, middle_x, middle_y = 12, box.x + box.width // 2, box.y + box.height // 2
    across = [Flat(x, middle_y - 1, dash, 2, colour) for x in range(box.x + dash, box.x + box.width - dash, 2 * dash)]
    down = [Flat(middle_x - 1, y, 2, dash, colour) for y in range(box.y + dash, box.y + box.height - dash, 2 * dash)]
    return [*across, *down]


def _corners(box: Box, colour: str) -> list[Mark]:
    """Where to hold the code: four corners of a square in the middle of the camera's picture."""
    side, arm, thick = round(min(box.width, box.height) * 0.72), 54, 10
    left, top = box.x + (box.width - side) // 2, box.y + (box.height - side) // 2
    drawn: list[Mark] = []
    for x in (left, left + side):
        for y in (top, top + side):
            drawn.append(Flat(x if x == left else x - arm, y if y == top else y - thick, arm, thick, colour))
            drawn.append(Flat(x if x == left else x - thick, y if y == top else y - arm, thick, arm, colour))
    return drawn
