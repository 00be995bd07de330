"""A page that is typed: field, kanji, candidates, keys. Box ids: field, candidate.<n>, more, counter, key.<character>."""

from collections.abc import Callable

from kiosk.flow.events import AnyEvent, Candidate, CheckAtCounter, Choose
from kiosk.flow.events import Page as Turn
from kiosk.flow.keying import CANDIDATES, name_known, spelled
from kiosk.flow.pages import Page
from kiosk.flow.paging import known_names
from kiosk.flow.writing import BY_HAND
from kiosk.viewmodels import keyboards, written
from kiosk.viewmodels.asked import form_of, head, nth, question, role_of, strip
from kiosk.viewmodels.boxes import Box, Line
from kiosk.viewmodels.fitting import fit, plain
from kiosk.viewmodels.frame import foot
from kiosk.viewmodels.grid import Rect
from kiosk.viewmodels.stage import Stage

LONG_TITLE = 26  # pixels: a heading that would get smaller takes the second line too


def boxes(stage: Stage, page: Page) -> tuple[Box, ...]:
    if stage.session.entry.hand is not None:
        return written.boxes(stage, page, stage.session.entry.hand)
    portrait = stage.grid.panel.portrait
    kana = page.kind not in ("latin", "card_number")
    if portrait:
        top_row = head(stage, page)
        field, kanji = Rect(40, 420, 1000, 110), Rect(40, 545, 1000, 84)
        bar, top = Rect(40, 664, 1000, 96), 892
    else:
        compact = stage.session.size == "XL"
        top_row = () if compact else strip(stage, page)
        y = 12 if compact else 68
        short = question_short(stage, page)
        top_row += _beside(stage, short, y)
        field, kanji = Rect(268, y, 480, 66), Rect(820, y, 428, 66)
        bar, top = Rect(32, y + 80, 1216, 75), y + 170
        if not kana:
            field = Rect(268, y, 980, 66)
    entry = stage.session.entry
    line = Line(entry.text, 45, language="ja" if kana else "en")
    found = [*top_row, Box("field", "field_now", *field, (line,) if entry.text else (), "left", caret=len(entry.text))]
    shows_kanji = page.kind in ("family", "given", "words")
    if shows_kanji:
        found += _kanji(stage, page, kanji)
    found += _bar(stage, page, bar)
    keys = (
        keyboards.kana(
            stage,
            top,
            space=page.kind in ("kana", "words"),
            digits=page.kind == "words" and page.field.kind != "text_name",
            by_hand=_by_hand(stage, page),
        )
        if kana
        else keyboards.latin(stage, top, digits=page.kind == "card_number")
    )
    return (
        *found,
        *keys,
        *foot(stage, following=stage.say("kiosk.foot.next"), enabled=bool(entry.text) or not page.field.required),
    )


def _beside(stage: Stage, short: tuple[str, str], y: int) -> tuple[Box, ...]:
    """The heading beside the field, with its second line; a long one takes both lines."""
    title = stage.text("title", Rect(32, y - 2, 232, 42), short[0], 32, bold=True)
    if title.lines[0].px < LONG_TITLE:
        return (stage.text("title", Rect(32, y - 2, 232, 76), short[0], 28, bold=True, most=2),)
    return title, stage.text("sub", Rect(32, y + 40, 232, 38), short[1], "caption", second=True)


def _by_hand(stage: Stage, page: Page) -> bool | None:
    """Whether 手で書く works now: after the reading. None: it has no place on this page."""
    if page.kind not in BY_HAND or name_known(stage.session, page):
        return None
    return bool(stage.session.entry.text)


def question_short(stage: Stage, page: Page) -> tuple[str, str]:
    """Heading and second line beside the field of the keyboard screens."""
    if page.kind in ("family", "given"):
        below = role_of(stage, page) or stage.say("kiosk.page.in_kana") + _number(page)
        return stage.say(f"kiosk.page.{page.kind}.short"), below
    label = plain(stage.of_field(form_of(stage, page), page.path, "label"))
    kind = "kiosk.page.in_kana" if page.kind in ("kana", "words") else "kiosk.page.in_letters"
    return label, stage.say(kind) + _number(page)


def _number(page: Page) -> str:
    return f"（{nth(page)}）" if nth(page) else ""


def _kanji(stage: Stage, page: Page, rect: Rect) -> list[Box]:
    """The words the field stands for now."""
    words = spelled(page, stage.session.entry) if stage.session.entry.candidates else ""
    label = stage.say("kiosk.page.kanji")
    lines = fit(Line(words, 45), rect.width - 130, 1) if words else ()
    found = [
        Box("kanji.panel", "soft_panel", *rect),
        stage.text("kanji.label", Rect(rect.x + 20, rect.y + (rect.height - 38) // 2, 84, 40), label, "caption", second=True),
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
        words = stage.of_field(form_of(stage, page), page.path, "staff")
        found.append(stage.button("counter", "secondary", counter, words, CheckAtCounter(), size="body", most=2))
    elif not page.field.required:
        found.append(
            stage.button("counter", "secondary", counter, stage.say("kiosk.page.skip"), CheckAtCounter(), size="body", most=2)
        )
    if (entry.wrong or stage.session.notice) and not portrait:
        wide = bar.width - 285 if found else bar.width
        if entry.wrong:
            words = stage.say(entry.wrong, limit=page.field.max or "")
            return [*found, stage.banner("wrong", "banner_error", Rect(bar.x, bar.y, wide, bar.height), words)]
        if not entry.text:
            words = stage.say(stage.session.notice)
            return [*found, stage.banner("notice", "banner_warning", Rect(bar.x, bar.y, wide, bar.height), words)]
    offered, event_of = _offered(stage, page)
    if not offered:
        wide = bar.width - 285 if found else bar.width
        return found if portrait else [*found, *_asked(stage, page, Rect(bar.x, bar.y, wide, bar.height))]
    shown = offered[entry.first : entry.first + CANDIDATES]
    room = (bar.width if portrait else more.x - 15 - bar.x) + 15
    cell = room // CANDIDATES - 15
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
                spoken=stage.say("kiosk.spoken.nth", number=index + 1),
                aloud=word,
            )
        )
    if len(offered) > CANDIDATES:
        pages = -(-len(offered) // CANDIDATES)
        words = stage.say("kiosk.page.more")
        found.append(
            stage.button(
                "more", "secondary", more, words, Turn(1), size=24, hint=f"{entry.first // CANDIDATES + 1} / {pages}", most=1
            )
        )
    return found


def _asked(stage: Stage, page: Page, rect: Rect) -> tuple[Box, ...]:
    """Beside the field stands the label alone; question and hint fill the place of the candidates until there are some."""
    if page.kind in ("family", "given"):
        return ()
    hint = stage.of_field(form_of(stage, page), page.path, "hint")
    asked = question(stage, page).replace("\n", "" if stage.session.language in ("ja", "ja-easy", "zh") else " ")
    words = f"{asked}\n{hint}" if hint else asked
    return (stage.text("asked", rect, words, "caption", second=True, most=2),)


def _offered(stage: Stage, page: Page) -> tuple[tuple[str, ...], Callable[[int], AnyEvent]]:
    """Words to choose from, and what choosing the nth of them is."""
    entry = stage.session.entry
    if page.kind == "words" and page.field.kind == "text_name" and not entry.text and not entry.candidates:
        return known_names(stage.session, page), lambda index: Choose(str(index))
    return entry.candidates, Candidate
