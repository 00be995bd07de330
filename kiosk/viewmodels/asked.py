"""The question of a form's page: its sentence, its hint, what is wrong, and what its answer leads to. Pure."""

from collections.abc import Mapping
from typing import Any

from config.carrying import WHO_COMES
from config.form import LONG_AGO, answer_at
from config.theme import smaller
from kiosk.flow import dating
from kiosk.flow.answers import people
from kiosk.flow.heading import FIELD, head_of, is_choosing
from kiosk.flow.keying import layer_of, name_known
from kiosk.flow.pages import FREE, Page
from kiosk.flow.proposing import proposed
from kiosk.flow.reading import DONE
from kiosk.flow.saving import GOING_ON
from kiosk.viewmodels.boxes import Box, Role
from kiosk.viewmodels.frame import form_progress
from kiosk.viewmodels.notice import headed
from kiosk.viewmodels.stage import Stage
from kiosk.viewmodels.tray import says_done

NAME_IN_QUESTION = 9  # characters
BLOCK = "丁目"
KEYBOARD = frozenset({"family", "given", "kana", "words", "latin", "card_number"})  # kinds of page with kana or letters


def form_of(stage: Stage, page: Page) -> str:
    """The id of the form a page belongs to."""
    form = stage.form(page.procedure)
    return form.id if form else ""


def question(stage: Stage, page: Page) -> str:
    """The one sentence of a page."""
    if page.kind in ("family", "given") and not page.no_reading and not in_letters(stage, page):
        return stage.say(f"kiosk.page.{page.kind}", whose=whose(stage, page))
    if is_choosing(stage.session, page):
        return stage.say("kiosk.people.which_head")
    if page.kind == "people":
        return stage.of_field(form_of(stage, page), page.path, "everybody", count=len(people(stage.session.answers, page.path)))
    return _of_whom(stage, page) or stage.of_field(form_of(stage, page), page.path, "title")


def _of_whom(stage: Stage, page: Page) -> str:
    """The relationship with the names in it. Empty for other pages, where a name is long or missing, and for the ear."""
    list_, _, rest = page.path.partition(".")
    if stage.heard or page.field.id != FIELD or not rest:
        return ""
    everybody, head = people(stage.session.answers, list_), head_of(stage.session, list_)
    at = int(rest.partition(".")[0])
    name = _short_name(everybody[at]) if at < len(everybody) else ""
    if not name:
        return ""
    other = _short_name(everybody[head]) if head is not None and head != at else ""
    asked = stage.say("kiosk.page.relation_of" if other else "kiosk.page.relation", name="{name}", head="{head}")
    return asked.replace("{name}", name).replace("{head}", other)  # names get no furigana: they are not guessed


def _short_name(person: Mapping[str, Any]) -> str:
    """A name that a question can hold; empty for a longer one, or none."""
    name = person.get("name") or person.get("name_latin")
    return name if isinstance(name, str) and len(name) <= NAME_IN_QUESTION else ""


def in_letters(stage: Stage, page: Page) -> bool:
    """Whether a name is being typed in Latin letters, whole."""
    return page.field.kind == "text_name" and layer_of(stage.session, page) == "latin"


def hint_of(stage: Stage, page: Page) -> str:
    """What helps to answer; in Latin letters it is how these are to be written."""
    letters = in_letters(stage, page)
    if page.no_reading and not letters:
        return stage.say(f"kiosk.page.{page.kind}", whose="")
    if page.kind == "lot" and _has_block(stage, page):
        return stage.say("kiosk.page.lot_in_block")
    return stage.say("field.name_latin.hint") if letters else stage.of_field(form_of(stage, page), page.path, "hint")


def _has_block(stage: Stage, page: Page) -> bool:
    """Whether the 丁目 stands in the town already: asked for once more it would be written twice."""
    town = answer_at(stage.session.answers, f"{page.path.rpartition('.')[0]}.town")
    return isinstance(town, str) and town.endswith(BLOCK)


def nth(page: Page) -> int:
    """Which person after the first is asked about, counted from 1; 0 for the first or none."""
    parts = page.path.split(".")
    return int(parts[1]) + 1 if len(parts) > 2 and parts[1].isdigit() and int(parts[1]) > 0 else 0


def strip(stage: Stage, page: Page) -> tuple[Box, ...]:
    """The steps of the form, with the one the page stands in."""
    return form_progress(stage, page.procedure, page.step)


