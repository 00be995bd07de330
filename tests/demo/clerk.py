"""Somebody signed in at a counter who works over the API of the pages, without a browser."""

import asyncio
import json
import uuid
from typing import Any

import aiohttp

RETRIES = 120  # half a second apart: a hub that is started again


class Clerk:
    """One login at one counter. `patient`: presses again with the same key while the hub is away, as its page does."""

    def __init__(self, address: str, login: str, password: str, counter: int, *, patient: bool = False) -> None:
        self.patient = patient
        self.counter, self._address, self._login, self._password, self._token = counter, address, login, password, ""
        self._session = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))

    async def sit_down(self) -> str:
        """The session's cookie, for a page of the same browser."""
        await self._session.post(self._address + "/sign-in", data={"login": self._login, "password": self._password})
        page = await (await self._session.get(self._address + "/desk")).text()
        self._token = page.split('name="page_token" value="')[1].split('"')[0]
        await self._session.post(self._address + "/desk", data={"counter": str(self.counter), "page_token": self._token})
        return next(f"{cookie.key}={cookie.value}" for cookie in self._session.cookie_jar)

    async def post(self, path: str, message: dict[str, object]) -> tuple[int, dict[str, Any]]:
        key = {"Idempotency-Key": uuid.uuid4().hex} if self.patient else {}
        body = json.dumps(message)
        for _ in range(RETRIES if self.patient else 0):
            try:
                return await self._send(path, body, key)
            except aiohttp.ClientError:
                await asyncio.sleep(0.5)
        return await self._send(path, body, key)

    async def _send(self, path: str, body: str, key: dict[str, str]) -> tuple[int, dict[str, Any]]:
        headers = {"X-Page-Token": self._token, **key}
        async with self._session.post(self._address + path, data=body, headers=headers) as answer:
            return answer.status, await answer.json()

    async def get(self, path: str) -> tuple[int, Any]:
        """Status 0: nobody answers."""
        try:
            async with self._session.get(self._address + path) as answer:
                return answer.status, await answer.json()
        except aiohttp.ClientError:
            return 0, None

    async def close(self) -> None:
        await self._session.close()
