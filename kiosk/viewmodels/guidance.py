"""手続きのご案内: what follows from the answers, by when, and what to bring. Box ids: page.before, page.after, next."""

from config.guidance import Followed, Guidance, guidance
from config.words import has_words
from kiosk.flow.checking import applications
from kiosk.viewmodels.boxes import Box
from kiosk.viewmodels.fitting import fit, height_of
from kiosk.viewmodels.frame import foot, form_progress, pager
from kiosk.viewmodels.grid import GAP, Rect
from kiosk.viewmodels.stage import Stage

NEAR = 12  # pixels between the panels
PAGER = 80


def boxes(stage: Stage) -> tuple[Box, ...]:
    grid, session = stage.grid, stage.session
    led = _led_to(stage)
    tall = grid.panel.portrait
    area = Rect(grid.margin, 420 if tall else grid.body.y, grid.full, grid.body.bottom - (420 if tall else grid.body.y))
    bring = tuple(key for key in led.bring if has_words(stage.bundle, key))
    list_area, side = _shared(area, tall) if bring else (area, None)
    on_page = 5 if tall else 3 if session.size == "XL" else 4
    pages = max(1, -(-len(led.followed) // on_page))
    page = min(session.list_page, pages - 1)
    high = (list_area.height - (PAGER + GAP if pages > 1 else 0) + NEAR) // on_page - NEAR
    first = next(iter(session.procedures), "")
    steps = stage.steps(first) if first else ()
    found: list[Box] = list(form_progress(stage, first, len(steps) - 1, stage.say("kiosk.guidance.step"))) if steps else []
    found += [stage.title(stage.say("kiosk.guidance.title")), stage.sub(stage.say("kiosk.guidance.sub"))]
    for at, one in enumerate(led.followed[page * on_page : (page + 1) * on_page]):
        rect = Rect(list_area.x, list_area.y + at * (high + NEAR), list_area.width, high)
        found += _row(stage, rect, page * on_page + at, one)
    if pages > 1:
        found += pager(stage, Rect(list_area.x, list_area.bottom - PAGER, list_area.width, PAGER), page, pages)
    if side is not None:
        words = [(stage.say("kiosk.guidance.bring"), True), *((f"・{stage.say(key)}", False) for key in bring)]
        found.append(Box("bring", "soft_panel", *side, stage.paragraphs(words, side.width - 48, side.height - 16)))
    return (*found, *foot(stage, following=stage.say("kiosk.foot.next")))


def spoken(stage: Stage) -> str:
    """The title, and each thing that follows."""
    return stage.say("kiosk.guidance.title") + "。" + "".join(stage.say(one.text) for one in _led_to(stage).followed)


def _led_to(stage: Stage) -> Guidance:
    applied = [(one.procedure, one.answers) for one in applications(stage.session, stage.bundle)]
    return guidance(stage.bundle, applied, stage.session.devices.today)


def _shared(area: Rect, tall: bool) -> tuple[Rect, Rect]:
    """The list, and beside or below it what to bring."""
    if tall:
        upper = area.height - 380
        return Rect(area.x, area.y, area.width, upper - GAP), Rect(area.x, area.y + upper, area.width, 380)
    left = area.width - 440 - GAP
    return Rect(area.x, area.y, left, area.height), Rect(area.x + left + GAP, area.y, 440, area.height)


def _row(stage: Stage, rect: Rect, at: int, one: Followed) -> tuple[Box, ...]:
    width, room = rect.width - 48, rect.height - 12
    until = stage.say("kiosk.guidance.until", day=stage.day(one.deadline.isoformat())) if one.deadline else ""
    last = fit(stage.line(until, "caption", bold=True), width, 1, room * 0.4) if until else ()
    words = fit(stage.line(stage.say(one.text), "body"), width, 2, room - height_of(last))
    return (Box(f"follows.{at}", "panel", *rect, (*words, *last)),)
