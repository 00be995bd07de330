"""What a resident sends and gets: a visit with its applications, its ticket, a refusal."""

from datetime import date, datetime
from typing import Annotated, Any

import msgspec

from hub.wire.phone import ExpectedWait
from hub.wire.words import Channel, Language, Message, ShortText, Stage


class Application(Message, frozen=True):
    """One finished form (申請). `answers` as in config.form; `form_version` is the hash of the form they were given to."""

    procedure: ShortText
    form_version: ShortText
    answers: dict[str, Any]


class OpenVisit(Message, frozen=True):
    """A number, please: with applications (pre-entered ones by `reception_token`), or for a service alone (`service`).

    `issued_at` and `number` are set only when the kiosk issued the number while the hub was away.
    """

    language: Language
    channel: Channel = "kiosk"
    applications: tuple[Application, ...] = ()
    service: ShortText | None = None
    reception_token: ShortText | None = None
    consideration: bool = False  # 配慮: asked for at the kiosk, never with a reason
    appointment: ShortText | None = None  # token of FoundAppointment: it comes to an appointment
    people: Annotated[int, msgspec.Meta(ge=1, le=99)] = 1  # who come together, where no application names them
    issued_at: datetime | None = None
    number: Annotated[str, msgspec.Meta(max_length=8)] | None = None


class SealedCall(Message, frozen=True):
    """Any message of this page as only the hub reads it: base64 of hub.sealing's bytes. What a resident typed goes so.

    `reply_key`: base64 of an X25519 public key of whoever asks; an answer that holds answers again comes sealed to it.
    """

    sealed: Annotated[str, msgspec.Meta(max_length=400_000)]
    reply_key: Annotated[str, msgspec.Meta(max_length=44)] = ""


class SealedReply(Message, frozen=True):
    """The answer to a SealedCall, as only its asker reads it."""

    sealed: str


class SealedVisit(Message, frozen=True):
    """A sealed OpenVisit whose number was given while the hub was away: sealed once more, now bound to that number.

    Number and time stay outside the seal so that the queue place never depends on opening it. `press`: key of the inner seal.
    """

    number: Annotated[str, msgspec.Meta(max_length=8)]
    issued_at: datetime
    service: ShortText
    sealed: Annotated[str, msgspec.Meta(max_length=400_000)]
    press: Annotated[str, msgspec.Meta(max_length=100)] = ""


class NextCall(Message, frozen=True):
    """Where and for what this visit will be called. `counters`: numbers of the desks that may call it; `service`: whose call."""

    stage: Stage
    counters: tuple[int, ...]
    service: str = ""


class Ticket(Message, frozen=True):
    """The number a visit carries, as kiosk and slip show it. `people_waiting` does not count the visit itself."""

    visit: str
    number: str
    day: date
    service: str
    procedures: tuple[str, ...]
    issued_at: datetime
    calls: tuple[NextCall, ...]
    people_waiting: int | None = None
    follow_url: str | None = None  # the phone page, upper case; None where the site has no public_url
    bring: tuple[str, ...] = ()  # text keys, from config.guidance
    booked: datetime | None = None  # 予: the time of the appointment it keeps
    wait: ExpectedWait | None = None  # until the first call, as of `issued_at`; None: nobody can tell


class Refusal(Message, frozen=True):
    """The one shape of every API error. `error` is a closed word, `cure` tells the person who can act what to do."""

    error: str
    message: str
    cure: str = ""
    problems: tuple[dict[str, Any], ...] = ()  # config.form.Problem as maps, for `invalid_answers`
    current: "dict[str, Any] | None" = None  # the state that won, for `conflict`
    until: datetime | None = None  # from when it goes: a try left for `too_many_tries`, the time of `appointment_other_day`
