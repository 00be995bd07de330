"""Where everything stands on the board, 1920×1080: head, calls by stage, missed numbers, people waiting, notice. Pure."""

from datetime import datetime

from config.theme import BOARD as COLOUR
from queueboard import icons
from queueboard.announcer import Announcer, seen
from queueboard.board import Board, is_stale
from queueboard.calling import BESIDE_HEIGHT, beside, new_calls
from queueboard.columns import PAGE_SECONDS, columns, page_of
from queueboard.items import Item, Rectangle, Text, fitted
from queueboard.letters import width_of
from queueboard.missed import missed_numbers
from queueboard.place import Place, Say
from queueboard.waits import people_waiting

WIDTH, HEIGHT = 1920, 1080


def picture(place: Place, board: Board | None, announcer: Announcer, now: datetime, say: Say) -> tuple[Item, ...]:
    """All items of the board at `now`. A stale board never shows a number as live."""
    items: list[Item] = [Rectangle(0, 0, WIDTH, HEIGHT, COLOUR["ground"]), *_head(place, now, say)]
    if board is None:
        items += _message(say("board.connecting"))
        return tuple(items)
    if is_stale(board, now):
        items += [*_link_lost(board, say), *people_waiting(place, board.lines, now, say, known=False), *_last_update(board, say)]
        return tuple(items)
    if called := seen(announcer):
        out = {(row.visit, row.stage) for row in called}
        others = [row for row in reversed(board.calls) if (row.visit, row.stage) not in out]
        foot = place.foot - (BESIDE_HEIGHT + 12 if others else 0)
        items += [*new_calls(announcer, foot, now, say), *beside(others, foot + 12, now, say)]
    else:
        items += columns(place, board, now, say)
    items += missed_numbers(board.missed, place.foot + 14, now, say)
    if not place.large:
        items += people_waiting(place, board.lines, now, say, known=True, deliveries=board.deliveries)
    items += _notice(board, now, say)
    return tuple(items)


def _head(place: Place, now: datetime, say: Say) -> list[Item]:
    hours = say("board.hours", opens=place.opens, closes=place.closes) if place.opens else ""
    office = fitted(Text(40, 0, 1000, 104, place.office, 48, COLOUR["white"], bold=True))
    after = 40 + width_of(office.text, office.px, bold=True) + 46
    return [
        Rectangle(0, 0, WIDTH, 104, COLOUR["ink"]),
        office,
        fitted(Text(after, 0, 1560 - after, 104, hours, 40, COLOUR["white"])),
        Text(1580, 0, 300, 104, f"{now:%H:%M}".lstrip("0"), 80, COLOUR["white"], bold=True, align="right"),
    ]


def _notice(board: Board, now: datetime, say: Say) -> list[Item]:
    running = [notice for notice in board.notices if notice.until is None or now < notice.until]
    notices = [each for notice in running for each in (("ja", notice.text), *notice.others.items())]
    items: list[Item] = [Rectangle(0, 1008, WIDTH, 72, COLOUR["white"])]
    if not notices:
        return items
    shown, _ = page_of(notices, 1, now, PAGE_SECONDS)
    title = say("board.notice")
    x = 40 + width_of(title, 44, bold=True) + 34
    return [
        *items,
        Text(40, 1008, 300, 72, title, 44, COLOUR["ink"], bold=True),
        fitted(Text(x, 1008, 1880 - x, 72, shown[0][1], 44, COLOUR["ink"], language=shown[0][0]), least=0.5),
    ]


def _link_lost(board: Board, say: Say) -> list[Item]:
    time = f"{board.news_at:%H:%M}".lstrip("0")
    keep = say("board.link_lost.keep") + say("board.link_lost.staff_calls", language="en")
    items: list[Item] = [
        Rectangle(20, 120, 1880, 360, COLOUR["ink"], radius=12),
        Rectangle(28, 128, 1864, 344, COLOUR["help"], radius=8),
        *icons.no_link(112, 206, 180, COLOUR["ink"], 20),
        fitted(Text(368, 152, 1490, 130, say("board.link_lost.title"), 92, COLOUR["ink"], bold=True)),
        fitted(Text(368, 284, 1490, 84, say("board.link_lost.staff_calls"), 60, COLOUR["ink"], bold=True)),
        fitted(Text(368, 374, 1490, 66, keep, 44, COLOUR["ink"])),
        Rectangle(20, 500, 1880, 272, COLOUR["key_line"], radius=12),
        Rectangle(24, 504, 1872, 264, COLOUR["old"], radius=8),
    ]
    title = say("board.link_lost.until", time=time)
    items += [
        Text(60, 522, 900, 70, title, 44, COLOUR["ink"], bold=True),
        Text(60 + width_of(title, 44, bold=True) + 34, 522, 900, 70, say("board.link_lost.may_differ"), 40, COLOUR["ink"]),
        fitted(Text(60, 690, 1800, 64, say("board.link_lost.ask"), 40, COLOUR["ink"])),
    ]
    x = 60.0
    for row in reversed(board.calls[-4:]):
        stage, counter = say(f"board.{row.stage}.title"), f"{row.counter or ''}{say('board.counter')}"
        for words, px, number in ((stage, 40, False), (row.number, 66, True), (counter, 40, False)):
            wide = width_of(words, px, number=number)
            items.append(Text(x, 598, wide + 4, 84, words, px, COLOUR["second"], number=number))
            x += wide + 28
        x += 36
    return items


def _last_update(board: Board, say: Say) -> list[Item]:
    time = f"{board.news_at:%H:%M}".lstrip("0")
    title = say("board.notice")
    x = 40 + width_of(title, 44, bold=True) + 34
    return [
        Rectangle(0, 1008, WIDTH, 72, COLOUR["ink"]),
        Text(40, 1008, 300, 72, title, 44, COLOUR["white"], bold=True),
        fitted(Text(x, 1008, 1880 - x, 72, say("board.link_lost.heals", time=time), 44, COLOUR["white"])),
    ]


def _message(words: str) -> list[Item]:
    return [
        Rectangle(20, 120, 1880, 660, COLOUR["white"], radius=12),
        Text(20, 120, 1880, 660, words, 72, COLOUR["second"], align="center"),
    ]
