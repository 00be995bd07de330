"""A page of digits: dates, postal codes, numbers. Box ids: era.<era>, town.<n>, counter, key.<digit>, page.before, page.after."""

from datetime import date

from config.japanese import wareki
from kiosk.flow.events import CheckAtCounter, Choose
from kiosk.flow.keying import date_of
from kiosk.flow.pages import Page
from kiosk.viewmodels import keyboards
from kiosk.viewmodels.asked import form_of, head
from kiosk.viewmodels.boxes import Box, Line
from kiosk.viewmodels.choosing import ROW
from kiosk.viewmodels.fitting import fit, height_of, line_width
from kiosk.viewmodels.frame import foot, pager
from kiosk.viewmodels.grid import GAP, Rect, cells
from kiosk.viewmodels.stage import Stage

ERAS = ("reiwa", "heisei", "showa", "taisho", "western")
WIDE, NARROW = 150, 118  # pixels of a field of four digits, and of two
TOWNS = 6  # on one page; with a pager two fewer


def boxes(stage: Stage, page: Page) -> tuple[Box, ...]:
    keys = keyboards.pad_area(stage)
    grid, entry = stage.grid, stage.session.entry
    tall = grid.panel.portrait
    left = Rect(
        grid.margin,
        430 if tall else grid.body.y + 12,
        grid.full if tall else keys.x - grid.margin - 36,
        500 if tall else grid.body.height - 12,
    )
    if page.kind == "postal_code" and len(entry.towns) > 1:
        found = _towns(stage, left)
    elif page.kind == "postal_code":
        found = _postal(stage, left)
    elif page.kind == "date":
        found = _date(stage, page, left)
    else:
        found = _number_field(stage, page, left)
    complete = bool(entry.text) if page.field.required else True
    return (
        *head(stage, page),
        *found,
        *_way_on(stage, page, left),
        *keyboards.pad(stage, keys, extra="-" if page.kind == "lot" else ""),
        *foot(stage, following=stage.say("kiosk.foot.next"), enabled=complete),
    )


def _way_on(stage: Stage, page: Page, left: Rect) -> tuple[Box, ...]:
    place = Rect(left.x, left.bottom - ROW, min(left.width, 560), ROW)
    if page.kind == "postal_code" or not page.field.required:
        words = stage.say("kiosk.page.no_postal_code" if page.kind == "postal_code" else "kiosk.page.skip")
    elif page.field.staff_way:
        words = stage.of_field(form_of(stage, page), page.path, "staff")
    else:
        return ()
    return (stage.button("counter", "secondary", place, words, CheckAtCounter(), most=2),)


def _number_field(stage: Stage, page: Page, left: Rect) -> list[Box]:
    text = stage.session.entry.text
    field = Rect(left.x, left.y + 20, left.width, 110)
    label = stage.of_field(form_of(stage, page), page.path, "label")
    return [
        stage.text("label", Rect(left.x, left.y + 150, left.width, 40), label, "body", second=True),
        Box("field", "field_now", *field, fit(Line(text, 57), field.width - 48, 1) if text else (), "left", caret=len(text)),
    ]


