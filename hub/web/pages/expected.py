"""予約の一覧: who is expected on a day and who has come, by time and procedure, never by name. Staff give the number here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from aiohttp import web

from config.bundle import Bundle
from hub.web import errors
from hub.web.pages.dates import day as day_words
from hub.web.pages.dates import hour, minutes
from hub.web.pages.naming import procedure_word
from hub.web.pages.page import Page, Turn, see
from hub.wire import AppointmentView, CheckIn, Refusal

STATES = {
    "booked": ("予約中", "note"),
    "arrived": ("来庁", "ok"),
    "cancelled": ("取消", "dash"),
    "missed": ("来られなかった", "dash"),
}
# what staff read where the number could not be given
DECLINED = {
    "appointment_used": "この予約の番号は、もう出ています。",
    "appointment_over": "この予約は、取り消されたか終わっています。",
    "appointment_other_day": "この予約は、今日ではありません。",
    "numbers_used_up": "この業務の今日の番号は、もうありません。",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One appointment of the day. `late`: minutes past the booked time while nobody came; `may_come`: the number can be given."""

    appointment: str
    time: str
    what: str
    state: str
    look: str
    number: str
    note: str
    may_come: bool
    key: str


def rows(bundle: Bundle, views: Sequence[AppointmentView], now: datetime) -> tuple[Row, ...]:
    """By time; what is over greyed, who is late said with the minutes."""
    grace = bundle.site.booking.grace_minutes
    found = []
    for view in views:
        state, look = STATES[view.state]
        late = minutes(view.begins, now) if view.state == "booked" and view.begins.date() == now.date() else 0
        note = "おくれて来庁・来た順" if view.late else ""
        if view.closed:
            note, look = "この時間は閉庁になりました", "caution"
        elif late:
            note = f"{late}分すぎています" + ("・来た順になります" if late > grace else "")
            look = "caution"
        found.append(
            Row(
                appointment=view.appointment,
                time=f"{hour(view.begins)}–{hour(view.ends)}",
                what=procedure_word(bundle, view.procedure, view.service),
                state=state,
                look=look,
                number=view.number or "",
                note=note,
                may_come=view.state == "booked" and view.begins.date() == now.date(),
                key=f"come-{view.appointment}",
            )
        )
    return tuple(found)


async def show(turn: Turn) -> web.StreamResponse:
    return await _list(turn, _day(turn, turn.request.query.get("day", "")))


async def come(turn: Turn) -> web.StreamResponse:
    """来庁: the number, shown large to be written down or told. Pressed twice, the same number."""
    appointment = turn.request.match_info["appointment"]
    given = await turn.office.bookings.check_in(turn.actor, CheckIn(appointment), f"come-{appointment}")
    today = turn.house.clock().date()
    if isinstance(given, Refusal):
        said = DECLINED.get(given.error, "番号を出せませんでした。もう一度押してください。")
        return await _list(turn, today, said=said, status=errors.status_of(given))
    return await _list(turn, today, given=given.number)


async def to_list(turn: Turn) -> web.StreamResponse:
    return see("/appointments")


async def _list(turn: Turn, day: date, *, given: str = "", said: str = "", status: int = 200) -> web.Response:
    now, bundle = turn.house.clock(), turn.house.bundle
    views = await turn.office.bookings.of_day(turn.actor, day)
    listed = rows(bundle, views, now)
    return turn.page(
        "appointments.html",
        status,
        language="ja",
        rows=listed,
        given=given,
        said=said,
        day=day_words(day),
        is_today=day == now.date(),
        before=(day - timedelta(days=1)).isoformat(),
        after=(day + timedelta(days=1)).isoformat(),
        counts=[(words, sum(view.state == state for view in views)) for state, (words, _) in STATES.items()],
        offered=bool(bundle.site.appointments),
        closed=[
            (
                view.begins.date().isoformat(),
                f"{day_words(view.begins.date())} {hour(view.begins)}",
                procedure_word(bundle, view.procedure, view.service),
            )
            for view in await turn.office.bookings.on_closed_days(turn.actor)
        ],
    )


def _day(turn: Turn, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return turn.house.clock().date()


PAGES = (
    Page("GET", "/appointments", "appointments", show),
    Page("GET", "/appointments/{appointment}", "appointments", to_list),
    Page("POST", "/appointments/{appointment}", "check_in", come),
)
