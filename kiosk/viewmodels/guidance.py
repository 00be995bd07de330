"""手続きのご案内: what follows from the answers, by when, and what to bring. Box ids: page.before, page.after, next."""

import msgspec

from config.guidance import Followed, Guidance, guidance
from config.words import has_words
from kiosk.flow.checking import applications
from kiosk.flow.events import Page as Turn
from kiosk.viewmodels.boxes import Box
from kiosk.viewmodels.consent import ROW, save_row
from kiosk.viewmodels.fitting import fit, fit_at, height_of
from kiosk.viewmodels.frame import foot, form_progress, pager
from kiosk.viewmodels.grid import GAP, Rect, cells
from kiosk.viewmodels.stage import Stage, sentences

NEAR = 12  # pixels between the panels
PAGER = 80
BELOW = 440  # pixels at least for the papers on a tall panel
TALL_ROW = 176  # pixels: two lines of large words and a day, on a tall panel
BESIDE = 6  # papers that fit beside the list


def boxes(stage: Stage) -> tuple[Box, ...]:
    grid, session = stage.grid, stage.session
    led = _led_to(stage)
    tall, large = grid.panel.portrait, session.size == "XL"
    area = Rect(grid.margin, 420 if tall else grid.body.y, grid.full, grid.body.bottom - (420 if tall else grid.body.y))
    bring = tuple(stage.say(key) for key in led.bring if has_words(stage.bundle, key))
    roomy = large or stage.ruby or any(one.deadline for one in led.followed)
    on_page = 5 if tall else 2 if large and stage.ruby else 3 if roomy else 4
    lists = -(-len(led.followed) // on_page)
    # What to bring stands beside the list where it is short, else on a page of its own.
    beside = bool(bring) and (tall or (len(bring) <= BESIDE and not large))
    # Large words need more than one page for many papers.
    each = 5 if large and not tall else len(bring) or 1
    papers = 0 if beside or not bring else -(-len(bring) // each)
    pages = max(1, lists + papers)
    page = min(session.list_page, pages - 1)
    first = next(iter(session.procedures), "")
    steps = stage.steps(first) if first else ()
    found: list[Box] = list(form_progress(stage, first, len(steps) - 1, stage.say("kiosk.guidance.step"))) if steps else []
    found += [stage.title(stage.say("kiosk.guidance.title")), stage.sub(stage.say("kiosk.guidance.sub"))]
    if pages > 1:
        found += pager(stage, Rect(area.x, area.bottom - PAGER, area.width, PAGER), page, pages)
        area = area._replace(height=area.height - PAGER - GAP)
    following = stage.say("kiosk.foot.next")
    turn = Turn(1) if page < pages - 1 else None
    if page >= lists and bring:
        first_paper = (page - lists) * each
        told = _bring(stage, area, bring[first_paper : first_paper + each], 1 if tall else 2)
        return (*found, *told, *foot(stage, following=following, event=turn))
    shown = led.followed[page * on_page : (page + 1) * on_page]
    if beside:
        area, side = _shared(area, tall, len(shown))
        found += _bring(stage, side, bring, 1)
    high = (area.height + NEAR) // on_page - NEAR
    if tall and shown:
        high = min(TALL_ROW, (area.height + NEAR) // len(shown) - NEAR)
    for at, one in enumerate(shown):
        rect = Rect(area.x, area.y + at * (high + NEAR), area.width, high)
        found += _row(stage, rect, page * on_page + at, one)
    return (*found, *_save(stage, area, found, pages), *foot(stage, following=following, event=turn))


def _save(stage: Stage, area: Rect, found: list[Box], pages: int) -> tuple[Box, ...]:
    """保存して終わる at its place of the consent, where the list leaves room: here one sees which paper lies at home."""
    low = Rect(stage.grid.margin, area.bottom - ROW, stage.grid.full, ROW)
    free = all(box.y + box.height + GAP <= low.y for box in found)
    return save_row(stage, low) if free and pages == 1 else ()


def _bring(stage: Stage, area: Rect, bring: tuple[str, ...], columns: int) -> tuple[Box, ...]:
    """The papers below a heading, in as many columns, as long as each other as they can be, all at one size."""
    heading = stage.text(
        "bring.title", Rect(area.x + 24, area.y + 8, area.width - 48, 50), stage.say("kiosk.guidance.bring"), "body", bold=True
    )
    inside = Rect(area.x + 24, area.y + 60, area.width - 48, area.height - 68)
    places = cells(inside, columns, 1)
    texts = [(f"・{one}", False) for one in bring]
    cuts = range(1, len(texts)) if columns == 2 and len(texts) > 1 else (len(texts),)

    def in_columns(cut: int) -> tuple[int, int, list[list[tuple[str, bool]]]]:
        """The size that fits, less the lines of the longer column, and the columns."""
        parts = [texts[:cut], texts[cut:]][:columns]
        lines = [stage.paragraphs(part, place.width, place.height) for part, place in zip(parts, places, strict=True) if part]
        return min(line.px for each in lines for line in each), -max(len(each) for each in lines), parts

    px, _, told = max((in_columns(cut) for cut in cuts), key=lambda found: found[:2])
    lists = [
        Box(f"bring.{at}", "text", *rect, tuple(line for text, _ in column for line in fit_at(stage.line(text, px), rect.width)))
        for at, (column, rect) in enumerate(zip(told, places, strict=True))
    ]
    high = min(area.height, inside.y - area.y + max(height_of(one.lines) for one in lists) + 24)
    lists = [msgspec.structs.replace(one, height=area.y + high - 8 - one.y) for one in lists]
    return (Box("bring", "soft_panel", area.x, area.y, area.width, high), heading, *lists)


def spoken(stage: Stage) -> str:
    """The title, each thing that follows, and the papers to bring."""
    led = _led_to(stage)
    bring = [stage.say(key) for key in led.bring if has_words(stage.bundle, key)]
    heading = [stage.say("kiosk.guidance.bring")] if bring else []
    return sentences(stage, [stage.say("kiosk.guidance.title"), *(stage.say(one.text) for one in led.followed), *heading, *bring])


def _led_to(stage: Stage) -> Guidance:
    applied = [(one.procedure, one.answers) for one in applications(stage.session, stage.bundle)]
    return guidance(stage.bundle, applied, stage.session.devices.today)


def _shared(area: Rect, tall: bool, rows: int) -> tuple[Rect, Rect]:
    """The list of so many rows, and beside or below it what to bring."""
    if tall:
        upper = min(area.height - BELOW, max(1, rows) * (TALL_ROW + NEAR) - NEAR + GAP)
        return Rect(area.x, area.y, area.width, upper - GAP), Rect(area.x, area.y + upper, area.width, area.height - upper)
    left = area.width - 440 - GAP
    return Rect(area.x, area.y, left, area.height), Rect(area.x + left + GAP, area.y, 440, area.height)


def _row(stage: Stage, rect: Rect, at: int, one: Followed) -> tuple[Box, ...]:
    width, room = rect.width - 48, rect.height - 12
    until = stage.say("kiosk.guidance.until", day=stage.day(one.deadline.isoformat())) if one.deadline else ""
    last = fit(stage.line(until, "caption", bold=True), width, 1) if until else ()
    if stage.grid.panel.portrait:  # its rows have the height for words that are read from where one stands
        words = fit(stage.line(stage.say(one.text), "button"), width, 3, room - height_of(last), shrink=0)
    else:
        words = fit(stage.line(stage.say(one.text), "body"), width, 2, room - height_of(last))
    return (Box(f"follows.{at}", "panel", *rect, (*words, *last)),)
