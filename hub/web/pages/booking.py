"""窓口等予約 from home: procedure, day, time, code; changed and cancelled by the code alone. No name, no JavaScript."""

import secrets
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import msgspec
import segno
from aiohttp import web

from config.bundle import Bundle
from config.slots import plan_for
from config.words import words
from hub.web import door, errors
from hub.web.errors import Refused
from hub.web.pages import languages
from hub.web.pages.dates import hour, planned_day
from hub.web.pages.entry_cookie import entry_of
from hub.web.pages.page import Page, Turn, see
from hub.wire import AppointmentView, BookAppointment, BookedAppointment, ChangeAppointment, FreeSlot, Language, Refusal, SavedEntry

LONGEST_CODE = 60
OTHER_TIMES = 6  # one press away for whom the office has closed the day they had
Say = Callable[..., str]


async def begin_page(turn: Turn) -> web.StreamResponse:
    return _begin(turn)


async def days_page(turn: Turn) -> web.StreamResponse:
    """Every day that can be booked for the procedure, full ones shown."""
    procedure = turn.request.match_info["procedure"]
    return await _days(turn, procedure)


async def times_page(turn: Turn) -> web.StreamResponse:
    day = _day(turn.request.match_info["day"])
    return see("/book") if day is None else await _times(turn, turn.request.match_info["procedure"], day)


async def confirm_page(turn: Turn) -> web.StreamResponse:
    """この日時で予約しますか: with the key of the one press to come."""
    procedure, day = turn.request.match_info["procedure"], turn.request.match_info["day"]
    begins = _moment(turn, f"{day}T{turn.request.match_info['time']}{turn.house.clock():%z}")
    if begins is None or plan_for(turn.house.bundle.site, procedure) is None:
        return see("/book")
    return _page(turn, "book_confirm.html", chosen=_what(turn, procedure, begins), procedure=procedure, begins=begins, key=_key())


async def book(turn: Turn) -> web.StreamResponse:
    """予約する. Pressed twice, or the page loaded again: the same appointment with the same code."""
    procedure, begins, key = turn.form.get("procedure", ""), _moment(turn, turn.form.get("begins", "")), turn.form.get("key", "")
    if begins is None or len(key) != len(_key()):
        return see("/book")
    entered = _entered(turn, procedure)
    code = (entered.code or entered.short_code) if entered else None
    message = BookAppointment(procedure, begins, _language(turn), code)
    made = await turn.office.bookings.book(door.resident(turn.request), message, key)
    if isinstance(made, Refusal):
        return await _declined(turn, made, procedure, begins)
    if entered is not None and not made.short_code:
        made = msgspec.structs.replace(made, code=entered.code, short_code=entered.short_code)
        return _booked(turn, made, one_code=True)
    return _booked(turn, made)


async def find(turn: Turn) -> web.StreamResponse:
    """予約を見る, by its code."""
    code = _code(turn)
    found = await turn.office.bookings.find(door.resident(turn.request), code)
    return _begin(turn, code, found) if isinstance(found, Refusal) else await _yours(turn, code, found)


async def change(turn: Turn) -> web.StreamResponse:
    """日時を変える: days, then times, then done; the code goes along and is in no address."""
    code = _code(turn)
    found = await turn.office.bookings.find(door.resident(turn.request), code)
    if isinstance(found, Refusal):
        return _begin(turn, code, found)
    begins, day = _moment(turn, turn.form.get("begins", "")), _day(turn.form.get("day", ""))
    if begins is None:
        return await (_days(turn, found.procedure, code) if day is None else _times(turn, found.procedure, day, code))
    moved = await turn.office.bookings.change(door.resident(turn.request), ChangeAppointment(code, begins))
    if isinstance(moved, Refusal):
        return await _declined(turn, moved, found.procedure, begins, code)
    return await _yours(turn, code, moved, "moved")


