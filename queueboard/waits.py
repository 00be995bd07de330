"""How many wait, and how long: a cell a service, its delivery (交付) under its reception, all within ten seconds. Pure."""

from collections.abc import Sequence
from datetime import datetime

from config.theme import BOARD as COLOUR
from config.waiting import wait_words
from hub.wire import ServiceLine
from queueboard.columns import even, page_of
from queueboard.items import Item, Rectangle, Stroke, Text, fitted
from queueboard.letters import width_of
from queueboard.place import Place, Say

CELLS = 5
TOP, HEIGHT = 792, 204
LOOK = 10  # seconds somebody looks up for: by then every service was seen


def people_waiting(
    place: Place,
    lines: Sequence[ServiceLine],
    now: datetime,
    say: Say,
    *,
    known: bool,
    deliveries: Sequence[ServiceLine] = (),
) -> list[Item]:
    """`known`: False where the line to the hub is lost, and nothing may be said."""
    pages = max(1, -(-len(lines) // CELLS))
    shown, _ = page_of(lines, even(len(lines), CELLS), now, max(1, LOOK // pages))
    count = max(1, len(shown))
    width = (1880 - 12 * (count - 1)) / count
    items: list[Item] = []
    for position, line in enumerate(shown):
        x = 20 + position * (width + 12)
        items += _head(x, width, line, place)
        delivery = next((each for each in deliveries if each.service == line.service), None)
        if not known:
            items += _dashes(x + width / 2)
        elif delivery is None:
            items += _alone(x, width, line, say)
        else:
            items += _with_delivery(x, width, line, delivery, say)
    return items


def _head(x: float, width: float, line: ServiceLine, place: Place) -> list[Item]:
    name = fitted(Text(0, 0, width - 120, 64, place.service_names.get(line.service, ""), 44, COLOUR["ink"], bold=True), least=0.4)
    name_width = width_of(name.text, name.px, bold=True)
    left = x + (width - 62 - 14 - name_width) / 2
    return [
        Rectangle(x, TOP, width, HEIGHT, COLOUR["white"], radius=12),
        Rectangle(left, 804, 62, 52, COLOUR["ink"], radius=8),
        Rectangle(left + 4, 808, 54, 44, COLOUR["white"], radius=5),
        Text(left, 804, 62, 52, line.letter, 46, COLOUR["ink"], bold=True, align="center"),
        Text(left + 76, 798, name_width + 4, 64, name.text, name.px, COLOUR["ink"], bold=True),
    ]


def _dashes(middle: float) -> list[Item]:
    return [Stroke((middle + offset - 26, 920, middle + offset + 26, 920), 4, COLOUR["second"]) for offset in (-40, 40)]


def _alone(x: float, width: float, line: ServiceLine, say: Say) -> list[Item]:
    people, unit, wait = str(line.ahead), say("board.people"), _wait(line, say)
    px, top = (80, 842) if wait else (104, 866)
    both = width_of(people, px, bold=True) + 8 + width_of(unit, 44)
    begin = x + (width - both) / 2
    items: list[Item] = [
        Text(begin, top, both, px + 20, people, px, COLOUR["ink"], bold=True),
        Text(begin + both - width_of(unit, 44), top + px * 0.46, 120, 60, unit, 44, COLOUR["ink"]),
    ]
    if wait:
        items.append(fitted(Text(x + 8, 938, width - 16, 56, wait, 46, COLOUR["ink"], bold=line.wait is not None, align="center")))
    return items


def _with_delivery(x: float, width: float, line: ServiceLine, delivery: ServiceLine, say: Say) -> list[Item]:
    people, unit, wait = str(line.ahead), say("board.people"), _wait(line, say)
    number, beside = width_of(people, 72, bold=True), width_of(unit, 40)
    room = width - 16 - number - beside - 26
    ranges = _in_lines(wait, room, bold=line.wait is not None)
    whole = number + 8 + beside + (18 + max(width_of(each.text, each.px, bold=each.bold) for each in ranges) if ranges else 0)
    begin = x + (width - whole) / 2
    after = begin + number + 8 + beside + 18
    high = 76 / max(1, len(ranges))
    ready = f"{say('board.delivery.title')} {delivery.ahead}{unit}　{_wait(delivery, say)}"
    return [
        Text(begin, 860, number + 2, 76, people, 72, COLOUR["ink"], bold=True),
        Text(begin + number + 8, 872, beside + 2, 64, unit, 40, COLOUR["ink"]),
        *(
            Text(
                after,
                862 + index * high,
                width_of(each.text, each.px, bold=each.bold) + 2,
                high,
                each.text,
                each.px,
                each.colour,
                each.bold,
            )
            for index, each in enumerate(ranges)
        ),
        Rectangle(x + 16, 940, width - 32, 2, COLOUR["line"]),
        fitted(Text(x + 8, 944, width - 16, 48, ready, 38, COLOUR["ink"], bold=True, align="center"), least=0.5),
    ]


def _in_lines(words: str, room: float, *, bold: bool) -> list[Text]:
    """`words` in one line, or in two where they would be too small."""
    if not words:
        return []
    one = fitted(Text(0, 0, room, 76, words, 46, COLOUR["ink"], bold=bold), least=0.1)
    if one.px >= 30 or " " not in words:
        return [one]
    parts = words.split(" ", 1)
    px = min(fitted(Text(0, 0, room, 38, part, 36, COLOUR["ink"], bold=bold), least=0.1).px for part in parts)
    return [Text(0, 0, room, 38, part, px, COLOUR["ink"], bold=bold) for part in parts]


def _wait(line: ServiceLine, say: Say) -> str:
    """How long a number taken now waits, or that nobody can tell; nothing where nobody waits: 0人 says it."""
    if not line.ahead:
        return ""
    if line.wait is None:
        return say("board.wait_unknown")
    return wait_words(say, line.wait.least, line.wait.most, usual=line.wait.usual)
