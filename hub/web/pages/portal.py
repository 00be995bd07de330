"""The portal's doors: choose a procedure, go on with a code, take the code away. Works without JavaScript."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from config.bundle import Bundle
from config.form import Form, completed, question_count
from config.procedure import Procedure
from config.slots import plan_for
from config.together import forms_of as known_forms
from config.words import words
from hub.office.outlook import DayOutlook
from hub.web import door
from hub.web.pages import languages, steps
from hub.web.pages.booking_words import day_in
from hub.web.pages.choosing import answered, chosen_of, ticked_of, tiles
from hub.web.pages.code_image import code_image
from hub.web.pages.dates import full_day, hour, planned_day
from hub.web.pages.entries import Entry
from hub.web.pages.entry_cookie import begun, ended, entry_of, gone, speaker
from hub.web.pages.filling import forms_of, leaves_of, where_left
from hub.web.pages.holder_cookie import held_of, holding, tried_at
from hub.web.pages.page import Page, Turn, see
from hub.web.pages.places import lead_service, place_words
from hub.web.pages.questions import leaves
from hub.web.pages.visit_plan import Cell, band_name, cell_of
from hub.wire import FindEntry, FoundEntry, Refusal

FARTHEST = 366  # days ahead
LONGEST_CODE = 60  # characters: a reception code has 32
RESUME = "/enter/resume"
BEGINS_WITH = ("procedure", "ticked", "held", "language")  # what the form of an entry's beginning may send
GOING_ON = "kiosk.saved.going_on"


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
        running=_running(turn),
        guide=(words(bundle, language, f"selection.{first.id}.title"), tiles(bundle, first, (), language)),
        offered=offered,
        letter=letter,
        booking=booking,
        busy=words(bundle, language, "congestion.link"),
        say=speaker(bundle, language),
    )


def _running(turn: Turn) -> str:
    """The page to go on with of what this browser has entered and not sent; beginning anew would take its place."""
    entry = entry_of(turn)
    if entry is None or entry.saved is not None or not entry.answers:
        return ""
    return where_left(turn.house.bundle, entry, {}, turn.house.clock().date())


async def begin(turn: Turn) -> web.StreamResponse:
    bundle = turn.house.bundle
    chosen = chosen_of(bundle, turn.form.get("procedure", ""))
    forms = [form for _, form in known_forms(bundle, chosen)]
    if not forms:
        return see("/enter")
    language = languages.known(bundle, turn.form.get("language", "")) or languages.language_of(bundle, turn.request)
    if _running(turn) and not turn.form.get("anew"):  # in another tab, or by a start page from before it
        return see("/enter/anew?" + urlencode({name: turn.form[name] for name in BEGINS_WITH if turn.form.get(name)}))
    ticked = answered(bundle, ticked_of(bundle, turn.form.get("ticked", "")))
    entry = Entry(language, chosen, secrets.token_hex(16), turn.house.clock(), answers=dict(ticked), booking=_booking(turn))
    return begun(turn, entry, leaves(forms, {})[0].id)


async def anew_page(turn: Turn) -> web.StreamResponse:
    """Whether what is running goes, before another one begins in its place."""
    running = _running(turn)
    if not running:
        return see("/enter")
    language = languages.language_of(turn.house.bundle, turn.request)
    again = [(name, turn.request.query[name]) for name in BEGINS_WITH if turn.request.query.get(name)]
    say = speaker(turn.house.bundle, language)
    return turn.page("enter_quit.html", language=language, say=say, leaf=running, again=again)


async def resume_page(turn: Turn) -> web.StreamResponse:
    bundle, wrong = turn.house.bundle, "wrong" in turn.request.query
    language = languages.language_of(bundle, turn.request)
    say = speaker(bundle, language)
    tried = tried_at(turn, RESUME) if wrong else None
    if tried is None:
        return turn.page("enter_resume.html", language=language, say=say, code="", wrong="")
    code, refused = tried
    why = say("code_wait", time=hour(refused.until)) if refused.until is not None else say("code_wrong")
    status = 429 if refused.until is not None else 422
    return turn.page("enter_resume.html", status, language=language, say=say, code=code, wrong=why, kept="&wrong=yes")


async def resume(turn: Turn) -> web.StreamResponse:
    """つづきから: what was saved at home or at a kiosk, finished or not. All codes that open nothing get one answer."""
    bundle, code = turn.house.bundle, turn.form.get("code", "").strip()[:LONGEST_CODE]
    found = await turn.office.find_entry(door.resident(turn.request), FindEntry(code))
    if isinstance(found, Refusal):
        response = see(f"{RESUME}?wrong=yes")
        holding(turn, response).tried[RESUME] = (code, found)
        return response
    language = languages.known(bundle, turn.form.get("language", "")) or found.language
    entry = Entry(
        language,
        tuple(dict.fromkeys(application.procedure for application in found.applications)),
        secrets.token_hex(16),
        turn.house.clock(),
        answers=_answers(found),
        replaces=found.reception_token,
        note=("ok", words(bundle, language, GOING_ON)),
    )
    if not forms_of(bundle, entry):
        return see("/enter")  # nothing of it is filled in at home
    return begun(turn, entry, where_left(bundle, entry, found.unfinished, turn.house.clock().date()))


def _answers(found: FoundEntry) -> dict[str, Any]:
    """Of all forms together: what two of them ask was answered once."""
    answers: dict[str, Any] = {}
    for application in found.applications:
        answers = completed(answers, application.answers)
    return answers


async def done_page(turn: Turn) -> web.StreamResponse:
    entry = entry_of(turn)
    if entry is None or entry.saved is None:
        return gone(turn)
    bundle, saved = turn.house.bundle, entry.saved
    booked = await _booked(turn, entry)
    return turn.page(
        "enter_saved.html" if entry.unfinished else "enter_done.html",
        language=entry.language,
        say=speaker(bundle, entry.language),
        qr=code_image(bundle, saved.code, entry.language),
        one_code=words(bundle, entry.language, "booking.one_code") if entry.one_code else "",
        replaced=words(bundle, entry.language, "portal.code_replaced") if entry.replaces and not entry.one_code else "",
        booking=_times(bundle, entry) if booked is None else (),
        planned=_planned(bundle, entry, booked, await _ahead(turn, entry)),
        fee=entry.fee,
        place=place_words(bundle, lead_service(bundle, entry.procedures), entry.language),
        short_code=f"{saved.short_code[:4]}-{saved.short_code[4:]}" if len(saved.short_code) == 8 else saved.short_code,
        code=saved.code,
        address=f"{turn.house.bundle.site.public_url or turn.request.url.origin()}/enter/resume",
        expires=full_day(saved.expires_on, entry.language),
        bring=[words(bundle, entry.language, key) for key in entry.bring],
        letter=words(bundle, entry.language, "proxy.letter.open") if "bring.letter_of_proxy" in entry.bring else "",
    )


async def quit_page(turn: Turn) -> web.StreamResponse:
    """やめる is asked once more: what was entered is nowhere else."""
    entry = entry_of(turn)
    if entry is None or entry.saved is not None:
        return gone(turn)
    pages = [leaf.id for leaf in leaves_of(turn.house.bundle, entry)]
    leaf = next((each for each in pages if each == turn.request.query.get("from", "")), pages[0])
    say = speaker(turn.house.bundle, entry.language)
    return turn.page("enter_quit.html", language=entry.language, say=say, leaf=leaf, again=None)


async def quit_entry(turn: Turn) -> web.StreamResponse:
    return ended(turn)


async def _booked(turn: Turn, entry: Entry) -> datetime | None:
    """The time that is booked under its code."""
    if entry.saved is None or not turn.house.bundle.site.appointments:
        return None
    found = await turn.office.bookings.find(door.resident(turn.request), entry.saved.code or entry.saved.short_code)
    return found.begins if not isinstance(found, Refusal) and found.state == "booked" else None


async def _ahead(turn: Turn, entry: Entry) -> tuple[DayOutlook, ...]:
    """The days to come as far as the one planned."""
    service, day = lead_service(turn.house.bundle, entry.procedures), day_in(entry.plan[0])
    if service is None or day is None:
        return ()
    days = (day - turn.house.clock().date()).days
    return await turn.office.hall.outlook(turn.actor, service.id, entry.procedures[0], min(days, FARTHEST))


def _planned(
    bundle: Bundle, entry: Entry, booked: datetime | None, ahead: Sequence[DayOutlook]
) -> tuple[str, str, Cell | None] | tuple[()]:
    """(label, day and time, the mark of it): what was booked, else what was planned."""
    language = entry.language
    if booked is not None:
        return words(bundle, language, "portal.booked"), f"{planned_day(booked.date(), language)} {hour(booked)}", None
    day = day_in(entry.plan[0])
    if day is None:
        return ()
    band = band_name(bundle, entry.plan[1], language)
    cell = next((cell_of(bundle, each, entry.plan[1], language) for each in ahead if each.day == day), None)
    return words(bundle, language, "portal.planned"), f"{planned_day(day, language)} {band}", cell


def _times(bundle: Bundle, entry: Entry) -> tuple[str, str, str] | tuple[()]:
    """(procedure, question, words of the button): a time for what was entered, where one may be booked and none is yet."""
    procedure = next((each for each in entry.procedures if plan_for(bundle.site, each) is not None), None)
    if procedure is None or entry.one_code:
        return ()
    return procedure, words(bundle, entry.language, "booking.for_entry"), words(bundle, entry.language, "booking.title")


def _booking(turn: Turn) -> tuple[str, str]:
    """The code of the time somebody has booked and enters for, in the QR's form and as it is typed."""
    held = held_of(turn, turn.form.get("held", ""))
    return (held.code, held.short_code) if held is not None else ("", "")


def _form(bundle: Bundle, procedure: Procedure) -> Form | None:
    return bundle.forms.get(procedure.form) if procedure.form else None


PAGES = (
    Page("GET", "/enter", "read_public_page", begin_page),
    Page("POST", "/enter", "read_public_page", begin),
    Page("GET", "/enter/anew", "read_public_page", anew_page),
    Page("GET", RESUME, "read_public_page", resume_page),
    Page("POST", RESUME, "read_public_page", resume),
    Page("GET", "/enter/step", "read_public_page", steps.step_page),
    Page("GET", "/enter/step/{leaf}", "read_public_page", steps.step_page),
    Page("POST", "/enter/step/{leaf}", "read_public_page", steps.step),
    Page("GET", "/enter/review", "read_public_page", steps.review_page),
    Page("GET", "/enter/done", "read_public_page", done_page),
    Page("GET", "/enter/quit", "read_public_page", quit_page),
    Page("POST", "/enter/quit", "read_public_page", quit_entry),
)