def head(stage: Stage, page: Page, asked: str = "", about: str = "") -> tuple[Box, ...]:
    """Steps, question, and below it what is wrong, what its answer leads to, or a hint: one of them.

    `asked`, `about`: in place of the page's own question and hint.
    """
    session, steps, title = stage.session, strip(stage, page), asked or question(stage, page)
    who = _who(stage, page)
    if not asked and (named := _with_role(stage, page, title)):
        title, who = named, ""
    if session.entry.wrong:
        odd = is_asked_back(stage)
        limit = page.field.odd_years if odd else page.field.max or page.field.min or ""
        words = stage.say(session.entry.wrong, limit=limit, **dating.figures(session.entry))
        return headed(stage, steps, title, "wrong", "banner_warning" if odd else "banner_error", f"{who}{words}")
    keyed = page.kind in KEYBOARD
    if is_told(stage, page):
        ahead = "" if keyed or session.notice == DONE else who
        return headed(stage, steps, title, "notice", role_of_notice(session.notice), notice_words(stage, ahead))
    return (*steps, stage.title(title), stage.sub((who + (about or _hint(stage, page))).rstrip("　")))


def is_told(stage: Stage, page: Page) -> bool:
    """Whether a notice stands on the page: of its own answer until one goes on, of the card until something is typed."""
    session = stage.session
    own = session.notice_of == page.path
    return bool(session.notice) and not says_done(session) and (own or page.kind not in KEYBOARD or not session.entry.text)


def is_asked_back(stage: Stage) -> bool:
    """Whether the answer that stands is odd and may be so: it is asked once whether it is."""
    return stage.session.entry.wrong == f"problem.{LONG_AGO}"


def notice_words(stage: Stage, ahead: str = "") -> str:
    """What the answer of the page leads to, or what became of the card, behind `ahead`."""
    return f"{ahead}{stage.say(stage.session.notice)}"


def role_of_notice(notice: str) -> Role:
    """Good news look like it."""
    return "banner_success" if notice in (DONE, GOING_ON) else "banner_warning"


def whose(stage: Stage, page: Page) -> str:
    """（2人目）, behind a question; nothing for the first person."""
    return stage.say("kiosk.page.whose", number=nth(page)) if nth(page) else ""


def role_of(stage: Stage, page: Page) -> str:
    """Who is asked about where one visit has several: the proxy, the person to register; nothing where it is plain.

    The first of a list is who stands there, unless somebody else does: then it is said whom the questions are about.
    """
    top, _, part = page.path.partition(".")
    role = stage.of_field(form_of(stage, page), top, "whose")
    if not role or _came_themselves(stage, page):
        return ""
    return role + stage.say("kiosk.page.whose", number=1) if part[:1].isdigit() else role


def _came_themselves(stage: Stage, page: Page) -> bool:
    """Whether the form of the page was told that nobody comes for somebody else."""
    form = stage.form(page.procedure)
    fields = {field.id for step in form.steps for field in step.fields} if form else set()
    return any(stage.session.answers.get(one) == "self" for one in WHO_COMES if one in fields)


def way_words(stage: Stage, page: Page) -> str:
    """The way on for who types nothing: 電話はない where there may be none, else 窓口で確認; empty where there is neither."""
    if page.field.none_way:
        return stage.of_field(form_of(stage, page), page.path, "none")
    if page.field.staff_way and in_letters(stage, page):
        return stage.say("field.name_latin.staff")
    if name_known(stage.session, page):  # the kanji are there: only their reading may be left
        return stage.of_field(form_of(stage, page), page.kana_path, "staff") if page.kana_staff_way else ""
    return stage.of_field(form_of(stage, page), page.path, "staff") if page.field.staff_way else ""


def _hint(stage: Stage, page: Page) -> str:
    if proposed(stage.session, page) is not None:
        typed = "_typed" if page.kind in FREE else ""
        return stage.say(f"kiosk.people.as_first{typed}")
    return stage.say("kiosk.page.reading") if name_known(stage.session, page) else hint_of(stage, page)


def _with_role(stage: Stage, page: Page, title: str) -> str:
    """The question with who is asked about before it: the grey line below is the last that is read. Empty where that is plain.

    Empty too where the words would get small for it: then the line below says it.
    """
    role = "" if nth(page) or page.kind == "people" else role_of(stage, page)
    if not role or role.casefold() in title.casefold():
        return ""
    between = "：" if stage.session.language in ("ja", "ja-easy", "zh") else ": "
    whole = f"{role}{between}{title}"
    lines = stage.title(whole).lines
    return whole if lines[0].px >= smaller(stage.title(title).lines[0].px) else ""


def _who(stage: Stage, page: Page) -> str:
    """2人目の方, or 代理人, ahead of whatever stands below the question; nothing for the first person, or where that says it."""
    if whose(stage, page) and page.kind in ("family", "given") and not page.no_reading:
        return ""
    about = stage.say("kiosk.page.person", number=nth(page)) if nth(page) else role_of(stage, page)
    return about + "　" if about else ""
