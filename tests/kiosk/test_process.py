"""A window's process that dies leaves nobody waiting for its answer."""

import asyncio
import os
import signal

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
