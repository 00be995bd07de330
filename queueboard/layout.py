"""Where everything stands on the board, 1920×1080: head, calls by stage, missed numbers, people waiting, notice. Pure."""

from datetime import datetime

from config.theme import BOARD as COLOUR
from config.waiting import wait_words
from hub.wire import ServiceLine
from queueboard import icons
from queueboard.announcer import Announcer
from queueboard.board import Board, is_stale
from queueboard.calling import following, new_calls
from queueboard.columns import PAGE_SECONDS, columns, page_of
from queueboard.items import Item, Rectangle, Stroke, Text, fitted
from queueboard.letters import width_of
from queueboard.place import Place, Say

WIDTH, HEIGHT = 1920, 1080
WAIT_PAGE_SECONDS = 10  # services past the fifth
MISSED = 5
CELLS = 5


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
        items += [*new_calls(announcer, place.foot, now, say), *following(place, board, announcer, say)]
    else:
        items += [*columns(place, board, now, say), *_missed(place, board, say)]
    if not place.large:
        items += _waits(place, board.lines, now, say, known=True)
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


def _missed(place: Place, board: Board, say: Say) -> list[Item]:
    top = place.foot + 14
    items: list[Item] = [Rectangle(20, top, 1880, 86, COLOUR["white"], radius=12)]
    if not board.missed:
        return items
    title = say("board.missed")
    x = 56 + width_of(title, 44, bold=True) + 44
    items.append(Text(56, top, 500, 86, title, 44, COLOUR["ink"], bold=True))
    for row in board.missed[-MISSED:]:
        items.append(Text(x, top, 220, 86, row.number, 62, COLOUR["ink"], number=True))
        x += width_of(row.number, 62, number=True) + 44
    more = len(board.missed) - MISSED
    if more > 0:
        words = say("board.missed_more", count=more)
        items.append(Text(x, top, 200, 86, words, 40, COLOUR["ink"]))
        x += width_of(words, 40) + 44
    items.append(fitted(Text(x, top, 1864 - x, 86, say("board.missed_hint"), 38, COLOUR["ink"], align="right")))
    return items


def _waits(place: Place, lines: tuple[ServiceLine, ...], now: datetime, say: Say, *, known: bool) -> list[Item]:
    shown, _ = page_of(list(lines), CELLS, now, WAIT_PAGE_SECONDS)
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
    wait = _wait(line, say)
    px, top = (80, 842) if wait else (104, 866)
    both = width_of(people, px, bold=True) + 8 + width_of(unit, 44)
    begin = x + (width - both) / 2
    if wait:
        items.append(fitted(Text(x + 8, 938, width - 16, 56, wait, 46, COLOUR["ink"], bold=line.wait is not None, align="center")))
    return [
        *items,
        Text(begin, top, both, px + 20, people, px, COLOUR["ink"], bold=True),
        Text(begin + both - width_of(unit, 44), top + px * 0.46, 120, 60, unit, 44, COLOUR["ink"]),
    ]


def _wait(line: ServiceLine, say: Say) -> str:
    """How long a number taken now waits; that nobody can tell is said only where somebody waits."""
    if line.wait is None:
        return say("board.wait_unknown") if line.people_waiting else ""
    return wait_words(say, line.wait.least, line.wait.most, usual=line.wait.usual)


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
