"""A running hub in a thread of its own, for real browsers: visits are brought where a test begins, people sign in and sit down."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from hub.client import HubClient
from hub.security.actors import Staff, System
from hub.wire import ActOnLeg, CheckIdentity, OpenVisit, Ticket, VisitView
from tests.hub.web.running_hub import Hub, issue, running_hub

PASSWORD = "a-long-fictional-password"
CALLED = ("reception", "accounting", "delivery")


class StagedHub:
    """`hub` runs in the loop of another thread; `do` waits for what is to be done there."""

    hub: Hub

    def __init__(self, folder, bundle=None):
        self._folder, self._bundle, self._people = folder, bundle, {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)

    def __enter__(self):
        self._thread.start()
        self._running = running_hub(self._folder, self._bundle)
        self.hub = self.do(self._running.__aenter__())
        return self

    def __exit__(self, *_):
        self.do(self._running.__aexit__(None, None, None))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(60)
        self._loop.close()

    def do(self, task: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(task, self._loop).result(30)

    @property
    def address(self) -> str:
        return self.hub.address

    @property
    def passwords(self) -> dict[str, str]:
        return self.hub.passwords

    def issue(self, press: str, visit: OpenVisit | None = None) -> Ticket:
        return self.ask(lambda kiosk: issue(kiosk, press, visit))

    def ask(self, question: Callable[[HubClient], Coroutine[Any, Any, Any]]) -> Any:
        """The answer to a kiosk."""

        async def asked():
            async with self.hub.client() as kiosk:
                return await question(kiosk)

        return self.do(asked())

    def close_day(self) -> None:
        """Whoever is still there goes home."""
        self.do(self.hub.office.close_day(System()))

    def person(self, login: str, name: str, role="clerk") -> str:
        """The id of somebody who works here, if need be from now on."""
        if login not in self._people:
            self.hub.passwords[login] = PASSWORD
            self._people[login] = self.do(self.hub.office.door.create_staff(System(), login, role, name, PASSWORD))
        return self._people[login]

    def open(self, visit: OpenVisit, press: str) -> str:
        return self.issue(press, visit).visit

    def pass_on(self, visit: str, stage: str, person: str, counter: int, upto: str = "finish") -> VisitView:
        """Call (at a counter), start and finish one stage, or stop before (`upto` call or start)."""
        who, office = Staff(person, "clerk", "", f"{counter:064x}", counter), self.hub.office

        async def passed():
            view = await office.visit(who, visit)
            for action in ("call", "start", "finish")[0 if stage in CALLED else 1 :]:
                if action == "finish" and stage == "reception":
                    shown = CheckIdentity(visit=visit, person="self", documents=("driving_licence",))
                    await office.records.check_identity(who, shown)
                leg = next(leg for leg in view.legs if leg.stage == stage and leg.state in ("waiting", "called", "serving"))
                reason = "other" if action == "call" else ""
                view = await office.act(
                    who,
                    ActOnLeg(visit, leg.leg, action, view.version, counter=counter if action != "finish" else None, reason=reason),
                )
                if action == upto:
                    break
            return view

        return self.do(passed())

    def ended(self, visit: str) -> bool:
        view = self.do(self.hub.office.visit(Staff("", "clerk", "", ""), visit))
        return all(leg.state in ("done", "cancelled", "left", "no_show") for leg in view.legs)

    def sign_in(self, page, login: str) -> None:
        page.goto(f"{self.hub.address}/sign-in")
        page.fill("#login", login)
        page.fill("#password", self.hub.passwords[login])
        with page.expect_navigation():
            page.press("#password", "Enter")

    def sit_down(self, page, counter: int, login: str = "madoguchi") -> None:
        """Sign in, at a desk."""
        self.sign_in(page, login)
        self.take_desk(page, counter)

    def take_desk(self, page, counter: int) -> None:
        page.goto(f"{self.hub.address}/desk")
        with page.expect_navigation():
            page.click(f"button[value='{counter}']")


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    with StagedHub(tmp_path_factory.mktemp("hub")) as staged:
        yield staged


@pytest.fixture
def office(house):
    """Everybody has gone home when the next test begins: no desk has anybody, and nobody waits."""
    yield house
    house.close_day()
