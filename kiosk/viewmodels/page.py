"""One page of a form: the question, and the one way to answer it. Box ids: choice.<option>, key.<character>, candidate.<n>, counter."""

from datetime import date

from config.form import answer_at
from config.japanese import wareki
from kiosk.flow.answers import people
from kiosk.flow.events import Candidate, CheckAtCounter, Choose, Edit, PersonAdd, PersonRemove
from kiosk.flow.events import Page as Turn
from kiosk.flow.moves import Around, page_of
from kiosk.flow.pages import Page
from kiosk.flow.paging import date_of, known_names, spelled
from kiosk.viewmodels import keyboards
from kiosk.viewmodels.boxes import Box, Line
from kiosk.viewmodels.choosing import ROW, Tile, tiles
from kiosk.viewmodels.fitting import fit
from kiosk.viewmodels.frame import foot, form_progress, pager
from kiosk.viewmodels.grid import GAP, Rect, cells
from kiosk.viewmodels.stage import Stage

CANDIDATES = 5
ERAS = ("reiwa", "heisei", "showa", "taisho", "western")
PEOPLE_ON_PAGE = 4
CHOICE_ICON = {"yes": "circle", "no": "cross", "unknown": "question"}


def boxes(stage: Stage) -> tuple[Box, ...]:
    page = page_of(stage.session, Around(stage.bundle, stage.now))
    if page is None:
        return foot(stage)
    match page.kind:
        case "family" | "given" | "kana" | "words" | "latin" | "card_number":
            return _typed(stage, page)
        case "lot" | "postal_code" | "phone" | "date":
            return _digits(stage, page)
        case "people":
            return _people(stage, page)
        case "yes_no" | "yes_no_unknown":
            return _yes_no(stage, page)
        case _:
            return _choices(stage, page)


def question(stage: Stage, page: Page) -> str:
    """The one sentence of a page."""
    form = stage.form(page.procedure)
    name = form.id if form else ""
    if page.kind in ("family", "given"):
        return stage.say(f"kiosk.page.{page.kind}", whose=_whose(stage, page))
    if page.kind == "people":
        return stage.say("kiosk.people.title", count=len(people(stage.session.answers, page.path)))
    return stage.of_field(name, page.path, "title")


def _whose(stage: Stage, page: Page) -> str:
    parts = page.path.split(".")
    if len(parts) > 2 and parts[1].isdigit() and int(parts[1]) > 0:
        return stage.say("kiosk.page.whose", number=int(parts[1]) + 1)
    return ""


def _hint(stage: Stage, page: Page) -> str:
    form = stage.form(page.procedure)
    parts = page.path.split(".")
    hint = stage.of_field(form.id if form else "", page.path, "hint")
    if len(parts) > 2 and parts[1].isdigit() and int(parts[1]) > 0:
        who = stage.say("kiosk.page.person", number=int(parts[1]) + 1)
        return f"{who}　{hint}" if hint else who
    return hint


def _strip(stage: Stage, page: Page) -> tuple[Box, ...]:
    return form_progress(stage, page.procedure, page.step)


def _head(stage: Stage, page: Page) -> tuple[Box, ...]:
    wrong = stage.session.entry.wrong
    if wrong:
        limit = {"limit": page.field.max or page.field.min or ""}
        words = stage.say(wrong, **limit)
        place = stage.grid.sub
        sub = stage.banner(
            "wrong", "banner_error", Rect(place.x, place.y - 4, place.width, 64 if place.height < 60 else 110), words
        )
    else:
        sub = stage.sub(_hint(stage, page))
    return (*_strip(stage, page), stage.title(question(stage, page)), sub)


def _yes_no(stage: Stage, page: Page) -> tuple[Box, ...]:
    grid = stage.grid
    answer = answer_at(stage.session.answers, page.path)
    chosen = ("yes" if answer else "no") if isinstance(answer, bool) else answer
    wide = Rect(grid.body.x, grid.body.y + 40, grid.full, 210 if not grid.panel.portrait else 260)
    places = cells(wide, 2, 1)
    found = [
        stage.button(
            f"choice.{option}",
            "secondary",
            rect,
            stage.say(f"answer.{option}"),
            Choose(option),
            icon=CHOICE_ICON[option] if stage.session.language in ("ja", "ja-easy") else {"yes": "check", "no": "cross"}[option],
            size="large",
            selected=chosen == option,
            most=1,
        )
        for option, rect in zip(("yes", "no"), places, strict=True)
    ]
    if page.kind == "yes_no_unknown":
        rect = Rect(grid.body.x, wide.bottom + GAP, grid.full, 110)
        found.append(
            stage.button(
                "choice.unknown",
                "row",
                rect,
                stage.say("answer.unknown"),
                Choose("unknown"),
                icon="question",
                align="left",
                selected=chosen == "unknown",
            )
        )
    return (*_head(stage, page), *found, *foot(stage))


