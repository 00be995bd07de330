"""Staff at the kiosk: the pad, the panel and what it leads to, in Japanese; the consent in the resident's own language.

Box ids: reissue, paper, take_over, look, training, cancel, reason.<word>, service.<id>, people.more|fewer, language,
consideration, consent.yes|no, key.<sign>, back, help, next. No answer of a resident stands on any of these but behind はい.
"""

from kiosk.flow.assist import Assist
from kiosk.flow.events import Choose
from kiosk.flow.state import EMPTY, change
from kiosk.flow.unlocking import PIN_DIGITS
from kiosk.viewmodels import assist_forms, assist_roll
from kiosk.viewmodels.assist_frame import TOP, head, is_known, keys_below
from kiosk.viewmodels.assist_panel import panel
from kiosk.viewmodels.boxes import Box, Line
from kiosk.viewmodels.fitting import fit
from kiosk.viewmodels.frame import foot
from kiosk.viewmodels.grid import Rect, cells
from kiosk.viewmodels.keyboards import pad, pad_area
from kiosk.viewmodels.stage import Stage


def boxes(stage: Stage) -> tuple[Box, ...]:
    """Every page of the panel stands under the black head; the consent is a resident's screen."""
    assist = stage.session.assist
    if assist is None:
        return foot(stage)
    if assist.page == "consent":
        return _consent(stage)
    page = _PAGES.get(assist.page, panel)
    here = _for_staff(stage)
    return (*head(here, assist), *page(here, assist, stage))


def is_silent(stage: Stage) -> bool:
    """Staff read; what a resident is asked is said."""
    return stage.session.assist is not None and stage.session.assist.page != "consent"


def _for_staff(stage: Stage) -> Stage:
    """Japanese, letters of one size, without anything of the resident but where they stand."""
    session = stage.session
    known = change(
        EMPTY,
        assist=session.assist,
        over=session.over,
        screen=session.screen,
        devices=session.devices,
        contrast=session.contrast,
        help_called=session.help_called,
        ticket=session.ticket,
        slip=session.slip,
        sheet=session.sheet,
        sheets=session.sheets,
    )
    return Stage(known, stage.bundle, stage.grid, stage.now)


def _pin(stage: Stage, assist: Assist, resident: Stage) -> tuple[Box, ...]:
    keys = pad_area(stage)
    areas, tall = stage.grid, stage.grid.panel.portrait
    left = Rect(areas.margin, TOP, areas.full if tall else keys.x - areas.margin - 36, 620)
    found = [
        stage.text("title", Rect(left.x, left.y, left.width, 60), stage.say("staff.pin.title"), "title", bold=True),
        stage.text("sub", Rect(left.x, left.y + 66, left.width, 44), stage.say("staff.pin.sub"), "body", second=True),
    ]
    y = left.y + 124
    for name, typed in (("number", assist.number), ("pin", "●" * len(assist.pin))):
        now = assist.entering == name and not assist.waiting
        label = stage.say(f"staff.pin.{name}")
        found.append(stage.text(f"field.{name}.label", Rect(left.x, y, 190, 84), label, "body", bold=True, most=2))
        field = Rect(left.x + 200, y, min(360, left.width - 200), 84)
        lines = fit(Line(typed, 45), field.width - 40, 1) if typed else ()
        found.append(Box(f"field.{name}", "field_now" if now else "field", *field, lines, caret=len(typed) if now else None))
        y += 104
    room = Rect(left.x, y, left.width, 110)
    told = assist.told if stage.session.devices.hub else "staff.refused.hub_away"
    if told:
        words = told if is_known(stage, told) else "staff.refused.other"
        found.append(stage.banner("told", "banner_warning", room, stage.say(words, number="", copy="")))
    # Whoever came here by accident reads in their own language how to go on.
    low = Rect(left.x, room.bottom + 16, left.width, 90)
    found.append(resident.text("astray", low, resident.say("kiosk.assist.for_staff"), "body", second=True, most=3))
    ready = len(assist.number) >= 2 if assist.entering == "number" else len(assist.pin) >= PIN_DIGITS - 2
    following = stage.say("staff.asking" if assist.waiting else "kiosk.foot.next" if assist.entering == "number" else "staff.open")
    return (
        *found,
        *pad(stage, keys, enabled=not assist.waiting, secret=True),
        *keys_below(stage, leaving=resident, following=following, enabled=ready, assist=assist),
    )


def _consent(stage: Stage) -> tuple[Box, ...]:
    area = stage.grid.body
    yes, no = cells(Rect(area.x, area.y + 40, area.width, 200), 2, 1)
    agreed = "circle" if stage.session.language in ("ja", "ja-easy") else "check"
    return (
        stage.title(stage.say("kiosk.assist.consent.title")),
        stage.sub(stage.say("kiosk.assist.consent.sub")),
        stage.button("consent.yes", "secondary", yes, stage.say("answer.yes"), Choose("yes"), icon=agreed, size="large", most=1),
        stage.button("consent.no", "secondary", no, stage.say("answer.no"), Choose("no"), icon="cross", size="large", most=1),
        *foot(stage),
    )


_PAGES = {
    "pin": _pin,
    "number": assist_forms.number,
    "reason": assist_forms.reason,
    "confirm": assist_forms.confirm,
    "roll": assist_roll.roll,
    "paper": assist_forms.paper,
    "role": assist_forms.role,
}
