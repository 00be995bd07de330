"""What is wrong with a screen, measured as kiosk.views draws it: words outside, boxes over each other, targets too small."""

from functools import cache
from itertools import combinations

from config.theme import smaller
from kiosk.viewmodels.furigana import has_ruby
from kiosk.viewmodels.grid import grid
from kiosk.views.glyphs import width
from kiosk.views.marks import Icon, Words, block_height, marks

TARGET_MM, GAP_MM = 12.7, 2.54
GROUNDS = ("panel", "soft_panel", "foot", "camera")
FOOT = ("back", "help", "languages", "appearance", "next")
SLACK = 1  # rounding
FRAME = 4  # pixels: no word of a key on its frame
UP, DOWN = 0.86, 0.1  # of the font size, from the base line: how far kanji go


@cache  # the same keys stand on hundreds of screens
def _ink(box, contrast):
    """Left, top, right, bottom of what the words and icons of a box really cover."""
    return tuple(_covered(marks(box, contrast)))


def _covered(drawn):
    for mark in drawn:
        if isinstance(mark, Words):
            long = width(mark.text, mark.px, bold=mark.bold, number=mark.number, language=mark.language)
            yield mark.x, mark.y - UP * mark.px, mark.x + long, mark.y + (0 if mark.number else DOWN) * mark.px
        elif isinstance(mark, Icon):
            yield mark.x, mark.y, mark.x + mark.size / 2, mark.y + mark.size


def words_outside(screen):
    """Boxes whose words or icon leave the box, or whose lines need more height than it has."""
    found = []
    for box in screen.boxes:
        if box.role in ("qr", "camera"):
            continue
        inside = FRAME if box.event is not None and box.role != "row" else -SLACK
        for left, top, right, bottom in _ink(box, screen.contrast):
            across = left < box.x + inside or right > box.x + box.width - inside
            if across or top < box.y - SLACK or bottom > box.y + box.height + SLACK:
                found.append(f"{box.id}: {[round(n) for n in (left, top, right, bottom)]} outside {_place(box)}")
                break
        if box.role != "icon" and not any(line.number for line in box.lines) and block_height(box.lines) > box.height + 2:
            found.append(f"{box.id}: {block_height(box.lines)} px of lines in {_place(box)}")
    return found


def outside_the_panel(screen):
    return [
        f"{box.id} {_place(box)}"
        for box in screen.boxes
        if box.x < 0 or box.y < 0 or box.x + box.width > screen.width or box.y + box.height > screen.height
    ]


def over_each_other(screen):
    """Pairs that cover each other, where neither is a panel that holds the other. Plain words count as far as they are drawn."""
    found = []
    drawn = [(box, place) for box in screen.boxes if (place := _drawn(box, screen.contrast)) is not None]
    for (one, first), (other, second) in combinations(drawn, 2):
        if not _cover(first, second):
            continue
        holds = one.role in GROUNDS or (one.role.startswith("banner") and not one.lines)
        if not (holds and _contains(first, second)):
            found.append(f"{one.id} {first} × {other.id} {second}")
    return found


AIR = 4  # pixels between words and what stands beside or below them


def cramped_words(screen):
    """Plain words nearer than that to a field, a key or a panel that does not hold them."""
    drawn = [(box, place) for box in screen.boxes if (place := _drawn(box, screen.contrast)) is not None]
    words = [one for one in drawn if one[0].role == "text"]
    solid = [one for one in drawn if one[0].role not in ("text", "icon")]
    return [
        f"{box.id} {place} | {other.id} {beside}"
        for box, place in words
        for other, beside in solid
        if not _contains(beside, place) and _apart(place, beside) < AIR
    ]


def _apart(one, other):
    """Pixels between two places, across or down, whichever is more."""
    return max(other[0] - one[2], one[0] - other[2], other[1] - one[3], one[1] - other[3])


def _drawn(box, contrast):
    """Left, top, right, bottom of what is seen of a box; None for empty words."""
    if box.role != "text":
        return box.x, box.y, box.x + box.width, box.y + box.height
    ink = _ink(box, contrast)
    if not ink:
        return None
    return (
        round(min(left for left, _, _, _ in ink)),
        round(min(top for _, top, _, _ in ink)),
        round(max(right for _, _, right, _ in ink)),
        round(max(bottom for _, _, _, bottom in ink)),
    )


