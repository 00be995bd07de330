"""A small fictional office for tests: three services, five desks, a clock that is turned by hand."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from argon2 import PasswordHasher

from config.bundle import Bundle
from config.form import Condition, Field, Form, Step
from config.procedure import Choice, GuidanceRule, Procedure, Question, Selection
from config.site import Address, Counter, Opening, Service, Site
from hub.office import Office, open_office
from hub.sealing import seal_call, seal_number
from hub.security.actors import Kiosk, Staff
from hub.security.passwords import Passwords
from hub.store.database import prepare
from hub.store.moments import JST
from hub.wire import Action, ActOnLeg, Application, CallNext, OpenVisit, Refusal, SealedVisit, Stage, Ticket, VisitView

NINE = datetime(2027, 3, 29, 9, 0, tzinfo=JST)
KIOSK = Kiosk("12")
NAME = "緑野 花子"  # fictional

MOVING = Form(
    "moving_in",
    (
        Step(
            "people",
            (
                Field(
                    "movers",
                    "person_list",
                    required=True,
                    max=8,
                    fields=(Field("name", "text_name", required=True, max=40), Field("phone", "phone")),
                ),
                Field("insured", "yes_no"),
            ),
        ),
    ),
    version="moving-1",
)
CERTIFICATE = Form(
    "certificates", (Step("what", (Field("copies", "count", required=True, min=1, max=10),)),), version="certificates-1"
)

RESIDENCE = Service(
    "residence",
    "A",
    {"ja": "住民異動"},
    ("reception", "examination", "entry", "verification", "delivery"),
    procedures=("moving_in", "seal"),
)
CERTIFICATES = Service(
    "certificates", "C", {"ja": "証明"}, ("reception", "accounting", "delivery"), procedures=("certificates",), last_number=3
)
INSURANCE = Service("insurance", "K", {"ja": "国保"}, ("reception",), procedures=("nhi_join",))

COUNTERS = (
    Counter(1, {"ja": "1番"}, ("reception",), ("residence", "certificates")),
    Counter(2, {"ja": "2番"}, ("reception",), ("residence",)),
    Counter(5, {"ja": "5番"}, ("delivery", "accounting"), ("residence", "certificates")),
    Counter(7, {"ja": "7番"}, ("reception",), ("insurance",)),
    Counter(21, {"ja": "審査"}, ("examination", "entry", "verification"), ("residence",)),
)

BUNDLE = Bundle(
    site=Site(
        id="kawabe",
        name={"ja": "みどり野市 川辺区役所"},
        office={"ja": "区民課"},
        municipality="999997",
        address=Address("みどり野県", "みどり野市"),
        services=(RESIDENCE, CERTIFICATES, INSURANCE),
        counters=COUNTERS,
        hours=(Opening(("mon", "tue", "wed", "thu", "fri"), time(8, 30), time(17, 15)),),
        notices=({"ja": "番号札をお持ちください。"},),
        public_url="http://kawabe.example",
        four_eyes=False,  # one clerk plays every desk; its own tests turn it on
    ),
    procedures={
        "moving_in": Procedure("moving_in", form="moving_in", bring=("identity",)),
        "seal": Procedure("seal", bring=("photo_identity", "seal")),
        "certificates": Procedure("certificates", form="certificates", after=("moving_in",)),
        "nhi_join": Procedure("nhi_join"),
        "stray": Procedure("stray"),
    },
    forms={"moving_in": MOVING, "certificates": CERTIFICATE},
    selection=Selection((Question("first", (Choice("move", procedures=("moving_in",)),)),)),
    fees=(),
    guidance=(GuidanceRule("insurance", Condition("insured", is_=True), bring=("insurance_paper",)),),
    texts={"ja": {"field.phone.label": "電話番号"}},
    stricter={"identity": "photo_identity"},
    hash="0123456789abcdef",
)

MOVE = Application("moving_in", "moving-1", {"movers": [{"name": NAME}, {"name": "緑野 太郎"}]})
COPY = Application("certificates", "certificates-1", {"copies": 2})
INSURE = Application("nhi_join", "", {})


class Clock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime = NINE) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


def with_site(**changes: object) -> Bundle:
    """The bundle with another site."""
    return msgspec.structs.replace(BUNDLE, site=msgspec.structs.replace(BUNDLE.site, **changes))


def cheap_passwords() -> Passwords:
    """argon2id with the least work; the hashes are real."""
    return Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@cache
def empty_database() -> bytes:
    """As `prepare` makes it. Its thirty migrations cost a test more than most of what is asked of the office."""
    with TemporaryDirectory() as folder:
        prepare(Path(folder) / "hub.db")
        return (Path(folder) / "hub.db").read_bytes()


def put_database(folder: Path) -> None:
    if not (folder / "hub.db").exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "hub.db").touch(mode=0o600)
        (folder / "hub.db").write_bytes(empty_database())


@asynccontextmanager
async def small_office(folder: Path, clock: Clock | None = None, bundle: Bundle = BUNDLE) -> AsyncIterator[Office]:
    """The real office over a real database in `folder`, which is looked through as at every start."""
    passwords = cheap_passwords()
    put_database(folder)
    async with open_office(folder, bundle, clock or Clock(), passwords=passwords) as office:
        yield office
    passwords.close()


def clerk(counter: int | None, name: str = "c1") -> Staff:
    """A signed-in clerk at this counter."""
    return Staff(name, "clerk", "窓口", f"{counter or 0:064x}", counter)


def number_only(service: str = "residence", consideration: bool = False) -> OpenVisit:
    return OpenVisit(language="ja", service=service, consideration=consideration)


def moving(*more: Application) -> OpenVisit:
    return OpenVisit(language="ja", applications=(MOVE, *more))


async def issue(office: Office, key: str, message: OpenVisit | None = None) -> Ticket:
    """A ticket, or the test fails."""
    answer = await office.open_visit(KIOSK, message or number_only(), key)
    assert isinstance(answer, Ticket), answer
    return answer


async def call(office: Office, counter: int, stage: Stage = "reception", finish: bool = False) -> VisitView:
    """次を呼ぶ, where somebody waits."""
    called = (await office.call_next(clerk(counter), CallNext(counter=counter, stage=stage, finish=finish))).called
    assert called is not None
    return called


async def act(
    office: Office, visit: VisitView, stage: Stage, action: Action, counter: int, service: str = "residence"
) -> VisitView:
    """One action on the visit's leg at this stage."""
    leg = next(leg for leg in visit.legs if (leg.stage, leg.service) == (stage, service) and leg.state not in ("done", "cancelled"))
    return await office.act(clerk(counter), ActOnLeg(visit=visit.visit, leg=leg.leg, action=action, version=visit.version))


def error_of(answer: object) -> str:
    """The word of a refusal."""
    assert isinstance(answer, Refusal), answer
    return answer.error


def states(visit: VisitView, service: str = "residence") -> dict[str, str]:
    """Stage → state of the first leg there."""
    found: dict[str, str] = {}
    for leg in visit.legs:
        if leg.service == service:
            found.setdefault(leg.stage, leg.state)
    return found


def seal_visit(
    seal_key: str, visit: OpenVisit, number: str, issued_at: datetime, service: str, press: str = "press"
) -> SealedVisit:
    """What a kiosk keeps of a press while the hub is away: sealed by its window, then bound to the number."""
    call = seal_call(seal_key, "open_visit", visit, key=press)
    return seal_number(seal_key, call.sealed, press, number, issued_at, service)
