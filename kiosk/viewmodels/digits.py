"""A page of digits: dates, postal codes, numbers. Box ids: era.<era>, town.<n>, counter, key.<digit>, page.before, page.after."""

from datetime import date

from config.japanese import wareki
from config.japanese.postal import Town
from kiosk.flow import dating
from kiosk.flow.events import CheckAtCounter, Choose
from kiosk.flow.keeping import untyped
from kiosk.flow.keying import ABROAD
from kiosk.flow.pages import Page
from kiosk.viewmodels import keyboards, places
from kiosk.viewmodels.asked import head, is_asked_back, way_words
from kiosk.viewmodels.boxes import Box, Line, Role
from kiosk.viewmodels.choosing import ROW
from kiosk.viewmodels.fitting import fit, height_of, line_width
from kiosk.viewmodels.frame import foot, pager
from kiosk.viewmodels.grid import GAP, Rect, cells
from kiosk.viewmodels.stage import Stage

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
    choosing = page.kind == "postal_code" and len(entry.towns) > 1
    if choosing:
        found = _towns(stage, left)
    elif page.kind == "postal_code":
        found = _postal(stage, left)
    elif page.kind == "date":
        found = _date(stage, page, left)
    else:
        found = _number_field(stage, left)
    # + only begins a number: whoever forgot it erases all with one touch
    sign = {"lot": "-", "phone": "" if entry.text else ABROAD}.get(page.kind, "")
    complete = bool(entry.text) or untyped(stage.session, page) is not None  # what may stay empty has a key that says so
    asked, about = (stage.say("problem.choose_town"), f"〒{entry.text[:3]}-{entry.text[3:]}") if choosing else ("", "")
    return (
        *head(stage, page, asked, about),
        *found,
        *_way_on(stage, page, left),
        *keyboards.pad(stage, keys, extra=sign),
        *foot(stage, following=_onward(stage), enabled=complete and not choosing and not (entry.no_town or entry.elsewhere)),
    )


def _onward(stage: Stage) -> str:
    """つぎへ; はい、そうです where an odd answer is asked back: it is mended on the same page."""
    return stage.say("kiosk.page.so_it_is" if is_asked_back(stage) else "kiosk.foot.next")


def _way_on(stage: Stage, page: Page, left: Rect) -> tuple[Box, ...]:
    place = Rect(left.x, left.bottom - ROW, min(left.width, 560), ROW)
    if page.kind == "postal_code" or not page.field.required:
        words = stage.say("kiosk.page.no_postal_code" if page.kind == "postal_code" else "kiosk.page.skip")
    elif (words := way_words(stage, page)) == "":
        return ()
    chosen = untyped(stage.session, page) is not None
    return (
        stage.button(
            "counter", "secondary", place, words, CheckAtCounter(), most=2, selected=chosen, selectable=page.field.none_way
        ),
    )


def _number_field(stage: Stage, left: Rect) -> list[Box]:
    text = stage.session.entry.text
    field = Rect(left.x, left.y + 20, left.width, 110)
    return [
        Box("field", "field_now", *field, fit(Line(text, 57), field.width - 48, 1) if text else (), "left", caret=len(text)),
    ]