def _choices(stage: Stage, page: Page) -> tuple[Box, ...]:
    form = stage.form(page.procedure)
    name = form.id if form else ""
    answer = answer_at(stage.session.answers, page.path)
    several = page.kind == "multi"
    if page.kind == "count":
        numbers = range(page.field.min or 0, (page.field.max or 9) + 1)
        offered = [Tile(str(n), str(n), "", "", Choose(str(n)), answer == n) for n in numbers]
    else:
        chosen = answer if isinstance(answer, list | tuple) else (answer,)
        offered = [
            Tile(one, stage.of_option(name, page.path, page.field, one), "", "", Choose(one), one in chosen)
            for one in page.field.options
        ]
    area = stage.grid.body
    extra: tuple[Box, ...] = ()
    if page.field.staff_way and not several:
        place = Rect(area.x, area.bottom - ROW, area.width, ROW)
        area = Rect(area.x, area.y, area.width, area.height - ROW - GAP)
        words = stage.of_field(name, page.path, "staff")
        extra = (stage.button("counter", "row", place, words, CheckAtCounter(), icon="question", align="left"),)
    following = stage.say("kiosk.foot.next") if several else ""
    return (*_head(stage, page), *tiles(stage, area, offered), *extra, *foot(stage, following=following))


# --- typing ---------------------------------------------------------------------------------------------------------------------


def _typed(stage: Stage, page: Page) -> tuple[Box, ...]:
    portrait = stage.grid.panel.portrait
    kana = page.kind not in ("latin", "card_number")
    if portrait:
        head: tuple[Box, ...] = _head(stage, page)
        field, kanji = Rect(40, 420, 1000, 110), Rect(40, 545, 1000, 84)
        bar, top = Rect(40, 664, 1000, 96), 892
    else:
        compact = stage.session.size == "XL"
        head = () if compact else _strip(stage, page)
        y = 12 if compact else 68
        short = question_short(stage, page)
        head += (
            stage.text("title", Rect(32, y, 222, 44), short[0], 32, bold=True),
            stage.text("sub", Rect(32, y + 40, 222, 32), short[1], "caption", second=True),
        )
        field, kanji = Rect(268, y, 480, 66), Rect(820, y, 428, 66)
        bar, top = Rect(32, y + 80, 1216, 75), y + 170
        if not kana:
            field = Rect(268, y, 980, 66)
    entry = stage.session.entry
    line = Line(entry.text, 45, language="ja" if kana else "en")
    found = [*head, Box("field", "field_now", *field, (line,) if entry.text else (), "left", caret=len(entry.text))]
    shows_kanji = page.kind in ("family", "given", "words")
    if shows_kanji:
        found += _kanji(stage, page, kanji)
    found += _bar(stage, page, bar)
    keys = (
        keyboards.kana(stage, top, space=page.kind in ("kana", "words"))
        if kana
        else keyboards.latin(stage, top, digits=page.kind == "card_number")
    )
    return (
        *found,
        *keys,
        *foot(stage, following=stage.say("kiosk.foot.next"), enabled=bool(entry.text) or not page.field.required),
    )


def question_short(stage: Stage, page: Page) -> tuple[str, str]:
    """Heading and second line beside the field of the keyboard screens."""
    form = stage.form(page.procedure)
    if page.kind in ("family", "given"):
        return stage.say(f"kiosk.page.{page.kind}.short"), stage.say("kiosk.page.in_kana") + _number(page)
    label = stage.of_field(form.id if form else "", page.path, "label")
    kind = "kiosk.page.in_kana" if page.kind in ("kana", "words") else "kiosk.page.in_letters"
    return label, stage.say(kind) + _number(page)


def _number(page: Page) -> str:
    parts = page.path.split(".")
    return f"（{int(parts[1]) + 1}）" if len(parts) > 2 and parts[1].isdigit() and int(parts[1]) else ""


