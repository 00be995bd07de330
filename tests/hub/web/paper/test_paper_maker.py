"""The drawing process: it may die or hang, and the next form is drawn all the same."""

import asyncio
import os
import signal
import sys
from pathlib import Path

from hub.web.paper.maker import PaperMaker
from hub.web.paper.sheet import FormSheet, NotDrawn, Order

SHEET = FormSheet("届", "A-024", "", "UV1:AB", "みどり野市長", "区民課", "", "届出の日", "", (), ("受付",))
ORDER = Order("A-024", (SHEET,))
SILENT = (sys.executable, "-c", "import sys; sys.stdin.read()")
BABBLING = (sys.executable, "-c", "import sys; sys.stdin.buffer.read(4); sys.stdout.write('hello, world')")


def with_maker(scenario, *command, limit=30.0):
    async def run():
        maker = PaperMaker(*([command] if command else []), limit=limit)
        try:
            return await scenario(maker)
        finally:
            await maker.close()

    return asyncio.run(run())


def test_a_form_comes_back_as_pdf_and_the_process_stays_for_the_next():
    async def scenario(maker):
        first = await maker.pdf(ORDER)
        process = maker.process.pid
        second = await maker.pdf(ORDER)
        return first, second, process == maker.process.pid

    first, second, same = with_maker(scenario)

    assert first.startswith(b"%PDF-") and second.startswith(b"%PDF-")
    assert same


def test_forms_wanted_at_once_are_drawn_one_after_the_other():
    async def scenario(maker):
        orders = [Order(f"A-{number:03}", (SHEET,)) for number in range(3)]
        return await asyncio.gather(*map(maker.pdf, orders))

    assert all(drawn.startswith(b"%PDF-") for drawn in with_maker(scenario))


def test_a_process_that_was_killed_is_replaced():
    async def scenario(maker):
        await maker.pdf(ORDER)
        os.kill(maker.process.pid, signal.SIGKILL)
        await maker.process.ended()
        return await maker.pdf(ORDER)

    assert with_maker(scenario).startswith(b"%PDF-")


def test_a_process_that_does_not_answer_is_ended_and_said():
    async def scenario(maker):
        return await maker.pdf(ORDER), maker.process.pid

    assert with_maker(scenario, *SILENT, limit=0.5) == (NotDrawn("too_long"), None)


def test_a_process_that_answers_otherwise_than_agreed_is_ended_and_said():
    async def scenario(maker):
        return await maker.pdf(ORDER)

    assert with_maker(scenario, *BABBLING) == NotDrawn("broken")


def test_an_order_given_up_half_way_does_not_become_the_answer_to_the_next():
    async def scenario(maker):
        await maker.pdf(ORDER)
        given_up = asyncio.create_task(maker.pdf(Order("A-001", (SHEET,) * 50)))
        await asyncio.sleep(0)  # the order is on its way to the process
        given_up.cancel()
        await asyncio.gather(given_up, return_exceptions=True)
        return await maker.pdf(Order("A-002", (SHEET,)))

    assert with_maker(scenario).startswith(b"%PDF-")


def test_the_process_ends_with_the_hub():
    async def scenario(maker):
        await maker.pdf(ORDER)
        before = maker.process.pid
        await maker.close()
        return before, maker.process.pid

    before, after = with_maker(scenario)
    assert before is not None and after is None
    assert not Path(f"/proc/{before}").exists()
