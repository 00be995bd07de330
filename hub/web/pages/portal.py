"""The portal's doors: choose a procedure, go on with a code, take the code away. Works without JavaScript."""

import secrets
from typing import Any

import segno
from aiohttp import web

from config.bundle import Bundle
from config.form import Form, question_count
from config.procedure import Procedure
from config.slots import plan_for
from config.together import forms_of as known_forms
from config.words import words
from hub.web import door
from hub.web.pages import languages, steps
from hub.web.pages.choosing import chosen_of, tiles
from hub.web.pages.dates import full_day, hour
from hub.web.pages.entries import Entry
from hub.web.pages.entry_cookie import begun, ended, entry_of, gone, speaker
from hub.web.pages.filling import forms_of, where_left
from hub.web.pages.page import Page, Turn, see
from hub.web.pages.questions import leaves
from hub.wire import FindEntry, FoundEntry, Refusal

LONGEST_CODE = 60  # characters: a reception code has 32
CODE_OF_QR = "UK1:"


async def begin_page(turn: Turn) -> web.StreamResponse:
    bundle = turn.house.bundle
    language = languages.language_of(bundle, turn.request)
    offered = [
        (each, words(bundle, language, f"procedure.{each.id}.name"), question_count(form, "portal"))
        for each in bundle.procedures.values()
        if (form := _form(bundle, each)) is not None
    ]
    first = bundle.selection.questions[0]
    letter = (words(bundle, language, "proxy.letter.ask"), words(bundle, language, "proxy.letter.open"))
    booking = [words(bundle, language, f"booking.{key}") for key in ("from_enter", "title")] if bundle.site.appointments else ()
    return turn.page(
        "enter_begin.html",
        language=language,
        guide=(words(bundle, language, f"selection.{first.id}.title"), tiles(bundle, first, (), language)),
        offered=offered,
        letter=letter,
        booking=booking,
        busy=words(bundle, language, "congestion.link"),
        say=speaker(bundle, language),
    )


async def begin(turn: Turn) -> web.StreamResponse:
    bundle = turn.house.bundle
    chosen = chosen_of(bundle, turn.form.get("procedure", ""))
    forms = [form for _, form in known_forms(bundle, chosen)]
    if not forms:
        return see("/enter")
    language = languages.known(bundle, turn.form.get("language", "")) or languages.language_of(bundle, turn.request)
    entry = Entry(language, chosen, secrets.token_hex(16), turn.house.clock(), booking=_booking(turn))
    return begun(turn, entry, leaves(forms, {})[0].id)


async def resume_page(turn: Turn) -> web.StreamResponse:
    return _resume(turn)


async def resume(turn: Turn) -> web.StreamResponse:
    """つづきから: what was saved at home or at a kiosk, finished or not. All codes that open nothing get one answer."""
    bundle, code = turn.house.bundle, turn.form.get("code", "").strip()[:LONGEST_CODE]
    found = await turn.office.find_entry(door.resident(turn.request), FindEntry(code))
    if isinstance(found, Refusal):
        return _resume(turn, code, found)
    language = languages.known(bundle, turn.form.get("language", "")) or found.language
    entry = Entry(
        language,
        tuple(dict.fromkeys(application.procedure for application in found.applications)),
        secrets.token_hex(16),
        turn.house.clock(),
        answers=_answers(found),
        replaces=found.reception_token,
        going_on=True,
    )
    if not forms_of(bundle, entry):
        return see("/enter")  # nothing of it is filled in at home
    return begun(turn, entry, where_left(bundle, entry, found.unfinished, turn.house.clock().date()))


def _resume(turn: Turn, code: str = "", refused: Refusal | None = None) -> web.Response:
    bundle = turn.house.bundle
    language = languages.known(bundle, turn.form.get("language", "")) or languages.language_of(bundle, turn.request)
    say = speaker(bundle, language)
    wrong = ""
    if refused is not None:
        wrong = say("code_wait", time=hour(refused.until)) if refused.until is not None else say("code_wrong")
    status = 200 if refused is None else 429 if refused.until is not None else 422
    return turn.page("enter_resume.html", status, language=language, say=say, code=code, wrong=wrong)


def _answers(found: FoundEntry) -> dict[str, Any]:
    """Of all forms together: what two of them ask was answered once."""
    answers: dict[str, Any] = {}
    for application in found.applications:
        answers = {**application.answers, **answers}
    return answers


async def done_page(turn: Turn) -> web.StreamResponse:
    entry = entry_of(turn)
    if entry is None or entry.saved is None:
        return gone(turn)
    bundle, saved = turn.house.bundle, entry.saved
    qr = segno.make(saved.code, error="m", boost_error=False).svg_inline(border=4, omitsize=True, dark="#000", light="#fff")
    return turn.page(
        "enter_saved.html" if entry.unfinished else "enter_done.html",
        language=entry.language,
        say=speaker(bundle, entry.language),
        qr=qr if saved.code else "",
        one_code=words(bundle, entry.language, "booking.one_code") if entry.one_code else "",
        booking=_times(bundle, entry),
        short_code=f"{saved.short_code[:4]}-{saved.short_code[4:]}" if len(saved.short_code) == 8 else saved.short_code,
        code=saved.code,
        expires=full_day(saved.expires_on, entry.language),
        bring=[words(bundle, entry.language, key) for key in entry.bring],
        letter=words(bundle, entry.language, "proxy.letter.open") if "bring.letter_of_proxy" in entry.bring else "",
    )


async def quit_entry(turn: Turn) -> web.StreamResponse:
    return ended(turn)


def _times(bundle: Bundle, entry: Entry) -> tuple[str, str, str] | tuple[()]:
    """(procedure, question, words of the button): a time for what was entered, where one may be booked and none is yet."""
    procedure = next((each for each in entry.procedures if plan_for(bundle.site, each) is not None), None)
    if procedure is None or entry.one_code:
        return ()
    return procedure, words(bundle, entry.language, "booking.for_entry"), words(bundle, entry.language, "booking.title")


def _booking(turn: Turn) -> tuple[str, str]:
    """The code of the time somebody has just booked and enters for, in the QR's form and as it is typed."""
    code, short = (turn.form.get(name, "").strip()[:LONGEST_CODE] for name in ("code", "short_code"))
    return (code, short) if code.startswith(CODE_OF_QR) or not code else ("", code)


def _form(bundle: Bundle, procedure: Procedure) -> Form | None:
    return bundle.forms.get(procedure.form) if procedure.form else None


PAGES = (
    Page("GET", "/enter", "read_public_page", begin_page),
    Page("POST", "/enter", "read_public_page", begin),
    Page("GET", "/enter/resume", "read_public_page", resume_page),
    Page("POST", "/enter/resume", "read_public_page", resume),
    Page("GET", "/enter/step", "read_public_page", steps.step_page),
    Page("GET", "/enter/step/{leaf}", "read_public_page", steps.step_page),
    Page("POST", "/enter/step/{leaf}", "read_public_page", steps.step),
    Page("GET", "/enter/review", "read_public_page", steps.review_page),
    Page("GET", "/enter/done", "read_public_page", done_page),
    Page("POST", "/enter/quit", "read_public_page", quit_entry),
)
