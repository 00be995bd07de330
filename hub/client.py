"""The asyncio client of the hub that kiosks and boards use: every call answers with a value, also when the hub is away."""

import asyncio
import random
import ssl
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Literal, Self, TypeVar, get_args

import aiohttp
import msgspec

from config.bundle import Bundle
from hub import wire
from hub.wire import newer

__all__ = [
    "HubClient",
    "LinkDown",
    "LinkUp",
    "News",
    "Rejected",
    "Unchanged",
    "Unreachable",
    "find_own_hub",
]

View = Literal["board", "kiosk"]
T = TypeVar("T")

QUIET_SECONDS = 6.0  # three pings (2 s each) without a word: the link is down, whatever TCP says
# Seconds before the next try, then stays at the last; each with up to 25 % more. A hub that is started again listens after a second
# or two: until then a try each half second costs it nothing, and boards are right the sooner.
BACK_OFF = (0.2, 0.3, 0.4, 0.4, 0.4, 0.4, 0.5, 1.0, 2.0, 4.0)


class Unreachable(msgspec.Struct, frozen=True):
    """The hub did not answer in time, or what answered is no hub. `reason` is for the engineer, never for the resident."""

    reason: str


class Unchanged(msgspec.Struct, frozen=True):
    """The bundle asked for is the one already known."""


class LinkUp(msgspec.Struct, frozen=True):
    """The event stream stands and nothing up to `seq` is missing."""

    seq: int
    at: datetime


class LinkDown(msgspec.Struct, frozen=True):
    """The event stream broke; it is being mended. `tries`: attempts since it broke."""

    reason: str
    tries: int


class Rejected(msgspec.Struct, frozen=True):
    """The hub refuses this device; trying again goes on, a person must act."""

    refusal: wire.Refusal


class _Unheard(msgspec.Struct, frozen=True):
    """A fact of a kind this program does not know."""

    seq: int


News = LinkUp | LinkDown | Rejected | wire.BoardState | wire.Waits | wire.Ping | wire.Event


def read_token(file: Path) -> str:
    """The device token in `file`: bare, or in the line `python -m hub enrol` prints. Raises OSError, ValueError."""
    text = file.read_text(encoding="ascii").strip()
    token = msgspec.json.decode(text, type=dict[str, str]).get("token", "") if text.startswith("{") else text
    if not token or any(sign.isspace() for sign in token):
        raise ValueError(f"{file} holds no device token")
    return token


