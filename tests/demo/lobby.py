"""The lobby of a simulated morning: kiosks that fictional residents use one after the other, over the real API, sealed."""

import asyncio
import random
import re
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

import aiohttp
import msgspec

from hub.client import HubClient, Unreachable
from hub.sealing import ReplyKey, seal_call
from hub.wire import (
    Application,
    FindEntry,
    FoundEntry,
    HubIdentity,
    KioskState,
    Language,
    OpenVisit,
    Refusal,
    SavedEntry,
    SaveEntry,
    SealedReply,
    SlipPrinted,
    Ticket,
)
from tests.demo.day import CONSIDERATION, Day
from tests.demo.townspeople import Household, Town, filled

HEARTBEAT_SECONDS = 5.0
LANGUAGES: dict[Language, int] = {"ja": 84, "ja-easy": 4, "en": 3, "zh": 3, "vi": 2, "pt": 2, "ne": 1, "ko": 1}
FROM_HOME = 0.25  # of those who move and of those who want a certificate
HELP = 0.05
STEPS = 7
# Printers and readers of three kiosks are not as they should be: a floor guide has something to see to.
DEVICES = {"04": {"printer": "near_end"}, "09": {"reader": "fault"}, "17": {"printer": "paper_end"}}
BOOKED = ("card_pickup", "card_pickup", "card_renewal", "pin_reset", "moving_in", "moving_in", "moving_out")
RETRIES = 120


@dataclass(frozen=True, slots=True)
class Comer:
    """Somebody who comes: what for, how, and how long they stand at the tablet (minutes)."""

    service: str
    language: Language
    applications: tuple[Application, ...] = ()
    people: int = 1
    consideration: bool = False
    from_home: bool = False
    minutes: float = 1.0


def comer(town: Town, chance: random.Random, service: str) -> Comer:
    """The next resident."""
    language = chance.choices(list(LANGUAGES), list(LANGUAGES.values()))[0]
    entered = chance.random() < 0.8  # the rest has a paper form and takes a number alone
    applications, people = filled(town, chance, service, abroad=language not in ("ja", "ja-easy"))
    applications = applications if entered else ()
    home = bool(applications) and service in ("residence", "certificates") and chance.random() < FROM_HOME
    minutes = 0.5 if not applications else 0.8 if home else 2.5 if service == "certificates" else 5.0 + people
    return Comer(service, language, applications, people, chance.random() < CONSIDERATION, home, minutes)


