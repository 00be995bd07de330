"""ご不在の番号: who was called and did not come, in one line, as many as find room; the others in turn. Pure."""

from collections.abc import Sequence
from datetime import datetime

from config.theme import BOARD as COLOUR
from hub.wire import BoardRow
from queueboard.columns import even, page_of
from queueboard.items import Item, Rectangle, Text, fitted
from queueboard.letters import width_of
from queueboard.place import Say

HEIGHT = 86
AT_ONCE = 5
SECONDS = 4
BEGIN, END = 56, 1864
GAP = 44
HINT, LEAST = 38, 0.6  # what to do, and how much smaller it may be


def missed_numbers(missed: Sequence[BoardRow], top: float, now: datetime, say: Say) -> list[Item]:
    """The newest first."""
    items: list[Item] = [Rectangle(20, top, 1880, HEIGHT, COLOUR["white"], radius=12)]
    if not missed:
        return items
    title, hint = say("board.missed"), say("board.missed_hint")
    items.append(Text(BEGIN, top, 500, HEIGHT, title, 44, COLOUR["ink"], bold=True))
    x = BEGIN + width_of(title, 44, bold=True) + GAP
    more_wide = width_of(say("board.missed_more", count=len(missed)), 40) + GAP
    room = END - x - more_wide - width_of(hint, HINT) * LEAST - 8
    widest = max(width_of(row.number, 62, number=True) for row in missed) + GAP
    newest = list(reversed(missed))
    shown, page = page_of(newest, even(len(newest), min(AT_ONCE, max(1, int(room // widest)))), now, SECONDS)
    for row in shown:
        items.append(Text(x, top, 300, HEIGHT, row.number, 62, COLOUR["ink"], number=True))
        x += width_of(row.number, 62, number=True) + GAP
    if page:
        words = say("board.missed_more", count=len(missed) - len(shown))
        items.append(Text(x, top, 200, HEIGHT, words, 40, COLOUR["ink"]))
        x += width_of(words, 40) + GAP
    return [*items, fitted(Text(x, top, END - x, HEIGHT, hint, HINT, COLOUR["ink"], align="right"), LEAST)]
