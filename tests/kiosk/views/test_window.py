"""A real window, drawn with no display: what it shows, what a finger does, and that it is gone with the visit."""

import asyncio
import os
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from config.load import load_site
from hub.wire import Ticket
from kiosk import process
from kiosk.flow.effects import End, ShowStep
from kiosk.flow.events import NumberTaken, Started

pytestmark = pytest.mark.window
HANDMADE = (str(Path(__file__).with_name("handmade.py")),)


class Sitting:
    """One UI process of hand-made screens, and the effects it has sent."""

    def __init__(self, face):
        self.face = face
        self.effects = asyncio.Queue()
        self._reading = asyncio.create_task(self._read())

    async def _read(self):
        async for message in self.face.messages():
            await self.effects.put(message)
        await self.effects.put(None)

    async def effect(self, kind):
        async with asyncio.timeout(60):
            while not isinstance(one := await self.effects.get(), kind):
                assert one is not None, "the process is gone"
            return one

    async def tap(self, *names):
        for name in names:
            answer = await self.face.ask({"tap": name})
            assert answer.get("ok"), answer
        return answer

    async def texts(self, box):
        screen = await self.face.ask({"screen": True})
        return next("".join(one["texts"]) for one in screen["boxes"] if one["id"] == box)

    async def picture(self, path):
        assert (await self.face.ask({"picture": str(path)})).get("ok")
        return Image.open(path).convert("RGB")


def sitting(scenario, monkeypatch, arguments=(), module=HANDMADE, driver="offscreen"):
    monkeypatch.setenv("SDL_VIDEODRIVER", driver)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))

    async def run():
        face = await process.start(arguments, module)
        try:
            one = Sitting(face)
            async with asyncio.timeout(30):
                await face.ready.wait()
                face.begin(Started(date(2026, 11, 21), "01", extra={"key": "k" * 32}))
                await face.shown.wait()
            return await scenario(one)
        finally:
            await face.end()

    return asyncio.run(run())


def test_a_touch_on_a_key_reaches_the_session_and_the_new_screen_is_drawn(monkeypatch, tmp_path):
    async def scenario(one):
        before = await one.picture(tmp_path / "start.png")
        await one.tap("begin")
        step = await one.effect(ShowStep)
        await one.tap("key.か", "key.わ")
        return before, step, await one.picture(tmp_path / "name.png"), await one.face.ask({"screen": True})

    before, step, after, screen = sitting(scenario, monkeypatch)

    assert step == ShowStep(1, 7)
    assert before.size == after.size == (1280, 800)
    assert before.getpixel((212, 260)) == (0x00, 0x17, 0xC1)  # 手続きをはじめる
    assert after.getpixel((212, 260)) == (255, 255, 255)
    assert screen["screen"] == "name"
    assert next(box for box in screen["boxes"] if box["id"] == "field.kana")["texts"] == ["かわ"]


def test_each_contrast_is_drawn_in_its_own_colours(monkeypatch, tmp_path):
    async def scenario(one):
        light = (await one.picture(tmp_path / "light.png")).getpixel((5, 5))
        await one.tap("help")
        black = (await one.picture(tmp_path / "black.png")).getpixel((5, 5))
        await one.tap("help")
        return light, black, (await one.picture(tmp_path / "blue.png")).getpixel((5, 5))

    assert sitting(scenario, monkeypatch) == ((255, 255, 255), (0, 0, 0), (0, 0, 0x60))


def test_a_box_that_is_not_there_or_disabled_cannot_be_tapped(monkeypatch):
    async def scenario(one):
        return await one.face.ask({"tap": "nowhere"}), await one.face.ask({"tap": "off"})

    nowhere, off = sitting(scenario, monkeypatch)

    assert "nowhere" in nowhere["error"]
    assert "off" in off["error"]


def test_the_process_ends_with_the_visit_and_leaves_nothing(monkeypatch):
    async def scenario(one):
        home = one.face._home
        await one.tap("begin", "key.か", "next")
        pid = one.face.pid
        await one.face.end()
        return pid, home

    pid, home = sitting(scenario, monkeypatch)

    assert not Path("/proc", str(pid)).exists()
    assert not home.exists()


def test_a_crash_leaves_no_picture_of_the_memory_behind(monkeypatch):
    async def scenario(one):
        limits = await asyncio.to_thread(Path(f"/proc/{one.face.pid}/limits").read_text)
        return next(line for line in limits.splitlines() if line.startswith("Max core file size"))

    assert sitting(scenario, monkeypatch).split()[4:6] == ["0", "0"]


def test_after_the_end_of_a_visit_touches_are_dead(monkeypatch):
    async def scenario(one):
        one.face._pipe.send  # noqa: B018

        from kiosk.pipe import Kind

        ticket = Ticket("v1", "A-031", date(2026, 11, 21), "residents", (), datetime.now(UTC), ())
        one.face._pipe.send(Kind.EVENT, NumberTaken(ticket))
        await one.tap("back")
        await one.effect(End)
        await one.tap("begin")
        return await one.face.ask({"screen": True})

    assert sitting(scenario, monkeypatch)["screen"] == "start"


def test_the_real_screens_come_up_from_the_configuration(monkeypatch, tmp_path):
    bundle = tmp_path / "bundle.json"
    bundle.write_bytes(msgspec.json.encode(load_site(Path("config/sites/demo"))))

    async def scenario(one):
        return await one.tap("begin")

    assert sitting(scenario, monkeypatch, [f"--bundle={bundle}"], ("-m", "kiosk.views"))["screen"] == "selection"


@pytest.mark.skipif(
    shutil.which("xdotool") is None or shutil.which("Xvfb") is None, reason="xvfb, xdotool are missing (packages.txt)"
)
def test_a_press_on_a_real_display_is_one_press(monkeypatch):
    async def point(display, *words):
        process = await asyncio.create_subprocess_exec("xdotool", *words, env={**os.environ, "DISPLAY": display})
        assert await process.wait() == 0

    async def scenario(one):
        display = os.environ["DISPLAY"]
        await point(display, "mousemove", "331", "322", "click", "1")  # 手続きをはじめる
        await one.effect(ShowStep)
        await point(display, "mousemove", "1100", "275", "click", "1")  # か
        await point(display, "mousemove", "1204", "275", "click", "1")  # あ
        async with asyncio.timeout(60):
            while len(kana := await one.texts("field.kana")) < 2:
                pass
        return kana

    reads, writes = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writes), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
        pass_fds=[writes],
        stderr=subprocess.DEVNULL,
    )
    os.close(writes)
    try:
        with os.fdopen(reads) as said:
            monkeypatch.setenv("DISPLAY", f":{said.readline().strip()}")
        typed = sitting(scenario, monkeypatch, driver="x11")
    finally:
        server.terminate()
        server.wait()

    assert typed == "かあ"
