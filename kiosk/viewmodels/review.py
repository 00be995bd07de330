"""The review: everything that will be sent, 修正する at each answer. つぎへ turns its pages, もどる too; the last gives the number.

Box ids: edit.<path>. Short answers stand two abreast. The page shown is the one with the answer that was just corrected.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import msgspec

from config.theme import smaller, type_px
from kiosk.flow.events import Edit
from kiosk.flow.events import Page as Turn
from kiosk.flow.taking import is_as_at_home
from kiosk.viewmodels.boxes import Box, Line
from kiosk.viewmodels.fitting import fit, height_of, line_width
from kiosk.viewmodels.frame import foot, form_progress
from kiosk.viewmodels.grid import Rect
from kiosk.viewmodels.reviewed import Group, Row, groups
from kiosk.viewmodels.stage import CAPTION_LEAST, Stage, sentences

NEAR = 15  # pixels between rows, and between a row and the one beside it
UNDER = 8  # pixels between a heading and its rows
INDENT = 32  # pixels: what is of a person begins further in than who it is
INSET = 20  # pixels before the words of a row
WITH_READING = 22  # pixels: two lines of this size with their readings stand in a row
EDIT, EDIT_HALF = 176, 152  # pixels across for 修正する
WIDE = {"M": 75, "L": 84, "XL": 87}  # pixels: a row of a wide panel; the least is as high as a finger needs
WIDE_READ = {"M": 93, "L": 101, "XL": 105}  # with readings above question and answer
TALL = {"M": 96, "L": 106, "XL": 118}  # of a tall one, where a value has two lines
TALL_READ = {"M": 110, "L": 116, "XL": 122}
MOST = 18  # answers on a page: a key pad comes past all of them, and past the foot
SHORT = 1  # steps of the type scale an answer may be smaller for to stand beside another one


class Placed(NamedTuple):
    """A row and its place on a page. `half`: beside another one, what was answered below what was asked."""

    row: Row
    rect: Rect
    half: bool


class Headed(NamedTuple):
    """Words above the rows of a group."""

    words: str
    rect: Rect


class _Strip(NamedTuple):
    """What stands abreast: a heading, or one row, or two."""

    heading: str = ""
    rows: tuple[Row, ...] = ()
    indent: int = 0


Page = tuple[Placed | Headed, ...]


def pages(stage: Stage) -> tuple[Page, ...]:
    """Everything in its place, page after page."""
    top, bottom = _space(stage)

    def has_room(strips: Sequence[_Strip]) -> bool:
        return _high(stage, strips) <= bottom - top and sum(len(strip.rows) for strip in strips) <= MOST

    found: list[list[_Strip]] = [[]]
    for group in groups(stage):
        strips = _strips(stage, group)
        if found[-1] and group.whole and has_room(strips) and not has_room((*found[-1], *strips)):
            found.append([])
        for at, strip in enumerate(strips):
            # a heading is no last line
            with_next = (strip, strips[at + 1]) if strip.heading and at + 1 < len(strips) else (strip,)
            if found[-1] and not has_room((*found[-1], *with_next)):
                found.append([_Strip(group.again)] if group.again and not strip.heading and at else [])
            found[-1].append(strip)
    return tuple(_placed(stage, strips, top) for strips in found)


def here(stage: Stage, every: Sequence[Page]) -> tuple[int, Row | None]:
    """Which page is shown: that of the answer just corrected, and the row it stands in; else the one turned to."""
    corrected = stage.session.corrected
    rows = [(at, one.row) for at, page in enumerate(every) for one in page if isinstance(one, Placed)] if corrected else []
    own = [(at, row) for at, row in rows if corrected in (row.path, *row.paths)]
    # an answer that is asked no more is looked for where its person stands
    found = own or [(at, row) for at, row in rows if corrected.startswith(f"{row.path}.")]
    return found[0] if found else (min(stage.session.list_page, len(every) - 1), None)


def focus(stage: Stage) -> str:
    """Id of the key where a key pad begins: 修正する of what was just corrected."""
    row = here(stage, pages(stage))[1] if stage.session.corrected else None
    return f"edit.{row.path}" if row is not None else ""


def spoken(stage: Stage) -> str:
    """What to do on which page, and what stands on it where nobody else hears that."""
    every = pages(stage)
    now = here(stage, every)[0]
    said = [stage.say("kiosk.review.title")]
    if len(every) > 1:
        said.append(stage.say("kiosk.spoken.page", page=now + 1, pages=len(every)))
    if stage.session.devices.headphones:
        said += [one.words if isinstance(one, Headed) else _aloud(stage, one.row) for one in every[now]]
    return sentences(stage, [*said, stage.say("kiosk.spoken.review")])


def _aloud(stage: Stage, row: Row) -> str:
    about = (row.label, row.related, row.value or stage.say("kiosk.review.empty"), row.second, row.note)
    return "、".join(filter(None, about))


def boxes(stage: Stage) -> tuple[Box, ...]:
    session = stage.session
    every = pages(stage)
    now = here(stage, every)[0]
    found: list[Box] = []
    first = next(iter(session.procedures), None)
    if first and stage.steps(first):
        found += form_progress(stage, first, len(stage.steps(first)) - 1, stage.say("kiosk.review.step"))
    found += _head(stage, now, len(every))
    answers = [one for one in every[now] if isinstance(one, Placed)]
    for at, head in enumerate(one for one in every[now] if isinstance(one, Headed)):
        found.append(stage.text(f"heading.{at}", head.rect, head.words, "caption", bold=True))
    for placed, told in zip(answers, _values(stage, answers), strict=True):
        found += _row(stage, placed, told)
    return (*found, *_foot(stage, now, every))


def _head(stage: Stage, now: int, count: int) -> list[Box]:
    """What to do, and how much of it there is."""
    title = stage.title(stage.say("kiosk.review.title"))
    if stage.session.size == "XL" and not stage.grid.panel.portrait:  # the largest letters stand nearer to the strip
        title = msgspec.structs.replace(title, y=title.y - (0 if stage.grid.reminder.height else 5))
    if count == 1:
        return [title]
    of_all = stage.line(f"{now + 1} / {count}", "button", bold=True)
    wide, high = round(line_width(of_all)) + 2, height_of((of_all,))
    words = stage.line(stage.say("kiosk.review.title"), title.lines[0].px, bold=True)
    most = 2 if stage.grid.panel.portrait else 1
    lines = fit(words, title.width - wide - 24, most, stage.grid.title.height)
    y = title.y + height_of(title.lines) - height_of(lines) if stage.grid.panel.portrait else title.y
    title = msgspec.structs.replace(title, lines=lines, y=y, width=title.width - wide - 24, height=height_of(lines))
    return [title, Box("page", "text", title.x + title.width + 24, y + height_of(lines) - high, wide, high, (of_all,), "right")]


def _foot(stage: Stage, now: int, every: Sequence[Page]) -> tuple[Box, ...]:
    """The number only behind the last page: until then つぎへ leads to the next one, and もどる to the one before."""
    session = stage.session
    at = session.list_page  # turning goes on from the page shown, whatever page was turned to before
    missing = any(isinstance(one, Placed) and one.row.missing for page in every for one in page)
    last = now == len(every) - 1
    words = stage.say("kiosk.take_number" if last and is_as_at_home(session) else "kiosk.foot.next")
    keys = foot(stage, following=words, event=None if last else Turn(now + 1 - at), enabled=not (last and missing))
    before = Turn(now - 1 - at)
    return tuple(msgspec.structs.replace(box, event=before) if box.id == "back" and now else box for box in keys)


# --- places --------------------------------------------------------------------------------------------------------------------


def _space(stage: Stage) -> tuple[int, int]:
    """Top and bottom of what rows have."""
    grid, large = stage.grid, stage.session.size == "XL"
    top = 290 if grid.panel.portrait else 146 if large else 142
    return top, grid.foot.y - 13


def _row_height(stage: Stage) -> int:
    wide, tall = (WIDE_READ, TALL_READ) if stage.ruby else (WIDE, TALL)
    return (tall if stage.grid.panel.portrait else wide)[stage.session.size]


def _heading_height(stage: Stage) -> int:
    return height_of((stage.line("あ", "caption", bold=True),)) if not stage.ruby else round(stage.px("caption") * 1.55)


def _strips(stage: Stage, group: Group) -> list[_Strip]:
    """The lines of a group: short answers in pairs, as they follow each other."""
    found = [_Strip(group.heading)] if group.heading else []
    waiting: Row | None = None
    for at, row in enumerate(group.rows):
        indent = INDENT if group.whole and at else 0
        if not row.of_person and _is_short(stage, row, indent):
            if waiting is not None:
                found.append(_Strip("", (waiting, row), indent))
                waiting = None
            else:
                waiting = row
            continue
        if waiting is not None:
            found.append(_Strip("", (waiting,), indent))
            waiting = None
        found.append(_Strip("", (row,), indent))
    return [*found, _Strip("", (waiting,), INDENT if group.whole else 0)] if waiting is not None else found


def _high(stage: Stage, strips: Sequence[_Strip]) -> int:
    """Pixels that lines take below each other."""
    heights = (_heading_height(stage) + UNDER if strip.heading else _row_height(stage) + NEAR for strip in strips)
    return sum(heights) - NEAR


def _placed(stage: Stage, strips: Sequence[_Strip], top: int) -> Page:
    found: list[Placed | Headed] = []
    y, margin = top, stage.grid.margin
    for strip in strips:
        x, across = margin + strip.indent, stage.grid.full - strip.indent
        if strip.heading:
            high = _heading_height(stage)
            found.append(Headed(strip.heading, Rect(x, y, across, high)))
            y += high + UNDER
            continue
        high = _row_height(stage)
        half = len(strip.rows) > 1
        width = (across - NEAR) // 2 if half else across
        found += [Placed(row, Rect(x + at * (width + NEAR), y, width, high), half) for at, row in enumerate(strip.rows)]
        y += high + NEAR
    return tuple(found)


def _is_short(stage: Stage, row: Row, indent: int) -> bool:
    """Whether question and answer can be read above each other in half a line."""
    if row.second or row.missing or not row.value or "\n" in row.label + row.value:
        return False
    rect = Rect(0, 0, (stage.grid.full - indent - NEAR) // 2, _row_height(stage))
    asked = stage.line(_asked(stage, row), _least_caption(stage), second=True)
    answered = (stage.line(row.value, _half_px(stage, steps), bold=True) for steps in range(SHORT + 1))
    room, most = _half_room(rect), rect.height - 6
    return line_width(asked) <= room and any(line_width(line) <= room and height_of((asked, line)) <= most for line in answered)


# --- rows ----------------------------------------------------------------------------------------------------------------------


def _values(stage: Stage, answers: Sequence[Placed]) -> list[Box]:
    """The values of the page: equally large those of people, of whole lines and of halves: a long name makes no number small."""

    def same(places: list[int]) -> dict[int, Box]:
        made = stage.alike([_value(stage, answers[at], 0) for at in places], lambda at, px: _value(stage, answers[places[at]], px))
        return dict(zip(places, made, strict=True))

    kinds: list[Callable[[Placed], bool]] = [
        lambda one: one.row.of_person,
        lambda one: one.half,
        lambda one: not one.half and not one.row.of_person,
    ]
    found: dict[int, Box] = {}
    for kind in kinds:
        found |= same([at for at, one in enumerate(answers) if kind(one)])
    return [found[at] for at in range(len(answers))]


def _value(stage: Stage, placed: Placed, px: int) -> Box:
    """What was answered, and its second line."""
    row, rect = placed.row, placed.rect
    if placed.half:
        asked, answered = _above_each_other(stage, placed, px)
        top = rect.y + (rect.height - height_of((*asked, *answered))) // 2 + height_of(asked)
        return Box(f"value.{row.path}", "text", rect.x + INSET, top, _half_room(rect), height_of(answered), answered)
    x = rect.x + INSET + _label_width(stage) + 16
    width = rect.right - EDIT - x - 16
    value = row.value or stage.say("kiosk.review.empty")
    most = rect.height - 6
    below = "　".join(filter(None, (row.second, row.note)))
    small = Line(below, max(26, stage.px("caption")), language=stage.session.language)
    second = fit(small, width, 2, most * (0.62 if stage.grid.panel.portrait else 0.45)) if below else ()
    large = px or stage.px("button")
    first = fit(stage.line(value, large, bold=True), width, 1 if below else 2, most - height_of(second))
    lines = (*first, *second)
    if below and not row.of_person and first[0].px < large:  # an address and its building as one, where that is larger
        both = fit(stage.line(f"{value}　{below}", large, bold=True), width, 2, most)
        lines = both if both[0].px > first[0].px else lines
    high = height_of(lines)
    return Box(f"value.{row.path}", "text", x, rect.y + (rect.height - high) // 2, width, high, lines)


def _above_each_other(stage: Stage, placed: Placed, px: int) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Question and answer of half a line; an answer that nobody gave says beside the question where it comes from."""
    row, rect = placed.row, placed.rect
    room, most = _half_room(rect), rect.height - 6
    asked = fit(stage.line(_asked(stage, row), _least_caption(stage), second=True), room, 1)
    return asked, fit(stage.line(row.value, px or _half_px(stage), bold=True), room, 1, most - height_of(asked))


