"""申請書を印刷 over HTTP: for who serves the visit, noted each time, kept nowhere."""

import asyncio

import pypdfium2
from aiohttp import web

from hub.wire import Application, CorrectRecord, OpenVisit, RecordView
from tests.hub.small_office import clerk
from tests.hub.web.paper.filled_forms import RARE, moving_in
from tests.hub.web.running_hub import issue, number_for, running_hub


def with_hub(scenario, tmp_path):
    async def run():
        async with running_hub(tmp_path) as hub:
            return await scenario(hub)

    return asyncio.run(run())


async def serve(hub, *applications):
    """A visit at counter 1, being served; the browser of its clerk."""
    visit = OpenVisit(language="ja", applications=applications) if applications else number_for()
    async with hub.client() as client:
        ticket = await issue(client, "first-press", visit)
    browser = await hub.clerk(1)
    page = await browser.post("/counter/next", stage="reception", finish="false")
    leg = page.split('name="leg" value="')[1].split('"')[0]
    version = page.split('name="version" value="')[1].split('"')[0]
    await browser.post("/counter/act", action="start", visit=ticket.visit, leg=leg, version=version, stage="reception")
    return ticket, browser


async def fetch(browser, path):
    async with browser.session.get(browser.hub.address + path) as answer:
        return answer, await answer.read()


async def printings(hub):
    rows = await hub.office._store.read(
        lambda connection: connection.execute("SELECT actor, subject FROM audit WHERE action = 'form_printed'").fetchall()
    )
    return [tuple(row) for row in rows]


def test_the_clerk_who_serves_a_visit_gets_its_form_and_each_printing_is_noted(tmp_path):
    async def scenario(hub):
        ticket, browser = await serve(hub, moving_in(2))
        assert f'href="/counter/form/{ticket.visit}"' in browser.text
        answer, body = await fetch(browser, f"/counter/form/{ticket.visit}")
        await fetch(browser, f"/counter/form/{ticket.visit}")
        return ticket, answer, body, await printings(hub)

    ticket, answer, body, noted = with_hub(scenario, tmp_path)

    assert (answer.status, answer.content_type) == (200, "application/pdf")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"] == f'inline; filename="{ticket.number}.pdf"'
    text = pypdfium2.PdfDocument(body)[0].get_textpage().get_text_range()
    assert ticket.number in text and RARE in text
    assert len(noted) == 2 and {subject for _, subject in noted} == {ticket.visit}


def test_nobody_prints_the_form_of_a_visit_another_desk_serves(tmp_path):
    async def scenario(hub):
        ticket, _ = await serve(hub, moving_in(1))
        other = await hub.clerk(2)
        await other.get(f"/counter/form/{ticket.visit}")
        stranger = hub.browser()
        await stranger.get(f"/counter/form/{ticket.visit}")
        return other.status, stranger.url, await printings(hub)

    status, url, noted = with_hub(scenario, tmp_path)

    assert status == 403
    assert "/sign-in" in url
    assert noted == []


def test_a_number_without_a_form_says_so_and_offers_no_printing(tmp_path):
    async def scenario(hub):
        ticket, browser = await serve(hub)
        offered = "/counter/form/" in browser.text
        await browser.get(f"/counter/form/{ticket.visit}")
        return offered, browser.status, browser.text

    offered, status, text = with_hub(scenario, tmp_path)

    assert not offered
    assert status == 404 and "印刷する申請書がありません" in text


def test_guidance_alone_has_no_form_and_one_entered_in_an_older_version_is_printed_in_it(tmp_path):
    async def scenario(hub):
        _, browser = await serve(hub, moving_in(1), Application("pension", "", {}))
        path = browser.text.split('id="print" href="')[1].split('"')[0]
        _, body = await fetch(browser, path)
        return len(pypdfium2.PdfDocument(body))

    assert with_hub(scenario, tmp_path) == 1


def test_where_nothing_can_be_drawn_the_clerk_is_told_what_to_do(tmp_path):
    async def scenario(hub):
        ticket, browser = await serve(hub, moving_in(1))
        await browser.get(f"/counter/form/{ticket.visit}")
        return browser.status, browser.text

    async def run():
        def broken(app: web.Application) -> None:
            from hub.web.keys import HOUSE

            app[HOUSE].paper.process.command = ("/bin/false",)

        async with running_hub(tmp_path, extra=broken) as hub:
            return await scenario(hub)

    status, text = asyncio.run(run())

    assert status == 503
    assert "紙の届出書" in text


def test_no_trace_of_a_printed_name_lies_below_the_state_of_the_hub(tmp_path):
    async def scenario(hub):
        ticket, browser = await serve(hub, moving_in(1))
        await fetch(browser, f"/counter/form/{ticket.visit}")

    with_hub(scenario, tmp_path)

    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert kept and RARE.encode() not in kept and b"%PDF-" not in kept


def test_a_corrected_answer_is_what_stands_on_the_paper(tmp_path):
    async def scenario(hub):
        ticket, browser = await serve(hub, moving_in(1))
        corrected = CorrectRecord(ticket.visit, 0, {"phone": "0449876543"}, 0, "mistyped")
        answer = await hub.office.records.correct_record(clerk(1), corrected)
        assert isinstance(answer, RecordView), answer
        _, body = await fetch(browser, f"/counter/form/{ticket.visit}")
        return pypdfium2.PdfDocument(body)[0].get_textpage().get_text_range()

    text = with_hub(scenario, tmp_path)

    assert "0449876543" in text and "0441234567" not in text


def test_that_there_is_no_telephone_is_corrected_at_the_counter_and_stands_on_the_paper(tmp_path):
    async def scenario(hub):
        ticket, browser = await serve(hub, moving_in(1))
        corrected = CorrectRecord(ticket.visit, 0, {"phone": {"none": True}}, 0, "resident_said")
        answer = await hub.office.records.correct_record(clerk(1), corrected)
        assert isinstance(answer, RecordView), answer
        assert answer.corrections[0].after == {"none": True}
        _, body = await fetch(browser, f"/counter/form/{ticket.visit}")
        return pypdfium2.PdfDocument(body)[0].get_textpage().get_text_range()

    text = with_hub(scenario, tmp_path)

    assert "0441234567" not in text and "なし" in text
