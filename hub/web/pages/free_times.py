"""The pages on which a day and a time are chosen, to book and to move: `base` is the address of the days of one procedure."""

from datetime import date, datetime, timedelta

from aiohttp import web

from hub.web.pages.booking_words import booking_page, language_of, moment_in, procedure_name, speaker
from hub.web.pages.calendar import SIGNS, calendar
from hub.web.pages.dates import hour, planned_day
from hub.web.pages.page import Turn, see
from hub.wire import Refusal

GONE = ("slot_full", "slot_gone")  # why a time chosen before cannot be had, as the address of the other times says it


def times_after(base: str, begins: datetime, refused: Refusal) -> web.Response:
    """Somebody was quicker, or the time is gone: the other times of that day, with what happened."""
    return see(f"{base}/{begins.date().isoformat()}?gone={refused.error}")


async def days_page(turn: Turn, procedure: str, base: str, back: str, *, gone: str = "") -> web.StreamResponse:
    """Every day that can be booked for the procedure, full ones shown."""
    found = await turn.office.bookings.free_days(turn.actor, procedure)
    if isinstance(found, Refusal):
        return see("/book")
    booking, today = turn.house.bundle.site.booking, turn.house.clock().date()
    first, last = today + timedelta(days=booking.first_day), today + timedelta(days=booking.last_day)
    say = speaker(turn)
    return booking_page(
        turn,
        "book_days.html",
        name=procedure_name(turn, procedure),
        base=base,
        back=back,
        calendar=calendar(found, first, last, today, language_of(turn), say),
        wrong=say(gone) if gone else "",
    )


async def times_page(turn: Turn, procedure: str, day: date, base: str, back: str) -> web.StreamResponse:
    """The times of one day; the days where none is left of it."""
    found = await turn.office.bookings.free_slots(turn.actor, procedure, day)
    if isinstance(found, Refusal):
        return see("/book")
    gone = next((each for each in GONE if each == turn.request.query.get("gone", "")), "")
    if not found:  # an address of yesterday, or the last time of the day was taken meanwhile
        return await days_page(turn, procedure, base, back, gone=gone or "slot_gone")
    return booking_page(
        turn,
        "book_times.html",
        name=procedure_name(turn, procedure),
        base=base,
        day=planned_day(day, language_of(turn)),
        slots=[
            (
                f"{base}/{day.isoformat()}/{each.begins:%H:%M}",
                f"{hour(each.begins)}–{hour(each.ends)}",
                each.free,
                SIGNS["free" if each.free else "full"],
            )
            for each in found
        ],
        wrong=speaker(turn)(gone) if gone else "",
        kept=f"&gone={gone}" if gone else "",
    )


def chosen_time(turn: Turn) -> datetime | None:
    """The day and the time of the address."""
    day, time = turn.request.match_info["day"], turn.request.match_info["time"]
    return moment_in(turn, f"{day}T{time}{turn.house.clock():%z}")
