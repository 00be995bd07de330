"""A real hub for tests: the demo office over a real database, served over real TCP on a free port, with a clock turned by hand."""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import aiohttp
import msgspec
from aiohttp import web

from config.bundle import Bundle
from config.load import load_site
from hub.client import HubClient
from hub.office import Office
from hub.security.actors import System
from hub.web.app import build
from hub.web.door import SAFE
from hub.wire import Application, OpenVisit, Refusal, Ticket
from tests.hub.small_office import Clock, small_office

NAME = "緑野 花子"  # fictional
BROWSER = {"Accept": "text/html", "Sec-Fetch-Site": "same-origin"}


@cache
def demo_bundle() -> Bundle:
    bundle = load_site(Path("config/sites/demo"))
    assert isinstance(bundle, Bundle), bundle
    return msgspec.structs.replace(bundle, site=msgspec.structs.replace(bundle.site, public_url="http://kawabe.example"))


@dataclass
class Hub:
    """A running hub: its address, its devices' tokens, its people's passwords."""

    office: Office
    address: str
    clock: Clock
    kiosk: str
    board: str
    passwords: dict[str, str]
    stop: Callable[[], Any]
    sessions: list[aiohttp.ClientSession] = field(default_factory=list)

    def client(self, token: str | None = None, **settings: Any) -> HubClient:
        return HubClient(self.address, token or self.kiosk, **settings)

    def browser(self) -> "Browser":
        session = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
        self.sessions.append(session)
        return Browser(self, session)

    async def clerk(self, counter: int = 1, login: str = "madoguchi") -> "Browser":
        browser = self.browser()
        await browser.sign_in(login)
        if login == "madoguchi":
            await browser.post("/desk", counter=str(counter))
        return browser


@dataclass
class Browser:
    """What a browser does without JavaScript: follows links, keeps cookies, sends forms with the page's token."""

    hub: Hub
    session: aiohttp.ClientSession
    status: int = 0
    text: str = ""
    url: str = ""
    token: str = ""
    headers: Any = None

    async def get(self, path: str, **headers: str) -> str:
        return await self._ask("GET", path, None, headers)

    async def post(self, path: str, /, **fields: str | list[str]) -> str:
        form = aiohttp.FormData()
        for name, value in fields.items():
            for each in value if isinstance(value, list) else [value]:
                form.add_field(name, each)
        if self.token:
            form.add_field("page_token", self.token)
        return await self._ask("POST", path, form, {})

    async def sign_in(self, login: str) -> str:
        return await self.post("/sign-in", login=login, password=self.hub.passwords[login], to="/")

    async def shows_licence(self) -> str:
        """本人確認 of who sits here, by one press of the panel."""
        visit = re.search(r'name="visit" value="([^"]+)"', self.text)
        assert visit, "nobody is here"
        return await self.post("/counter/identity", visit=visit[1], person="self", documents="driving_licence", stage="reception")

    async def settles_number(self, procedure: str = "moving_in") -> str:
        """What a number alone is asked before it is sent on: which procedure, 本人確認, and that it is entered from the paper."""
        found = re.search(r'name="visit" value="([^"]+)"><input type="hidden" name="leg" value="([^"]+)"', self.text)
        assert found, "nobody is here"
        await self.post("/counter/procedure", visit=found[1], leg=found[2], procedure=procedure, stage="reception")
        await self.shows_licence()
        open_ = re.search(r'name="seen" value="(\d+)"', self.text)
        left = {"visit": found[1], "seen": open_[1] if open_ else "0", "reason": "on_paper", "stage": "reception"}
        return await self.post("/counter/pass-on", **left) if open_ else self.text

    async def _ask(self, method: str, path: str, form: aiohttp.FormData | None, headers: dict[str, str]) -> str:
        assert method in SAFE or form is not None
        async with self.session.request(method, self.hub.address + path, data=form, headers=BROWSER | headers) as answer:
            self.status, self.text, self.url, self.headers = answer.status, await answer.text(), str(answer.url), answer.headers
        if 'name="page_token" value="' in self.text:
            self.token = self.text.split('name="page_token" value="')[1].split('"')[0]
        return self.text


@asynccontextmanager
async def running_hub(
    folder: Path, bundle: Bundle | None = None, port: int = 0, extra: Any = None, before: Hub | None = None
) -> AsyncIterator[Hub]:
    """`extra`: called with the application before it starts. `before`: the hub that ran over this folder before."""
    clock, bundle = Clock(), bundle or demo_bundle()
    async with small_office(folder, clock, bundle) as office:
        kiosk = before.kiosk if before else await office.devices.enrol_device(System(), "kiosk", "01")
        board = before.board if before else await office.devices.enrol_device(System(), "board", "01")
        people = {each.login: each.password for each in await office.door.create_demo_staff(System())}
        app = await build(office, clock)
        if extra is not None:
            extra(app)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", port)
        await site.start()
        bound = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        hub = Hub(
            office,
            f"http://127.0.0.1:{bound}",
            clock,
            kiosk,
            board,
            before.passwords if before else people,
            runner.cleanup,
        )
        try:
            yield hub
        finally:
            for session in hub.sessions:
                await session.close()
            await runner.cleanup()


def moving_in(name: str = NAME, people: int = 1, move_date: str = "2027-03-27") -> Application:
    """A finished 転入届, as a kiosk sends it."""
    person = {
        "nationality": "japan",
        "name_kana": "ミドリノ　ハナコ",
        "name": name,
        "sex": "female",
        "birth_date": "1988-04-02",
        "relationship": "self",
        "domicile": "神奈川県みどり野市本町1番地",
        "domicile_head": name,
    }
    others = [person | {"name": f"緑野 {number}郎", "relationship": "child"} for number in range(2, people + 1)]
    return Application(
        "moving_in",
        demo_bundle().forms["moving_in"].version,
        {
            "movers": [person, *others],
            "old_address": {"kind": "japan", "prefecture_city": "北浜県海野市", "town": "港町一丁目", "lot": "8-20"},
            "old_householder": name,
            "new_address": {"ward": "川辺区", "town": "南町", "lot": "2-3-14", "is_flat": False},
            "move_date": move_date,
            "new_household": "new",
            "q_card": "no",
            "q_insurance": "no",
            "q_children": "no",
            "q_care": "no",
            "q_other": ["none"],
            "notifier": "self",
            "phone": "0441234567",
            "consent": True,
        },
    )


def entered_at_home() -> Application:
    """The same from the portal, with its visit plan."""
    plan = {"visit_site": "kawabe", "visit_date": "2027-04-07", "visit_band": "afternoon"}
    filled = moving_in()
    return Application(filled.procedure, filled.form_version, filled.answers | plan)


def number_for(service: str = "residence") -> OpenVisit:
    return OpenVisit(language="ja", service=service)


async def issue(client: HubClient, key: str, visit: OpenVisit | None = None) -> Ticket:
    ticket = await client.open_visit(visit or number_for(), key)
    assert isinstance(ticket, Ticket), ticket if isinstance(ticket, Refusal) else type(ticket)
    return ticket