def _date(stage: Stage, page: Page, left: Rect) -> list[Box]:
    entry = stage.session.entry
    found: list[Box] = []
    # What one reads back is worth more height than the keys: never smaller in larger letters.
    tight = stage.session.size == "XL" and not stage.grid.panel.portrait
    era_high, high, near = (78, 78, 16) if tight else (90, 86, 15)
    eras = dating.offered(page.field, stage.session.language)
    places = _eras(Rect(left.x, left.y, left.width, era_high), len(eras), eras[0] == dating.WESTERN)

    def key(at: int, px: int = 0) -> Box:
        era, size = eras[at], px or stage.px("body")
        words, selected = stage.say(f"kiosk.era.{era}"), entry.era == era
        return stage.button(
            f"era.{era}", "secondary", places[at], words, Choose(era), size=size, selected=selected, selectable=True, shrink=0
        )

    found += stage.alike([key(at) for at in range(len(eras))], key)
    y = left.y + era_high + near
    sizes = (4, 2, 2) if entry.era == dating.WESTERN else (2, 2, 2)
    x = left.x
    # Beside the boxes every word of a unit has the same room, however long it is in this language.
    room = (left.width - sum(WIDE if size == 4 else NARROW for size in sizes)) // 3 - 16
    for at, (size, unit, part) in enumerate(zip(sizes, dating.PARTS, dating.parts(entry), strict=True)):
        now = bool(entry.era) and at == entry.part
        width = WIDE if size == 4 else NARROW
        lines = (stage.line(part, 45),) if part else ()
        role: Role = "field_now" if now else "field"
        event = Choose(unit) if entry.era else None  # before an era there is nothing to type in it
        found.append(
            Box(f"date.{unit}", role, x, y, width, high, lines, "center", event=event, spoken=stage.say(f"problem.date.no_{unit}"))
        )
        words = fit(stage.line(stage.say(f"kiosk.unit.{unit}"), "button"), room, 1)
        long = round(line_width(words[0])) + 1
        found.append(
            Box(f"date.{unit}.unit", "text", x + width + 8, y + (high - height_of(words)) // 2, long, height_of(words), words)
        )
        x += width + 8 + long + 16
    day = dating.day_of(entry)
    low = y + high + near - 3
    panel = Rect(left.x, low, left.width, min(132, left.bottom - ROW - 10 - low))
    if day is not None:
        found.append(Box("read_back", "soft_panel", *panel, _read_back(stage, page, day, panel), "left"))
    elif all(dating.parts(entry)) and not entry.wrong:
        code, _ = dating.trouble(entry)
        why = stage.say(f"problem.{code}", **dating.figures(entry))
        found.append(stage.banner("read_back", "banner_error", panel, why))
    elif not entry.era and not entry.wrong:
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


def _eras(row: Rect, count: int, western_first: bool) -> tuple[Rect, ...]:
    """Places of the era keys; the Western year, where it is what one looks for, has room for its words."""
    if not western_first or count == 2:
        return cells(row, count, 1, 15)
    wide = row.width * 2 // 7
    others = Rect(row.x + wide + 15, row.y, row.width - wide - 15, row.height)
    return Rect(row.x, row.y, wide, row.height), *cells(others, count - 1, 1, 15)


def _read_back(stage: Stage, page: Page, day: date, panel: Rect) -> tuple[Line, ...]:
    first = stage.line(
        stage.with_reading(wareki.format(day)) if stage.session.language in ("ja", "ja-easy") else stage.day(day.isoformat()),
        "title",
        bold=True,
    )
    second = stage.say("kiosk.date.western", year=day.year, month=day.month, day=day.day)
    if second == first.text:  # in Chinese both would be the same; the era is what the key above said
        second = wareki.format(day)
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
        found_lines = (
            stage.line(stage.say("kiosk.postal.found"), "caption"),
            *(one for line in places.found(stage, Town(*entry.towns[0])) for one in fit(line, left.width - 130, 1)),
        )
        found.append(
            Box("town", "banner_success", *Rect(area.x, area.y, area.width, min(area.height, 190)), found_lines, "left", "check")
        )
    elif entry.elsewhere and not entry.wrong:
        place = Rect(area.x, area.y, area.width, min(area.height, 200))
        found.append(
            stage.banner("town", "banner_error", place, stage.say("kiosk.postal.elsewhere"), stage.say("kiosk.postal.none_hint"))
        )
    elif entry.no_town:
        found.append(
            stage.banner(
                "town",
                "banner_warning",
                Rect(area.x, area.y, area.width, min(area.height, 200)),
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
        stage.button(f"town.{index}", "secondary", rect, places.tile(stage, Town(*town)), Choose(str(index)), size="body", most=2)
        for (index, town), rect in zip(shown, rows, strict=False)
    ]
    if paged:
        last = rows[-1]
        found += pager(stage, Rect(left.x, last.y, left.width, last.height), page, pages)
    return found
