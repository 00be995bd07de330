"""A page that is typed: field, kanji, candidates, keys. Box ids: field, candidate.<n>, more, counter, key.<character>."""

from collections.abc import Callable
from typing import NamedTuple

from config.japanese.place_words import on_keys
from config.theme import type_px
from kiosk.flow.events import AnyEvent, Candidate, CheckAtCounter, Choose
from kiosk.flow.events import Page as Turn
from kiosk.flow.keeping import untyped
from kiosk.flow.keying import TOO_LONG, at_once, layer_of, layers, longest, name_known, names_at_once, spelled
from kiosk.flow.moves import Around
from kiosk.flow.pages import Page
from kiosk.flow.paging import offered_names
from kiosk.flow.proposing import proposed
from kiosk.flow.writing import BY_HAND
from kiosk.viewmodels import keyboards, written
from kiosk.viewmodels.asked import (
    form_of,
    head,
    hint_of,
    in_letters,
    is_told,
    notice_words,
    nth,
    question,
    role_of,
    role_of_notice,
    strip,
    way_words,
)
from kiosk.viewmodels.boxes import Box, Line
from kiosk.viewmodels.fitting import fit, height_of, line_width, plain
from kiosk.viewmodels.frame import foot, taking
from kiosk.viewmodels.grid import Rect
from kiosk.viewmodels.stage import CAPTION_LEAST, Stage

LONG_TITLE = 26  # pixels: a heading that would get smaller takes the second line too
BESIDE, WIDE = 228, 308  # pixels for the heading beside the field; for one that is longer
LONG = 28  # pixels: and then has this size
TYPED = (45, 36, 28)  # pixels: what is typed, the longer the smaller
INSIDE = 40  # pixels of a field beside its words and the caret
KEYS = 435  # pixels: five rows of keys, four gaps


class _Rows(NamedTuple):
    """What stands above the keys of a wide panel: field and candidates with their heights, then the heading and its two lines."""

    field: int
    high: int
    bar: int
    bar_high: int
    keys: int
    top: int
    first: int
    second: int


def boxes(stage: Stage, page: Page) -> tuple[Box, ...]:
    if stage.session.entry.hand is not None:
        return written.boxes(stage, page, stage.session.entry.hand)
    portrait, entry = stage.grid.panel.portrait, stage.session.entry
    layer = layer_of(stage.session, page) if page.kind not in ("latin", "card_number") else "latin"
    kana = layer != "latin" or page.field.kind != "text_name"
    kana = kana and page.kind not in ("latin", "card_number")
    no_kanji = page.kind == "words" and (entry.text.isascii() if entry.text else layer != "kana")  # letters are what they are
    if portrait:
        top_row = head(stage, page)
        field, kanji = Rect(40, 420, 1000, 110), Rect(40, 545, 1000, 84)
        bar, top = Rect(40, 664, 1000, 96), 892
    else:
        compact = stage.session.size == "XL"
        top_row = () if compact else strip(stage, page)
        wide = _width_beside(stage, page)
        rows = _rows(stage)
        top_row += _beside(stage, question_short(stage, page, wide), rows, wide)
        left, y, high = 52 + wide, rows.field, rows.high
        field, kanji = Rect(left, y, min(480, 800 - left), high), Rect(820, y, 428, high)
        bar, top = Rect(32, rows.bar, 1216, rows.bar_high), rows.keys
        if not kana or no_kanji:
            field = Rect(left, y, 1248 - left, high)
    line = _typed(entry.text, field, "ja" if kana else "en")
    found = [
        *top_row,
        Box("field", "field_now", *field, (line,) if entry.text else (), "left", caret=len(entry.text), selected=entry.prefilled),
    ]
    shows_kanji = kana and not no_kanji and page.kind in ("family", "given", "words")
    if shows_kanji:
        found += _kanji(stage, page, kanji)
    found += _bar(stage, page, bar)
    # what may stay empty has a key of its own that says so
    below = foot(
        stage,
        following=stage.say("kiosk.foot.next"),
        enabled=bool(entry.text) or untyped(stage.session, page) is not None,
    )
    writing = spelled(page, entry) if shows_kanji and _takes_writing(stage, page) else ""
    return (*found, *_keys(stage, page, layer, top), *taking(stage, below, writing))


def _takes_writing(stage: Stage, page: Page) -> bool:
    """Whether つぎへ takes one of several writings; what a card gave is asked about no more."""
    entry = stage.session.entry
    return bool(entry.text and entry.candidates) and not name_known(stage.session, page)


def _typed(text: str, field: Rect, language: str) -> Line:
    """What is typed, smaller where that shows all of it; of what is longer still the end is seen."""
    sizes = [Line(text, px, language=language) for px in TYPED]
    return next((line for line in sizes if line_width(line) <= field.width - INSIDE), sizes[-1])