def _asked(stage: Stage, row: Row) -> str:
    """The question in half a line, with where an answer comes from that nobody gave."""
    around = "（{}）" if stage.session.language in ("ja", "ja-easy", "zh") else " ({})"
    return row.label + (around.format(row.note) if row.note else "")


def _half_room(rect: Rect) -> int:
    return rect.width - EDIT_HALF - 8 - 2 * INSET


def _half_px(stage: Stage, steps: int = 0) -> int:
    """Size of an answer below its question, at most some steps smaller than asked for."""
    return {"M": (28, 26), "L": (32, 30), "XL": (34, 34)}[stage.session.size][steps]


def _least_caption(stage: Stage) -> int:
    return {"M": 24, "L": 28, "XL": 28}[stage.session.size]


def _label_width(stage: Stage) -> int:
    return 260 if stage.grid.panel.portrait else 250


def _label(stage: Stage, row: Row, width: int, height: int) -> tuple[Line, ...]:
    """What was asked; of a person the relation below it, where it can be read there."""
    if row.related:
        lows = [low for low in (stage.px("caption"), type_px("caption", "L")) if low > CAPTION_LEAST]
        sizes = [(px, low) for px in (stage.px("body"), smaller(stage.px("body"))) for low in lows]
        sizes += [(px, min(px, CAPTION_LEAST)) for px in (stage.px("body"), type_px("body"), CAPTION_LEAST, WITH_READING)]
        for px, low in sizes:
            label = fit(stage.line(row.label, px), width, 1, shrink=0)
            related = fit(stage.line(row.related, low), width, 1, shrink=0)
            whole = label[0].px == px and related[0].px == low
            if whole and height_of((*label, *related)) <= height and (px != WITH_READING or stage.ruby):
                return (*label, *related)
    return fit(stage.line(row.label, "body", second=not row.of_person), width, 2, height)


