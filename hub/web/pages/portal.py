"""Pre-entry from home: the same forms as the kiosk, one topic a page, without JavaScript too; ends in a reception QR code."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any, get_args

import segno
from aiohttp import web

from config.bundle import Bundle
from config.form import Form, Problem, asked, check, cleaned, question_count
from config.guidance import Guidance, guidance
from config.japanese.postal import PostalFileMissing, towns
from config.procedure import Procedure
from config.words import field_words, words
from hub.security.actors import Resident
from hub.web import door
from hub.web.errors import Refused
from hub.web.pages.dates import full_day
from hub.web.pages.entries import LARGEST, Entry
from hub.web.pages.page import Page, Turn, see
from hub.web.pages.questions import Leaf, counted_problems, elsewhere, leaves, own_problems, put, questions, read
from hub.web.pages.record import record
from hub.wire import Application, Language, Refusal, SaveEntry

COOKIE = "entry"


async def begin_page(turn: Turn) -> web.StreamResponse:
    bundle = turn.house.bundle
    language = _language(bundle, turn.request.query.get("language", "ja"))
    offered = [
        (each, words(bundle, language, f"procedure.{each.id}.name"), question_count(form, "portal"))
        for each in bundle.procedures.values()
        if (form := _form(bundle, each)) is not None
    ]
    return turn.page(
        "enter_begin.html",
        language=language,
        other="en" if language == "ja" else "ja",
        languages=[(each, words(bundle, "ja", f"language.{each}")) for each in bundle.site.languages],
        offered=offered,
        say=_say(bundle, language),
    )


async def begin(turn: Turn) -> web.StreamResponse:
    bundle = turn.house.bundle
    procedure = bundle.procedures.get(turn.form.get("procedure", ""))
    form = _form(bundle, procedure) if procedure is not None else None
    if procedure is None or form is None:
        return see("/enter")
    cookie = secrets.token_urlsafe(32)
    language = _language(bundle, turn.form.get("language", "ja"))
    turn.house.entries.begin(cookie, language, procedure.id, secrets.token_hex(16), turn.house.clock())
    response = see(f"/enter/step/{leaves(form, {})[0].id}")
    response.set_cookie(
        door.cookie_name(turn.house.secure, COOKIE), cookie, path="/", secure=turn.house.secure, httponly=True, samesite="Strict"
    )
    return response


async def step_page(turn: Turn) -> web.StreamResponse:
    entry = _entry(turn)
    if entry is None:
        return _gone(turn)
    if entry.saved is not None:
        return see("/enter/done")
    form, leaf = _leaf(turn, entry)
    return _step(turn, entry, form, leaf, {})


async def step(turn: Turn) -> web.StreamResponse:
    """つぎへ, もう1人, この方を消す, 郵便番号から住所を入れる, or a look at what an answer opens (`look`)."""
    entry = _entry(turn)
    if entry is None:
        return _gone(turn)
    form, leaf = _leaf(turn, entry)
    answers = cleaned(form, read(form, entry.answers, leaf, turn.form))
    if sum(map(len, turn.form.values())) > LARGEST:
        return see(f"/enter/step/{leaf.id}")
    entry.answers = answers
    todo = turn.form.get("do", "next")
    if todo == "look":
        return _step(turn, entry, form, leaf, {})
    if todo.startswith("fill:"):
        return _step(turn, entry, form, leaf, {}, note=_fill(turn.house.bundle, entry, leaf, todo[5:]))
    people, _, index = leaf.id.partition(".")
    if todo == "remove" and leaf.person is not None and len(entry.answers.get(people, ())) > 1:
        entry.answers[people].pop(int(index))
        return see(f"/enter/step/{people}.0")
    shown = turn.form.get("shown", "").splitlines()
    wrong = _problems(turn, form, entry.answers)
    problems = own_problems(leaf, wrong, shown)
    opened = [path for path in _paths(turn, form, entry, leaf) if path not in shown]
    if problems or opened:
        return _step(turn, entry, form, leaf, {problem.path: problem for problem in problems}, opened=bool(opened) and not problems)
    counted = counted_problems(form, leaf, wrong)
    if counted:
        return _step(turn, entry, form, leaf, {}, away=counted)
    if todo == "add" and leaf.person is not None:
        listed = entry.answers.setdefault(people, [])
        if len(listed) < turn.house.bundle.site.people_max:
            listed.append({})
        return see(f"/enter/step/{people}.{len(listed) - 1}")
    pages = leaves(form, entry.answers)
    place = next((number for number, each in enumerate(pages) if each.id == leaf.id), len(pages) - 1)
    if place + 1 == len(pages):
        return await _finish(turn, entry, form, leaf)
    came_from = turn.form.get("from", "")
    if came_from == "review":
        return see("/enter/review")
    back_to = next((each.id for each in pages if each.id == came_from), pages[place + 1].id)
    return see(f"/enter/step/{back_to}")


async def review_page(turn: Turn) -> web.StreamResponse:
    """The last page of the form is where everything is looked over."""
    entry = _entry(turn)
    if entry is None:
        return _gone(turn)
    return see(f"/enter/step/{leaves(_form_of(turn, entry), entry.answers)[-1].id}")


async def _finish(turn: Turn, entry: Entry, form: Form, leaf: Leaf) -> web.StreamResponse:
    """受付用QRコードを作る: the answers go to the record vault, and out of this process's memory."""
    problems = _problems(turn, form, entry.answers)
    if problems:
        return _step(turn, entry, form, leaf, {}, away=problems)
    application = Application(entry.procedure, form.version, asked(form, entry.answers, "portal"))
    message = SaveEntry(_language(turn.house.bundle, entry.language), (application,))
    saved = await turn.office.save_entry(Resident(origin=turn.request.remote or ""), message, entry.key)
    if isinstance(saved, Refusal):
        raise Refused(saved)
    entry.saved, entry.bring, entry.answers = saved, _follows(turn, entry).bring, {}
    return see("/enter/done")


