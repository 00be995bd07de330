"""What the office says when it cannot do what was asked: each kind of trouble has one word, one message and one cure.

Expected trouble is returned as a Refusal; broken rules are raised and brought into the same shape by `refusal_of`.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, get_args

import msgspec

from hub.domain.transitions import IllegalAction
from hub.security.may import NotAllowed
from hub.store.commands import KeyReused
from hub.store.writer import Busy, CommitFailed
from hub.wire import Refusal, VisitView

Error = Literal[
    "nothing_asked",
    "unknown_service",
    "unknown_procedure",
    "unknown_form",
    "invalid_answers",
    "malformed_number",
    "number_taken",
    "numbers_used_up",
    "foreign_code",
    "unknown_code",
    "entry_expired",
    "entry_used",
    "entry_too_large",
    "too_many_tries",
    "wrong_password",
    "unknown_counter",
    "wrong_pin",
    "not_unlocked",
    "unknown_number",
    "visit_ended",
    "at_counter",
    "not_at_your_counter",
    "record_destroyed",
    "no_form",
    "form_not_drawn",
    "not_allowed",
    "unknown_visit",
    "illegal_action",
    "conflict",
    "counter_busy",
    "wrong_counter",
    "key_reused",
    "foreign_seal",
    "reason_needed",
    "unusable_time",
    "service_closed",
    "procedure_closed",
    "quota_reached",
    "not_bookable",
    "slot_gone",
    "slot_full",
    "appointment_used",
    "appointment_over",
    "appointment_late",
    "appointment_other_day",
    "too_many_bookings",
    "too_many_saved",
    "counter_closed",
    "cannot_part",
    "belongs_together",
    "cannot_merge",
    "nothing_to_undo",
    "record_conflict",
    "record_held",
    "no_such_application",
    "nothing_changed",
    "identity_needed",
    "certificate_open",
    "identity_lacking",
    "my_number_written",
    "not_handed",
    "fee_open",
    "say_what",
    "answers_open",
    "checks_open",
    "procedure_open",
    "own_entry",
    "too_short",
    "busy",
    "not_stored",
]
ERRORS: tuple[str, ...] = get_args(Error)

_WORDS: dict[str, tuple[str, str]] = {
    "nothing_asked": ("The message names neither an application, nor a service, nor a reception code.", "Send one of them."),
    "unknown_service": ("This office has no such service.", "Load the configuration again."),
    "unknown_procedure": ("This office does not do this procedure.", "Load the configuration again."),
    "unknown_form": (
        "This version of the form is not known here.",
        "Load the configuration again and check the answers against it.",
    ),
    "invalid_answers": ("Some answers are missing or wrong.", "Correct the answers named in `problems` and send again."),
    "malformed_number": (
        "This is not a number this kiosk may give.",
        "Send the number as it was given, from the kiosk that gave it.",
    ),
    "number_taken": ("Another visit of this day carries this number.", "Let the floor guide give this resident a new number."),
    "numbers_used_up": ("The series has no number left today.", "Widen the range of the service in the configuration."),
    "foreign_code": (
        "This is not a reception code of this system.",
        "Show the code received with the pre-entry, or type its eight characters.",
    ),
    "unknown_code": ("No pre-entry or number is kept under this code.", "Check the characters, or begin without the code."),
    "entry_expired": ("The pre-entry is past its last day.", "Enter again here, or take a number alone."),
    "entry_used": ("A number was already given for this pre-entry.", "Use that number, or ask the staff."),
    "entry_too_large": ("This is more than an entry of the forms asked for can hold.", "Go on with the entry and take a number."),
    "too_many_tries": ("Too many wrong tries.", "Wait until the time named, or ask the staff."),
    "wrong_password": ("Name or password are not right.", "Try again; a manager can set a new password."),
    "unknown_counter": ("This office has no such counter.", "Choose one of the counters of the configuration."),
    "wrong_pin": ("Number or PIN are not right.", "Try again; the IT staff give a new PIN with `python -m hub pin`."),
    "not_unlocked": ("Nobody has unlocked this kiosk, or the time is over.", "Unlock it again with number and PIN."),
    "unknown_number": ("Nobody carries this number today.", "Look at the paper or the list of the counter and type it again."),
    "visit_ended": ("This visit is over.", "Give a new number where one is needed."),
    "at_counter": ("This number is called or served at a counter just now.", "Tell the counter; it can end it there."),
    "not_at_your_counter": ("The visit is not being served at this person's counter.", "Call it and start; then the record opens."),
    "record_destroyed": ("The record was destroyed at the end of its time.", "It cannot be had again; ask the resident."),
    "no_form": ("Nothing was entered that has a form to print.", "Use the paper form of the counter."),
    "form_not_drawn": ("The form could not be drawn.", "Try again; if it stays so, use the paper form of the counter."),
    "not_allowed": ("This role may not do this.", "Sign in as somebody who may."),
    "unknown_visit": ("There is no such visit or leg.", "Load the list again."),
    "illegal_action": ("The state of the visit does not allow this.", "Look at the visit as it is now."),
    "conflict": ("Somebody else was first.", "Look at the visit as it is now and decide again."),
    "counter_busy": ("The counter still has a visit.", "Finish it, or mark it absent, then call the next."),
    "wrong_counter": ("This counter does not do this stage of this service.", "Choose another counter, or another visit."),
    "key_reused": ("This key was used for another message.", "Make a new key for every press."),
    "foreign_seal": (
        "This was not sealed to this hub, or not for this question.",
        "Fetch /api/hub again, seal to its seal_key and send it with the key it was sealed with.",
    ),
    "reason_needed": ("This needs one of its reasons.", "Choose a reason and send it again. Nothing was changed."),
    "unusable_time": ("Somebody on hold comes back later on the same day.", "Choose another time, or none: when they come back."),
    "service_closed": ("This service takes no more numbers now.", "See the opening hours; staff may still give a number."),
    "procedure_closed": (
        "This procedure is not done at this hour, though its service is open.",
        "See the hours of the procedure; staff may still give a number.",
    ),
    "quota_reached": (
        "The service has given out today's numbers.",
        "Come on another day, book an appointment, or ask the staff.",
    ),
    "not_bookable": ("No appointments are made for this.", "Come without one and take a number."),
    "slot_gone": ("This time can no more be booked.", "Choose another time."),
    "slot_full": ("Somebody else has just booked the last place of this time.", "Choose another time."),
    "appointment_used": ("A number was already given for this appointment.", "Use that number, or ask the staff."),
    "appointment_over": ("This appointment was cancelled, or its time is over.", "Book another one, or take a number."),
    "appointment_late": (
        "The time of this appointment is over by more than the grace.",
        "Book another one, take a number, or ask the staff.",
    ),
    "appointment_other_day": ("The appointment is on another day.", "Come on its day, or change it with its code."),
    "too_many_saved": ("Too much was saved from here just now.", "Wait ten minutes: what is entered stays on the page."),
    "too_many_bookings": ("Too many appointments were booked from here just now.", "Wait ten minutes, or ask at the office."),
    "counter_closed": ("Nobody sits at this counter now.", "Choose another counter, or the line of the service."),
    "cannot_part": (
        "This part cannot get a number of its own now.",
        "Somebody must stay and somebody must go; who stays keeps the counter. Choose another part.",
    ),
    "belongs_together": (
        "One of these procedures waits for the decision on another.",
        "Let both go, or wait until the other one is verified.",
    ),
    "cannot_merge": ("These two numbers cannot become one.", "Both must be of today, not over, and not the same."),
    "nothing_to_undo": (
        "There is no step of yours at this counter in the last minute.",
        "Look at the visit as it is now and act on it.",
    ),
    "record_conflict": ("Somebody else corrected this record first.", "Look at the record as it is now and decide again."),
    "record_held": ("Another counter holds this record.", "Read it here, or take it over with a reason."),
    "no_such_application": ("The record has no such application, or its form is not known here.", "Load the record again."),
    "nothing_changed": ("This is what the record says already.", "Nothing is to be done."),
    "certificate_open": (
        "The certificate beside the record differs from it in fields nobody has settled.",
        "Open the cross-check, decide what is left, correct the record or send it back.",
    ),
    "identity_needed": (
        "The identity of who stands there was not checked, and the procedure demands it.",
        "Check it and write down what was shown; a manager can allow an exception.",
    ),
    "identity_lacking": (
        "What was shown is not enough for this procedure.",
        "Ask for what `problems` names, or have a manager allow an exception with a reason.",
    ),
    "not_handed": (
        "Something is neither handed over nor marked as not handed.",
        "Tick what was handed over; what is not gets a reason.",
    ),
    "fee_open": ("The fee is neither paid nor marked as not due.", "Take the fee and tick it, or give a reason why none is taken."),
    "say_what": ("It is not said what is to be mended.", "Name the item, or write a line about it."),
    "answers_open": (
        "Answers that were left to the counter are still open.",
        "Fill them in, or pass them on with a reason.",
    ),
    "checks_open": ("Things this stage makes sure of are not ticked.", "Make sure of them and tick them."),
    "procedure_open": (
        "It is not decided which procedure this number is for.",
        "Decide on one, or pass it on with a reason.",
    ),
    "too_short": ("This is too short to mean somebody.", "Type at least two kana, three letters, or the whole name in kanji."),
    "own_entry": ("This person entered it; somebody else verifies it.", "Leave it to a colleague, or take the next one."),
    "my_number_written": ("This holds what looks like a My Number; it is not kept.", "Write it again without the number."),
    "busy": ("The hub has too much to do just now.", "Send the same message with the same key again in a moment."),
    "not_stored": (
        "The disk did not take it; nothing is stored.",
        "Send it again with the same key; tell the staff of the hub if it stays so.",
    ),
}


class Conflict(Exception):
    """The version the clerk saw is not the current one; nothing was changed. `current`: the visit as it is now."""

    def __init__(self, current: VisitView) -> None:
        super().__init__("another change came first")
        self.current = current


class CounterBusy(Exception):
    """The counter has called or serves another visit. `current`: that visit."""

    def __init__(self, current: VisitView | None) -> None:
        super().__init__("the counter has a visit")
        self.current = current


class WrongCounter(Exception):
    """There is no such counter, it is not the clerk's, or it lacks the skill."""


