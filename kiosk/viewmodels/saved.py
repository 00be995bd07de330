"""The code to go on with later, as a picture and as eight characters, and what became of its paper. Box ids: code, qr, next."""

from hardware.printer.port import JobState
from kiosk.viewmodels.boxes import Box, Line
from kiosk.viewmodels.fitting import fit, height_of
from kiosk.viewmodels.frame import foot
from kiosk.viewmodels.grid import GAP, Rect
from kiosk.viewmodels.stage import Stage, sentences

PRINTED = (JobState.PRINTED, JobState.PRINTED_UNVERIFIED)
UNDERWAY = (None, JobState.QUEUED, JobState.SENDING, JobState.PRINTING)


def saving(stage: Stage) -> tuple[Box, ...]:
    grid = stage.grid
    place = Rect(grid.margin, grid.panel.height_px // 2 - 100, grid.full, 80)
    return (
        Box("wait", "icon", grid.panel.width_px // 2 - 56, place.y - 130, 112, 112, (), "center", "clock"),
        stage.text("title", place, stage.say("kiosk.saving.title"), "large", bold=True, align="center"),
        *foot(stage, back=False),
    )


def boxes(stage: Stage) -> tuple[Box, ...]:
    entry, grid = stage.session.saved, stage.grid
    if entry is None:
        return foot(stage, back=False)
    area, tall = grid.body, grid.panel.portrait
    if tall:
        area = Rect(area.x, 420, area.width, area.bottom - 420)
    side = 420 if tall else 300
    qr = Rect(area.right - side, area.y, side, side) if not tall else Rect(area.x + (area.width - side) // 2, area.y, side, side)
    wide = area.width - side - GAP if not tall else area.width
    top = area.y if not tall else qr.bottom + GAP
    code = Rect(area.x, top, wide, 156)
    told = Rect(area.x, code.bottom + GAP, wide, (qr.bottom if not tall else code.bottom + GAP + 240) - code.bottom - GAP)
    low = Rect(area.x, told.bottom + GAP, area.width, min(area.bottom - told.bottom - GAP, 200 if tall else 130))
    texts = [(stage.say("kiosk.saved.how", button=stage.say("kiosk.start.code")), False)]
    return (
        stage.title(stage.say("kiosk.saved.title")),
        stage.sub(until(stage)),
        *_code(stage, spelled(entry.short_code), code),
        Box("how", "panel", *told, stage.paragraphs(texts, told.width - 48, told.height - 8, 7)),
        Box("qr", "qr", *qr, (Line(entry.code, 10),)),
        _paper(stage, low),
        *foot(
            stage,
            back=False,
            following=stage.say("kiosk.ticket.finish"),
            enabled=stage.session.deaf_until is None and stage.session.slip.state not in UNDERWAY[1:],
        ),
    )


def until(stage: Stage) -> str:
    """The last day on which one can go on."""
    entry = stage.session.saved
    return stage.say("kiosk.saved.until", date=stage.day(entry.expires_on.isoformat())) if entry else ""


def spelled(code: str) -> str:
    """In two pieces, as it is read out."""
    return f"{code[:4]}-{code[4:]}"


def spoken(stage: Stage) -> str:
    return sentences(stage, [stage.say("kiosk.saved.title"), until(stage), _told(stage)])


def _code(stage: Stage, code: str, rect: Rect) -> tuple[Box, ...]:
    label = fit(stage.line(stage.say("kiosk.saved.code"), "body"), rect.width - 48, 1)
    lines = (*label, *fit(Line(code, 84, number=True, language="en"), rect.width - 48, 1, rect.height - height_of(label) - 8))
    return (Box("code", "soft_panel", *rect, lines, "center"),)


def _told(stage: Stage) -> str:
    state = stage.session.slip.state
    key = "take" if state in PRINTED else "printing" if state in UNDERWAY else "no_paper"
    return stage.say(f"kiosk.saved.{key}")


def _paper(stage: Stage, rect: Rect) -> Box:
    state = stage.session.slip.state
    role = "banner_success" if state in PRINTED or state in UNDERWAY else "banner_warning"
    return stage.banner("paper", role, rect, _told(stage), stage.say("kiosk.saved.private"))  # type: ignore[arg-type]
