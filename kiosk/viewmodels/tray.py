"""The card that still lies on its tray: a band on every screen, and the screen that holds the kiosk until it is taken. Pure.

The band has a place of its own in the grid, across the top, at every size and both ways up: it hides nothing, and whoever looks for
it once finds it there again. On the number's screen of a wide panel it stands beside the title.
"""

from kiosk.flow.reading import DONE
from kiosk.flow.state import Session
from kiosk.flow.tray import FORGOTTEN
from kiosk.viewmodels.boxes import Box
from kiosk.viewmodels.fitting import fit
from kiosk.viewmodels.frame import foot
from kiosk.viewmodels.grid import GAP, Rect
from kiosk.viewmodels.stage import Stage

ID = "card_lies"
ONE_LINE = 60  # pixels: a higher band may hold two lines


def is_told(session: Session) -> bool:
    """Where a card is asked for it may lie there; on the start screen nobody has begun; staff see for themselves."""
    if not session.card_lies or session.devices.training:
        return False
    return not session.screen.startswith("card_") and session.screen != "start" and session.over != "assist"


def told(stage: Stage, boxes: tuple[Box, ...]) -> tuple[Box, ...]:
    """The screen with its band."""
    if not is_told(stage.session) or any(box.id == ID for box in boxes):
        return boxes
    place = stage.grid.reminder
    if stage.may_stop:  # that key reaches up to the edge
        place = place._replace(width=stage.grid.stop.x - GAP - place.x)
    return (band(stage, place), *boxes)


def says_done(session: Session) -> bool:
    """Whether the band says too that the card was read, in place of the banner that tells it."""
    return is_told(session) and session.notice == DONE


def band(stage: Stage, rect: Rect) -> Box:
    """カードをおとりください."""
    done = says_done(stage.session) and stage.session.screen == "page" and not stage.session.over
    line = stage.line(stage.say(DONE if done else "kiosk.card.take"), "body", bold=True)
    lines = fit(line, rect.width - 24 - round(line.px * 1.75), 2 if rect.height > ONE_LINE else 1, rect.height)
    return Box(ID, "reminder", *rect, lines, "center", "success" if done else "warning")  # good news carries no sign of danger


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