class Declined(Exception):
    """Expected trouble found inside a transaction, of which nothing is stored then. `error`: its word."""

    def __init__(self, error: Error) -> None:
        super().__init__(error)
        self.error: Error = error


class UnknownVisit(Exception):
    """No such visit, or the visit has no such leg."""


def refuse(error: Error, problems: Sequence[dict[str, Any]] = (), message: str = "", until: datetime | None = None) -> Refusal:
    """The refusal for this word. `message` replaces the standing one where it can say more; `until`: from when it goes."""
    standing, cure = _WORDS[error]
    return Refusal(error=error, message=message or standing, cure=cure, problems=tuple(problems), until=until)


def refusal_of(error: Exception) -> Refusal | None:
    """A broken rule in the shape of every API error; None for what is a fault of the program."""
    match error:
        case NotAllowed():
            return refuse("not_allowed", message=f"{error.role} may not {error.action}.")
        case IllegalAction():
            return refuse("illegal_action", message=f"{error}.")
        case Conflict():
            return _with_current(refuse("conflict"), error.current)
        case CounterBusy():
            return _with_current(refuse("counter_busy"), error.current)
        case WrongCounter():
            return refuse("wrong_counter")
        case Declined():
            return refuse(error.error)
        case UnknownVisit():
            return refuse("unknown_visit")
        case KeyReused():
            return refuse("key_reused")
        case Busy():
            return refuse("busy")
        case CommitFailed():
            return refuse("not_stored")
        case _:
            return None


def _with_current(refusal: Refusal, current: VisitView | None) -> Refusal:
    if current is None:
        return refusal
    return msgspec.structs.replace(refusal, current=msgspec.to_builtins(current))