def _date(stage: Stage, page: Page, left: Rect) -> list[Box]:
    entry = stage.session.entry
    found: list[Box] = []
    places = cells(Rect(left.x, left.y, left.width, 90), len(ERAS), 1, 15)

    def key(at: int, px: int = 0) -> Box:
        era, size = ERAS[at], px or stage.px("body")
        words, selected = stage.say(f"kiosk.era.{era}"), entry.era == era
        return stage.button(
            f"era.{era}", "secondary", places[at], words, Choose(era), size=size, selected=selected, selectable=True, shrink=0
        )

    found += stage.alike([key(at) for at in range(len(ERAS))], key)
    y = left.y + 105
    sizes = (4, 2, 2) if entry.era == "western" else (2, 2, 2)
    x, begin = left.x, 0
    # Beside the boxes every word of a unit has the same room, however long it is in this language.
    room = (left.width - sum(WIDE if size == 4 else NARROW for size in sizes)) // 3 - 16
    for size, unit in zip(sizes, ("year", "month", "day"), strict=True):
        part = entry.text[begin : begin + size]
        now = bool(entry.era) and begin <= len(entry.text) < begin + size
        width = WIDE if size == 4 else NARROW
        lines = (stage.line(part, 45),) if part else ()
        found.append(Box(f"date.{unit}", "field_now" if now else "field", x, y, width, 86, lines, "center", caret=None))
        words = fit(stage.line(stage.say(f"kiosk.unit.{unit}"), "button"), room, 1)
        long = round(line_width(words[0])) + 1
        found.append(
            Box(f"date.{unit}.unit", "text", x + width + 8, y + (86 - height_of(words)) // 2, long, height_of(words), words)
        )
        x += width + 8 + long + 16
        begin += size
    day = date_of(entry)
    low = y + 98
    panel = Rect(left.x, low, left.width, min(132, left.bottom - ROW - 10 - low))
    if day is not None:
        found.append(Box("read_back", "soft_panel", *panel, _read_back(stage, page, day, panel), "left"))
    elif entry.text and len(entry.text) == sum(sizes):
        found.append(stage.banner("read_back", "banner_error", panel, stage.say("problem.not_a_date")))
    elif not entry.era:
        found.append(
            stage.text(
                "read_back",
                Rect(panel.x, panel.y + 10, panel.width, 80),
                stage.say("kiosk.date.era_first"),
                "body",
                second=True,
                most=2,
            )
        )
    return found


def _read_back(stage: Stage, page: Page, day: date, panel: Rect) -> tuple[Line, ...]:
    first = stage.line(
        stage.with_reading(wareki.format(day)) if stage.session.language in ("ja", "ja-easy") else stage.day(day.isoformat()),
        "title",
        bold=True,
    )
    second = stage.say("kiosk.date.western", year=day.year, month=day.month, day=day.day)
    if page.field.id.endswith("birth_date"):
        today = stage.session.devices.today
        age = today.year - day.year - ((today.month, today.day) < (day.month, day.day))
        second += "　" + stage.say("kiosk.date.age", age=age) if age >= 0 else ""
    wide, high = panel.width - 48, panel.height - 8
    lower = fit(stage.line(second, "body"), wide, 1, high * 0.42)
    return (*fit(first, wide, 1, high - height_of(lower)), *lower)


def _postal(stage: Stage, left: Rect) -> list[Box]:
    entry = stage.session.entry
    found: list[Box] = [stage.text("mark", Rect(left.x, left.y + 24, 54, 60), "〒", 45)]
    x = left.x + 58
    for at in range(7):
        if at == 3:
            found.append(stage.text("hyphen", Rect(x, left.y + 24, 26, 60), "-", 45, align="center"))
            x += 28
        lines = (stage.line(entry.text[at], 45),) if at < len(entry.text) else ()
        found.append(Box(f"digit.{at}", "field_now" if at == len(entry.text) else "field", x, left.y + 8, 66, 92, lines, "center"))
        x += 72
    y = left.y + 124
    area = Rect(left.x, y, left.width, left.bottom - ROW - GAP - y)
    if len(entry.towns) == 1:
        prefecture, city, town = entry.towns[0]
        found_lines = (
            stage.line(stage.say("kiosk.postal.found"), "caption"),
            *fit(Line(f"{prefecture}{city}", 36, bold=True), left.width - 130, 1),
            *fit(Line(town, 45, bold=True), left.width - 130, 1),
        )
        found.append(
            Box("town", "banner_success", *Rect(area.x, area.y, area.width, min(area.height, 180)), found_lines, "left", "check")
        )
    elif entry.no_town:
        found.append(
            stage.banner(
                "town",
                "banner_warning",
                Rect(area.x, area.y, area.width, 110),
                stage.say("kiosk.postal.none"),
                stage.say("kiosk.postal.none_hint"),
            )
        )
    return found


def _towns(stage: Stage, left: Rect) -> list[Box]:
    """Several towns on one code: they take the place of the digits."""
    towns = stage.session.entry.towns
    paged = len(towns) > TOWNS
    on_page = TOWNS - 2 if paged else TOWNS
    pages = -(-len(towns) // on_page)
    page = min(stage.session.list_page, pages - 1)
    shown = list(enumerate(towns))[page * on_page : (page + 1) * on_page]
    area = Rect(left.x, left.y, left.width, left.height - ROW - GAP)
    rows = cells(area, 2, TOWNS // 2, 15 if area.height < 330 else GAP, most=130)
    found = [
        stage.button(f"town.{index}", "secondary", rect, town or city, Choose(str(index)), size="body", most=2)
        for (index, (_, city, town)), rect in zip(shown, rows, strict=False)
    ]
    if paged:
        last = rows[-1]
        found += pager(stage, Rect(left.x, last.y, left.width, last.height), page, pages)
    return found
