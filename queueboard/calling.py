"""A new call over the whole width; calls that wait for their turn to be said stand beside it, as large. Pure."""

from datetime import datetime

from config.theme import BOARD as COLOUR
from hub.wire import BoardRow
from queueboard import icons
from queueboard.announcer import Announcer, border_is_on
from queueboard.board import Board
from queueboard.columns import LEFT, RIGHT, SIGNS, TOP, Column, call_row
from queueboard.items import Item, Rectangle, Text, fitted
from queueboard.letters import width_of
from queueboard.place import Place, Say

AT_ONCE = 3  # calls shown together
EDGE = 16  # the border of the one that is said now
STAGE = 260  # the field that says the stage of one of several


def new_calls(announcer: Announcer, foot: float, now: datetime, say: Say) -> list[Item]:
    """The call that is said now, and under it, equally large, those that follow."""
    if announcer.now_calling is None:
        return []
    border = COLOUR["ink"] if border_is_on(announcer, now) else COLOUR["ground"]
    rows = (announcer.now_calling, *announcer.queue[: AT_ONCE - 1])
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
    title = Text(x, middle - 8, STAGE, 72, say(f"board.{row.stage}.title"), 60, COLOUR["white"], bold=True, align="center")
    number, arrow, counter, unit = call_row(Column(x + STAGE, width - STAGE, top + height), top + EDGE, inner, row, say)
    return [
        Rectangle(LEFT, top, RIGHT - LEFT, height, border, radius=12),
        Rectangle(x, top + EDGE, width, inner, COLOUR["call"]),
        Rectangle(x, top + EDGE, STAGE, inner, colour),
        *SIGNS[row.stage](x + STAGE / 2 - 28, middle - 70, 56, COLOUR["white"], 6),
        title,
        number,
        arrow,
        counter,
        unit,
        *_in_own_language(row, max(arrow.points[::2]) + 40, counter.x - 40, top + EDGE, inner, say),
    ]


def _in_own_language(row: BoardRow, left: float, right: float, top: float, height: float, say: Say) -> list[Item]:
    """The same words for who reads no Japanese, between number and counter where there is room."""
    if row.language in ("ja", "ja-easy") or right - left < 200:
        return []
    short = say("board.call_short", number=row.number, counter=row.counter, language=row.language)
    return [
        fitted(Text(left, top, right - left, height, short, 44, COLOUR["ink"], bold=True, align="center", language=row.language))
    ]


def _alone(row: BoardRow, foot: float, border: str, say: Say) -> list[Item]:
    language = row.language if row.language not in ("ja", "ja-easy") else "en"
    short = say("board.call_short", number=row.number, counter=row.counter, language=language)
    unit_width = width_of(say("board.counter"), 112, bold=True)
    counter = str(row.counter) if row.counter is not None else ""
    middle, words_top = (TOP + 116 + foot - 92) / 2, foot - 92
    number = fitted(Text(90, middle - 183, 990, 366, row.number, 372, COLOUR["ink"], number=True))
    wide = width_of(counter, number.px, number=True)
    return [
        Rectangle(LEFT, TOP, RIGHT - LEFT, foot - TOP, border, radius=12),
        Rectangle(36, 136, 1848, 100, COLOUR[row.stage]),
        *SIGNS[row.stage](88, 144, 66, COLOUR["white"], 6),
        Text(188, 136, 600, 100, say(f"board.{row.stage}.title"), 74, COLOUR["white"], bold=True),
        fitted(Text(760, 136, 1076, 100, short, 52, COLOUR["white"], bold=True, align="right", language=language)),
        Rectangle(36, 236, 1848, foot - 236 - EDGE, COLOUR["call"]),
        number,
        *icons.chevron(1174, middle - 66, 132, COLOUR["ink"], 14),
        Text(1790 - unit_width - wide - 12, middle - 183, wide + 4, 366, counter, number.px, COLOUR["ink"], number=True),
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


def following(place: Place, board: Board, announcer: Announcer, say: Say) -> list[Item]:
    top = place.foot + 14
    items: list[Item] = [Rectangle(20, top, 1880, 86, COLOUR["white"], radius=12)]
    if len(announcer.queue) >= AT_ONCE:
        items += _small_call(56, top, say("board.following"), announcer.queue[AT_ONCE - 1], say, bold=True)
    now_calling = announcer.now_calling
    waiting = {row.visit for row in announcer.queue}
    before = [row for row in board.calls if row.visit not in waiting and (now_calling is None or row.visit != now_calling.visit)]
    if before:
        title, row = say("board.before"), before[-1]
        wide = width_of(title, 38) + 26 + width_of(row.number, 58, number=True) + 26 + width_of(_where(row, say), 38)
        items += _small_call(1864 - wide, top, title, row, say, bold=False)
    return items


def _small_call(x: float, top: float, title: str, row: BoardRow, say: Say, *, bold: bool) -> list[Item]:
    title_width = width_of(title, 38, bold=bold)
    number_width = width_of(row.number, 58, number=True)
    return [
        Text(x, top, title_width + 4, 86, title, 38, COLOUR["ink"], bold=bold),
        Text(x + title_width + 26, top, number_width + 4, 86, row.number, 58, COLOUR["ink"], number=True),
        Text(x + title_width + number_width + 52, top, width_of(_where(row, say), 38) + 4, 86, _where(row, say), 38, COLOUR["ink"]),
    ]


def _where(row: BoardRow, say: Say) -> str:
    return say("board.at_counter", stage=say(f"board.{row.stage}.title"), counter=row.counter)