async def cancel(turn: Turn) -> web.StreamResponse:
    """予約を取り消す: asked once more first."""
    code = _code(turn)
    found = await turn.office.bookings.find(door.resident(turn.request), code)
    if isinstance(found, Refusal):
        return _begin(turn, code, found)
    if turn.form.get("sure") != "yes":
        return _page(turn, "book_cancel.html", chosen=_what(turn, found.procedure, found.begins), code=code)
    gone = await turn.office.bookings.change(door.resident(turn.request), ChangeAppointment(code))
    return _begin(turn, code, gone) if isinstance(gone, Refusal) else await _yours(turn, code, gone, "cancelled")


async def back_to_begin(turn: Turn) -> web.StreamResponse:
    """Pages that came of a press have no address of their own."""
    return see("/book")


# --- parts -------------------------------------------------------------------------------------------------------------------


def _begin(turn: Turn, code: str = "", refused: Refusal | None = None) -> web.Response:
    bundle = turn.house.bundle
    offered = [
        (procedure, words(bundle, _language(turn), f"procedure.{procedure}.name"))
        for plan in bundle.site.appointments
        for procedure in plan.procedures
    ]
    wrong = "" if refused is None else _why(turn, refused)
    status = 200 if refused is None else errors.status_of(refused)
    return _page(turn, "book_begin.html", status, offered=offered, code=code, wrong=wrong)


async def _days(turn: Turn, procedure: str, code: str = "") -> web.StreamResponse:
    found = await turn.office.bookings.free_days(turn.actor, procedure)
    if isinstance(found, Refusal):
        return see("/book")
    days = [(each.day, planned_day(each.day, _language(turn)), each.free) for each in found]
    return _page(turn, "book_days.html", name=_name(turn, procedure), procedure=procedure, days=days, code=code)


async def _times(turn: Turn, procedure: str, day: date, code: str = "", wrong: str = "", status: int = 200) -> web.StreamResponse:
    found = await turn.office.bookings.free_slots(turn.actor, procedure, day)
    if isinstance(found, Refusal):
        return see("/book")
    return _page(
        turn,
        "book_times.html",
        status,
        name=_name(turn, procedure),
        procedure=procedure,
        day=planned_day(day, _language(turn)),
        slots=[(each.begins, f"{hour(each.begins)}–{hour(each.ends)}", each.free) for each in found],
        code=code,
        wrong=wrong,
    )


async def _declined(turn: Turn, refused: Refusal, procedure: str, begins: datetime, code: str = "") -> web.StreamResponse:
    """Somebody was quicker, or the time is gone: the other times of that day, with what happened."""
    if refused.error not in ("slot_full", "slot_gone"):
        return _begin(turn, code, refused)
    return await _times(turn, procedure, begins.date(), code, _why(turn, refused), errors.status_of(refused))


def _entered(turn: Turn, procedure: str) -> SavedEntry | None:
    """What this browser has just entered for it and holds a code of: the time is booked under that code."""
    entry = entry_of(turn)
    return entry.saved if entry is not None and procedure in entry.procedures else None


def _booked(turn: Turn, made: BookedAppointment, *, one_code: bool = False) -> web.Response:
    bundle, view = turn.house.bundle, made.appointment
    procedure = bundle.procedures[view.procedure]
    qr = segno.make(made.code, error="m", boost_error=False).svg_inline(border=4, omitsize=True, dark="#000", light="#fff")
    return _page(
        turn,
        "book_done.html",
        chosen=_what(turn, view.procedure, view.begins),
        qr=qr if made.code else "",
        short_code=f"{made.short_code[:4]}-{made.short_code[4:]}" if len(made.short_code) == 8 else made.short_code,
        one_code=one_code,
        procedure=view.procedure,
        code=made.code,
        grace=_grace(turn),
        bring=[words(bundle, _language(turn), f"bring.{each}") for each in procedure.bring],
        at_home=procedure.form is not None and not one_code,
    )


