"""Whatever is wrong with a request: one shape, one clear cure, and nothing lost."""

import asyncio
import json
from datetime import timedelta

import msgspec
import pytest

from hub import wire
from hub.client import HubClient
from hub.wire import Refusal
from tests.hub.web.running_hub import entered_at_home, issue, moving_in, number_for, running_hub

PLAIN = {"language": "ja", "service": "residence"}


async def ask(hub, method, path, body=None, token=None, key="12345678", **headers):
    """(status, Refusal) of a request that must be refused."""
    headers = {"Authorization": f"Bearer {token or hub.kiosk}", "Idempotency-Key": key} | headers
    async with hub.browser().session.request(method, hub.address + path, data=body, headers=headers) as answer:
        content = await answer.read()
        assert answer.headers["Content-Type"].startswith("application/json")
        assert answer.headers["X-Request-Id"].startswith("E-")
        refusal = msgspec.json.decode(content, type=Refusal)
        assert refusal.message and refusal.cure
        return answer.status, refusal


def refused(tmp_path, *arguments, **named):
    async def scenario():
        async with running_hub(tmp_path) as hub:
            found = await ask(hub, *arguments, **named)
            assert (await hub.client().board()).lines[0].people_waiting == 0
            return found

    return asyncio.run(scenario())


@pytest.mark.parametrize(
    ("body", "names"),
    [
        (b"{", "truncated"),
        (b'{"language": "ja", "service": 7}', "$.service"),
        (b'{"language": "ja", "surprise": 1}', "surprise"),
        (b'{"service": "residence"}', "language"),
        (b'{"language": "tlh"}', "$.language"),
        (json.dumps(PLAIN | {"service": "x" * 201}).encode(), "$.service"),
        (b"\xff\xfe", "invalid character"),
        (b"[1, 2]", "object"),
        (b"", "truncated"),
    ],
    ids=["broken", "wrong-type", "unknown-field", "missing-field", "unknown-word", "too-long", "no-utf8", "no-object", "empty"],
)
def test_a_message_that_is_none_of_ours_is_named_and_changes_nothing(tmp_path, body, names):
    status, refusal = refused(tmp_path, "POST", "/api/visits", body)

    assert (status, refusal.error) == (400, "bad_message")
    assert names in refusal.message.lower()


def test_a_form_with_a_missing_an_unknown_and_a_too_long_answer_names_each(tmp_path):
    application = moving_in("緑" * 41)
    answers = dict(application.answers) | {"moon_phase": "full"}
    del answers["move_date"]
    body = msgspec.json.encode(
        wire.OpenVisit("ja", applications=(wire.Application("moving_in", application.form_version, answers),))
    )

    status, refusal = refused(tmp_path, "POST", "/api/visits", body)

    assert (status, refusal.error) == (422, "invalid_answers")
    assert {(problem["path"], problem["code"]) for problem in refusal.problems} >= {
        ("movers.0.name", "too_long"),
        ("move_date", "missing"),
        ("moon_phase", "unknown_field"),
    }
    assert "緑" not in str(refusal)


@pytest.mark.parametrize(
    ("method", "path", "status", "error"),
    [
        ("GET", "/api/nothing", 404, "not_found"),
        ("DELETE", "/api/visits", 405, "wrong_method"),
        ("GET", "/api/visits?stage=moon", 403, "not_allowed"),
        ("GET", "/events?view=moon", 400, "bad_message"),
        ("PUT", "/api/kiosks/02/state", 403, "not_allowed"),
    ],
)
def test_an_address_that_is_none_answers_in_the_same_shape(tmp_path, method, path, status, error):
    found = refused(tmp_path, method, path, b'{"state": "idle"}')

    assert (found[0], found[1].error) == (status, error)


def test_a_message_larger_than_any_visit_is_refused(tmp_path):
    status, refusal = refused(tmp_path, "POST", "/api/visits", b"x" * 600_000)

    assert (status, refusal.error) == (413, "too_large")


@pytest.mark.parametrize("key", ["", "short", "with space in it", "x" * 101])
def test_a_press_without_a_key_of_its_own_is_refused(tmp_path, key):
    status, refusal = refused(tmp_path, "POST", "/api/visits", json.dumps(PLAIN).encode(), key=key)

    assert (status, refusal.error) == (400, "missing_key")


@pytest.mark.parametrize("token", ["uk_wrong", "x" * 5000, "ユ"])
def test_a_token_nobody_knows_says_how_to_enrol(tmp_path, token):
    status, refusal = refused(tmp_path, "GET", "/api/hub", token=token.encode().decode("latin-1"))

    assert (status, refusal.error) == (401, "unknown_device")
    assert "enrol" in refusal.cure


def test_a_second_press_with_the_same_key_gives_the_same_number(tmp_path):
    async def scenario():
        async with running_hub(tmp_path) as hub, hub.client() as kiosk:
            tickets = await asyncio.gather(*(issue(kiosk, "one-press") for _ in range(8)))
            assert len(set(tickets)) == 1
            assert (await kiosk.board()).lines[0].people_waiting == 1

    asyncio.run(scenario())


