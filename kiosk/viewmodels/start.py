"""The start screen: attract and start in one. Box ids: begin, code, number, language.<id>."""

from config.openings import hours_on, is_open
from hardware.printer.port import PrinterState
from hub.wire import Language
from kiosk.flow.events import Begin, ChooseLanguage, HaveCode, NumberOnly
from kiosk.flow.idling import is_changed
from kiosk.flow.state import change
from kiosk.viewmodels.boxes import Box
from kiosk.viewmodels.fitting import fit, height_of
from kiosk.viewmodels.frame import foot
from kiosk.viewmodels.grid import GAP, Rect, cells
from kiosk.viewmodels.stage import CAPTION_LEAST, Stage

TURN_SECONDS = 6  # how long each language of the title stands
LANGUAGES: tuple[Language, ...] = ("ja", "ja-easy", "en", "zh", "ko", "vi", "ne", "pt", "es", "fil")


def boxes(stage: Stage) -> tuple[Box, ...]:
    opened = is_open(stage.bundle.site, stage.now)
    portrait = stage.grid.panel.portrait
    found = [*_head(stage, opened), *(_ways(stage) if opened else ())]
    area = _language_area(stage)
    found.append(
        stage.text(
            "languages.label", Rect(area.x, area.y - 41, area.width, 38), stage.say("kiosk.start.languages"), "caption", second=True
        )
    )
    found += language_keys(stage, area, 2 if portrait else 5)
    return (*found, *foot(stage, back=False, languages=False), _hours(stage))


def spoken(stage: Stage) -> str:
    opened = is_open(stage.bundle.site, stage.now)
    return stage.say("kiosk.start.spoken" if opened else "kiosk.start.closed")