async def done_page(turn: Turn) -> web.StreamResponse:
    entry = _entry(turn)
    if entry is None or entry.saved is None:
        return _gone(turn)
    bundle, saved = turn.house.bundle, entry.saved
    code = segno.make(saved.code, error="m", boost_error=False)
    return turn.page(
        "enter_done.html",
        language=entry.language,
        say=_say(bundle, entry.language),
        qr=code.svg_inline(border=4, omitsize=True, dark="#000", light="#fff"),
        short_code=f"{saved.short_code[:4]}-{saved.short_code[4:]}" if len(saved.short_code) == 8 else saved.short_code,
        code=saved.code,
        expires=full_day(saved.expires_on, entry.language),
        bring=[words(bundle, entry.language, key) for key in entry.bring],
    )


async def quit_entry(turn: Turn) -> web.StreamResponse:
    turn.house.entries.end(turn.request.cookies.get(door.cookie_name(turn.house.secure, COOKIE), ""))
    response = see("/enter")
    response.del_cookie(
        door.cookie_name(turn.house.secure, COOKIE), path="/", secure=turn.house.secure, httponly=True, samesite="Strict"
    )
    return response


# --- parts -------------------------------------------------------------------------------------------------------------------


def _step(
    turn: Turn,
    entry: Entry,
    form: Form,
    leaf: Leaf,
    problems: Mapping[str, Any],
    opened: bool = False,
    note: str = "",
    away: Sequence[Problem] = (),
) -> web.Response:
    bundle = turn.house.bundle
    pages = leaves(form, entry.answers)
    place = next((number for number, each in enumerate(pages) if each.id == leaf.id), 0)
    last = place + 1 == len(pages)
    asked_now = questions(bundle, form, entry.answers, leaf, tuple(problems.values()), entry.language, turn.house.clock().date())
    list_of = leaf.id.partition(".")[0]
    people = entry.answers.get(list_of, ()) if leaf.person is not None else ()
    return turn.page(
        "enter_step.html",
        422 if problems or away else 200,
        language=entry.language,
        say=_say(bundle, entry.language),
        title=words(bundle, entry.language, f"step.{leaf.step}"),
        leaf=leaf,
        groups=_grouped(bundle, form, entry, asked_now),
        number=place + 1,
        count=len(pages),
        last=last,
        elsewhere=elsewhere(bundle, form, entry.answers, away, entry.language),
        record=record(bundle, Application(entry.procedure, form.version, entry.answers), "portal", entry.language)
        if last
        else None,
        back=f"/enter/step/{pages[place - 1].id}" if place else "/enter",
        can_add=leaf.person is not None and len(people) < bundle.site.people_max and leaf.person >= len(people) - 1,
        can_remove=leaf.person is not None and len(people) > 1,
        problems=[(question.path, question.label, question.wrong) for question in asked_now if question.wrong],
        opened=opened,
        note=note,
        follows=_followed(turn, entry) if last else (),
        bring=[words(bundle, entry.language, key) for key in _follows(turn, entry).bring] if last else (),
        came_from=turn.request.query.get("from", turn.form.get("from", "")),
    )


def _grouped(bundle: Bundle, form: Form, entry: Entry, asked_now: tuple[Any, ...]) -> list[tuple[str, list[Any]]]:
    """Questions under the words of the address they belong to; alone where they belong to none."""
    groups: list[tuple[str, list[Any]]] = []
    for question in asked_now:
        title = _group_title(bundle, form, entry, question.group) if question.group else ""
        if title and groups and groups[-1][0] == title:
            groups[-1][1].append(question)
        else:
            groups.append((title, [question]))
    return groups