def _contains(outer, inner):
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def _cover(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def small_targets(screen, px_per_mm):
    least = TARGET_MM * px_per_mm - SLACK
    return [f"{box.id} {_place(box)}" for box in screen.boxes if box.event is not None and min(box.width, box.height) < least]


def cramped_targets(screen, px_per_mm):
    """Pairs of targets nearer to each other than a trembling finger needs."""
    least = GAP_MM * px_per_mm - SLACK
    touched = [box for box in screen.boxes if box.event is not None]
    return [
        f"{one.id} {_place(one)} | {other.id} {_place(other)}"
        for one, other in combinations(touched, 2)
        if _gap(one, other) < least
    ]


def foot_moved(screen, panel, size):
    """Foot keys that do not stand at the place of the grid."""
    places = grid(panel, size)
    return [
        box.id for box in screen.boxes if box.id in FOOT and box.role != "row" and _place(box) != tuple(getattr(places, box.id))
    ]


LEAST = 24  # pixels: the smallest size of the scale
LEAST_TIGHT = (
    22  # on a key with a word for a sign, beside the field of a keyboard, in the strip of steps, and with its reading above
)
LEAST_OF_RESIDENTS = 20  # what somebody typed is never cut, however long it is
TIGHT = ("function_key", "step_now", "training_band")
OF_RESIDENTS = ("value.", "person.", "field", "kanji", "candidate.", "town")


def least_px(box):
    """The least size of its words in pixels, by what it is."""
    if box.id.startswith(OF_RESIDENTS):
        return LEAST_OF_RESIDENTS
    readings = any(has_ruby(line.text) for line in box.lines)
    return LEAST_TIGHT if box.role in TIGHT or box.id == "progress.name" or readings else LEAST


def tiny_words(screen):
    """Lines below the least size of their kind."""
    return [
        f"{box.id}: {line.px} px {line.text}"
        for box in screen.boxes
        if box.role != "qr"
        for line in box.lines
        if line.text.strip() and line.px < least_px(box)
    ]


SENTENCES = ("banner_success", "banner_warning", "banner_error", "soft_panel", "panel")


def small_sentences(screen, least, spared):
    """What banners and panels tell below a size in pixels. Of one with readings a step less. `spared`: box id → its own least."""
    return _below(screen, [box for box in screen.boxes if box.role in SENTENCES], least, spared)


def small_captions(screen, least, spared):
    """Plain words below a size in pixels."""
    return _below(screen, [box for box in screen.boxes if box.role == "text"], least, spared)


def _below(screen, boxes, least, spared):
    return [
        f"{box.id}: {line.px} px {line.text}"
        for box in boxes
        for line in box.lines
        if line.text.strip() and not box.id.startswith(OF_RESIDENTS)
        if line.px < spared.get(box.id.partition(".")[0], smaller(least, 2) if has_ruby(line.text) else least)
    ]


def foot_sizes(screen):
    """Of each key of the foot the size of its label."""
    return {box.id: box.lines[0].px for box in screen.boxes if box.id in FOOT and box.lines}


def loudest_sizes(screen):
    """Of each box with words of the office: the size of its first line, and its largest."""
    return {
        box.id: (box.lines[0].px, max(line.px for line in box.lines))
        for box in screen.boxes
        if box.lines and box.role != "qr" and not box.id.startswith(OF_RESIDENTS)
    }


def lost_hints(screen, hints):
    """Tiles that have a second line in the catalogue (`hints`: ids of choices) and do not show it."""
    return [
        box.id for box in screen.boxes if box.id.removeprefix("choice.") in hints and not any(line.second for line in box.lines)
    ]


def _place(box):
    return box.x, box.y, box.width, box.height


def _gap(one, other):
    across = max(other.x - (one.x + one.width), one.x - (other.x + other.width))
    down = max(other.y - (one.y + one.height), one.y - (other.y + other.height))
    return max(across, down)
