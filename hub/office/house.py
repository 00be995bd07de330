"""What every use case needs of the house: the configuration looked up by id, the keys, the policy, time and randomness."""

import secrets
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta

import msgspec

from config.bundle import Bundle
from config.form import Form
from config.site import Counter, Queue, Service
from hub.domain.policy import Policy
from hub.domain.skills import Desk, Help
from hub.office.lately import Lately
from hub.office.paces import Paces
from hub.office.past_days import PastDays
from hub.office.telling import Telling
from hub.security.keyring import KeyRing
from hub.security.sealing import Opener
from hub.security.tokens import follow_token, keyed_hash
from hub.store.moments import JST

Clock = Callable[[], datetime]
Random = Callable[[int], bytes]


def now_in_japan() -> datetime:
    """The clock of production."""
    return datetime.now(JST)


class House:
    """Built once from the bundle; `random(n)` gives n bytes, `clock()` an aware time in JST."""

    def __init__(self, bundle: Bundle, keys: KeyRing, clock: Clock = now_in_japan, random: Random = secrets.token_bytes) -> None:
        self.keys = keys
        self.clock = clock
        self.random = random
        self.opener = Opener(keys.key("seal"))
        self.lately = Lately()
        self.paces = Paces()
        self.past_days = PastDays()
        self.telling = Telling()
        self.take(bundle)
        # form version → form; older ones are added from the store so that what was entered with them stays readable
        self.forms: dict[str, Form] = {form.version: form for form in bundle.forms.values()}

    def take(self, bundle: Bundle) -> None:
        """This configuration is in force from now on."""
        self.bundle = bundle
        self.site = bundle.site
        self.policy = _policy(bundle.site.queue)
        self.services: Mapping[str, Service] = {service.id: service for service in self.site.services}
        self.letters: Mapping[str, str] = {service.id: service.letter for service in self.site.services}
        self.desks: Mapping[int, Desk] = {each.number: _desk(each) for each in self.site.counters}

    @property
    def staff_idle(self) -> timedelta:
        """So long without anything they did themselves staff stay signed in, and their desk counts as taken."""
        return timedelta(minutes=self.site.idle.staff_minutes)

    def new_id(self) -> str:
        """An opaque id: 128 random bits, 32 hex digits."""
        return self.random(16).hex()

    def leg_ids(self, visit: str) -> Iterator[str]:
        """Ids of the legs of a visit, in order."""
        return (f"{visit}-{index}" for index in range(1, 1000))

    def counters_for(self, service: str, stage: str) -> tuple[int, ...]:
        """Desks that call for this stage of this service all day long."""
        return tuple(desk.number for desk in self.desks.values() if desk.serves(service, stage))

    def follow_token(self, visit: str) -> str:
        return follow_token(self.keys.key("follow"), visit)

    def follow_url(self, visit: str) -> str | None:
        """The phone page of a visit, upper case (a smaller QR); None where residents' phones cannot reach this hub."""
        if self.site.public_url is None:
            return None
        return f"{self.site.public_url.rstrip('/')}/t/{self.follow_token(visit)}".upper()

    def code_hash(self, code: str) -> bytes:
        """What is stored of a code short enough to be guessed."""
        return keyed_hash(self.keys.key("codes"), code)

    def fingerprint(self, message: msgspec.Struct) -> bytes:
        """Tells two messages under one key apart without keeping either."""
        return keyed_hash(self.keys.key("codes"), type(message).__name__.encode() + msgspec.json.encode(message))


def _policy(queue: Queue) -> Policy:
    return Policy(
        timedelta(minutes=queue.head_start_minutes),
        queue.return_place,
        queue.appointment_every,
        queue.consideration_every,
        queue.short_every,
    )


def _desk(counter: Counter) -> Desk:
    helps = (Help(each.services, each.stages or counter.stages, each.below, each.begins, each.ends) for each in counter.helps)
    return Desk(counter.number, counter.stages, counter.services, tuple(helps))
