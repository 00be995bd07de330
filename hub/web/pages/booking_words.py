"""What the pages of 予約 say, in the language of whoever reads them."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from aiohttp import web

from config.words import words
from hub.web.errors import Refused
from hub.web.pages import languages
from hub.web.pages.dates import hour, planned_day
from hub.web.pages.page import Turn
from hub.web.pages.places import lead_service, place_words
from hub.wire import Language, Refusal

Say = Callable[..., str]


def booking_page(turn: Turn, template: str, status: int = 200, **values: Any) -> web.Response:
    return turn.page(template, status, language=language_of(turn), say=speaker(turn), **values)


def language_of(turn: Turn) -> Language:
    return languages.language_of(turn.house.bundle, turn.request)


def speaker(turn: Turn) -> Say:
    bundle, language = turn.house.bundle, language_of(turn)
    return lambda key, **placeholders: words(bundle, language, f"booking.{key}", **placeholders)


def procedure_name(turn: Turn, procedure: str) -> str:
    return words(turn.house.bundle, language_of(turn), f"procedure.{procedure}.name")


def booked_words(turn: Turn, procedure: str, begins: datetime) -> tuple[tuple[str, str], ...]:
    """What is booked, as label and words: what, when and where."""
    bundle, say, when = turn.house.bundle, speaker(turn), f"{planned_day(begins.date(), language_of(turn))} {hour(begins)}"
    place = place_words(bundle, lead_service(bundle, (procedure,)), language_of(turn))
    return (say("procedure"), procedure_name(turn, procedure)), (say("when"), when), (say("place"), place)


def grace_words(turn: Turn) -> str:
    """What becomes of somebody who comes late."""
    booking = turn.house.bundle.site.booking
    return speaker(turn)(f"grace_{booking.late}", minutes=booking.grace_minutes)


def why(turn: Turn, refused: Refusal) -> str:
    """What was refused. Raises Refused where it is none of the troubles of whoever books."""
    say = speaker(turn)
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


def spelled(code: str) -> str:
    """A code as it is read out: 7K2M-9QXD."""
    return f"{code[:4]}-{code[4:]}" if len(code) == 8 else code


def day_in(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def moment_in(turn: Turn, text: str) -> datetime | None:
    """A time as our own pages write it."""
    try:
        found = datetime.fromisoformat(text)
        return found.astimezone(turn.house.clock().tzinfo) if found.tzinfo is not None else None
    except (ValueError, OverflowError):  # the last hours of the year 9999
        return None