def _kanji(stage: Stage, page: Page, rect: Rect) -> list[Box]:
    """The words the field stands for now."""
    words = spelled(page, stage.session.entry) if stage.session.entry.candidates else ""
    label = stage.say("kiosk.page.kanji")
    lines = fit(Line(words, 45), rect.width - 130, 1) if words else ()
    found = [
        Box("kanji.panel", "soft_panel", *rect),
        stage.text("kanji.label", Rect(rect.x + 20, rect.y + (rect.height - 32) // 2, 84, 34), label, "caption", second=True),
    ]
    if lines:
        found.append(
            Box("kanji", "text", rect.x + 104, rect.y + (rect.height - round(lines[0].px * 1.3)) // 2, rect.width - 124, 60, lines)
        )
    return found


def _bar(stage: Stage, page: Page, bar: Rect) -> list[Box]:
    """Candidates, ほかの字, 窓口で確認; what is wrong stands here too, so that it is seen beside the field."""
    entry, portrait = stage.session.entry, stage.grid.panel.portrait
    found: list[Box] = []
    second = Rect(bar.x, bar.bottom + 15, bar.width, bar.height) if portrait else bar
    counter = Rect(second.right - 270, second.y, 270, second.height)
    more = Rect(second.right - 270 - 15 - 176, second.y, 176, second.height)
    if page.field.staff_way:
        form = stage.form(page.procedure)
        words = stage.of_field(form.id if form else "", page.path, "staff")
        found.append(stage.button("counter", "secondary", counter, words, CheckAtCounter(), size="body", most=2))
    elif not page.field.required:
        found.append(
            stage.button("counter", "secondary", counter, stage.say("kiosk.page.skip"), CheckAtCounter(), size="body", most=2)
        )
    if entry.wrong and not portrait:
        wide = bar.width - 285 if found else bar.width
        words = stage.say(entry.wrong, limit=page.field.max or "")
        return [*found, stage.banner("wrong", "banner_error", Rect(bar.x, bar.y, wide, bar.height), words)]
    offered, event_of = _offered(stage, page)
    if not offered:
        return found
    shown = offered[entry.first : entry.first + CANDIDATES]
    room = (bar.width if portrait else more.x - 15 - bar.x) + 15
    longest = max(fit(Line(one, 36), 10_000, 1)[0].text for one in shown) if shown else ""
    cell = room // CANDIDATES - 15
    if longest and any(len(one) > 4 for one in shown):
        shown = shown[: 3 if any(len(one) > 8 for one in shown) else 4]
        cell = room // len(shown) - 15
    for at, word in enumerate(shown):
        rect = Rect(bar.x + at * (cell + 15), bar.y, cell, bar.height)
        index = entry.first + at
        selected = bool(entry.candidates) and index == (entry.picked if entry.picked is not None else 0)
        box = stage.button(f"candidate.{index}", "candidate", rect, word, event_of(index), size=36, selected=selected, most=1)
        found.append(
            Box(
                box.id,
                "candidate",
                *rect,
                fit(Line(word, 36, bold=True), cell - (56 if selected else 16), 1),
                "center",
                "",
                box.event,
                True,
                selected,
            )
        )
    if len(offered) > CANDIDATES:
        pages = -(-len(offered) // CANDIDATES)
        words = stage.say("kiosk.page.more")
        found.append(
            stage.button(
                "more", "secondary", more, words, Turn(1), size=26, hint=f"{entry.first // CANDIDATES + 1} / {pages}", most=1
            )
        )
    return found


def _offered(stage: Stage, page: Page):  # type: ignore[no-untyped-def]
    entry = stage.session.entry
    if entry.candidates:
        return entry.candidates, Candidate
    if page.kind == "words" and page.field.kind == "text_name" and not entry.text:
        return known_names(stage.session), lambda index: Choose(str(index))
    return (), Candidate


# --- digits ---------------------------------------------------------------------------------------------------------------------


def _digits(stage: Stage, page: Page) -> tuple[Box, ...]:
    keys = keyboards.pad_area(stage)
    grid, entry = stage.grid, stage.session.entry
    left = Rect(
        grid.margin,
        430 if grid.panel.portrait else grid.body.y + 12,
        (grid.full if grid.panel.portrait else keys.x - grid.margin - 36),
        (500 if grid.panel.portrait else grid.body.height - 12),
    )
    match page.kind:
        case "date":
            found = _date(stage, page, left)
        case "postal_code":
            found = _postal(stage, left)
        case _:
            found = _number_field(stage, page, left)
    complete = bool(entry.text) if page.field.required else True
    pad = keyboards.pad(stage, keys, extra="-" if page.kind == "lot" else "")
    return (
        *_head(stage, page),
        *found,
        *_way_on(stage, page, left),
        *pad,
        *foot(stage, following=stage.say("kiosk.foot.next"), enabled=complete),
    )


def _way_on(stage: Stage, page: Page, left: Rect) -> tuple[Box, ...]:
    place = Rect(left.x, left.bottom - ROW, min(left.width, 560), ROW)
    if page.kind == "postal_code" or not page.field.required:
        words = stage.say("kiosk.page.no_postal_code" if page.kind == "postal_code" else "kiosk.page.skip")
    elif page.field.staff_way:
        form = stage.form(page.procedure)
        words = stage.of_field(form.id if form else "", page.path, "staff")
    else:
        return ()
    return (stage.button("counter", "secondary", place, words, CheckAtCounter(), most=2),)


def _number_field(stage: Stage, page: Page, left: Rect) -> list[Box]:
    text = stage.session.entry.text
    field = Rect(left.x, left.y + 20, left.width, 110)
    form = stage.form(page.procedure)
    label = stage.of_field(form.id if form else "", page.path, "label")
    return [
        stage.text("label", Rect(left.x, left.y + 150, left.width, 40), label, "body", second=True),
        Box("field", "field_now", *field, fit(Line(text, 57), field.width - 48, 1) if text else (), "left", caret=len(text)),
    ]


def _date(stage: Stage, page: Page, left: Rect) -> list[Box]:
    entry = stage.session.entry
    found: list[Box] = []
    places = cells(Rect(left.x, left.y, left.width, 90), len(ERAS), 1, 15)
    for era, rect in zip(ERAS, places, strict=True):
        found.append(
            stage.button(
                f"era.{era}",
                "secondary",
                rect,
                stage.say(f"kiosk.era.{era}"),
                Choose(era),
                size="body",
                selected=entry.era == era,
                most=1,
            )
        )
    y = left.y + 112
    sizes = (4, 2, 2) if entry.era == "western" else (2, 2, 2)
    x, begin = left.x, 0
    for at, (size, unit) in enumerate(zip(sizes, ("year", "month", "day"), strict=True)):
        part = entry.text[begin : begin + size]
        now = bool(entry.era) and begin <= len(entry.text) < begin + size
        width = 150 if size == 4 else 118
        lines = (stage.line(part, 45),) if part else ()
        found.append(Box(f"date.{unit}", "field_now" if now else "field", x, y, width, 86, lines, "center", caret=None))
        found.append(
            stage.text(f"date.{unit}.unit", Rect(x + width + 8, y + 24, 44, 44), stage.say(f"kiosk.unit.{unit}"), "button")
        )
        x += width + 60
        begin += size
        del at
    day = date_of(entry)
    panel = Rect(left.x, y + 108, left.width, 112)
    if day is not None:
        found.append(Box("read_back", "soft_panel", *panel, _read_back(stage, page, day), "left"))
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


def _read_back(stage: Stage, page: Page, day: date) -> tuple[Line, ...]:
    first = stage.line(
        wareki.format(day) if stage.session.language in ("ja", "ja-easy") else stage.day(day.isoformat()), "title", bold=True
    )
    second = stage.say("kiosk.date.western", year=day.year, month=day.month, day=day.day)
    if page.field.id.endswith("birth_date"):
        today = stage.session.devices.today
        age = today.year - day.year - ((today.month, today.day) < (day.month, day.day))
        second += "　" + stage.say("kiosk.date.age", age=age) if age >= 0 else ""
    return (*fit(first, 560, 1), *fit(stage.line(second, "body"), 560, 1))


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
    elif entry.towns:
        on_page = 6
        pages = -(-len(entry.towns) // on_page)
        page = min(stage.session.list_page, pages - 1)
        shown = list(enumerate(entry.towns))[page * on_page : (page + 1) * on_page]
        columns = 2
        places = cells(Rect(area.x, area.y, area.width, area.height), columns, 3, 12, most=90)
        for (index, (_, city, town)), rect in zip(shown, places, strict=False):
            words = town or city
            found.append(stage.button(f"town.{index}", "secondary", rect, words, Choose(str(index)), size="body", most=2))
        if pages > 1:
            found += pager(stage, Rect(left.x, left.bottom - ROW, left.width, ROW), page, pages)
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


# --- everybody --------------------------------------------------------------------------------------------------------------------


def _people(stage: Stage, page: Page) -> tuple[Box, ...]:
    grid = stage.grid
    everybody = people(stage.session.answers, page.path)
    count = len(everybody)
    on_page = PEOPLE_ON_PAGE if not grid.panel.portrait else 6
    pages = -(-count // on_page)
    shown_page = min(stage.session.list_page, pages - 1)
    area = Rect(grid.body.x, grid.body.y - 10, grid.full, grid.body.height + 10)
    found: list[Box] = list(_head(stage, page))
    y, height = area.y, 82 if not grid.panel.portrait else 116
    for index in range(shown_page * on_page, min(count, (shown_page + 1) * on_page)):
        found += _person(stage, page, Rect(area.x, y, area.width, height), index, everybody[index])
        y += height + 8
    below = Rect(
        area.x, area.bottom - 88 if not grid.panel.portrait else y + 20, area.width, 88 if not grid.panel.portrait else 110
    )
    third = (below.width - 2 * GAP) // 3
    most = min(page.field.max or 8, stage.bundle.site.people_max)
    add = Rect(below.x, below.y, third if pages > 1 else below.width, below.height)
    found.append(
        stage.button("add", "secondary", add, stage.say("kiosk.people.add"), PersonAdd(), icon="plus", enabled=count < most, most=1)
    )
    if pages > 1:
        found += pager(stage, Rect(below.x + third + GAP, below.y, 2 * third + GAP, below.height), shown_page, pages)
    following = stage.say("kiosk.people.next" if count > 1 else "kiosk.people.next_one")
    return (*found, *foot(stage, following=following))


def _person(stage: Stage, page: Page, rect: Rect, index: int, person) -> list[Box]:  # type: ignore[no-untyped-def]
    form = stage.form(page.procedure)
    name = form.id if form else ""
    fields = {field.id: field for field in page.field.fields}
    own = person.get("name") or person.get("name_latin")
    shown = own if isinstance(own, str) else stage.say("kiosk.review.at_counter")
    kana = person.get("name_kana") if isinstance(person.get("name_kana"), str) else ""
    relation = person.get("relationship")
    related = (
        stage.of_option(name, f"{page.path}.relationship", fields["relationship"], relation)
        if isinstance(relation, str) and "relationship" in fields
        else ""
    )
    born = person.get("birth_date")
    day = stage.day(born) if isinstance(born, str) else ""
    edit = Rect(rect.right - 190, rect.y + 3, 184, rect.height - 6)
    remove = Rect(edit.x - 132, rect.y + 3, 120, rect.height - 6)
    x = rect.x + 70
    right = remove.x if index else edit.x
    name_width = 400 if not stage.grid.panel.portrait else right - x - 20
    found = [
        Box(f"person.{index}", "panel", *rect),
        stage.text(f"person.{index}.at", Rect(rect.x + 22, rect.y + rect.height // 2 - 24, 44, 46), str(index + 1), 36, bold=True),
        stage.text(f"person.{index}.name", Rect(x, rect.y + 8, name_width, 42), shown, "button", bold=True),
        stage.text(f"person.{index}.kana", Rect(x, rect.y + 46, name_width, 32), kana, "caption", second=True),
        stage.button(
            f"edit.{page.path}.{index}",
            "secondary",
            edit,
            stage.say("kiosk.review.edit"),
            Edit(f"{page.path}.{index}"),
            size="body",
            most=1,
        ),
    ]
    if not stage.grid.panel.portrait:
        room = right - (x + name_width + 10) - 10
        found.append(stage.text(f"person.{index}.relation", Rect(x + name_width + 10, rect.y + 8, room, 36), related, "body"))
        found.append(
            stage.text(f"person.{index}.born", Rect(x + name_width + 10, rect.y + 46, room, 32), day, "caption", second=True)
        )
    if index:
        found.append(
            stage.button(
                f"remove.{index}", "erase", remove, stage.say("kiosk.people.remove"), PersonRemove(index), size="body", most=2
            )
        )
    return found


def spoken(stage: Stage) -> str:
    page = page_of(stage.session, Around(stage.bundle, stage.now))
    if page is None:
        return stage.say("kiosk.foot.help")
    words = question(stage, page)
    if page.kind == "yes_no_unknown":
        return f"{words}。{stage.say('kiosk.spoken.three')}"
    return words
