"""A code held before the camera reaches the session; the device is open no longer than it is needed, and never twice."""

import asyncio

import segno

from hardware.scanner import open_scanner
from hardware.scanner.port import ScannerState
from kiosk.camera import Camera
from kiosk.flow.events import CameraChanged, CameraPicture, CodeSeen


def test_a_code_is_read_and_the_picture_shown_until_the_camera_is_stopped(tmp_path):
    code = "UK1:ABCDEFGHIJKLMNOPQRSTUVWXYZ23"
    segno.make_qr(code, error="m").save(str(tmp_path / "code.png"), scale=8, border=6)
    opened = []

    def open_camera():
        opened.append(open_scanner(f"images://{tmp_path}"))
        return opened[-1]

    async def scenario():
        heard, stands = asyncio.Queue(), asyncio.Queue()
        watching = asyncio.create_task(Camera(open_camera).watch(heard.put_nowait, stands.put_nowait))
        found = {}
        async with asyncio.timeout(60):
            while not {CodeSeen, CameraPicture, CameraChanged} <= found.keys():
                event = await heard.get()
                found[type(event)] = event
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        return found, stands.get_nowait()

    found, stood = asyncio.run(scenario())

    assert found[CodeSeen].text == code
    assert found[CameraChanged].state == stood == ScannerState.READY
    picture = found[CameraPicture]
    assert len(picture.grey) == picture.width * picture.height
    assert picture.width <= 320
    assert [scanner.worker_pid for scanner in opened] == [None], "closed, and its decoder gone"


class Device:
    """A camera that notes who has it open."""

    def __init__(self, open_now):
        self._open_now = open_now

    def start(self):
        self._open_now.append(self)
        assert len(self._open_now) == 1, "two cannot have it open"

    def stop(self):
        self._open_now.remove(self)

    def state(self):
        return ScannerState.READY

    def codes(self):
        return iter(())

    def picture(self):
        return None


def test_who_leaves_the_page_and_comes_back_at_once_opens_nothing_twice():
    open_now = []

    async def scenario():
        camera = Camera(lambda: Device(open_now))
        seen = asyncio.Queue()
        first = asyncio.create_task(camera.watch(seen.put_nowait, lambda state: None))
        await asyncio.sleep(0)  # on its way to the device, which cannot be called back
        first.cancel()
        second = asyncio.create_task(camera.watch(seen.put_nowait, lambda state: None))
        async with asyncio.timeout(60):
            event = await seen.get()
        opened = len(open_now)
        second.cancel()
        await asyncio.gather(first, second, return_exceptions=True)
        return event, opened

    assert asyncio.run(scenario()) == (CameraChanged("ready"), 1)
    assert open_now == []
