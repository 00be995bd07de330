"""The calls that stand, a column a stage: the newest largest, and all that were called near each other as large. Pure."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

import msgspec

from config.display import near
from config.theme import BOARD as COLOUR
from hub.wire import BoardRow
from queueboard import icons
from queueboard.board import Board
from queueboard.items import Item, Rectangle, Stroke, Text, fitted
from queueboard.letters import width_of
from queueboard.place import Place, Say

T = TypeVar("T")

PAGE_SECONDS = 6  # open calls past the last row, texts that do not fit
LEFT, RIGHT, TOP = 20, 1900, 120
GAP = 16  # between columns
BAR = 92  # a column's head
SIGNS = {"reception": icons.people, "accounting": icons.coin, "delivery": icons.document}


class Column(msgspec.Struct, frozen=True):
    """Where one stage stands."""

    x: float
    width: float
    foot: float

    def heights(self, near: int, *, others: bool) -> list[float]:
        """Of each row, from the top: the newest alone takes half, calls near each other share equally."""
        whole = self.foot - TOP - BAR
        if near == 1:
            return [whole / 2, whole / 4, whole / 4]
        if near == 2:
            return [whole * 3 / 8, whole * 3 / 8, whole / 4]
        return [whole / 4] * 4 if others else [whole / 3] * 3


def columns(place: Place, board: Board, now: datetime, say: Say) -> list[Item]:
    items: list[Item] = []
    width = (RIGHT - LEFT - GAP * (len(place.columns) - 1)) / max(1, len(place.columns))
    for index, stage in enumerate(place.columns):
        rows = [row for row in reversed(board.calls) if row.stage == stage]
        items += _column(Column(LEFT + index * (width + GAP), width, place.foot), stage, rows, place, board, now, say)
    return items


def _column(column: Column, stage: str, rows: list[BoardRow], place: Place, board: Board, now: datetime, say: Say) -> list[Item]:
    x, width, colour = column.x, column.width, COLOUR[stage]
    title = say(f"board.{stage}.title")
    hint_x = x + 36 + width_of(title, 66, bold=True) + 34
    items: list[Item] = [
        Rectangle(x, TOP, width, column.foot - TOP, COLOUR["white"], radius=12),
        Rectangle(x, TOP, width, BAR, colour, radius=12),
        Rectangle(x, TOP + 60, width, 32, colour),
        Text(x + 36, TOP, 500, BAR, title, 66, COLOUR["white"], bold=True),
        fitted(Text(hint_x, TOP, x + width - 196 - hint_x, BAR, say(f"board.{stage}.hint"), 38, COLOUR["white"])),
        *SIGNS[stage](x + width - 92, TOP + 20, 54, COLOUR["white"], 5),
    ]
    if not rows:
        words, below = say(_why_empty(place, board)), TOP + BAR
        return [*items, fitted(Text(x + 36, below, width - 72, column.foot - below, words, 56, COLOUR["second"], align="center"))]
    large = near([row.at for row in rows])
    heights = column.heights(large, others=len(rows) > large)
    shown, page = page_of(rows[large:], max(1, len(heights) - large), now, PAGE_SECONDS)
    top: float = TOP + BAR
    for index, (row, height) in enumerate(zip((*rows[:large], *shown), heights, strict=False)):
        if index < large:
            items.append(Rectangle(x, top, width, height, COLOUR["call"]))
        if index and (index != large or large > 1):
            items.append(Rectangle(x, top - 2, width, 4, COLOUR["line" if index > large else "key_line"]))
        items += call_row(column, top, height, row, say)
        top += height
    if page:
        items.append(Text(x + width - 186, TOP, 84, BAR, page, 38, COLOUR["white"], align="right"))
    return items


def _why_empty(place: Place, board: Board) -> str:
    """What stands where nobody is called: the office closed, has not begun, or calls soon."""
    at_work = board.calls or board.missed or any(line.people_waiting for line in board.lines)
    if at_work:
        return "board.please_wait"
    return "board.soon" if place.open_now else "board.closed"


def call_row(column: Column, top: float, height: float, row: BoardRow, say: Say) -> tuple[Text, Stroke, Text, Text]:
    """A number, an arrow, its counter: as large as the height allows, and smaller where the column is narrow."""
    counter, unit_words = str(row.counter) if row.counter is not None else "", say("board.counter")
    room = column.width - 64
    px = int(height * 0.903 if height > 200 else height * 0.96)

    def needs(size: int) -> float:
        unit = max(36, size * 60 // 213)
        figures = width_of(row.number, size, number=True) + width_of(counter, size, number=True)
        return figures + width_of(unit_words, unit, bold=True) + size * 0.2 + 70

    while px > 40 and needs(px) > room:
        px -= 2
    unit = max(36, px * 60 // 213)
    unit_width, wide = width_of(unit_words, unit, bold=True), width_of(counter, px, number=True)
    right, size, below = column.x + column.width - 28, px * 0.2, top + height / 2 + px * 0.44
    before_counter = right - unit_width - 8 - wide
    number_wide = width_of(row.number, px, number=True)
    arrow = min(max(column.x + 36 + number_wide + 30, column.x + column.width * 0.485), before_counter - size / 2 - 20)
    return (
        Text(column.x + 36, top, number_wide + 4, height, row.number, px, COLOUR["ink"], number=True),
        icons.chevron(arrow, top + height / 2 - size / 2, size, COLOUR["ink"], 6 if px > 150 else 4)[0],
        Text(before_counter, top, wide + 4, height, counter, px, COLOUR["ink"], number=True),
        Text(
            right - unit_width,
            below - unit,
            unit_width + 4,
            unit,
            unit_words,
            unit,
            COLOUR["ink"],
            bold=True,
        ),
    )


def even(count: int, most: int) -> int:
    """How many of `count` things stand on a page, where a page holds `most`: 8 on pages of 5 are 4 and 4."""
    return -(-count // max(1, -(-count // most)))


def page_of(things: Sequence[T], size: int, now: datetime, seconds: int) -> tuple[Sequence[T], str]:
    """The things shown now where not all fit, and "2/3" where there are pages."""
    pages = -(-len(things) // max(1, size))
    if pages <= 1:
        return things, ""
    page = int(now.timestamp()) // seconds % pages
    return things[page * size : (page + 1) * size], f"{page + 1}/{pages}"
