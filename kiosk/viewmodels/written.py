"""手で書く: the pad, what its drawing may be, the word so far. Box ids: pad, character.<n>, more, counter, key.delete|clear."""

from kiosk.flow.events import Candidate, CheckAtCounter, Key
from kiosk.flow.events import Page as Turn
from kiosk.flow.pages import Page
from kiosk.flow.state import Hand
from kiosk.flow.writing import SHOWN
from kiosk.viewmodels.asked import form_of
from kiosk.viewmodels.boxes import Box, Line
from kiosk.viewmodels.fitting import fit
from kiosk.viewmodels.frame import foot
from kiosk.viewmodels.grid import GAP, Rect, cells
from kiosk.viewmodels.stage import Stage
from kiosk.viewmodels.tray import is_told

COLUMNS = 5


def boxes(stage: Stage, page: Page, hand: Hand) -> tuple[Box, ...]:
    field, pad, characters, row = _places(stage)
    title, sub = stage.say("kiosk.hand.title"), stage.say("kiosk.hand.choose" if hand.characters else "kiosk.hand.sub")
    return (
        *_head(stage, characters, title, sub),
        *_word(stage, field, hand),
        Box("pad", "pad", *pad, strokes=hand.strokes),
        *_offered(stage, characters, hand),
        *_keys(stage, page, row, hand),
        *foot(stage, following=stage.say("kiosk.foot.next"), enabled=bool(hand.written) and not hand.strokes),
    )


def _head(stage: Stage, beside: Rect, title: str, sub: str) -> tuple[Box, ...]:
    if stage.grid.panel.portrait:
        return stage.title(title), stage.sub(sub)
    top, high, low = (24, 50, 42) if not is_told(stage.session) else (50, 40, 38)
    return (
        stage.text("title", Rect(beside.x, top, beside.width, high), title, 36, bold=True),
        stage.text("sub", Rect(beside.x, top + high + 2, beside.width, low), sub, "caption", second=True),
    )


def _places(stage: Stage) -> tuple[Rect, Rect, Rect, Rect]:
    """The word, the pad, the characters offered, the keys."""
    grid = stage.grid
    if grid.panel.portrait:
        m, full = grid.margin, grid.full
        side = grid.foot.y - 30 - 1010
        return (
            Rect(m, 500, full, 110),
            Rect(m + (full - side) // 2, 1010, side, side),
            Rect(m, 640, full, 220),
            Rect(m, 880, full, 110),
        )
    side = 560
    left = grid.margin + side + 28
    wide = grid.panel.width_px - grid.margin - left
    lower = 12 if is_told(stage.session) else 0
    return (
        Rect(left, 122 + lower, wide, 84 - lower),
        Rect(grid.margin, (grid.foot.y - side) // 2, side, side),
        Rect(left, 226, wide, grid.foot.y - 20 - 100 - GAP - 226),
        Rect(left, grid.foot.y - 20 - 100, wide, 100),
    )


def _word(stage: Stage, place: Rect, hand: Hand) -> tuple[Box, ...]:
    """What is written so far, and its reading beside it."""
    reading = stage.line(stage.session.entry.text, "body", second=True)
    share = place.width * 2 // 5
    lines = fit(Line(hand.written, 57), place.width - share - 40, 1) if hand.written else ()
    return (
        Box("field", "field_now", place.x, place.y, place.width - share - GAP, place.height, lines, caret=len(hand.written)),
        Box("reading", "soft_panel", place.right - share, place.y, share, place.height, fit(reading, share - 48, 1), "center"),
    )


def _offered(stage: Stage, area: Rect, hand: Hand) -> tuple[Box, ...]:
    """Characters to choose from; before the first stroke, and where nothing was found, what to do."""
    if not hand.strokes:
        return ()
    if not hand.characters:
        if hand.answered != hand.turn:
            return ()
        place = Rect(area.x, area.y, area.width, min(area.height, 120))
        return (stage.banner("none", "banner_warning", place, stage.say("kiosk.hand.none")),)
    found: list[Box] = []
    shown = hand.characters[hand.first : hand.first + SHOWN]
    for at, (character, rect) in enumerate(zip(shown, cells(area, COLUMNS, 2, 16, most=140), strict=False)):
        index = hand.first + at
        found.append(
            stage.button(
                f"character.{index}",
                "candidate",
                rect,
                character,
                Candidate(index),
                size=57,
                most=1,
                bold=False,
                spoken=stage.say("kiosk.spoken.nth", number=index + 1),
                aloud=character,
            )
        )
    return tuple(found)


def _keys(stage: Stage, page: Page, row: Rect, hand: Hand) -> tuple[Box, ...]:
    places = cells(Rect(row.x, row.y, row.width - 16 - row.width * 3 // 10, row.height), 3, 1, 16)
    counter = Rect(places[-1].right + 16, row.y, row.right - places[-1].right - 16, row.height)
    undo, again = stage.say("kiosk.hand.stroke" if hand.strokes else "kiosk.key.delete"), stage.say("kiosk.hand.clear")
    some, drawing = bool(hand.strokes or hand.written), bool(hand.strokes)
    found = [
        stage.button("key.delete", "function_key", places[0], undo, Key("delete"), size="body", enabled=some),
        stage.button("key.clear", "function_key", places[1], again, Key("clear"), size="body", enabled=drawing),
    ]
    if len(hand.characters) > SHOWN and drawing:
        more, pages = stage.say("kiosk.page.more"), -(-len(hand.characters) // SHOWN)
        hint = f"{hand.first // SHOWN + 1} / {pages}"
        found.append(stage.button("more", "secondary", places[2], more, Turn(1), size="body", hint=hint, most=1))
    if page.field.staff_way:
        words = stage.of_field(form_of(stage, page), page.path, "staff")
        found.append(stage.button("counter", "secondary", counter, words, CheckAtCounter(), size="body"))
    return tuple(found)
