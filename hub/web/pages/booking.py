"""窓口等予約 from home: procedure, day, time, code. No name, no JavaScript; every page has an address of its own."""

from datetime import datetime

import msgspec
from aiohttp import web

from config.slots import plan_for
from hub.web import door
from hub.web.pages import booked, free_times
from hub.web.pages.booking_words import booked_words, booking_page, day_in, language_of, moment_in, why
from hub.web.pages.entry_cookie import entry_of
from hub.web.pages.holder_cookie import holding
from hub.web.pages.holders import Held
from hub.web.pages.page import Page, Turn, see
from hub.web.pages.pressing import LENGTH, forget, pressing_of
from hub.wire import BookAppointment, Refusal, SavedEntry

REFUSED = "too_many_bookings"


async def begin_page(turn: Turn) -> web.StreamResponse:
    """Who begins here means another booking, also at a time that this browser has booked."""
    too_many = turn.request.query.get("refused") == REFUSED
    return forget(turn, booked.begin(turn, wrong=why(turn, Refusal(REFUSED, "")) if too_many else ""))


async def days_page(turn: Turn) -> web.StreamResponse:
    procedure = turn.request.match_info["procedure"]
    return await free_times.days_page(turn, procedure, _days(procedure), "/book")


async def times_page(turn: Turn) -> web.StreamResponse:
    procedure, day = turn.request.match_info["procedure"], day_in(turn.request.match_info["day"])
    return see("/book") if day is None else await free_times.times_page(turn, procedure, day, _days(procedure), "/book")


async def confirm_page(turn: Turn) -> web.StreamResponse:
    """この日時で予約しますか: with the key of the one press to come, the same where somebody comes back to it."""
    procedure, begins = turn.request.match_info["procedure"], free_times.chosen_time(turn)
    if begins is None or plan_for(turn.house.bundle.site, procedure) is None:
        return see("/book")
    chosen, pressing = booked_words(turn, procedure, begins), pressing_of(turn)
    key = pressing.key(procedure, begins, _entry_code(turn, procedure))
    response = booking_page(turn, "book_confirm.html", chosen=chosen, procedure=procedure, begins=begins, key=key)
    pressing.keep(turn, response)
    return response


async def book(turn: Turn) -> web.StreamResponse:
    """予約する. Pressed twice: the same appointment with the same code."""
    procedure, begins, key = turn.form.get("procedure", ""), moment_in(turn, turn.form.get("begins", "")), turn.form.get("key", "")
    if begins is None or len(key) != LENGTH or plan_for(turn.house.bundle.site, procedure) is None:
        return see("/book")
    entered = _entered(turn, procedure)
    message = BookAppointment(procedure, begins, language_of(turn), _entry_code(turn, procedure))
    made = await turn.office.bookings.book(door.resident(turn.request), message, key)
    if isinstance(made, Refusal):
        return _declined(turn, made, procedure, begins)
    one_code = entered is not None and not made.short_code
    if entered is not None and one_code:
        made = msgspec.structs.replace(made, code=entered.code, short_code=entered.short_code)
    response = see("/book")
    name = holding(turn, response).keep(Held(made.appointment, made.code, made.short_code, one_code))
    response.headers["Location"] = booked.done_at(name)
    return response


def _declined(turn: Turn, refused: Refusal, procedure: str, begins: datetime) -> web.Response:
    if refused.error in free_times.GONE:
        return free_times.times_after(_days(procedure), begins, refused)
    why(turn, refused)
    return see(f"/book?refused={refused.error}")


def _days(procedure: str) -> str:
    return f"/book/for/{procedure}"


def _entered(turn: Turn, procedure: str) -> SavedEntry | None:
    """What this browser has just entered for it and holds a code of: the time is booked under that code."""
    entry = entry_of(turn)
    return entry.saved if entry is not None and procedure in entry.procedures else None


def _entry_code(turn: Turn, procedure: str) -> str | None:
    entered = _entered(turn, procedure)
    return (entered.code or entered.short_code) if entered else None


PAGES = (
    Page("GET", "/book", "read_public_page", begin_page),
    Page("POST", "/book", "read_public_page", book),
    Page("GET", "/book/for/{procedure}", "read_public_page", days_page),
    Page("GET", "/book/for/{procedure}/{day}", "read_public_page", times_page),
    Page("GET", "/book/for/{procedure}/{day}/{time}", "read_public_page", confirm_page),
    *booked.PAGES,
)