async def _yours(turn: Turn, code: str, view: AppointmentView, done: str = "") -> web.Response:
    """The appointment as it is, with what may still be done. `done`: what was done just now."""
    say = _say(turn)
    told = {"moved": say("moved"), "cancelled": say("cancelled")}.get(done, "")
    if not told and view.state == "arrived":
        told = say("arrived", number=view.number or "")
    elif not told and view.state != "booked":
        told = say("over")
    others: tuple[FreeSlot, ...] = ()
    if view.closed:
        told, others = say("closed"), await turn.office.bookings.other_times(turn.actor, view.procedure, OTHER_TIMES)
    open_ = view.closed or (view.state == "booked" and view.begins > turn.house.clock())
    procedure = turn.house.bundle.procedures.get(view.procedure)
    at_home = open_ and procedure is not None and procedure.form is not None
    chosen = _what(turn, view.procedure, view.begins)
    return _page(
        turn,
        "book_yours.html",
        chosen=chosen,
        told=told,
        code=code,
        open=open_,
        closed=view.closed,
        others=[(each.begins, f"{planned_day(each.begins.date(), _language(turn))} {hour(each.begins)}") for each in others],
        grace=_grace(turn) if open_ and not view.closed else "",
        at_home=at_home,
        procedure=view.procedure,
    )


def _page(turn: Turn, template: str, status: int = 200, **values: Any) -> web.Response:
    return turn.page(template, status, language=_language(turn), say=_say(turn), **values)


def _what(turn: Turn, procedure: str, begins: datetime) -> tuple[tuple[str, str], ...]:
    """What is booked, as label and words."""
    say, when = _say(turn), f"{planned_day(begins.date(), _language(turn))} {hour(begins)}"
    return (say("procedure"), _name(turn, procedure)), (say("when"), when)


def _name(turn: Turn, procedure: str) -> str:
    return words(turn.house.bundle, _language(turn), f"procedure.{procedure}.name")


def _grace(turn: Turn) -> str:
    booking = turn.house.bundle.site.booking
    return _say(turn)(f"grace_{booking.late}", minutes=booking.grace_minutes)


def _why(turn: Turn, refused: Refusal) -> str:
    say = _say(turn)
    match refused.error:
        case "slot_full" | "slot_gone":
            return say(refused.error)
        case "appointment_over":
            return say("over")
        case "too_many_bookings":
            return say("too_many")
        case "too_many_tries" if refused.until is not None:
            return say("code_wait", time=hour(refused.until))
        case "unknown_code" | "foreign_code":
            return say("code_wrong")
        case _:
            raise Refused(refused)


def _language(turn: Turn) -> Language:
    chosen = languages.known(turn.house.bundle, turn.form.get("language", ""))
    return chosen or languages.language_of(turn.house.bundle, turn.request)


def _say(turn: Turn) -> Say:
    bundle: Bundle = turn.house.bundle
    return lambda key, **placeholders: words(bundle, _language(turn), f"booking.{key}", **placeholders)


def _code(turn: Turn) -> str:
    return turn.form.get("code", "").strip()[:LONGEST_CODE]


def _key() -> str:
    return secrets.token_hex(16)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _moment(turn: Turn, text: str) -> datetime | None:
    """A time as our own pages write it."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.astimezone(turn.house.clock().tzinfo) if found.tzinfo is not None else None


PAGES = (
    Page("GET", "/book", "read_public_page", begin_page),
    Page("POST", "/book", "read_public_page", book),
    Page("GET", "/book/find", "read_public_page", back_to_begin),
    Page("POST", "/book/find", "read_public_page", find),
    Page("GET", "/book/change", "read_public_page", back_to_begin),
    Page("POST", "/book/change", "read_public_page", change),
    Page("GET", "/book/cancel", "read_public_page", back_to_begin),
    Page("POST", "/book/cancel", "read_public_page", cancel),
    Page("GET", "/book/for/{procedure}", "read_public_page", days_page),
    Page("GET", "/book/for/{procedure}/{day}", "read_public_page", times_page),
    Page("GET", "/book/for/{procedure}/{day}/{time}", "read_public_page", confirm_page),
)
