"""A window's process that dies leaves nobody waiting for its answer."""

import asyncio
import os
import signal

from kiosk.flow.events import Tick
from kiosk.process import GONE, start


def test_who_asks_a_window_that_died_is_told_before_and_after_the_death_was_noticed():
    async def scenario():
        face = await start((), module=("-c", "import time; time.sleep(60)"))
        asked = asyncio.create_task(face.ask({"screen": True}))
        await asyncio.sleep(0)  # the question is on its way
        os.kill(face.pid, signal.SIGKILL)
        async with asyncio.timeout(60):
            before = await asked
            after = await face.ask({"screen": True})
            await face.end()
            return before, after, await face.ask({"screen": True})

    assert asyncio.run(scenario()) == (GONE, GONE, GONE)


ANSWERS_LATE = """
import argparse, socket, struct
parser = argparse.ArgumentParser()
parser.add_argument("--line", type=int)
line = socket.socket(fileno=parser.parse_known_args()[0].line)
length, kind = struct.unpack(">IB", line.recv(5, socket.MSG_WAITALL))
line.recv(length, socket.MSG_WAITALL)
assert line.recv(1) == b"", "the line ends before the answer is given"
body = b'{"word": "Answer", "answer": {"ok": true}}'
line.sendall(struct.pack(">IB", len(body), kind) + body)
"""


def test_a_touch_that_ends_the_visit_is_answered_although_the_window_is_being_ended():
    async def scenario():
        face = await start((), module=("-c", ANSWERS_LATE))
        asked = asyncio.create_task(face.ask({"tap": "next"}))
        await asyncio.sleep(0)  # the question is on its way
        async with asyncio.timeout(60):
            await face.end()
            return await asked

    assert asyncio.run(scenario()) == {"ok": True}


def test_the_silence_of_a_spare_does_not_count_against_the_window_it_becomes():
    async def scenario():
        face = await start((), module=("-c", "import time; time.sleep(60)"), silent_seconds=8.0)
        messages = face.messages()
        try:
            await asyncio.sleep(7.0)  # its first eight seconds are all but over
            face.begin(Tick())
            gone = asyncio.create_task(anext(messages, None))
            done, _ = await asyncio.wait({gone}, timeout=3.0)
            given_up_early = bool(done)
            async with asyncio.timeout(60):
                await gone  # silent all the same: at last it is given up
            return given_up_early
        finally:
            await face.end()

    assert asyncio.run(scenario()) is False
