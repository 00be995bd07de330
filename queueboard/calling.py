"""A new call over the whole width; those that wait to be said as large under it, and below all others that are called. Pure."""

from collections.abc import Sequence
from datetime import datetime

from config.theme import BOARD as COLOUR
from hub.wire import BoardRow
from queueboard import icons
from queueboard.announcer import Announcer, border_is_on, seen
from queueboard.columns import GAP, LEFT, RIGHT, SIGNS, TOP, Column, call_row, even, page_of
from queueboard.items import Item, Rectangle, Text, fitted, has_room
from queueboard.letters import width_of
from queueboard.place import Say

EDGE = 16  # the border of the one that is said now
STAGE = 260  # the field that says the stage of one of several
SMALL_STAGE = 112
BESIDE, BESIDE_HEIGHT, BESIDE_SECONDS = 3, 100, 3


def new_calls(announcer: Announcer, foot: float, now: datetime, say: Say) -> list[Item]:
    """The call that is said now, and under it, equally large, those that follow."""
    rows = seen(announcer)
    if not rows:
        return []
    said = not announcer.came and border_is_on(announcer, now)
    border = COLOUR["ink"] if said else COLOUR["ground"]
    if len(rows) == 1:
        return _alone(rows[0], foot, border, say)
    items: list[Item] = []
    height = (foot - TOP) / len(rows)
    for index, row in enumerate(rows):
        items += _one_of_several(row, TOP + index * height, height, border if index == 0 else COLOUR["line"], say)
    return items


def _one_of_several(row: BoardRow, top: float, height: float, border: str, say: Say) -> list[Item]:
    x, width, inner = LEFT + EDGE, RIGHT - LEFT - 2 * EDGE, height - 2 * EDGE
    colour, middle = COLOUR[row.stage], top + height / 2
    number, arrow, counter, unit = call_row(Column(x + STAGE, width - STAGE, top + height), top + EDGE, inner, row, say)
    return [
        Rectangle(LEFT, top, RIGHT - LEFT, height, border, radius=12),
        Rectangle(x, top + EDGE, width, inner, COLOUR["call"]),
        Rectangle(x, top + EDGE, STAGE, inner, colour),
        *_stage(row, x, middle, inner, say),
        number,
        arrow,
        counter,
        unit,
        *_in_own_language(row, max(arrow.points[::2]) + 40, counter.x - 40, top + EDGE, inner, say),
    ]


def _stage(row: BoardRow, x: float, middle: float, height: float, say: Say) -> list[Item]:
    """Sign and word of the stage: one above the other, or side by side where the field is low."""
    white = COLOUR["white"]
    if height < 150:
        title = fitted(Text(x + 82, middle - 36, STAGE - 92, 72, _title(row, say), 60, white, bold=True))
        return [*SIGNS[row.stage](x + 20, middle - 23, 46, white, 5), title]
    title = fitted(Text(x, middle - 8, STAGE, 72, _title(row, say), 60, white, bold=True, align="center"))
    return [*SIGNS[row.stage](x + STAGE / 2 - 28, middle - 70, 56, white, 6), title]


def _in_own_language(row: BoardRow, left: float, right: float, top: float, height: float, say: Say) -> list[Item]:
    """The same words for who reads no Japanese, between number and counter where there is room for all of them."""
    if row.language in ("ja", "ja-easy"):
        return []
    short = say("board.call_short", number=row.number, counter=row.counter, language=row.language)
    words = Text(left, top, right - left, height, short, 44, COLOUR["ink"], bold=True, align="center", language=row.language)
    return [fitted(words)] if has_room(words) else []


def _alone(row: BoardRow, foot: float, border: str, say: Say) -> list[Item]:
    language = row.language if row.language not in ("ja", "ja-easy") else "en"
    short = say("board.call_short", number=row.number, counter=row.counter, language=language)
    unit_width = width_of(say("board.counter"), 112, bold=True)
    counter = str(row.counter) if row.counter is not None else ""
    middle, words_top = (TOP + 116 + foot - 92) / 2, foot - 92
    high = min(366, foot - 236 - 108)  # between the stage's bar and the words
    number = fitted(Text(90, middle - high / 2, 990, high, row.number, int(high * 1.016), COLOUR["ink"], number=True))
    wide = width_of(counter, number.px, number=True)
    return [
        Rectangle(LEFT, TOP, RIGHT - LEFT, foot - TOP, border, radius=12),
        Rectangle(36, 136, 1848, 100, COLOUR[row.stage]),
        *SIGNS[row.stage](88, 144, 66, COLOUR["white"], 6),
        Text(188, 136, 600, 100, _title(row, say), 74, COLOUR["white"], bold=True),
        fitted(Text(760, 136, 1076, 100, short, 52, COLOUR["white"], bold=True, align="right", language=language)),
        Rectangle(36, 236, 1848, foot - 236 - EDGE, COLOUR["call"]),
        number,
        *icons.chevron(1174, middle - 66, 132, COLOUR["ink"], 14),
        Text(1790 - unit_width - wide - 12, middle - high / 2, wide + 4, high, counter, number.px, COLOUR["ink"], number=True),
        Text(
            1790 - unit_width,
            middle + number.px * 0.44 - 120,
            unit_width + 8,
            120,
            say("board.counter"),
            112,
            COLOUR["ink"],
            bold=True,
        ),
        fitted(Text(92, words_top, 1740, 72, say("board.come_to", counter=row.counter), 54, COLOUR["ink"], bold=True)),
    ]


def beside(rows: Sequence[BoardRow], top: float, now: datetime, say: Say) -> list[Item]:
    """All others that are called, a row of three, in turn where they are more: somewhere somebody is always being called."""
    shown, _ = page_of(rows, even(len(rows), BESIDE), now, BESIDE_SECONDS)
    width = (RIGHT - LEFT - GAP * (len(shown) - 1)) / max(2, len(shown))
    items: list[Item] = []
    for index, row in enumerate(shown):
        x = LEFT + index * (width + GAP)
        title = fitted(
            Text(x + 4, top, SMALL_STAGE - 8, BESIDE_HEIGHT, _title(row, say), 46, COLOUR["white"], bold=True, align="center")
        )
        items += [
            Rectangle(x, top, width, BESIDE_HEIGHT, COLOUR["white"], radius=12),
            Rectangle(x, top, SMALL_STAGE, BESIDE_HEIGHT, COLOUR[row.stage], radius=12),
            title,
            *call_row(Column(x + SMALL_STAGE - 20, width - SMALL_STAGE + 28, top), top, BESIDE_HEIGHT, row, say),
        ]
    return items


def _title(row: BoardRow, say: Say) -> str:
    return say(f"board.{row.stage}.title")