def calling_out(stage: Stage) -> Stage:
    """Nobody there: title and the line below it speak one language of the office after the other. All else stands still.

    日本語, the language of nobody yet, is left in peace as long as any other that is chosen: until one is forgotten.
    """
    session, site = stage.session, stage.bundle.site
    offered = [one for one in LANGUAGES if one in site.languages]
    quiet = (stage.now - session.touched_at).total_seconds() if session.touched_at else 0
    if site.still or quiet < site.idle.screen_seconds or is_changed(session):
        return stage
    at = offered.index(session.language) + 1 + int((quiet - site.idle.screen_seconds) // TURN_SECONDS)
    return stage._replace(session=change(session, language=offered[at % len(offered)]))


def language_keys(stage: Stage, area: Rect, columns: int) -> tuple[Box, ...]:
    """Languages in their own names, in a fixed order, no flags."""
    offered = [one for one in LANGUAGES if one in stage.bundle.site.languages]
    rows = -(-len(offered) // columns)
    places = cells(area, columns, max(1, rows), 15 if columns == 2 else GAP, most=86)
    found = []
    for language, rect in zip(offered, places, strict=False):
        name = stage.japanese(f"language.{language}")
        selected = language == stage.session.language
        # Measured in the language it is drawn in.
        own = stage._replace(session=change(stage.session, language=language))
        found.append(
            own.button(
                f"language.{language}",
                "secondary",
                rect,
                name,
                ChooseLanguage(language),
                size="body",
                selected=selected,
                most=1,
            )
        )
    return tuple(found)


def _head(stage: Stage, opened: bool) -> list[Box]:
    grid, session = stage.grid, stage.session
    site = stage.bundle.site
    office = f"{stage.local(site.name)}　{stage.local(site.office)}"
    portrait = grid.panel.portrait
    waiting = sum(line.people_waiting for line in session.lines)
    # Words that need height, that no paper comes, are worth the name of the house one stands in and the count of who waits.
    only_told = stage.printer_is_down and not portrait and (session.size == "XL" or stage.ruby)
    knows = bool(session.lines) and session.devices.hub and opened and not only_told
    width = grid.full if portrait or not knows else grid.full - 388
    calling = calling_out(stage)
    title = calling.say("kiosk.start.title" if opened else "kiosk.start.closed")
    up = 57 if only_told else 24 if stage.printer_is_down and not portrait else 0  # a banner of two lines stands below
    above = Rect(grid.margin, 28 - up if not portrait else 44, width, 44)
    found = [
        *(() if only_told else (_office(stage, above, office),)),
        calling.text(
            "title",
            Rect(grid.margin, 74 - up * 28 // 24 if not portrait else 104, width, 76 if not portrait else 170),
            title,
            "large" if portrait else 57,
            bold=True,
            most=2 if portrait else 1,
        ),
    ]
    if stage.printer_is_down:
        high = 124 if only_told else 88
        place = Rect(grid.margin, 212 - high, width, high) if not portrait else Rect(grid.margin, 520, width, 100)
        words = "kiosk.start.no_paper" if session.devices.printer is PrinterState.PAPER_END else "kiosk.start.no_printer"
        found.append(stage.banner("printer", "banner_warning", place, stage.say(words)))
    else:
        training = stage.session.devices.training
        about = "kiosk.training" if training else "kiosk.start.sub" if opened else "kiosk.start.closed_sub"
        place = Rect(grid.margin, 152, width, 44) if not portrait else Rect(grid.margin, 560 if opened else 290, width, 50)
        found.append(calling.text("sub", place, calling.say(about), "body", second=True))
    if knows:
        place = Rect(grid.margin + width + 20, 24, 368, 172) if not portrait else Rect(grid.margin, 350, grid.full, 150)
        people = stage.say("kiosk.people", count=waiting)
        # the clock stands before both lines
        room = place.width - 48 - round(stage.px("body") * 1.9)
        count = fit(stage.line(people, 57, bold=True), room, 1)
        label = stage.line(stage.say("kiosk.start.waiting"), "body", bold=True)
        lines = (*fit(label, room, 2, place.height - 12 - height_of(count), shrink=0), *count)
        found.append(Box("waiting", "soft_panel", *place, lines, "left", "clock"))
    return found


def _office(stage: Stage, rect: Rect, whole: str) -> Box:
    """The house and its section; the house alone where both would get too small to read."""
    both = stage.text("office", rect, whole, 28, second=True, bold=True)
    if both.lines and both.lines[0].px >= CAPTION_LEAST:
        return both
    return stage.text("office", rect, stage.local(stage.bundle.site.name), 28, second=True, bold=True)


def _ways(stage: Stage) -> list[Box]:
    grid = stage.grid
    if grid.panel.portrait:
        begin = Rect(grid.margin, 640, grid.full, 180)
        code = Rect(grid.margin, 840, grid.full, 116)
        number = Rect(grid.margin, 976, grid.full, 116)
    else:
        half = (grid.full - GAP) // 2
        # A banner above them takes of their height: it needs air below it.
        top, gap = (228, 16) if stage.printer_is_down else (216, GAP)
        high = (428 - top - gap) // 2
        begin = Rect(grid.margin, top, half, 428 - top)
        code = Rect(grid.margin + half + GAP, top, half, high)
        number = code._replace(y=428 - high)
    return [
        stage.button("begin", "primary", begin, stage.say("kiosk.start.begin"), Begin(), icon="pencil>", size=57, most=2),
        stage.button(
            "code",
            "row",
            code,
            stage.say("kiosk.start.code"),
            HaveCode(),
            icon="qr",
            align="left",
            hint=stage.say("kiosk.start.code_hint"),
            most=1,
        ),
        stage.button(
            "number",
            "row",
            number,
            stage.say("kiosk.start.number"),
            NumberOnly(),
            icon="ticket",
            align="left",
            hint=stage.say("kiosk.start.number_hint"),
            most=1,
        ),
    ]


def _language_area(stage: Stage) -> Rect:
    grid = stage.grid
    if grid.panel.portrait:
        return Rect(grid.margin, 1146, grid.full, grid.foot.y - 20 - 1146)
    return Rect(grid.margin, 476, grid.full, grid.foot.y - 8 - 476)


def _hours(stage: Stage) -> Box:
    grid = stage.grid
    openings = hours_on(stage.bundle.site, stage.now.date())
    if not openings:
        # An office that gives numbers outside its hours does not say it is closed.
        words = "" if is_open(stage.bundle.site, stage.now) else stage.say("kiosk.start.closed_today")
    else:
        opens, closes = f"{openings[0].opens:%H:%M}".lstrip("0"), f"{openings[-1].closes:%H:%M}".lstrip("0")
        words = stage.say("kiosk.start.hours", opens=opens, closes=closes)
    place = Rect(grid.next.x, grid.next.y + 14, grid.next.width, grid.next.height - 14)
    return stage.text("hours", place, words, "caption", second=True, align="center", most=2)
