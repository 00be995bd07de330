"""What went wrong, as the one shape every caller gets (wire.Refusal), and the one table from its word to an HTTP status."""

from hub.wire import Refusal

# The closed words of Refusal.error. A word that is not here is a bug and answers 500.
STATUS: dict[str, int] = {
    # the message
    "bad_message": 400,
    "missing_key": 400,
    "too_large": 413,
    "invalid_answers": 422,
    "unknown_form": 422,
    "unknown_procedure": 422,
    "unknown_service": 422,
    "unknown_counter": 422,
    "nothing_asked": 422,
    "foreign_code": 422,
    "malformed_number": 422,
    "foreign_seal": 422,
    "reason_needed": 422,
    "unusable_time": 422,
    "no_such_application": 422,
    "nothing_changed": 422,
    "identity_lacking": 422,
    "my_number_written": 422,
    "too_short": 422,
    # who asks
    "unknown_device": 401,
    "not_signed_in": 401,
    "wrong_password": 401,
    "wrong_pin": 403,
    "not_unlocked": 403,
    "not_allowed": 403,
    "not_at_your_counter": 403,
    "foreign_page": 403,
    "too_many_tries": 429,
    # what is asked for
    "not_found": 404,
    "unknown_code": 404,
    "unknown_visit": 404,
    "unknown_number": 404,
    "no_form": 404,
    "wrong_method": 405,
    "entry_expired": 410,
    "visit_ended": 410,
    "record_destroyed": 410,
    # somebody or something was first
    "conflict": 409,
    "illegal_action": 409,
    "wrong_counter": 409,
    "counter_busy": 409,
    "at_counter": 409,
    "key_reused": 409,
    "entry_used": 409,
    "entry_too_large": 422,
    "number_taken": 409,
    "numbers_used_up": 409,
    "service_closed": 409,
    "procedure_closed": 409,
    "quota_reached": 409,
    "not_bookable": 409,
    "slot_gone": 409,
    "slot_full": 409,
    "appointment_used": 409,
    "appointment_over": 409,
    "appointment_late": 409,
    "appointment_other_day": 409,
    "too_many_bookings": 429,
    "too_many_saved": 429,
    "counter_closed": 409,
    "cannot_part": 409,
    "belongs_together": 409,
    "cannot_merge": 409,
    "nothing_to_undo": 409,
    "record_conflict": 409,
    "record_held": 409,
    "own_entry": 409,
    "identity_needed": 409,
    "certificate_open": 409,
    "not_handed": 409,
    "fee_open": 409,
    "say_what": 409,
    "answers_open": 409,
    "checks_open": 409,
    "procedure_open": 409,
    # the hub itself
    "busy": 503,
    "not_stored": 503,
    "form_not_drawn": 503,
    "no_page": 404,
    "failed": 500,
}


class Refused(Exception):
    """Ends a request with `refusal`; raised in the web layer only, caught by one middleware."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.error)
        self.refusal = refusal


def status_of(refusal: Refusal) -> int:
    return STATUS.get(refusal.error, 500)


def bad_message(detail: str) -> Refusal:
    """`detail`: msgspec's words (place and expected type). They go back to the sender only, never into a log."""
    return Refusal(
        error="bad_message",
        message=f"The message could not be read: {detail}",
        cure="Send JSON as described in /api/openapi.json. Nothing was changed.",
    )


MISSING_KEY = Refusal(
    error="missing_key",
    message="The header Idempotency-Key is missing, or not 8 to 100 letters, digits, - or _.",
    cure="Send one new key for each press, and the same key again on every retry of that press.",
)
TOO_LARGE = Refusal(
    error="too_large",
    message="The message is larger than this hub takes.",
    cure="Send one visit in one message; scans are not sent here.",
)
UNKNOWN_DEVICE = Refusal(
    error="unknown_device",
    message="This device token is not known here.",
    cure="Enrol the device on the hub: python -m hub enrol --state FOLDER --kind kiosk --name 01, and give it the token printed.",
)
NOT_SIGNED_IN = Refusal(
    error="not_signed_in",
    message="Nobody is signed in, or the session has ended.",
    cure="Sign in at /sign-in; a device sends Authorization: Bearer TOKEN.",
)
FOREIGN_PAGE = Refusal(
    error="foreign_page",
    message="The request does not come from a page of this hub.",
    cure="Open the page again from this hub and repeat the step. Nothing was changed.",
)
TOO_MANY_TRIES = Refusal(error="too_many_tries", message="Too many tries.", cure="Wait a minute, then try again.")
FAILED = Refusal(
    error="failed",
    message="The hub could not finish this.",
    cure="Try again with the same key. If it stays, tell the person who looks after the hub the request number.",
)


def not_allowed(action: str) -> Refusal:
    return Refusal(
        error="not_allowed",
        message=f"This is not open to you: {action}.",
        cure="Ask somebody whose work it is, or sign in as that person.",
    )


def not_found() -> Refusal:
    return Refusal(error="not_found", message="There is nothing at this address.", cure="See /api/openapi.json for what there is.")


def wrong_method(allowed: str) -> Refusal:
    return Refusal(error="wrong_method", message="This address takes another method.", cure=f"Use {allowed}.")
