"""What the office answers when it cannot do what was asked: each kind of trouble has one word, one message and one cure."""

from typing import Any, Literal

import msgspec

from hub.domain.transitions import IllegalAction
from hub.security.may import NotAllowed
from hub.store.writer import Busy, CommitFailed
from hub.wire import Refusal, VisitView

Error = Literal[
    "invalid_answers",  # 422
    "unknown_form",  # 422: the form's version is not known here: reload the bundle
    "unknown_procedure",  # 422
    "unknown_service",  # 422
    "nothing_asked",  # 422: neither applications nor a service nor a reception code
    "numbers_used_up",  # 409
    "number_taken",  # 409: two papers with one number
    "unknown_code",  # 404
    "foreign_code",  # 422: not one of ours (a web address, another system's code)
    "entry_expired",  # 410
    "entry_used",  # 409
    "too_many_tries",  # 429
    "wrong_password",  # 401
    "not_allowed",  # 403
    "unknown_visit",  # 404
    "unknown_counter",  # 422
    "wrong_counter",  # 409: this desk does not do that stage of that service
    "counter_busy",  # 409
    "not_at_your_counter",  # 403
    "record_destroyed",  # 410
    "illegal_action",  # 409
    "conflict",  # 409
    "key_reused",  # 409
    "busy",  # 503
    "not_stored",  # 503
]