class HubClient:
    """One hub, one device token. Connections are kept open; close it (or use `async with`) at the end."""

    def __init__(self, address: str, token: str, *, time_limit: float = 3.0, authority: str | None = None) -> None:
        """`address`: http(s)://host:port. `time_limit`: seconds for one call. `authority`: PEM file of the ward's own CA."""
        self.address = address.rstrip("/")
        self._headers = {"Authorization": f"Bearer {token}"}
        self._time_limit = time_limit
        self._trust = ssl.create_default_context(cafile=authority) if authority else True
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        await self.close()

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    # --- calls ---------------------------------------------------------------------------------------------------------------

    async def hub(self) -> wire.HubIdentity | wire.Refusal | Unreachable:
        return await self._call("GET", "/api/hub", wire.HubIdentity)

    async def bundle(self, known: str = "") -> Bundle | Unchanged | wire.Refusal | Unreachable:
        """The configuration, unless its hash is `known`."""
        answer = await self._ask("GET", "/api/bundle", None, {"If-None-Match": f'"{known}"'} if known else {})
        if isinstance(answer, bytes):
            return self._decoded(answer, Bundle) if answer else Unchanged()
        return answer

    async def open_visit(self, visit: wire.OpenVisit, key: str) -> wire.Ticket | wire.Refusal | Unreachable:
        """One press, one `key`: a repeat brings the same ticket."""
        return await self._call("POST", "/api/visits", wire.Ticket, visit, {"Idempotency-Key": key})

    async def open_visit_unread(self, call: wire.SealedCall, key: str) -> wire.Ticket | wire.Refusal | Unreachable:
        """`open_visit` with a message nobody on the way reads."""
        return await self._call("POST", "/api/sealed/visits", wire.Ticket, call, {"Idempotency-Key": key})

    async def find_entry_unread(self, call: wire.SealedCall) -> wire.SealedReply | wire.Refusal | Unreachable:
        return await self._call("POST", "/api/sealed/entries/find", wire.SealedReply, call)

    async def save_entry_unread(self, call: wire.SealedCall, key: str) -> wire.SealedReply | wire.Refusal | Unreachable:
        return await self._call("POST", "/api/sealed/entries", wire.SealedReply, call, {"Idempotency-Key": key})

    async def open_sealed_visit(self, visit: wire.SealedVisit, key: str) -> wire.Ticket | wire.Refusal | Unreachable:
        return await self._call("POST", "/api/visits/sealed", wire.Ticket, visit, {"Idempotency-Key": key})

    async def find_entry(self, code: str) -> wire.FoundEntry | wire.Refusal | Unreachable:
        return await self._call("POST", "/api/entries/find", wire.FoundEntry, wire.FindEntry(code))

    async def report_state(self, kiosk: str, state: wire.KioskState) -> wire.Refusal | Unreachable | None:
        return await self._tell("PUT", f"/api/kiosks/{kiosk}/state", state)

    async def report_board(self, health: wire.BoardHealth) -> wire.Refusal | Unreachable | None:
        return await self._tell("PUT", "/api/boards/health", health)

    async def call_help(self, kiosk: str, on: bool) -> wire.Refusal | Unreachable | None:
        return await self._tell("POST", f"/api/kiosks/{kiosk}/help", wire.HelpCall(on))

    async def report_slip(self, slip: wire.SlipPrinted) -> wire.Refusal | Unreachable | None:
        return await self._tell("POST", "/api/slips", slip)

    async def unlock_unread(self, kiosk: str, call: wire.SealedCall) -> wire.Unlocked | wire.Refusal | Unreachable:
        """`call`: the Unlock, its key the kiosk's name."""
        return await self._call("POST", f"/api/sealed/kiosks/{kiosk}/unlock", wire.Unlocked, call)

    async def reissue(self, kiosk: str, message: wire.Reissue) -> wire.Reissued | wire.Refusal | Unreachable:
        return await self._call("POST", f"/api/kiosks/{kiosk}/unlock/reissue", wire.Reissued, message)

    async def cancel_number(self, kiosk: str, message: wire.CancelNumber) -> wire.Refusal | Unreachable | None:
        return await self._tell("POST", f"/api/kiosks/{kiosk}/unlock/cancel", message)

    async def hand_number(self, kiosk: str, message: wire.HandNumber, key: str) -> wire.Ticket | wire.Refusal | Unreachable:
        return await self._call("POST", f"/api/kiosks/{kiosk}/unlock/number", wire.Ticket, message, {"Idempotency-Key": key})

    async def note_assistance(self, kiosk: str, message: wire.Assistance) -> wire.Refusal | Unreachable | None:
        return await self._tell("POST", f"/api/kiosks/{kiosk}/unlock/done", message)

    async def take_role(self, kiosk: str, message: wire.TakeRole) -> wire.Refusal | Unreachable | None:
        return await self._tell("POST", f"/api/kiosks/{kiosk}/unlock/role", message)

    async def end_unlock(self, kiosk: str, message: wire.EndUnlock) -> wire.Refusal | Unreachable | None:
        return await self._tell("POST", f"/api/kiosks/{kiosk}/unlock/end", message)

    async def board(self) -> wire.BoardState | wire.Refusal | Unreachable:
        return await self._call("GET", "/api/board", wire.BoardState)

    # --- news -----------------------------------------------------------------------------------------------------------------

    async def events(self, view: View, since: int | None = None) -> AsyncGenerator[News, None]:
        """What happens, for ever: LinkUp, then a BoardState where one is needed, then every fact once and in order.

        Goes on after `since` where the hub still can, else a BoardState comes first. Mends the link by itself, with LinkDown
        between. Cancel or `aclose` it to stop.
        """
        last, tries = since, 0
        while True:
            reason = "the stream ended"
            try:
                async with aclosing(self._stream(view, last)) as stream:
                    async for news in stream:
                        match news:
                            case LinkUp():
                                last, tries = news.seq, 0
                            case wire.Ping() if last is not None and news.seq > last:
                                last, reason = None, "facts are missing"
                                break
                            case _Unheard(seq) if view == "board":
                                last, reason = None, "a fact of a newer hub"  # what it changed is shown as it stands afterwards
                                break
                            case _Unheard(seq):
                                last = seq
                                continue
                            case wire.Ping() | wire.Waits() | Rejected():
                                pass
                            case _:
                                last = news.seq
                        yield news
            except (aiohttp.ClientError, TimeoutError, OSError, msgspec.DecodeError) as trouble:
                reason = type(trouble).__name__
            tries += 1
            yield LinkDown(reason, tries)
            await asyncio.sleep(BACK_OFF[min(tries, len(BACK_OFF)) - 1] * random.uniform(1, 1.25))  # noqa: S311 (jitter)

    async def _stream(
        self, view: View, since: int | None
    ) -> "AsyncGenerator[LinkUp | Rejected | wire.BoardState | wire.Waits | wire.Ping | wire.Event | _Unheard, None]":
        headers = self._headers | ({} if since is None else {"Last-Event-ID": str(since)})
        limit = aiohttp.ClientTimeout(total=None, sock_connect=self._time_limit, sock_read=QUIET_SECONDS)
        async with self._open().get(
            f"{self.address}/events", params={"view": view}, headers=headers, timeout=limit, read_bufsize=1 << 20
        ) as answer:
            if answer.status != 200:
                yield Rejected(_refusal(await answer.read()))
                return
            async for name, body in _sse(answer.content):
                match name:
                    case "snapshot":
                        yield newer.read(body, wire.BoardState)
                    case "resumed":
                        standing = newer.read(body, wire.Ping)
                        yield LinkUp(standing.seq, standing.at)
                    case "waits":
                        yield newer.read(body, wire.Waits)
                    case "ping":
                        yield newer.read(body, wire.Ping)
                    case _:
                        yield _fact(body)

    # --- HTTP -----------------------------------------------------------------------------------------------------------------

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            # Keep connections for as long as the hub does: a new one costs more than the call.
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=8, keepalive_timeout=60, ssl=self._trust))
        return self._session

    async def _tell(self, method: str, path: str, message: wire.Message) -> wire.Refusal | Unreachable | None:
        answer = await self._ask(method, path, message, {})
        return None if isinstance(answer, bytes) else answer

    async def _call(
        self, method: str, path: str, reply: type[T], message: wire.Message | None = None, headers: dict[str, str] | None = None
    ) -> T | wire.Refusal | Unreachable:
        answer = await self._ask(method, path, message, headers or {})
        return self._decoded(answer, reply) if isinstance(answer, bytes) else answer

    def _decoded(self, content: bytes, reply: type[T]) -> T | Unreachable:
        try:
            # A configuration is taken whole or not at all: a rule left out would ask other questions.
            return msgspec.json.decode(content, type=reply) if reply is Bundle else newer.read(content, reply)
        except msgspec.DecodeError:
            return Unreachable("what answers is not a hub of this version")

    async def _ask(
        self, method: str, path: str, message: wire.Message | None, headers: dict[str, str]
    ) -> bytes | wire.Refusal | Unreachable:
        """The body of a good answer (empty for 204 and 304), or why there is none."""
        body = None if message is None else msgspec.json.encode(message)
        kind = {"Content-Type": "application/json"} if body is not None else {}
        limit = aiohttp.ClientTimeout(total=self._time_limit)
        try:
            async with self._open().request(
                method, self.address + path, data=body, headers=self._headers | kind | headers, timeout=limit
            ) as answer:
                content = await answer.read()
                return _refusal(content) if answer.status >= 400 else content
        except (aiohttp.ClientError, TimeoutError, OSError) as trouble:
            return Unreachable(type(trouble).__name__)
        except msgspec.DecodeError:
            return Unreachable("what answers is not a hub of this version")


