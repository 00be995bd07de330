"""The card that still lies on its tray: a band on every screen, and the screen that holds the kiosk until it is taken. Pure.

A tall panel has room above everything; on a wide one the band takes the place of the steps, where these are not drawn that of the
line below the question.
"""

from dataclasses import replace

import msgspec

from config.theme import Panel
from kiosk.flow.reading import DONE
from kiosk.flow.state import Session
from kiosk.flow.tray import FORGOTTEN
from kiosk.viewmodels.boxes import Box
from kiosk.viewmodels.fitting import fit
from kiosk.viewmodels.frame import foot
from kiosk.viewmodels.grid import GAP, Rect
from kiosk.viewmodels.stage import Stage

ID = "card_lies"
BAND = 64  # pixels: height on a tall panel
TOP = 58  # pixels: nothing else begins above this where the steps gave their place
NARROW = 400  # pixels: beside the field of a keyboard that fills the glass there is no room for a sign
STEPS = ("progress", "step.")


def is_told(session: Session) -> bool:
    """Where a card is asked for it may lie there; on the start screen nobody has begun; staff see for themselves."""
    if not session.card_lies or session.devices.training:
        return False
    return not session.screen.startswith("card_") and session.screen != "start" and session.over != "assist"


def room(session: Session, panel: Panel) -> Panel:
    """What is left of the panel for the screen itself."""
    return replace(panel, height_px=panel.height_px - BAND) if is_told(session) and panel.portrait else panel


def told(stage: Stage, panel: Panel, boxes: tuple[Box, ...]) -> tuple[Box, ...]:
    """The screen with its band."""
    if not is_told(stage.session) or any(box.id == ID for box in boxes):
        return boxes
    if panel.portrait:
        lower = tuple(msgspec.structs.replace(box, y=box.y + BAND) for box in boxes)
        return (band(stage, Rect(0, 0, panel.width_px, BAND)), *lower)
    rest = tuple(box for box in boxes if not box.id.startswith(STEPS))
    if all(box.y >= TOP for box in rest):
        return (band(stage, Rect(stage.grid.margin, 4, stage.grid.full, TOP - 8)), *rest)
    sub = next((box for box in boxes if box.id == "sub"), None)
    if sub is None:
        return boxes
    place = Rect(sub.x - 16, max(sub.y, 54), sub.width + 32, 34) if sub.width < NARROW else sub_place(sub)
    return (*(box for box in boxes if box.id != "sub"), band(stage, place))


def says_done(session: Session) -> bool:
    """Whether the band says too that the card was read, in place of the banner that tells it."""
    return is_told(session) and session.notice == DONE


def band(stage: Stage, rect: Rect) -> Box:
    """カードをおとりください."""
    narrow = rect.width < NARROW
    done = says_done(stage.session) and stage.session.screen == "page" and not stage.session.over and not narrow
    line = stage.line(stage.say(DONE if done else "kiosk.card.take"), "body", bold=True)
    beside = 12 if narrow else 24 + round(line.px * 1.75)
    lines = fit(line, rect.width - beside, 2 if rect.height > TOP else 1, rect.height - 2)
    return Box(ID, "reminder", *rect, lines, "center", "" if narrow else "warning")


def sub_place(sub: Box) -> Rect:
    """Where the line below the question stands."""
    return Rect(sub.x, sub.y, sub.width, max(sub.height, 40))


def forgotten(stage: Stage) -> tuple[Box, ...]:
    """Nothing but the card, as large as can be: what was entered is gone already."""
    grid = stage.grid
    tall = grid.panel.portrait
    y = 60 if not tall else 480
    icon = 150 if not tall else 260
    title = Rect(grid.margin, y + icon + 16, grid.full, 84 if not tall else 170)
    sub = Rect(grid.margin, title.bottom + 8, grid.full, 50 if not tall else 110)
    text = Rect(grid.margin, sub.bottom + GAP, grid.full, 130 if not tall else 190)
    words = stage.paragraphs([(stage.say("kiosk.card.left.text"), False)], text.width - 48, text.height - 12)
    return (
        Box("card", "icon", (grid.panel.width_px - icon) // 2, y, icon, icon, (), "center", "card_alone"),
        stage.text("title", title, stage.say("kiosk.card.left.title"), "large", bold=True, align="center", most=2 if tall else 1),
        stage.text("sub", sub, stage.say("kiosk.card.left.sub"), "button", align="center", most=2 if tall else 1),
        Box("left.text", "soft_panel", *text, words, "center"),
        *foot(stage, back=False),
    )


def is_held(session: Session) -> bool:
    """Whether the kiosk waits for the card alone: that is said to everybody."""
    return session.screen == FORGOTTEN and not session.over