class Lobby:
    """All kiosks. `come` lets people in; `beat` keeps the kiosks' heartbeats; both run until cancelled."""

    def __init__(self, day: Day, town: Town, address: str, tokens: Sequence[str], identity: HubIdentity) -> None:
        self.day, self.town, self.address, self.identity = day, town, address, identity
        self.clients = {f"{name:02}": HubClient(address, token, time_limit=10) for name, token in enumerate(tokens, 1)}
        self.states = {name: KioskState("idle", printer="ready", reader="ready", camera="ready") for name in self.clients}
        for name, faulty in DEVICES.items():
            self.states[name] = msgspec.structs.replace(self.states[name], **faulty)
        # a tablet beside a counter is offered by its clerk, one at a time: nobody walks up to it
        beside = {tablet.kiosk for tablet in town.bundle.site.tablet_roles if tablet.role == "counter"}
        self._free: asyncio.Queue[str] = asyncio.Queue()
        for name in self.clients:
            if self.states[name].printer != "paper_end" and name not in beside:
                self._free.put_nowait(name)
        self._visitors: set[asyncio.Task[None]] = set()
        self._home = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())  # many residents, each with a browser of their own

    async def beat(self) -> None:
        while True:
            await asyncio.gather(*(self.clients[name].report_state(name, state) for name, state in self.states.items()))
            await asyncio.sleep(HEARTBEAT_SECONDS)

    async def come(self, moments: Sequence[float], first: int = 0) -> None:
        """One resident at each of the moments: minutes from now, at the speed of the day."""
        before = 0.0
        for index, moment in enumerate(moments, first):
            await asyncio.sleep(self.day.minutes(moment - before))
            before = moment
            self.let_in(comer(self.town, self.day.chance, self.day.service()), f"morning-{index:05}")

    def let_in(self, one: Comer, press: str, appointment: str = "") -> None:
        task = asyncio.create_task(self._use(one, press, appointment))
        self._visitors.add(task)
        task.add_done_callback(self._visitors.discard)

    async def _use(self, one: Comer, press: str, code: str) -> None:
        """From the free kiosk to the number."""
        name = await self._free.get()
        try:
            for step in range(1, STEPS + 1):
                await self._show(name, "in_use", step)
                if step == 3 and self.day.chance.random() < HELP:
                    await self.clients[name].call_help(name, True)
                    await self._show(name, "help_called", step)
                    await asyncio.sleep(self.day.minutes(2))
                    await self.clients[name].call_help(name, False)
                await asyncio.sleep(self.day.minutes(one.minutes / STEPS))
            await self.number(name, one, press, code)
        finally:
            await self._show(name, "idle")
            self._free.put_nowait(name)

    async def number(self, name: str, one: Comer, press: str, code: str = "") -> Ticket | None:
        """番号札をとる: pressed again with the same key until the hub answers."""
        visit = await self._message(name, one, press, code)
        call = seal_call(self.identity.seal_key, "open_visit", visit, key=press)
        for _ in range(RETRIES):
            answer = await self.clients[name].open_visit_unread(call, press)
            match answer:
                case Ticket():
                    self.day.opened(answer.number)
                    await self.clients[name].report_slip(SlipPrinted(answer.visit, "printed"))
                    return answer
                case Unreachable():
                    await asyncio.sleep(0.5)
                case Refusal():
                    refused = self.day.right if answer.error in ("service_closed", "quota_reached") else self.day.wrong
                    refused[f"open: {answer.error}"] += 1
                    return None
        self.day.wrong["open: no answer"] += 1
        return None

    async def _message(self, name: str, one: Comer, press: str, code: str) -> OpenVisit:
        if code:
            found = await self._find(name, code)
            token = found.appointment.token if found and found.appointment else None
            return OpenVisit(one.language, appointment=token, service=None if token else one.service)
        if one.from_home and (saved := await self.save(one, f"{press}-home")) is not None:
            found = await self._find(name, saved.code)
            if found is not None:
                return OpenVisit(one.language, reception_token=found.reception_token, consideration=one.consideration)
        if one.applications:
            return OpenVisit(one.language, applications=one.applications, consideration=one.consideration)
        return OpenVisit(one.language, service=one.service, consideration=one.consideration, people=one.people)

    async def save(self, one: Comer, key: str) -> SavedEntry | None:
        """事前入力: what was entered at home, under a code."""
        plan = {"visit_site": self.town.bundle.site.id, "visit_date": self.town.today.isoformat()}
        entered = tuple(msgspec.structs.replace(each, answers={**each.answers, **plan}) for each in one.applications)
        entered = tuple(self._portals(each) for each in entered)
        body = msgspec.json.encode(SaveEntry(one.language, entered))
        with suppress(aiohttp.ClientError):
            async with self._home.post(f"{self.address}/api/entries", data=body, headers={"Idempotency-Key": key}) as answer:
                if answer.status == 201:
                    return msgspec.json.decode(await answer.read(), type=SavedEntry)
                self.day.wrong[f"save: {(await answer.json())['error']}"] += 1
        return None  # the hub is away: it is entered at the kiosk

    def _portals(self, application: Application) -> Application:
        """Without the visit plan where the form has none."""
        asked = {field.id for step in self.town.bundle.forms[application.procedure].steps for field in step.fields}
        return msgspec.structs.replace(application, answers={k: v for k, v in application.answers.items() if k in asked})

    async def _find(self, name: str, code: str) -> FoundEntry | None:
        own = ReplyKey()
        call = seal_call(self.identity.seal_key, "find_entry", FindEntry(code), reply_key=own.public)
        answer = await self.clients[name].find_entry_unread(call)
        return own.open(answer, "find_entry", FoundEntry) if isinstance(answer, SealedReply) else None

    async def book(self, day: date) -> list[tuple[str, str, datetime]]:
        """Appointments of that day, made from home: (code, service, time)."""
        made = []
        services = {each: plan.service for plan in self.town.bundle.site.appointments for each in plan.procedures}
        for procedure in BOOKED:
            if procedure not in services:
                continue
            async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
                times = await (await browser.get(f"{self.address}/book/for/{procedure}/{day.isoformat()}")).text()
                free = re.findall(rf'href="(/book/for/{procedure}/{day.isoformat()}/[^"]+)"', times)
                if not free:
                    continue
                page = await (await browser.get(self.address + self.day.chance.choice(free[:6]))).text()
                fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
                done = await (await browser.post(f"{self.address}/book", data=fields)).text()
            if code := re.search(r'data-code="([^"]+)"', done):
                made.append((code[1], services[procedure], datetime.fromisoformat(fields["begins"])))
        return sorted(made, key=lambda each: each[2])

    async def keep(self, booked: Sequence[tuple[str, str, datetime]], now: datetime) -> None:
        """Everybody with an appointment comes some minutes before it, or a little late."""
        began = time.monotonic()
        for index, (code, service, begins) in enumerate(booked):
            minutes = (begins - now).total_seconds() / 60 - self.day.chance.uniform(-3, 9)
            await asyncio.sleep(max(0.0, began + self.day.minutes(minutes) - time.monotonic()))
            self.let_in(Comer(service, "ja", minutes=0.5), f"appointment-{index:03}", code)

    async def _show(self, name: str, state: str, step: int | None = None) -> None:
        self.states[name] = msgspec.structs.replace(self.states[name], state=state, step=step, steps=STEPS if step else None)
        await self.clients[name].report_state(name, self.states[name])

    async def close(self) -> None:
        for task in self._visitors:
            task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*self._visitors, return_exceptions=True)
        for client in self.clients.values():
            await client.close()
        await self._home.close()


def neighbour(town: Town, chance: random.Random) -> Comer:
    """The resident with the phone: a couple that moves in, has no cards and has entered everything at home."""
    household = Household(town, chance, 2)
    household.cards = household.unsure = False
    return Comer("residence", "ja", (household.moving_in(),), 2, from_home=True)
