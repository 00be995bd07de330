"""委任状: what it is, what may still be done today, and the form on paper. Box ids: print, sheet, next."""

from kiosk.flow.proxy import came_for_it_alone
from kiosk.viewmodels.boxes import Box
from kiosk.viewmodels.fitting import height_of
from kiosk.viewmodels.frame import foot
from kiosk.viewmodels.grid import GAP, Rect
from kiosk.viewmodels.paper import print_row
from kiosk.viewmodels.stage import Stage, sentences

ROW = 96


def boxes(stage: Stage) -> tuple[Box, ...]:
    area, alone = stage.grid.body, came_for_it_alone(stage.session)
    low = Rect(area.x, area.bottom - ROW, area.width, ROW)
    lines = stage.paragraphs(_texts(stage), area.width - 48, low.y - GAP - area.y - 24, 6)
    told = Rect(area.x, area.y, area.width, min(low.y - GAP - area.y, height_of(lines) + 64))
    following = stage.say("kiosk.ticket.finish" if alone else "kiosk.foot.next")
    return (
        stage.title(stage.say("kiosk.proxy.form_title" if alone else "kiosk.proxy.title")),
        stage.sub(stage.say("kiosk.proxy.sub")),
        Box("letter", "soft_panel", *told, lines),
        *print_row(stage, "proxy", low, "kiosk.sheet.print"),
        *foot(stage, following=following, chevron=not alone),
    )


def spoken(stage: Stage) -> str:
    title = stage.say("kiosk.proxy.form_title" if came_for_it_alone(stage.session) else "kiosk.proxy.title")
    return sentences(stage, [title, stage.say("kiosk.proxy.sub"), *(text for text, _ in _texts(stage))])


def _texts(stage: Stage) -> list[tuple[str, bool]]:
    """(words, bold) below each other."""
    alone = came_for_it_alone(stage.session)
    today = [] if alone else [(stage.say("kiosk.proxy.today"), True), (stage.say("kiosk.proxy.go_on"), False)]
    return [
        *today,
        (stage.say("proxy.letter.bring"), False),
        *([] if stage.printer_is_down else [(stage.say("kiosk.proxy.paper"), False)]),
    ]
