"""用紙交換の手順: four drawings, and the printer's own word above them as the lid opens. Box ids: step.<n>, next. Pure."""

from kiosk.flow.assist import Assist
from kiosk.flow.sheets import may_order
from kiosk.viewmodels.assist_frame import TOP, is_known, keys_below
from kiosk.viewmodels.boxes import Box
from kiosk.viewmodels.fitting import fit
from kiosk.viewmodels.grid import GAP, Rect, cells
from kiosk.viewmodels.stage import Stage

STEPS = ("open", "take", "put", "close")
DRAWING = 150  # pixels


def roll(stage: Stage, assist: Assist, resident: Stage) -> tuple[Box, ...]:
    areas, printer = stage.grid, stage.session.devices.printer
    well = printer.can_print
    state = f"staff.printer.{printer.value}"
    cure = stage.say(f"{state}.cure") if not well and is_known(stage, f"{state}.cure") else ""
    now = Rect(areas.margin, TOP + 76, areas.full, 90)
    found = [
        stage.text("title", Rect(areas.margin, TOP, areas.full, 60), stage.say("staff.roll.title"), "title", bold=True),
        stage.banner("printer", "banner_success" if well else "banner_warning", now, stage.say(state), cure),
    ]
    columns = 2 if areas.panel.portrait else 4
    area = Rect(areas.margin, now.bottom + GAP, areas.full, areas.foot.y - GAP - now.bottom - GAP)
    for at, (step, rect) in enumerate(zip(STEPS, cells(area, columns, 4 // columns, GAP, most=480), strict=True)):
        words = fit(
            stage.line(f"{at + 1}　{stage.say(f'staff.roll.{step}')}", "body"), rect.width - 40, 5, rect.height - DRAWING - 60
        )
        found += [
            Box(f"step.{at}", "panel", *rect),
            Box(
                f"step.{at}.picture",
                "icon",
                rect.x + (rect.width - DRAWING) // 2,
                rect.y + 20,
                DRAWING,
                DRAWING,
                icon=f"roll_{step}",
            ),
            Box(f"step.{at}.text", "text", rect.x + 20, rect.y + DRAWING + 40, rect.width - 40, rect.height - DRAWING - 50, words),
        ]
    ready = may_order("test", stage.session.sheet, stage.session.sheets, printer)
    return (*found, *keys_below(stage, following=stage.say("staff.roll.test"), enabled=ready, assist=assist))
