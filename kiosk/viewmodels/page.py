"""One page of a form: the question, and the one way to answer it. Box ids: choice.<option>, counter, and those of its parts."""

from typing import Any

from config.form import answer_at, holds, mentioned, needs_staff
from config.proxy import LETTER, field_of
from kiosk.flow.events import CheckAtCounter, Choose
from kiosk.flow.heading import is_choosing
from kiosk.flow.moves import Around, page_of
from kiosk.flow.pages import Page
from kiosk.flow.paging import offered_options
from kiosk.flow.proposing import proposed
from kiosk.viewmodels import digits, everybody, heads, typed
from kiosk.viewmodels.asked import form_of, head, in_letters, question, role_of, whose
from kiosk.viewmodels.boxes import Box
from kiosk.viewmodels.choosing import ON_ONE, ROW, Tile, tiles
from kiosk.viewmodels.frame import foot
from kiosk.viewmodels.grid import GAP, Rect, cells
from kiosk.viewmodels.stage import Stage, sentences

NAMES = ("family", "given")
CHOICE_ICON = {"yes": "circle", "no": "cross", "unknown": "question"}


def boxes(stage: Stage) -> tuple[Box, ...]:
    page = page_of(stage.session, Around(stage.bundle, stage.now))
    if page is None:
        return foot(stage)
    match page.kind:
        case "family" | "given" | "kana" | "words" | "latin" | "card_number":
            return typed.boxes(stage, page)
        case "lot" | "postal_code" | "phone" | "date":
            return digits.boxes(stage, page)
        case "people":
            return heads.boxes(stage, page) if is_choosing(stage.session, page) else everybody.boxes(stage, page)
        case "yes_no" | "yes_no_unknown":
            return _yes_no(stage, page)
        case _:
            return _choices(stage, page)


def _yes_no(stage: Stage, page: Page) -> tuple[Box, ...]:
    grid = stage.grid
    answer = answer_at(stage.session.answers, page.path)
    chosen = ("yes" if answer else "no") if isinstance(answer, bool) else answer
    wide = Rect(
        grid.body.x, grid.body.y + (40 if page.kind == "yes_no_unknown" else 80), grid.full, 260 if grid.panel.portrait else 210
    )
    places = cells(wide, 2, 1)
    found = [
        stage.button(
            f"choice.{option}",
            "secondary",
            rect,
            stage.say(f"answer.{option}"),
            Choose(option),
            hint=stage.option_caption(form_of(stage, page), page.path, option),
            icon=CHOICE_ICON[option] if stage.session.language in ("ja", "ja-easy") else "",  # elsewhere a ✓ reads as chosen
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
    return (*head(stage, page), *found, *foot(stage, following=_way_on(stage, chosen)))


def _way_on(stage: Stage, answer: Any) -> str:
    """つぎへ, where an answer stands already: whoever comes back to it need not press it again."""
    return "" if answer is None else stage.say("kiosk.foot.next")


def _choices(stage: Stage, page: Page) -> tuple[Box, ...]:
    name = form_of(stage, page)
    offer = proposed(stage.session, page)
    answer = answer_at(stage.session.answers, page.path) if offer is None else offer
    can_be = offered_options(stage.session, Around(stage.bundle, stage.now), page)
    if isinstance(answer, str) and answer not in can_be:  # by what was answered since
        answer = None
    several = page.kind == "multi"
    if page.kind == "count":
        numbers = range(page.field.min or 0, (page.field.max or 9) + 1)
        offered = [Tile(str(n), str(n), "", "", Choose(str(n)), answer == n) for n in numbers]
    else:
        chosen = answer if isinstance(answer, list | tuple) else (answer,)
        offered = [
            Tile(
                one,
                stage.of_option(name, page.path, page.field, one),
                _needed(stage, page, one) or stage.option_caption(name, page.path, one),
                "",
                Choose(one),
                one in chosen,
            )
            for one in sorted(can_be, key=lambda one: one != offer if len(can_be) > ON_ONE else 0)
        ]
    area = stage.grid.body
    extra: tuple[Box, ...] = ()
    if page.field.staff_way and not several:
        place = Rect(area.x, area.bottom - ROW, area.width, ROW)
        area = Rect(area.x, area.y, area.width, area.height - ROW - GAP)
        words = stage.of_field(name, page.path, "staff")
        left = needs_staff(answer)
        extra = (stage.button("counter", "row", place, words, CheckAtCounter(), icon="question", align="left", selected=left),)
    following = stage.say("kiosk.foot.next") if several else _way_on(stage, answer)
    return (
        *head(stage, page),
        *tiles(stage, area, offered),
        *extra,
        *foot(stage, following=following, enabled=(bool(answer) if several else answer is not None) or not page.field.required),
    )


def _needed(stage: Stage, page: Page, option: str) -> str:
    """That who comes as this brings a letter of proxy, where they say so first: not ten pages later."""
    form = stage.form(page.procedure)
    letter = field_of(form, LETTER) if form is not None else None
    when = letter.show_if if letter is not None else None
    needs = when is not None and page.path in mentioned(when) and holds(when, {**stage.session.answers, page.path: option})
    return stage.say("kiosk.proxy.needed") if needs else ""


def spoken(stage: Stage) -> str:
    page = page_of(stage.session, Around(stage.bundle, stage.now))
    if page is None:
        return stage.say("kiosk.foot.help")
    words = (
        stage.say(f"kiosk.spoken.{page.kind}", whose=whose(stage, page))
        if page.kind in NAMES and not in_letters(stage, page)
        else question(stage, page)
    )
    if page.no_reading and not in_letters(stage, page):
        words = sentences(stage, [question(stage, page), words])
    about = role_of(stage, page)
    hint = stage.of_field(form_of(stage, page), page.path, "hint") if page.kind in ("multi", "choice", "yes_no") else ""
    after = {"yes_no_unknown": "three", "yes_no": "two", "choice": "choose", "count": "choose"}.get(page.kind)
    return sentences(stage, [about, words, hint, stage.say(f"kiosk.spoken.{after}") if after else ""])