def _keys(stage: Stage, page: Page, layer: str, top: int) -> tuple[Box, ...]:
    known = layers(stage.session, page)
    words = on_keys(page.field.place) if page.field.place and page.kind == "words" else ()
    match layer:
        case "latin":
            return keyboards.latin(stage, top, digits=page.kind == "card_number" or "digits" in known, kana="latin" in known)
        case "digits":
            return keyboards.digits(stage, top, words)
    sign = words[0] if words and not stage.ruby else None  # its reading would be too small to read
    space = page.kind in ("kana", "words")
    return keyboards.kana(stage, top, space=space, layers=known, by_hand=_by_hand(stage, page), sign=sign)


def _width_beside(stage: Stage, page: Page) -> int:
    """A heading that would get small, or lose its second line, takes some of the field's place."""
    label, _ = question_short(stage, page)
    return BESIDE if fit(stage.line(label, 32, bold=True), BESIDE, 1)[0].px >= LONG_TITLE else WIDE


def _rows(stage: Stage) -> _Rows:
    """From the top down to the keys, which fill the rest of a wide panel and never move; a reminder above takes all the air."""
    reminded, xl = stage.grid.reminder.height > 0, stage.session.size == "XL"
    keys = stage.grid.foot.y - 4 - KEYS
    if reminded:
        above, bar = stage.grid.reminder.bottom, keys - 90
        top = above + 4 if xl else stage.grid.progress.bottom
        low = bar - 4 if stage.ruby and xl else bar
        second = 34 if stage.ruby else max(32, (low - top) * 47 // 100)
        return _Rows(bar - 8 - 60, 60, bar, 75, keys, top, low - top - second, second)
    y, high, bar = (12, 66, 104) if xl else (80, 60, 150)  # below やめる, which a keyboard of large keys leaves no room for
    # readings fill their lines: what follows stands as far from them
    up, first = (6 if stage.ruby else 8) + (0 if xl else 12), 46 if stage.ruby else 50
    return _Rows(y, high, bar, keys - 15 - bar, keys, y - up, first, 42 if xl else 38)


def _beside(stage: Stage, short: tuple[str, str], rows: _Rows, width: int) -> tuple[Box, ...]:
    """The heading beside the field, with its second line; a long one takes both lines where that only says how to type."""
    large = 36 if stage.session.size == "XL" else 32
    title = stage.text("title", Rect(32, rows.top, width, rows.first), short[0], large, bold=True)
    how = (stage.say("kiosk.page.in_kana"), stage.say("kiosk.page.in_letters"))
    xl = stage.session.size == "XL"
    least = max(LONG_TITLE if short[1] in how else CAPTION_LEAST, LONG if xl else 0)
    if fit(stage.line(short[0], 32, bold=True), width)[0].px < least:
        both = min(84 if xl else 82, rows.bar - rows.top)
        lines = fit(stage.line(short[0], 32 if xl else LONG, bold=True), width, 2, both, shrink=0)
        return (Box("title", "text", 32, rows.top, width, both, lines),)
    return title, stage.text(
        "sub", Rect(32, rows.top + rows.first, width, rows.second), short[1], "caption", second=short[1] in how
    )


def _by_hand(stage: Stage, page: Page) -> bool | None:
    """Whether 手で書く works now: after the reading, where the kanji are asked. None: it has no place on this page."""
    if page.kind not in BY_HAND:
        return None
    return bool(stage.session.entry.text) and not name_known(stage.session, page)


def question_short(stage: Stage, page: Page, width: int = BESIDE) -> tuple[str, str]:
    """Heading and second line beside the field of the keyboard screens, of which the second can be read in `width`."""
    if page.no_reading and not in_letters(stage, page):
        label = plain(stage.of_field(form_of(stage, page), page.path, "label"))
        return label, stage.say(f"kiosk.page.{page.kind}.short")
    if page.kind in ("family", "given") and not in_letters(stage, page):
        how = stage.say("kiosk.page.in_kana")
        return stage.say(f"kiosk.page.{page.kind}.short"), _nth(stage, page) or _role(stage, page, width) or how
    form = form_of(stage, page)
    label = plain(stage.of_field(form, page.path, "label"))
    kana = page.kind in ("kana", "words") and layer_of(stage.session, page) != "latin"
    kind = stage.say("kiosk.page.in_kana" if kana else "kiosk.page.in_letters")
    group = page.path.split(".")[0]
    address = stage.of_field(form, group, "label") if group != page.path and not nth(page) else ""
    about = (_nth(stage, page), _role(stage, page, width), stage.of_field(form, page.path, "short"), address)
    return label, next((words for words in about if words and _fits_beside(stage, words, width)), kind)


def _role(stage: Stage, page: Page, width: int) -> str:
    """Who is asked about, without the number of the first where that leaves words too small to read."""
    if not (role := role_of(stage, page)):
        return ""
    bare = stage.of_field(form_of(stage, page), page.path.partition(".")[0], "whose")
    shorter = (role, bare, stage.say("kiosk.page.person", number=1))
    return next((words for words in shorter if _fits_beside(stage, words, width)), "")


def _fits_beside(stage: Stage, words: str, width: int) -> bool:
    """Whether it can be read in the second line of the heading."""
    return fit(stage.line(words, "caption"), width, 1)[0].px >= CAPTION_LEAST


def _nth(stage: Stage, page: Page) -> str:
    """2人目の方: by then it is known how to type."""
    return stage.say("kiosk.page.person", number=nth(page)) if nth(page) else ""


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
    if words := way_words(stage, page):
        chosen = untyped(stage.session, page) is not None
        found.append(stage.button("counter", "secondary", counter, words, CheckAtCounter(), size="body", most=2, selected=chosen))
    elif not page.field.required:
        found.append(
            stage.button("counter", "secondary", counter, stage.say("kiosk.page.skip"), CheckAtCounter(), size="body", most=2)
        )
    offered, event_of = _offered(stage, page)
    role = role_of_notice(stage.session.notice)
    told = is_told(stage, page) and not (offered and role == "banner_success")  # good news are heard; names save the typing
    if (entry.wrong or told) and not portrait:
        wide = bar.width - 285 if found else bar.width
        if entry.wrong:
            words = stage.say(entry.wrong, limit=longest(page, entry) if entry.wrong == TOO_LONG else page.field.max or "")
            return [*found, stage.banner("wrong", "banner_error", Rect(bar.x, bar.y, wide, bar.height), words)]
        return [*found, stage.banner("notice", role, Rect(bar.x, bar.y, wide, bar.height), notice_words(stage))]
    if not offered:
        wide = bar.width - 285 if found else bar.width
        return found if portrait else [*found, *_asked(stage, page, Rect(bar.x, bar.y, wide, bar.height))]
    abreast = at_once(offered) if entry.candidates else names_at_once(offered)
    shown = offered[entry.first : entry.first + abreast]
    room = (bar.width if portrait else more.x - 15 - bar.x) + 15
    cell = room // abreast - 15
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
                fit(Line(word, 36, bold=True), cell - (56 if selected else 16), 1 if entry.candidates else 2, bar.height - 8),
                "center",
                "",
                box.event,
                True,
                selected,
                spoken=stage.say("kiosk.spoken.nth", number=index + 1),
                aloud=word,
            )
        )
    given = proposed(stage.session, page) is not None or (name_known(stage.session, page) and not entry.text)
    if not portrait and (not entry.candidates or given) and len(offered) <= abreast:  # else ほかの字 stands there
        found += _asked(stage, page, Rect(rect.right + 20, bar.y, counter.x - rect.right - 35, bar.height))
    if len(offered) > abreast:
        pages = -(-len(offered) // abreast)
        words = stage.say("kiosk.page.more" if entry.candidates else "kiosk.page.more_names")
        found.append(
            stage.button(
                "more",
                "secondary",
                more,
                words,
                Turn(1),
                size=max(24, stage.px("caption")),
                hint=f"{entry.first // abreast + 1} / {pages}",
                most=1,
            )
        )
    return found


def _asked(stage: Stage, page: Page, rect: Rect) -> tuple[Box, ...]:
    """Beside the field stands the label alone; question and hint fill the place of the candidates until there are some.

    Of a name whose kanji a card gave: that its reading is asked; of the first person's: that it may be another.
    """
    own_name = page.kind in ("family", "given") and not page.no_reading and not in_letters(stage, page)
    same = stage.say("kiosk.people.as_first_typed") if proposed(stage.session, page) is not None else ""
    if own_name and (same or name_known(stage.session, page)):
        title, hint = same or stage.say("kiosk.page.reading"), ""
    else:
        title = stage.unbroken(question(stage, page))
        hint = "" if own_name else same or hint_of(stage, page)
    lines = _question(stage, title, hint, rect)
    high = height_of(lines)
    if lines[0].px < CAPTION_LEAST or high > rect.height:
        return ()
    return (Box("asked", "text", rect.x, rect.y + (rect.height - high) // 2, rect.width, high, lines),)


def _question(stage: Stage, title: str, hint: str, rect: Rect) -> tuple[Line, ...]:
    """What is asked, as large as it stands above its hint; the hint goes before the question gets small."""
    caption = stage.px("caption")
    for px in (caption, type_px("caption", "L"), CAPTION_LEAST) if hint else ():
        below = fit(stage.line(hint, min(px, caption), second=True), rect.width, shrink=0)
        room = rect.height - height_of(below)
        above = fit(stage.line(title, "key", bold=True), rect.width, 1, room)
        if below[0].px == min(px, caption) and above[0].px >= stage.px("body") and height_of((*above, *below)) <= rect.height:
            return (*above, *below)
    return fit(stage.line(title, "key", bold=True), rect.width, 2, rect.height)


def _offered(stage: Stage, page: Page) -> tuple[tuple[str, ...], Callable[[int], AnyEvent]]:
    """Words to choose from, and what choosing the nth of them is."""
    if names := offered_names(stage.session, Around(stage.bundle, stage.now), page):
        return names, lambda index: Choose(str(index))
    return stage.session.entry.candidates, Candidate
