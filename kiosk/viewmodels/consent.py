"""Before the number: what is agreed to, one sentence each, and one decision. Box ids: agreed, save, next."""

from kiosk.flow.events import SaveForLater
from kiosk.flow.saving import may_save
from kiosk.viewmodels import waiting
from kiosk.viewmodels.boxes import Box
from kiosk.viewmodels.fitting import fit, height_of
from kiosk.viewmodels.frame import foot, form_progress
from kiosk.viewmodels.grid import GAP, Rect
from kiosk.viewmodels.stage import Stage, sentences

ROW = 96
EDGE = 72  # pixels of the panel above and below its words together
SENTENCES = ("true", "use", "kept", "gone")


def boxes(stage: Stage) -> tuple[Box, ...]:
    grid = stage.grid
    first = next((one for one in stage.session.procedures if stage.steps(one)), "")
    strip = form_progress(stage, first, len(stage.steps(first)) - 1, stage.say("kiosk.review.step")) if first else ()
    area = grid.body
    low = Rect(area.x, area.bottom - ROW, area.width, ROW)
    told = Rect(area.x, area.y, area.width, low.y - GAP - area.y)
    waits = waiting.now(stage)
    if waits:
        place = Rect(told.x, told.y, told.width, 64)
        told = Rect(told.x, place.bottom + GAP, told.width, told.height - place.height - GAP)
    lines = stage.paragraphs([(text, at == 0) for at, text in enumerate(agreed(stage))], told.width - 48, told.height - 20, 2)
    told = told._replace(height=min(told.height, height_of(lines) + EDGE))
    return (
        *strip,
        stage.title(stage.say("kiosk.consent.title")),
        stage.sub(stage.say("kiosk.consent.sub")),
        *((Box("waits", "panel", *place, fit(stage.line(waits, "body", bold=True), place.width - 48, 1)),) if waits else ()),
        Box("agreed", "soft_panel", *told, lines),
        *save_row(stage, low),
        *foot(stage, following=stage.say("kiosk.take_number")),
    )


def agreed(stage: Stage) -> tuple[str, ...]:
    """What is right, what it is for, how long it is kept, what stays here."""
    days = stage.bundle.site.retention.records_days
    return tuple(stage.say(f"kiosk.consent.{name}", days=days) for name in SENTENCES)


def spoken(stage: Stage) -> str:
    told = (*agreed(stage), waiting.now(stage), stage.say("kiosk.consent.title"))
    return sentences(stage, told)


def save_row(stage: Stage, rect: Rect) -> tuple[Box, ...]:
    """あとで つづける, where there is something to be saved."""
    if not may_save(stage.session):
        return ()
    hint = stage.say("kiosk.save.hint", days=stage.bundle.site.retention.saved_entry_days)
    words = stage.say("kiosk.save")
    return (stage.button("save", "row", rect, words, SaveForLater(), icon="clock", align="left", hint=hint, most=1),)