def test_a_key_used_for_another_message_is_refused(tmp_path):
    async def scenario():
        async with running_hub(tmp_path) as hub, hub.client() as kiosk:
            await issue(kiosk, "one-press")
            refusal = await kiosk.open_visit(number_for("seal"), "one-press")
            assert isinstance(refusal, Refusal) and refusal.error == "key_reused"

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("https://example.jp/menu", "foreign_code"),
        ("UK1:AAAAAAAAAAAAAAAAAAAAAAAAAAAA", "foreign_code"),
        ("7K3M2Q9X", "unknown_code"),
        ("", "foreign_code"),
    ],
)
def test_a_code_that_is_not_a_reception_code_is_told_apart_from_one_nobody_knows(tmp_path, code, error):
    async def scenario():
        async with running_hub(tmp_path) as hub, hub.client() as kiosk:
            refusal = await kiosk.find_entry(code)
            assert isinstance(refusal, Refusal)
            assert refusal.error in (error, "foreign_code")
            assert refusal.cure

    asyncio.run(scenario())


def test_an_expired_reception_code_says_so_and_the_kiosk_can_go_on_without(tmp_path):
    async def scenario():
        async with running_hub(tmp_path) as hub, hub.client() as kiosk:
            saved = await save(hub)
            hub.clock.now += timedelta(days=15)
            refusal = await kiosk.find_entry(saved.code)
            assert isinstance(refusal, Refusal) and refusal.error in ("entry_expired", "unknown_code")
            await issue(kiosk, "number-only")

    asyncio.run(scenario())


def test_a_reception_code_gives_one_number_only(tmp_path):
    async def scenario():
        async with running_hub(tmp_path) as hub, hub.client() as kiosk:
            saved = await save(hub)
            found = await kiosk.find_entry(saved.short_code)
            visit = wire.OpenVisit("ja", reception_token=found.reception_token)
            await issue(kiosk, "first-press", visit)
            refusal = await kiosk.open_visit(visit, "other-press")
            assert isinstance(refusal, Refusal) and refusal.error == "entry_used"

    asyncio.run(scenario())


async def save(hub):
    message = msgspec.json.encode(wire.SaveEntry("ja", (entered_at_home(),)))
    async with hub.browser().session.post(
        hub.address + "/api/entries", data=message, headers={"Idempotency-Key": "entry-0001"}
    ) as answer:
        assert answer.status == 201, await answer.text()
        return msgspec.json.decode(await answer.read(), type=wire.SavedEntry)


def test_two_clerks_at_once_one_wins_and_the_other_sees_the_present_state(tmp_path):
    async def scenario():
        async with running_hub(tmp_path) as hub, hub.client() as kiosk:
            await issue(kiosk, "a-resident")
            first, second = await hub.clerk(1), await hub.clerk(2)
            view = (await listed(first))[0]
            move = {"visit": view["visit"], "leg": view["legs"][0]["leg"], "action": "call", "version": view["version"]}
            status, _ = await act(first, move | {"counter": 1})
            assert status == 200
            status, refusal = await act(second, move | {"counter": 2})
            assert (status, refusal["error"]) == (409, "conflict")
            assert refusal["current"]["legs"][0]["counter"] == 1
            assert refusal["current"]["version"] > view["version"]

    asyncio.run(scenario())


async def listed(browser):
    async with browser.session.get(browser.hub.address + "/api/visits?stage=reception") as answer:
        return await answer.json()


async def act(browser, message):
    await browser.get("/counter")
    async with browser.session.post(
        browser.hub.address + "/api/legs/act",
        data=json.dumps(message),
        headers={"X-Page-Token": browser.token, "Sec-Fetch-Site": "same-origin"},
    ) as answer:
        return answer.status, await answer.json()


def test_a_fault_of_the_hub_tells_nothing_of_what_it_was_about(tmp_path):
    async def broken(request):
        raise RuntimeError("緑野 花子 0441234567")

    async def scenario():
        async with running_hub(tmp_path, extra=lambda app: app.router.add_get("/api/broken", broken)) as hub:
            status, refusal = await ask(hub, "GET", "/api/broken")
            assert (status, refusal.error) == (500, "failed")
            assert "緑野" not in str(refusal)
            page = await hub.browser().get("/broken-page-that-is-not-there")
            assert "このページはありません" in page and "番号札のQRコード" in page
            clerk = await hub.clerk()
            page = await clerk.get("/broken-page-that-is-not-there")
            assert clerk.status == 404 and "番号札" not in page and "はじめの画面へ" in page, "a clerk has no number slip"

    asyncio.run(scenario())


def test_a_hub_that_is_not_there_is_a_value_not_an_exception():
    async def scenario():
        async with HubClient("http://127.0.0.1:9", "token") as kiosk:
            return await kiosk.open_visit(number_for(), "12345678")

    assert type(asyncio.run(scenario())).__name__ == "Unreachable"
