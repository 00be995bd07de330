"""Nothing of a person can reach the log: fields are on a list, and whole journeys leave no trace of their answers."""

import asyncio
import io
import json
import logging

import structlog

from hub.web import log
from tests.hub.web.running_hub import NAME, issue, moving_in, number_for, running_hub


def logged(scenario):
    stream = io.StringIO()
    root = logging.getLogger()
    before = root.handlers[:], root.level
    log.configure(stream)
    try:
        scenario()
    finally:
        root.handlers[:], root.level = before
        structlog.reset_defaults()
    return stream.getvalue()


def test_a_field_that_is_not_on_the_list_is_dropped_and_counted():
    line = json.loads(logged(lambda: structlog.get_logger().warning("refused", status=400, name=NAME, path="/t/SECRET")))

    assert (line["event"], line["status"], line["dropped"]) == ("refused", 400, 2)
    assert NAME not in str(line) and "SECRET" not in str(line)


def test_what_a_library_says_of_an_exception_is_its_class_and_place_only():
    def trouble():
        try:
            raise ValueError(NAME)
        except ValueError:
            logging.getLogger("aiohttp.server").exception("Error handling %s", NAME)

    line = json.loads(logged(trouble))

    assert (line["kind"], line["error"]) == ("aiohttp.server", "ValueError")
    assert "test_log.py" in line["where"] and NAME not in str(line)


def test_a_whole_journey_with_faults_leaves_no_answer_no_token_and_no_name_in_the_log(tmp_path):
    secrets = []

    async def broken(request):
        raise RuntimeError((await request.read()).decode())

    async def journey():
        async with (
            running_hub(tmp_path, extra=lambda app: app.router.add_post("/api/broken", broken)) as hub,
            hub.client() as kiosk,
        ):
            visit = number_for()
            ticket = await issue(kiosk, "own-press", visit.__class__("ja", applications=(moving_in(),)))
            bad = moving_in()
            del bad.answers["phone"]
            await kiosk.open_visit(visit.__class__("ja", applications=(bad,)), "bad-press")
            browser = hub.browser()
            await browser.get(f"/t/{ticket.follow_url.rsplit('/', 1)[1]}")
            await browser.get("/t/NOSUCHTOKEN99")
            await browser.post("/sign-in", login="madoguchi", password="secret-guess", to="/")
            async with browser.session.post(hub.address + "/api/broken", data=NAME.encode()) as answer:
                assert answer.status == 500
            secrets.extend([NAME, "緑野", "0441234567", ticket.follow_url[-13:], "NOSUCHTOKEN99", "secret-guess", hub.kiosk])

    text = logged(lambda: asyncio.run(journey()))

    assert text.count("\n") >= 4
    for secret in secrets:
        assert secret not in text
