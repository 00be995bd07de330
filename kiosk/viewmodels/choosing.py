"""Guided questions, services, the list of procedures. Box ids: choice.<id>, more, again, unknown, page.before, page.after."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from config.form import question_count
from config.guidance import leads_on
from config.openings import takes_numbers
from config.procedure import Procedure
from config.site import Service
from config.theme import TypeRole
from config.together import forms_of, has_people
from kiosk.flow.events import AnyEvent, Choose
from kiosk.viewmodels import waiting
from kiosk.viewmodels.boxes import Box
from kiosk.viewmodels.fitting import SHRINK, height_of
from kiosk.viewmodels.frame import foot, pager, progress
from kiosk.viewmodels.grid import GAP, Rect, cells
from kiosk.viewmodels.stage import Stage, sentences
from kiosk.viewmodels.store import store_banner

ON_ONE = 9  # tiles on one landscape screen; more get a pager
WAY_OUT = ("other", "unknown", "none")  # choices for whom no tile above them fits: where the row has room they take all of it
ROW = 96
ROOMY = 140  # pixels: such a tile of a tall panel holds two lines of a title
LEAST_LINE = 38  # pixels a line of captions takes


class Tile(NamedTuple):
    id: str
    label: str
    hint: str
    icon: str
    event: AnyEvent
    selected: bool = False


def tiles(stage: Stage, area: Rect, offered: Sequence[Tile]) -> tuple[Box, ...]:
    """Tiles in the area, as large as they may be; more than fit are on further pages."""
    tall = stage.grid.panel.portrait
    columns = 2 if tall else 3
    most_rows = max(1, (area.height + GAP) // (ROW + GAP))
    count = len(offered)
    paged = count > columns * most_rows or (count > ON_ONE and not stage.grid.panel.portrait)
    found: tuple[Box, ...] = ()
    if paged:
        area, below = Rect(area.x, area.y, area.width, area.height - ROW - GAP), Rect(area.x, area.bottom - ROW, area.width, ROW)
        on_page = columns * max(1, (area.height + GAP) // (ROW + GAP))
        pages = -(-count // on_page)
        page = min(stage.session.list_page, pages - 1)
        offered = offered[page * on_page : (page + 1) * on_page]
        found = pager(stage, below, page, pages)
    few = len(offered) <= 4 and not paged
    if few:
        columns = 1 if tall else 2 if len(offered) in (2, 4) else min(3, len(offered))
        if not tall and len(offered) < 4:
            area = area._replace(y=area.y + 40, height=area.height - 40)
    rows = -(-len(offered) // columns) if not paged else max(1, (area.height + GAP) // (ROW + GAP))
    places = list(cells(area, columns, max(1, rows), GAP, most=200 if tall or few else 150))
    icons = not paged and any(tile.icon for tile in offered)
    large: TypeRole = "title" if (few or roomy(stage, places[0])) and not icons else "key" if roomy(stage, places[0]) else "button"
    if not paged and len(offered) > columns > 1 and len(offered) % columns == 1 and offered[-1].id in WAY_OUT:
        last = places[len(offered) - 1]
        places[len(offered) - 1] = last._replace(width=area.width)
        offered = [*offered[:-1], offered[-1]._replace(label=stage.unbroken(offered[-1].label))]

    def card(at: int, px: int = 0) -> Box:
        tile = offered[at]
        return stage.button(
            f"choice.{tile.id}",
            "card",
            places[at],
            tile.label,
            tile.event,
            icon=tile.icon if icons else "",
            size=px or large,
            align="left" if icons else "center",
            hint=tile.hint,
            selected=tile.selected,
            selectable=not icons,
            shrink=0 if px else SHRINK,
            most=2,
        )

    cards = [card(at) for at in range(min(len(offered), len(places)))]
    return (*stage.alike(cards, card), *found)


def roomy(stage: Stage, place: Rect) -> bool:
    """Whether a tile of a tall panel is so high that its words need not be small."""
    return stage.grid.panel.portrait and place.height >= ROOMY


def selection(stage: Stage) -> tuple[Box, ...]:
    question = next(one for one in stage.bundle.selection.questions if one.id == stage.session.question)
    offered = [
        Tile(
            one.id,
            stage.say(f"selection.{question.id}.{one.id}.label"),
            stage.maybe(f"selection.{question.id}.{one.id}.hint"),
            one.icon,
            Choose(one.id),
        )
        for one in question.choices
    ]
    return (
        *_strip(stage, 0),
        stage.title(stage.say(f"selection.{question.id}.title"), large=True),
        stage.sub(stage.say("kiosk.selection.sub")),
        *tiles(stage, stage.grid.body, offered),
        *foot(stage),
    )


def services(stage: Stage) -> tuple[Box, ...]:
    offered = [
        Tile(one.id, stage.local(one.name), _about(stage, one), "ticket", Choose(one.id))
        for one in stage.bundle.site.services
        if one.numbers_without_form
    ]
    return (
        stage.title(stage.say("kiosk.services.title")),
        stage.sub(stage.say("kiosk.services.sub_screen" if stage.printer_is_down else "kiosk.services.sub")),
        *tiles(stage, stage.grid.body, offered),
        *foot(stage),
    )


def _about(stage: Stage, service: Service) -> str:
    """How many wait and how long, nothing where nobody knows. That it is closed, or today's are given out."""
    full = any(line.full for line in stage.session.lines if line.service == service.id)
    if full or not takes_numbers(stage.bundle.site, service, stage.now):
        return stage.say("kiosk.services.over")
    return waiting.beside(stage, service.id)


