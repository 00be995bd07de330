"""The board as it runs in the hall: its own process, a real hub, the real aplay and a sound device of the ALSA library."""

import asyncio
import json
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np

from hardware.speech.chime import chime
from hub.wire import CallNext
from tests.hub.small_office import clerk
from tests.hub.web.running_hub import issue, running_hub


async def told(stream: asyncio.StreamReader) -> dict[str, object]:
    while line := await stream.readline():
        if line.startswith(b"{"):
            found: dict[str, object] = json.loads(line)
            return found
    raise AssertionError("the board ended")


def heard_seconds(folder: Path) -> float:
    tape = folder / "heard.raw"
    return tape.stat().st_size / 2 / 48_000 if tape.exists() else 0.0


def until(holds: Callable[[], bool]) -> None:
    pause = threading.Event()
    for _ in range(3000):
        if holds():
            return
        pause.wait(0.02)
    raise AssertionError("it never came")


def test_a_call_of_the_counter_is_heard_at_the_loudspeaker_of_the_hall_and_the_ended_board_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "asoundrc").write_text(
        f'</usr/share/alsa/alsa.conf>\npcm.hall {{ type file; slave.pcm "null"; file "{tmp_path}/heard.raw"; format "raw" }}\n'
    )
    places = tmp_path / "tmp", tmp_path / "home"
    for place in places:
        place.mkdir()
    environment = {
        **{name: value for name, value in os.environ.items() if name != "KIVY_HOME"},
        "SDL_VIDEODRIVER": "offscreen",
        "ALSA_CONFIG_PATH": str(tmp_path / "asoundrc"),
        "TMPDIR": str(places[0]),
        "HOME": str(places[1]),
    }

    async def scenario() -> None:
        async with running_hub(tmp_path / "hub") as hub, hub.client() as kiosk:
            token = tmp_path / "token"
            token.write_text(hub.board)
            board = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "queueboard", "--hub", hub.address, "--token-file", str(token)),
                *("--speaker", "alsa:hall?volume=50", "--state", str(tmp_path / "board"), "--control", "127.0.0.1:0"),
                stdout=asyncio.subprocess.PIPE,
                env=environment,
            )
            assert board.stdout is not None
            try:
                ready = await asyncio.wait_for(told(board.stdout), 60)
                reader, writer = await asyncio.open_connection("127.0.0.1", int(str(ready["control"])))
                while True:  # until the board follows the hub: what was called before that is shown and not called out
                    writer.write(b'{"state": true}\n')
                    if json.loads(await asyncio.wait_for(reader.readline(), 60))["seq"] is not None:
                        break
                await issue(kiosk, "the-first-press")
                await hub.office.call_next(clerk(1), CallNext(counter=1, stage="reception"), None)
                await asyncio.to_thread(until, lambda: heard_seconds(tmp_path) > 12)  # chime, words, four seconds, words
                writer.close()
            finally:
                board.terminate()
                await board.wait()

    asyncio.run(scenario())
    assert [left for place in places for left in place.rglob("*")] == [], "a board that was ended leaves nothing behind"
    heard = np.frombuffer((tmp_path / "heard.raw").read_bytes(), dtype="<i2")
    assert np.abs(heard[: len(chime().samples)] - chime().samples / 2).max() <= 1
    assert 2000 < np.abs(heard[len(chime().samples) :].astype(int)).max() <= 16384
    assert len(list((tmp_path / "board" / "clips").glob("*.wav"))) == 2  # the number and the counter