def _group_title(bundle: Bundle, form: Form, entry: Entry, group: str) -> str:
    return field_words(bundle, entry.language, form.id, group, "label")


def _follows(turn: Turn, entry: Entry) -> Guidance:
    return guidance(turn.house.bundle, [(entry.procedure, entry.answers)])


def _followed(turn: Turn, entry: Entry) -> list[tuple[str, str]]:
    """手続きのご案内: what the answers lead to, with the last day where there is one."""
    bundle, language = turn.house.bundle, entry.language
    found = []
    for one in _follows(turn, entry).followed:
        last = words(bundle, language, "portal.by", day=full_day(one.deadline, language)) if one.deadline else ""
        found.append((words(bundle, language, one.text), last))
    return found


def _gone(turn: Turn) -> web.Response:
    language = _language(turn.house.bundle, turn.request.query.get("language", "ja"))
    return turn.page("enter_gone.html", 410, language=language, say=_say(turn.house.bundle, language))


def _entry(turn: Turn) -> Entry | None:
    cookie = turn.request.cookies.get(door.cookie_name(turn.house.secure, COOKIE), "")
    return turn.house.entries.find(cookie, turn.house.clock()) if cookie else None


def _leaf(turn: Turn, entry: Entry) -> tuple[Form, Leaf]:
    """The page asked for, or the first."""
    form = _form_of(turn, entry)
    pages = leaves(form, entry.answers)
    wanted = turn.request.match_info.get("leaf", "")
    return form, next((leaf for leaf in pages if leaf.id == wanted), pages[0])


def _paths(turn: Turn, form: Form, entry: Entry, leaf: Leaf) -> list[str]:
    today = turn.house.clock().date()
    found = questions(turn.house.bundle, form, entry.answers, leaf, (), entry.language, today)
    return [question.path for question in found if question.look != "fixed"]


def _problems(turn: Turn, form: Form, answers: Mapping[str, Any]) -> tuple[Problem, ...]:
    return check(form, asked(form, answers, "portal"), "portal", turn.house.clock().date(), turn.house.bundle.site)


def _fill(bundle: Bundle, entry: Entry, leaf: Leaf, path: str) -> str:
    """郵便番号から住所を入れる: what is the same for every town of the code goes into the fields beside it."""
    group, _, _ = path.rpartition(".")
    if group not in leaf.fields:
        return ""
    answers = entry.answers.get(group)
    code = answers.get("postal_code", "") if isinstance(answers, dict) else ""
    try:
        found = towns(code, bundle.site.address) if isinstance(code, str) else ()
    except PostalFileMissing:
        found = ()
    if not found:
        return words(bundle, entry.language, "portal.no_such_code")
    form = bundle.forms[bundle.procedures[entry.procedure].form or ""]
    parts = {field.id: field for step in form.steps for each in step.fields if each.id == group for field in each.fields}
    places = {f"{town.prefecture}{town.city}" for town in found}
    if len(places) == 1 and "prefecture_city" in parts and parts["prefecture_city"].fixed is None:
        put(entry.answers, f"{group}.prefecture_city", places.copy().pop())
    ward = next((each for each in bundle.site.address.wards if all(town.city.endswith(each) for town in found)), None)
    if ward and "ward" in parts:
        put(entry.answers, f"{group}.ward", ward)
    names = {town.town for town in found}
    if len(names) == 1 and "town" in parts and found[0].town:
        put(entry.answers, f"{group}.town", found[0].town)
    return words(bundle, entry.language, "portal.filled", town="・".join(sorted(f"{town.city}{town.town}" for town in found)[:5]))


def _form_of(turn: Turn, entry: Entry) -> Form:
    bundle = turn.house.bundle
    return bundle.forms[bundle.procedures[entry.procedure].form or ""]


def _form(bundle: Bundle, procedure: Procedure) -> Form | None:
    return bundle.forms.get(procedure.form) if procedure.form else None


def _language(bundle: Bundle, wanted: str) -> Language:
    found: Language = next((one for one in get_args(Language) if one == wanted and one in bundle.site.languages), "ja")
    return found


def _say(bundle: Bundle, language: str) -> Any:
    return lambda key, **placeholders: words(bundle, language, f"portal.{key}", **placeholders)


PAGES = (
    Page("GET", "/enter", "read_public_page", begin_page),
    Page("POST", "/enter", "read_public_page", begin),
    Page("GET", "/enter/step", "read_public_page", step_page),
    Page("GET", "/enter/step/{leaf}", "read_public_page", step_page),
    Page("POST", "/enter/step/{leaf}", "read_public_page", step),
    Page("GET", "/enter/review", "read_public_page", review_page),
    Page("GET", "/enter/done", "read_public_page", done_page),
    Page("POST", "/enter/quit", "read_public_page", quit_entry),
)
