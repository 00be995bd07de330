"""委任状: what it is, what may still be done today, and the form on paper. Box ids: print, sheet, next."""

from kiosk.flow.proxy import came_for_it_alone
from kiosk.viewmodels.boxes import Box, Line
from kiosk.viewmodels.fitting import READABLE, fit_at, height_of
from kiosk.viewmodels.frame import foot
from kiosk.viewmodels.grid import GAP, Rect
from kiosk.viewmodels.paper import print_row
from kiosk.viewmodels.stage import SENTENCE, Stage, sentences

ROW = 96
EDGE, NEAR = 16, 12  # pixels of a panel above and below its words together; between two panels


def boxes(stage: Stage) -> tuple[Box, ...]:
    area, alone = stage.grid.body, came_for_it_alone(stage.session)
    low = Rect(area.x, area.bottom - ROW, area.width, ROW)
    blocks = _told(stage, area.width - 48, low.y - GAP - area.y)
    y, panels = area.y, []
    for at, lines in enumerate(blocks):
        place = Rect(area.x, y, area.width, height_of(lines) + EDGE)
        panels.append(Box(f"letter.{at}", "soft_panel", *place, lines))
        y = place.bottom + NEAR
    following = stage.say("kiosk.ticket.finish" if alone else "kiosk.foot.next")
    return (
        stage.title(stage.say("kiosk.proxy.form_title" if alone else "kiosk.proxy.title")),
        stage.sub(stage.say("kiosk.proxy.sub")),
        *panels,
        *print_row(stage, "proxy", low, "kiosk.sheet.print"),
        *foot(stage, following=following, chevron=not alone),
    )


def spoken(stage: Stage) -> str:
    title = stage.say("kiosk.proxy.form_title" if came_for_it_alone(stage.session) else "kiosk.proxy.title")
    return sentences(stage, [title, stage.say("kiosk.proxy.sub"), *(text for block in _texts(stage) for text, _ in block)])


def _told(stage: Stage, width: int, height: int) -> tuple[tuple[Line, ...], ...]:
    """The lines of each panel, at one size for all; where there is room each sentence on its own."""
    texts = _texts(stage)
    room = height - EDGE * len(texts) - NEAR * (len(texts) - 1)
    for px in (stage.px("body"), *range(stage.px("body") - 2, READABLE, -2)):
        for apart in (True, False):
            blocks = tuple(
                tuple(
                    line
                    for text, bold in block
                    for one in (SENTENCE.split(text) if apart else (text,))
                    for line in fit_at(stage.line(one, px, bold=bold), width)
                )
                for block in texts
            )
            if sum(height_of(lines) for lines in blocks) <= room:
                return blocks
    return blocks


def _texts(stage: Stage) -> list[list[tuple[str, bool]]]:
    """(words, bold) below each other in each panel: what is possible today, and the letter."""
    today = [(stage.say("kiosk.proxy.today"), True), (stage.say("guidance.letter_of_proxy"), False)]
    paper = [] if stage.printer_is_down else [(stage.say("kiosk.proxy.paper"), False)]
    letter = [(stage.say("proxy.letter.bring"), False), *paper]
    return [letter] if came_for_it_alone(stage.session) else [today, letter]