def result(stage: Stage) -> tuple[Box, ...]:
    """The procedures with questions and minutes, before any work; one number for all."""
    grid, session = stage.grid, stage.session
    procedures = [stage.bundle.procedures[one] for one in session.procedures]
    with_form = [one for one in procedures if one.form]
    total, summary = effort(stage)[1], total_words(stage)
    area = grid.body
    tall = grid.panel.portrait
    if tall:
        area = Rect(area.x, 420, area.width, area.bottom - 420)
    high, full = (116, 7) if tall else (ROW, 3)
    on_page = full if len(procedures) <= full else full - 1
    pages = -(-len(procedures) // on_page)
    page = min(session.list_page, max(0, pages - 1))
    shown = procedures[page * on_page : (page + 1) * on_page]
    low = area.bottom - ROW if pages == 1 and len(procedures) == full else area.bottom - 2 * ROW - GAP - 8
    store = store_banner(stage, Rect(area.x, low, area.width, ROW + 8)) if len(procedures) < full else ()
    waits = waiting.now(stage)
    if session.size == "XL" and pages == 1 and not store:
        # Large words stand in rows as high as they may be.
        low = area.bottom - ROW
        high = max(high, min(150, (low - GAP - (LEAST_LINE if waits else 0) - area.y) // len(shown) - 12))
    after_rows = area.y + len(shown) * (high + 12)
    has_room = low - after_rows + 8 >= LEAST_LINE
    if waits and not has_room and not total:
        summary = waits  # the number comes at once
    found = [
        *_strip(stage, 1),
        stage.title(_count_words(stage)),
        stage.sub(summary),
    ]
    y = area.y
    places = [Rect(area.x, y + at * (high + 12), area.width, high) for at in range(len(shown))]
    asks = any(one.form for one in shown)
    common = min((_name(stage, rect, one, asks=asks).lines[0].px for rect, one in zip(places, shown, strict=True)), default=0)
    for at, (rect, procedure) in enumerate(zip(places, shown, strict=True)):
        found += _row(stage, rect, page * on_page + at + 1, procedure, common, asks=asks)
    y += len(shown) * (high + 12)
    if waits and has_room:  # with forms to fill in it is told again before the number
        y += 12 if low - y >= 2 * LEAST_LINE + 12 else 0
        found.append(stage.text("waits", Rect(area.x, y - 8, area.width, min(low - y + 4, 48)), waits, "caption", bold=True))
        y += 48
    if total and session.devices.hub and not session.devices.training and low - y >= LEAST_LINE:
        leave = stage.say("kiosk.save.before", stop=stage.say("kiosk.foot.stop"))
        found.append(
            stage.text("leave", Rect(area.x, y - 8, area.width, min(low - y + 4, 80)), leave, "caption", second=True, most=2)
        )
    if pages > 1:
        found += pager(stage, Rect(area.x, area.bottom - 2 * ROW - GAP, area.width, ROW), page, pages)
    found += store
    half = (area.width - GAP) // 2
    again = Rect(area.x, area.bottom - ROW, half, ROW)
    more = Rect(area.x + half + GAP, area.bottom - ROW, half, ROW)
    found.append(stage.button("again", "secondary", again, stage.say("kiosk.result.again"), Choose("again"), icon="swap"))
    found.append(stage.button("more", "secondary", more, stage.say("kiosk.result.more"), Choose("more"), icon="plus"))
    following = stage.say("kiosk.result.next" if with_form else "kiosk.take_number")
    return (*found, *foot(stage, following=following))


def spoken(stage: Stage) -> str:
    """How many procedures, how long they take, and which they are."""
    names = [stage.say(f"procedure.{one}.name") for one in stage.session.procedures]
    return sentences(stage, [_count_words(stage), total_words(stage, "kiosk.spoken"), *names, waiting.now(stage)])


def _count_words(stage: Stage) -> str:
    """How many procedures; where the answers may add to them it is said that this is so far."""
    chosen = stage.session.procedures
    return stage.say("kiosk.result.so_far" if leads_on(stage.bundle, chosen) else "kiosk.result.title", count=len(chosen))


def total_words(stage: Stage, where: str = "kiosk.result") -> str:
    """Questions and minutes; of a form that lists people, those of one person: how many come is not known yet."""
    _, questions, least, most = effort(stage)
    if not questions:
        return stage.say("kiosk.result.no_form")
    listing = any(has_people(form) for _, form in forms_of(stage.bundle, stage.session.procedures))
    return stage.say(f"{where}.total_one" if listing else f"{where}.total", questions=questions, least=least, most=most)


def effort(stage: Stage) -> tuple[int, int, int, int]:
    """Of what was chosen: procedures, questions on a kiosk, least and most minutes."""
    procedures = [stage.bundle.procedures[one] for one in stage.session.procedures]
    minutes = [one.minutes for one in procedures if one.form and one.minutes]
    questions = sum(question_count(stage.bundle.forms[one.form], "kiosk") for one in procedures if one.form)
    return len(procedures), questions, sum(one.least for one in minutes), sum(one.most for one in minutes)


BESIDE = 340  # pixels for questions and minutes at the right of a row


def _name(stage: Stage, rect: Rect, procedure: Procedure, px: int = 0, *, asks: bool) -> Box:
    """What a row is called, above its hint where it has one. `asks`: some row of the page has questions at its right."""
    upper = round((rect.height - 8) * (0.56 if stage.maybe(f"procedure.{procedure.id}.short") else 1))
    place = Rect(rect.x + 90, rect.y + 6, rect.width - (BESIDE if asks else 0) - 130, upper)
    return stage.text("", place, stage.say(f"procedure.{procedure.id}.name"), px or "button", bold=True)


def _row(stage: Stage, rect: Rect, number: int, procedure: Procedure, px: int, *, asks: bool) -> tuple[Box, ...]:
    """`px`: of the names of all rows."""
    hint = stage.maybe(f"procedure.{procedure.id}.short")
    about = ""
    if procedure.form:
        about = stage.say("kiosk.result.questions", questions=question_count(stage.bundle.forms[procedure.form], "kiosk"))
        if procedure.minutes:
            about += "　" + stage.say("kiosk.result.minutes", least=procedure.minutes.least, most=procedure.minutes.most)
    title = msgspec.structs.replace(_name(stage, rect, procedure, px, asks=asks), id=f"procedure.{number}.name")
    if not hint:
        title = _middle(title, rect)
    # never larger than the name beside it
    size = min(stage.px("button"), title.lines[0].px)
    beside = stage.text(
        f"procedure.{number}.about", Rect(rect.right - BESIDE - 24, rect.y, BESIDE, rect.height), about, size, align="right", most=2
    )
    at = stage.text(f"procedure.{number}.at", Rect(rect.x + 28, rect.y, 60, rect.height), str(number), 36, bold=True)
    found = [Box(f"procedure.{number}", "panel", *rect), _middle(at, rect), title, _middle(beside, rect)]
    if hint:
        low = Rect(title.x, title.y + title.height - 2, title.width, rect.height - 8 - title.height)
        found.append(stage.text(f"procedure.{number}.hint", low, hint, "caption", second=True))
    return tuple(found)


def _middle(box: Box, rect: Rect) -> Box:
    """Plain words in the middle of the height of `rect`."""
    high = height_of(box.lines)
    return Box(box.id, box.role, box.x, rect.y + (rect.height - high) // 2, box.width, high, box.lines, box.align)


def _strip(stage: Stage, now: int) -> tuple[Box, ...]:
    names = (stage.say("kiosk.guide.purpose"), stage.say("kiosk.guide.procedures"))
    return progress(stage, stage.say("kiosk.guide"), names, now)
