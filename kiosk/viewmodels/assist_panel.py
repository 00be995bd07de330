"""The panel: six ways, the printer's own keys, how the devices stand. Pure.

Box ids: reissue, paper, take_over, look or role, training, cancel, test, roll.
"""

from kiosk.flow.assist import Assist
from kiosk.flow.events import Choose
from kiosk.flow.moves import Around, page_of
from kiosk.flow.pages import steps_of
from kiosk.flow.panel import is_begun, may_reissue
from kiosk.flow.sheets import may_order
from kiosk.viewmodels.assist_frame import BANNER, TOP, is_known, keys_below, told
from kiosk.viewmodels.boxes import Box, Role
from kiosk.viewmodels.fitting import fit, height_of
from kiosk.viewmodels.grid import GAP, Rect, cells
from kiosk.viewmodels.stage import Stage


def panel(stage: Stage, assist: Assist, resident: Stage) -> tuple[Box, ...]:
    areas, tall = stage.grid, stage.grid.panel.portrait
    area = Rect(areas.margin, TOP, areas.full, areas.foot.y - GAP - TOP)
    banner = Rect(area.x, area.y, area.width, BANNER if not tall else 110)
    columns = 2 if tall else 3
    high = 170 if not tall else 190
    devices = Rect(area.x, area.bottom - (2 * high + GAP if tall else high), area.width, 2 * high + GAP if tall else high)
    middle = Rect(area.x, banner.bottom + GAP, area.width, devices.y - GAP - banner.bottom - GAP)
    places = cells(middle, columns, 6 // columns, GAP, most=190)
    found = [told(stage, assist, banner)]
    for rect, (id, role, words, hint, icon, enabled) in zip(places, _ways(stage), strict=True):
        found.append(
            stage.button(
                id,
                role,
                rect,
                words,
                Choose(id),
                icon=icon,
                align="left",
                hint=hint,
                enabled=enabled and not assist.waiting,
                most=1,
            )
        )
    for rect, standing in zip(cells(devices, 2 if tall else 4, 2 if tall else 1), _devices(stage, resident), strict=True):
        found += _standing(stage, rect, *standing)
    return (*found, *keys_below(stage, following=stage.say("staff.to_resident"), assist=assist), *_printer_keys(stage, assist))


def _printer_keys(stage: Stage, assist: Assist) -> tuple[Box, ...]:
    """点検・テスト印刷 and 用紙交換の手順, below where residents have other keys."""
    session, free = stage.session, not assist.waiting
    tests = free and may_order("test", session.sheet, session.sheets, session.devices.printer)
    keys = (("test", stage.grid.languages, tests), ("roll", stage.grid.appearance, free))
    return tuple(
        stage.button(id, "secondary", place, stage.say(f"staff.{id}_key"), Choose(id), size="body", enabled=alive)
        for id, place, alive in keys
    )


def _ways(stage: Stage) -> tuple[tuple[str, Role, str, str, str, bool], ...]:
    """(id, role, words, second line, icon, possible) of the six ways."""
    session = stage.session
    number = session.ticket.number if session.ticket else ""
    begun, say = is_begun(session), stage.say
    training = "off" if session.devices.training else "on"
    cancel = "number" if number or not begun else "entry"
    later = "reissue_later" if session.devices.printer.can_print else "reissue_no_printer"
    again = ("reissue" if number else "reissue_any") if may_reissue(session) else later
    again_hint = say(f"staff.{again}_hint", number=number)
    return (
        ("reissue", "card", say("staff.reissue"), again_hint, "printer", may_reissue(session)),
        ("paper", "card", say("staff.paper_form"), say("staff.paper_form_hint"), "ticket", True),
        ("take_over", "card", say("staff.take_over"), say("staff.take_over_hint"), "people", begun and not number),
        ("training", "card", say(f"staff.training_{training}"), say("staff.training_hint"), "book", not begun),
        ("role", "card", say("staff.role"), say("staff.role_hint"), "swap", True)
        if session.assist is not None and session.assist.spare
        else ("look", "card", say("staff.appearance"), say("staff.appearance_hint"), "appearance", True),
        ("cancel", "erase", say(f"staff.cancel_{cancel}"), say("staff.cancel_hint", number=number).strip("　"), "cross", True),
    )


def _devices(stage: Stage, resident: Stage) -> tuple[tuple[str, bool, str, str], ...]:
    """(name, well, state, cure) of kiosk, printer, reader and line."""
    devices, say = stage.session.devices, stage.say
    printer = devices.printer
    reader = "ready" if devices.reader else "gone" if devices.has_reader else "none"
    link = "up" if devices.hub else "down"
    return (
        ("kiosk", True, _where(stage, resident), ""),
        (
            "printer",
            printer.value == "ready",
            say(f"staff.printer.{printer.value}"),
            _maybe(stage, f"staff.printer.{printer.value}.cure"),
        ),
        (
            "reader",
            devices.reader or not devices.has_reader,
            say(f"staff.reader.{reader}"),
            _maybe(stage, f"staff.reader.{reader}.cure"),
        ),
        ("link", devices.hub, say(f"staff.link.{link}"), _maybe(stage, f"staff.link.{link}.cure")),
    )


def _maybe(stage: Stage, key: str) -> str:
    return stage.say(key) if is_known(stage, key) else ""


def _where(stage: Stage, resident: Stage) -> str:
    """The step a resident stands at, never which procedure and never an answer."""
    session = resident.session
    page = page_of(session, Around(resident.bundle, resident.now))
    if page is not None:
        return stage.say("staff.screen.page", step=page.step + 1, steps=len(steps_of(resident.bundle, page)))
    key = f"staff.screen.{session.screen}"
    return stage.say(key if is_known(stage, key) else "staff.screen.other")


def _standing(stage: Stage, rect: Rect, name: str, well: bool, state: str, cure: str) -> tuple[Box, ...]:
    inner = rect.width - 40
    words = fit(stage.line(state, "body", bold=True), inner, 1)
    cures = fit(stage.line(cure, "caption", second=True), inner, 2) if cure else ()
    y = rect.y + 52
    return (
        Box(f"{name}.panel", "panel", *rect),
        Box(f"{name}.icon", "icon", rect.x + 20, rect.y + 14, 34, 34, (), "center", "success" if well else "warning"),
        stage.text(
            f"{name}.name",
            Rect(rect.x + 64, rect.y + 14, inner - 44, 36),
            stage.say(f"staff.device.{name}"),
            "caption",
            second=True,
        ),
        Box(f"{name}.state", "text", rect.x + 20, y, inner, height_of(words), words),
        *((Box(f"{name}.cure", "text", rect.x + 20, y + height_of(words), inner, height_of(cures), cures),) if cures else ()),
    )