def _row(stage: Stage, placed: Placed, value: Box) -> tuple[Box, ...]:
    row, rect, half = placed
    wide = EDIT_HALF if half else EDIT
    edit = Rect(rect.right - wide, rect.y, wide, rect.height)
    panel = Rect(rect.x, rect.y, edit.x - 8 - rect.x, rect.height) if row.entered else rect
    if half:
        label = _above_each_other(stage, placed, value.lines[0].px)[0]
        width, y = _half_room(rect), value.y - height_of(label)
    else:
        width = _label_width(stage)
        label = _label(stage, row, width, rect.height - 6)
        y = rect.y + (rect.height - height_of(label)) // 2
    words = stage.say("kiosk.review.enter" if row.missing else "kiosk.review.edit")
    told = (
        Box(f"row.{row.path}", "banner_error" if row.missing else "soft_panel" if row.of_person else "panel", *panel),
        Box(f"label.{row.path}", "text", rect.x + INSET, y, width, height_of(label), label),
        value,
    )
    if not row.entered:
        return told
    return (
        *told,
        stage.button(
            f"edit.{row.path}",
            "secondary",
            edit,
            words,
            Edit(row.path),
            size="body",
            most=1,
            spoken=f"{row.label}、{words}",
            aloud=f"{_aloud(stage, row)}、{words}",
        ),
    )
