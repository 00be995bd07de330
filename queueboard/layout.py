"""Where everything stands on the board, 1920×1080: head, calls of 受付 and 交付, missed numbers, people waiting, notice. Pure."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

import msgspec

from config.theme import BOARD as COLOUR
from hub.wire import BoardRow, ServiceLine
from queueboard import icons
from queueboard.announcer import Announcer, border_is_on
from queueboard.board import Board, is_stale
from queueboard.items import Item, Rectangle, Stroke, Text, fitted
from queueboard.letters import width_of

T = TypeVar("T")
Say = Callable[..., str]  # text key and placeholders → words; `language=` for another language than the board's

WIDTH, HEIGHT = 1920, 1080
PAGE_SECONDS = 6  # open calls past the third, texts that do not fit
WAIT_PAGE_SECONDS = 10  # services past the fifth
ROWS = 3
MISSED = 5
CELLS = 5


class Place(msgspec.Struct, frozen=True):
    """What the board knows of its office: finished words, and the names of the services."""

    office: str
    opens: str
    closes: str
    service_names: dict[str, str]
    open_now: bool = True


def picture(place: Place, board: Board | None, announcer: Announcer, now: datetime, say: Say) -> tuple[Item, ...]:
    """All items of the board at `now`. A stale board never shows a number as live."""
    items: list[Item] = [Rectangle(0, 0, WIDTH, HEIGHT, COLOUR["ground"]), *_head(place, now, say)]
    if board is None:
        items += _message(say("board.connecting"))
        return tuple(items)
    if is_stale(board, now):
        items += [*_link_lost(board, say), *_waits(place, board.lines, now, say, known=False), *_last_update(board, say)]
        return tuple(items)
    if announcer.now_calling is not None:
        items += [*_new_call(announcer.now_calling, announcer, now, say), *_following(board, announcer, say)]
    else:
        items += [*_columns(place, board, now, say), *_missed(board, now, say)]
    items += [*_waits(place, board.lines, now, say, known=True), *_notice(board, now, say)]
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


def _columns(place: Place, board: Board, now: datetime, say: Say) -> list[Item]:
    items: list[Item] = []
    for x, stage in ((20, "reception"), (968, "delivery")):
        rows = [row for row in reversed(board.calls) if row.stage == stage]
        items += _column(x, stage, rows, place, board, now, say)
    return items


def _column(x: int, stage: str, rows: list[BoardRow], place: Place, board: Board, now: datetime, say: Say) -> list[Item]:
    colour = COLOUR[stage]
    title = say(f"board.{stage}.title")
    hint_x = x + 36 + width_of(title, 66, bold=True) + 34
    sign = (
        icons.people(x + 838, 142, 56, COLOUR["white"], 5)
        if stage == "reception"
        else icons.document(x + 844, 140, 52, COLOUR["white"], 5)
    )
    items: list[Item] = [
        Rectangle(x, 120, 932, 560, COLOUR["white"], radius=12),
        Rectangle(x, 120, 932, 92, colour, radius=12),
        Rectangle(x, 180, 932, 32, colour),
        Text(x + 36, 120, 500, 92, title, 66, COLOUR["white"], bold=True),
        fitted(Text(hint_x, 120, x + 820 - hint_x, 92, say(f"board.{stage}.hint"), 38, COLOUR["white"])),
        *sign,
    ]
    if not rows:
        words = say(_why_empty(place, board))
        return [*items, fitted(Text(x + 36, 212, 860, 468, words, 56, COLOUR["second"], align="center"))]
    shown, page = _page(rows[1:], ROWS - 1, now, PAGE_SECONDS)
    items += [Rectangle(x, 212, 932, 236, COLOUR["call"]), *_call(x, 212, 236, rows[0], 213, say)]
    for place_in_list, row in enumerate(shown):
        top = 448 + 116 * place_in_list
        if place_in_list:
            items.append(Rectangle(x, top - 2, 932, 4, COLOUR["line"]))
        items += _call(x, top, 116, row, 112, say)
    if page:
        items.append(Text(x + 520, 632, 130, 40, page, 32, COLOUR["second"], align="center"))
    return items


def _why_empty(place: Place, board: Board) -> str:
    """What stands where nobody is called: the office closed, has not begun, or calls soon."""
    at_work = board.calls or board.missed or any(line.people_waiting for line in board.lines)
    if at_work:
        return "board.please_wait"
    return "board.soon" if place.open_now else "board.closed"


def _call(x: int, top: int, height: int, row: BoardRow, px: int, say: Say) -> list[Item]:
    unit = max(36, px * 60 // 213)
    unit_width = width_of(say("board.counter"), unit, bold=True)
    counter = str(row.counter) if row.counter is not None else ""
    wide = width_of(counter, px, number=True)
    right = x + 904
    size = px * 0.2
    before_counter = right - unit_width - 8 - wide
    room = before_counter - (x + 36) - size - 50
    number = fitted(Text(x + 36, top, room, height, row.number, px, COLOUR["ink"], number=True))
    after_number = number.x + width_of(number.text, number.px, number=True) + 30
    return [
        number,
        *icons.chevron(max(after_number, x + 452), top + height / 2 - size / 2, size, COLOUR["ink"], 6 if px > 150 else 4),
        Text(before_counter, top, wide + 4, height, counter, px, COLOUR["ink"], number=True),
        Text(
            right - unit_width,
            top + height / 2 + px * 0.44 - unit,
            unit_width + 4,
            unit,
            say("board.counter"),
            unit,
            COLOUR["ink"],
            bold=True,
        ),
    ]


def _missed(board: Board, now: datetime, say: Say) -> list[Item]:
    items: list[Item] = [Rectangle(20, 694, 1880, 86, COLOUR["white"], radius=12)]
    if not board.missed:
        return items
    title = say("board.missed")
    x = 56 + width_of(title, 44, bold=True) + 44
    items.append(Text(56, 694, 500, 86, title, 44, COLOUR["ink"], bold=True))
    for row in board.missed[-MISSED:]:
        items.append(Text(x, 694, 220, 86, row.number, 62, COLOUR["ink"], number=True))
        x += width_of(row.number, 62, number=True) + 44
    more = len(board.missed) - MISSED
    if more > 0:
        words = say("board.missed_more", count=more)
        items.append(Text(x, 694, 200, 86, words, 40, COLOUR["ink"]))
        x += width_of(words, 40) + 44
    items.append(fitted(Text(x, 694, 1864 - x, 86, say("board.missed_hint"), 38, COLOUR["ink"], align="right")))
    return items


def _waits(place: Place, lines: tuple[ServiceLine, ...], now: datetime, say: Say, *, known: bool) -> list[Item]:
    shown, _ = _page(list(lines), CELLS, now, WAIT_PAGE_SECONDS)
    count = max(1, len(shown))
    width = (1880 - 12 * (count - 1)) / count
    items: list[Item] = []
    for position, line in enumerate(shown):
        items += _cell(20 + position * (width + 12), width, line, place, say, known=known)
    return items


def _cell(x: float, width: float, line: ServiceLine, place: Place, say: Say, *, known: bool) -> list[Item]:
    name = fitted(Text(0, 0, width - 120, 64, place.service_names.get(line.service, ""), 44, COLOUR["ink"], bold=True), least=0.55)
    name_width = width_of(name.text, name.px, bold=True)
    left = x + (width - 62 - 14 - name_width) / 2
    items: list[Item] = [
        Rectangle(x, 792, width, 204, COLOUR["white"], radius=12),
        Rectangle(left, 804, 62, 52, COLOUR["ink"], radius=8),
        Rectangle(left + 4, 808, 54, 44, COLOUR["white"], radius=5),
        Text(left, 804, 62, 52, line.letter, 46, COLOUR["ink"], bold=True, align="center"),
        Text(left + 76, 798, name_width + 4, 64, name.text, name.px, COLOUR["ink"], bold=True),
    ]
    if not known:
        middle = x + width / 2
        dashes = [Stroke((middle + offset - 26, 920, middle + offset + 26, 920), 4, COLOUR["second"]) for offset in (-40, 40)]
        return [*items, *dashes]
    people, unit = str(line.people_waiting), say("board.people")
    both = width_of(people, 104, bold=True) + 8 + width_of(unit, 44)
    begin = x + (width - both) / 2
    return [
        *items,
        Text(begin, 866, both, 124, people, 104, COLOUR["ink"], bold=True),
        Text(begin + both - width_of(unit, 44), 914, 120, 60, unit, 44, COLOUR["ink"]),
    ]


def _notice(board: Board, now: datetime, say: Say) -> list[Item]:
    notices = [notice.text for notice in board.notices if notice.until is None or now < notice.until]
    items: list[Item] = [Rectangle(0, 1008, WIDTH, 72, COLOUR["white"])]
    if not notices:
        return items
    shown, _ = _page(notices, 1, now, PAGE_SECONDS)
    title = say("board.notice")
    x = 40 + width_of(title, 44, bold=True) + 34
    return [
        *items,
        Text(40, 1008, 300, 72, title, 44, COLOUR["ink"], bold=True),
        fitted(Text(x, 1008, 1880 - x, 72, shown[0], 44, COLOUR["ink"])),
    ]


def _new_call(row: BoardRow, announcer: Announcer, now: datetime, say: Say) -> list[Item]:
    border = COLOUR["ink"] if border_is_on(announcer, now) else COLOUR["ground"]
    language = row.language if row.language not in ("ja", "ja-easy") else "en"
    short = say("board.call_short", number=row.number, counter=row.counter, language=language)
    sign = (
        icons.people(86, 146, 68, COLOUR["white"], 6)
        if row.stage == "reception"
        else icons.document(88, 142, 64, COLOUR["white"], 6)
    )
    unit_width = width_of(say("board.counter"), 112, bold=True)
    counter = str(row.counter) if row.counter is not None else ""
    number = fitted(Text(90, 228, 990, 366, row.number, 372, COLOUR["ink"], number=True))
    wide = width_of(counter, number.px, number=True)
    return [
        Rectangle(20, 120, 1880, 560, border, radius=12),
        Rectangle(36, 136, 1848, 100, COLOUR[row.stage]),
        *sign,
        Text(188, 136, 600, 100, say(f"board.{row.stage}.title"), 74, COLOUR["white"], bold=True),
        fitted(Text(760, 136, 1076, 100, short, 52, COLOUR["white"], bold=True, align="right", language=language)),
        Rectangle(36, 236, 1848, 428, COLOUR["call"]),
        number,
        *icons.chevron(1174, 345, 132, COLOUR["ink"], 14),
        Text(1790 - unit_width - wide - 12, 228, wide + 4, 366, counter, number.px, COLOUR["ink"], number=True),
        Text(
            1790 - unit_width,
            411 + number.px * 0.44 - 120,
            unit_width + 8,
            120,
            say("board.counter"),
            112,
            COLOUR["ink"],
            bold=True,
        ),
        fitted(Text(92, 588, 1740, 72, say("board.come_to", counter=row.counter), 54, COLOUR["ink"], bold=True)),
    ]


def _following(board: Board, announcer: Announcer, say: Say) -> list[Item]:
    items: list[Item] = [Rectangle(20, 694, 1880, 86, COLOUR["white"], radius=12)]
    if announcer.queue:
        items += _small_call(56, say("board.following"), announcer.queue[0], say, bold=True)
    now_calling = announcer.now_calling
    following = {row.visit for row in announcer.queue}
    before = [row for row in board.calls if row.visit not in following and (now_calling is None or row.visit != now_calling.visit)]
    if before:
        title, row = say("board.before"), before[-1]
        wide = width_of(title, 38) + 26 + width_of(row.number, 58, number=True) + 26 + width_of(_where(row, say), 38)
        items += _small_call(1864 - wide, title, row, say, bold=False)
    return items


def _small_call(x: float, title: str, row: BoardRow, say: Say, *, bold: bool) -> list[Item]:
    title_width = width_of(title, 38, bold=bold)
    number_width = width_of(row.number, 58, number=True)
    return [
        Text(x, 694, title_width + 4, 86, title, 38, COLOUR["ink"], bold=bold),
        Text(x + title_width + 26, 694, number_width + 4, 86, row.number, 58, COLOUR["ink"], number=True),
        Text(x + title_width + number_width + 52, 694, width_of(_where(row, say), 38) + 4, 86, _where(row, say), 38, COLOUR["ink"]),
    ]


def _where(row: BoardRow, say: Say) -> str:
    return say("board.at_counter", stage=say(f"board.{row.stage}.title"), counter=row.counter)


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


def _page(things: list[T], size: int, now: datetime, seconds: int) -> tuple[list[T], str]:
    """The things shown now where not all fit, and "2/3" where there are pages."""
    pages = -(-len(things) // size)
    if pages <= 1:
        return things, ""
    page = int(now.timestamp()) // seconds % pages
    return things[page * size : (page + 1) * size], f"{page + 1}/{pages}"
