"""A running hub in a thread of its own, for real browsers: visits are brought where a test begins, people sign in and sit down."""

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any

from hub.security.actors import Staff, System
from hub.wire import ActOnLeg, CheckIdentity, OpenVisit, VisitView
from tests.hub.web.running_hub import Hub, running_hub

PASSWORD = "a-long-fictional-password"
CALLED = ("reception", "accounting", "delivery")


class StagedHub:
    """`hub` runs in the loop of another thread; `do` waits for what is to be done there."""

    hub: Hub

    def __init__(self, folder, bundle=None):
        self._folder, self._bundle = folder, bundle
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
        self._thread.join(10)
        self._loop.close()

    def do(self, task: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(task, self._loop).result(30)

    def person(self, login: str, name: str, role="clerk") -> str:
        """The id of somebody new."""
        self.hub.passwords[login] = PASSWORD
        return self.do(self.hub.office.create_staff(System(), login, role, name, PASSWORD))

    def open(self, visit: OpenVisit, press: str) -> str:
        async def opened():
            async with self.hub.client() as kiosk:
                return (await kiosk.open_visit(visit, press)).visit

        return self.do(opened())

    def pass_on(self, visit: str, stage: str, person: str, counter: int, upto: str = "finish") -> VisitView:
        """Call (at a counter), start and finish one stage, or stop before (`upto` call or start)."""
        who, office = Staff(person, "clerk", "", f"{counter:064x}", counter), self.hub.office

        async def passed():
            view = await office.visit(who, visit)
            for action in ("call", "start", "finish")[0 if stage in CALLED else 1 :]:
                if action == "finish" and stage == "reception":
                    shown = CheckIdentity(visit=visit, person="self", documents=("driving_licence",))
                    await office.check_identity(who, shown)
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
