"""予約を見る・変える・取り消す, by the code alone, which is typed once and stands in no address.

Every page has an address that can be looked at again; it names the booking for the browser that has shown the code, and no other.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from aiohttp import web

from config.guidance import guidance
from config.words import words
from hub.web import door, errors
from hub.web.pages import free_times
from hub.web.pages.booking_words import (
    booked_words,
    booking_page,
    day_in,
    grace_words,
    language_of,
    moment_in,
    procedure_name,
    speaker,
    spelled,
    why,
)
from hub.web.pages.code_image import code_image
from hub.web.pages.dates import hour, planned_day
from hub.web.pages.entry_cookie import entry_of
from hub.web.pages.holder_cookie import holder_of, holding, tried_at
from hub.web.pages.holders import Held
from hub.web.pages.page import Page, Turn, see
from hub.web.pages.pressing import forget
from hub.wire import AppointmentView, ChangeAppointment, FreeSlot, Refusal

FIND = "/book/find"
LONGEST_CODE = 60
CODE_OF_QR = "UK1:"
OTHER_TIMES = 6  # one press away for whom the office has closed the day they had
DONE = {"moved": "booked", "cancelled": "cancelled"}  # what was done just now, and the state in which it is still true
Answer = Callable[[Turn, Held, str], Awaitable[web.StreamResponse]]


def begin(turn: Turn, *, wrong: str = "", code: str = "", gone: str = "", status: int = 200) -> web.Response:
    """Where a procedure is chosen, or a code typed. `wrong`: of the code; `gone`: the booking somebody came to see."""
    bundle = turn.house.bundle
    offered = [(procedure, procedure_name(turn, procedure)) for plan in bundle.site.appointments for procedure in plan.procedures]
    return booking_page(turn, "book_begin.html", status, offered=offered, code=code, wrong=wrong, gone=gone)


def done_at(name: str) -> str:
    return f"/book/yours/{name}/code"


async def find(turn: Turn) -> web.StreamResponse:
    """予約を見る, by its code."""
    code = turn.form.get("code", "").strip()[:LONGEST_CODE]
    found = await turn.office.bookings.find(door.resident(turn.request), code)
    if isinstance(found, Refusal):
        return _not_found(turn, code, found)
    response = see("/book")
    held = Held(found, code=code) if code.startswith(CODE_OF_QR) else Held(found, short_code=code)
    response.headers["Location"] = _yours_at(holding(turn, response).keep(held))
    return response


async def not_found_page(turn: Turn) -> web.StreamResponse:
    """The code that opened nothing, to be put right; for as long as it may not be tried again."""
    tried = tried_at(turn, FIND)
    if tried is None:
        return see("/book")
    code, refused = tried
    return begin(turn, wrong=why(turn, refused), code=code, status=errors.status_of(refused))


def _not_found(turn: Turn, code: str, refused: Refusal) -> web.Response:
    why(turn, refused)
    response = see(FIND)
    holding(turn, response).tried[FIND] = (code, refused)
    return response


# --- pages of one booking ---------------------------------------------------------------------------------------------------


async def _code(turn: Turn, held: Held, name: str) -> web.StreamResponse:
    """予約できました: the code to bring, for as long as it opens what was booked."""
    bundle, view = turn.house.bundle, held.view
    if view.state != "booked" or view.closed:
        return see(_yours_at(name))
    procedure = bundle.procedures[view.procedure]
    return booking_page(
        turn,
        "book_done.html",
        chosen=booked_words(turn, view.procedure, view.begins),
        qr=code_image(bundle, held.code, language_of(turn)) if held.code else None,
        short_code=spelled(held.short_code),
        one_code=held.one_code,
        procedure=view.procedure,
        code=held.code,
        yours=_yours_at(name),
        name=name,
        grace=grace_words(turn),
        bring=[words(bundle, language_of(turn), key) for key in _bring(turn, held)],
        at_home=procedure.form is not None and not held.one_code,
    )


def _bring(turn: Turn, held: Held) -> tuple[str, ...]:
    """持ち物, text keys: by what this browser has just entered for the booking, else by what somebody may need."""
    entry = entry_of(turn)
    if held.one_code and entry is not None and entry.saved is not None and entry.saved.short_code == held.short_code:
        return entry.bring
    return guidance(turn.house.bundle, [(held.view.procedure, {})]).bring


async def _yours(turn: Turn, held: Held, name: str) -> web.StreamResponse:
    """The appointment as it is, with what may still be done."""
    say, view = speaker(turn), held.view
    told = _told(turn, view)
    others: tuple[FreeSlot, ...] = ()
    if view.closed:
        told, others = say("closed"), await turn.office.bookings.other_times(turn.actor, view.procedure, OTHER_TIMES)
    open_ = _open(turn, view)
    procedure = turn.house.bundle.procedures.get(view.procedure)
    return booking_page(
        turn,
        "book_yours.html",
        chosen=booked_words(turn, view.procedure, view.begins),
        told=told,
        typed=spelled(held.short_code),
        kept=_kept(turn),
        qr=done_at(name) if held.code and open_ and not view.closed else "",
        open=open_,
        closed=view.closed,
        yours=_yours_at(name),
        name=name,
        others=[(each.begins, f"{planned_day(each.begins.date(), language_of(turn))} {hour(each.begins)}") for each in others],
        grace=grace_words(turn) if open_ and not view.closed else "",
        at_home=open_ and procedure is not None and procedure.form is not None and not held.one_code,
        procedure=view.procedure,
    )


async def _days(turn: Turn, held: Held, name: str) -> web.StreamResponse:
    """日時を変える: the days, as for a new booking."""
    return await free_times.days_page(turn, held.view.procedure, _days_at(name), _yours_at(name))


async def _times(turn: Turn, held: Held, name: str) -> web.StreamResponse:
    day = day_in(turn.request.match_info["day"])
    if day is None:
        return see(_days_at(name))
    return await free_times.times_page(turn, held.view.procedure, day, _days_at(name), _yours_at(name))


async def _move_asked(turn: Turn, held: Held, name: str) -> web.StreamResponse:
    """この日時で予約しますか, once more: the old place would be gone."""
    begins = free_times.chosen_time(turn)
    if begins is None:
        return see(_days_at(name))
    chosen = booked_words(turn, held.view.procedure, begins)
    back = f"{_days_at(name)}/{begins.date().isoformat()}"
    return booking_page(turn, "book_move.html", chosen=chosen, yours=_yours_at(name), back=back, begins=begins)


async def _move(turn: Turn, held: Held, name: str) -> web.StreamResponse:
    begins = moment_in(turn, turn.form.get("begins", ""))
    if begins is None:
        return see(_days_at(name))
    moved = await turn.office.bookings.change(door.resident(turn.request), ChangeAppointment(held.opens, begins))
    if not isinstance(moved, Refusal):
        return forget(turn, see(f"{_yours_at(name)}?done=moved"))
    if moved.error in free_times.GONE:
        return free_times.times_after(_days_at(name), begins, moved)
    return _refused(turn, held, name, moved)


async def _cancel_asked(turn: Turn, held: Held, name: str) -> web.StreamResponse:
    """この予約を取り消しますか, once more."""
    chosen = booked_words(turn, held.view.procedure, held.view.begins)
    return booking_page(turn, "book_cancel.html", chosen=chosen, yours=_yours_at(name))


async def _cancel(turn: Turn, held: Held, name: str) -> web.StreamResponse:
    gone = await turn.office.bookings.change(door.resident(turn.request), ChangeAppointment(held.opens))
    if isinstance(gone, Refusal):
        return _refused(turn, held, name, gone)
    return forget(turn, see(f"{_yours_at(name)}?done=cancelled"))


def _refused(turn: Turn, held: Held, name: str, refused: Refusal) -> web.Response:
    """It is over by now: how it stands says its own page. A code that opens nothing any more is typed anew."""
    return see(_yours_at(name)) if refused.error == "appointment_over" else _not_found(turn, held.opens, refused)


def _told(turn: Turn, view: AppointmentView) -> str:
    say, done = speaker(turn), turn.request.query.get("done", "")
    if DONE.get(done) == view.state:
        return say(done)
    if view.state == "arrived":
        return say("arrived", number=view.number or "")
    return say("over") if view.state != "booked" else ""


def _kept(turn: Turn) -> str:
    """What the address of this page says besides, for the same page in another language."""
    done = turn.request.query.get("done", "")
    return f"&done={done}" if done in DONE else ""


def _open(turn: Turn, view: AppointmentView) -> bool:
    """Whether it may still be moved or cancelled."""
    return view.closed or (view.state == "booked" and view.begins > turn.house.clock())


def _yours_at(name: str) -> str:
    return f"/book/yours/{name}"


def _days_at(name: str) -> str:
    return f"/book/yours/{name}/days"


def _of(answer: Answer, *, while_open: bool = False) -> Callable[[Turn], Awaitable[web.StreamResponse]]:
    """A page of the booking its address names, as that is now. `while_open`: only for as long as it may be changed."""

    async def of_booking(turn: Turn) -> web.StreamResponse:
        name = turn.request.match_info["name"]
        holder = holder_of(turn)
        held = holder.bookings.get(name) if holder is not None else None
        if holder is None or held is None:
            return begin(turn, gone=speaker(turn)("gone"), status=410)
        found = await turn.office.bookings.find(door.resident(turn.request), held.opens)
        if not isinstance(found, Refusal):
            held = replace(held, view=found)
            holder.keep(held)
        elif found.until is None:  # while somebody nearby has typed too many wrong codes, it is shown as it was last seen
            return _not_found(turn, held.opens, found)
        if while_open and not _open(turn, held.view):
            return see(_yours_at(name))
        return await answer(turn, held, name)

    return of_booking


PAGES = (
    Page("GET", FIND, "read_public_page", not_found_page),
    Page("POST", FIND, "read_public_page", find),
    Page("GET", "/book/yours/{name}", "read_public_page", _of(_yours)),
    Page("GET", "/book/yours/{name}/code", "read_public_page", _of(_code)),
    Page("GET", "/book/yours/{name}/days", "read_public_page", _of(_days, while_open=True)),
    Page("GET", "/book/yours/{name}/days/{day}", "read_public_page", _of(_times, while_open=True)),
    Page("GET", "/book/yours/{name}/days/{day}/{time}", "read_public_page", _of(_move_asked, while_open=True)),
    Page("POST", "/book/yours/{name}/move", "read_public_page", _of(_move)),
    Page("GET", "/book/yours/{name}/cancel", "read_public_page", _of(_cancel_asked, while_open=True)),
    Page("POST", "/book/yours/{name}/cancel", "read_public_page", _of(_cancel)),
)