async def find_own_hub(token: str, authority: str | None = None, seconds: float = 10.0) -> str | None:
    """The address of the hub that knows this device, among all that announce themselves; None where none does in time.

    What a hub says of itself is a hint: whose it is, the token decides.
    """
    # Loaded for who was given no address: zeroconf is 4 MB of a kiosk and of a board.
    from hub.discovery import find_hub  # noqa: PLC0415

    others: set[str] = set()
    try:
        async with asyncio.timeout(seconds):
            while address := await find_hub(seconds, skip=others):
                async with HubClient(address, token, authority=authority) as client:
                    if isinstance(await client.hub(), wire.HubIdentity):
                        return address
                others.add(address)
    except TimeoutError:
        pass
    return None


def _refusal(content: bytes) -> wire.Refusal:
    """Raises msgspec.DecodeError where the body is no refusal of ours."""
    return newer.read(content, wire.Refusal)


def _fact(body: bytes) -> "wire.Event | _Unheard":
    """A fact of a kind that only a newer hub knows is none to anybody here, but nothing is missing either."""
    try:
        return newer.read(body, wire.Event)  # type: ignore[arg-type]  # a union is no class
    except msgspec.ValidationError:
        about = msgspec.json.decode(body)
        known = {kind.__struct_config__.tag for kind in get_args(wire.Event)}
        if isinstance(about, dict) and isinstance(about.get("seq"), int) and about.get("kind") not in known:
            return _Unheard(about["seq"])
        raise


async def _sse(content: aiohttp.StreamReader) -> AsyncIterator[tuple[str, bytes]]:
    """(event name, data) of each server-sent event; ours have one data line. Ends with the stream."""
    name, data = "message", b""
    async for sent in content:
        line = sent.rstrip(b"\r\n")
        if not line:
            if data:
                yield name, data
            name, data = "message", b""
        elif line.startswith(b"event: "):
            name = line[7:].decode()
        elif line.startswith(b"data: "):
            data = line[6:]
