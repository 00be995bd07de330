"""A code held before the camera reaches the session; the device is open no longer than it is needed."""

import asyncio

import pytest
import segno

from hardware.scanner import open_scanner
from hardware.scanner.port import ScannerState
from kiosk.camera import Camera
from kiosk.flow.events import CameraChanged, CameraPicture, CodeSeen


def test_a_code_is_read_and_the_picture_shown_until_the_camera_is_stopped(tmp_path):
    code = "UK1:ABCDEFGHIJKLMNOPQRSTUVWXYZ23"
    segno.make_qr(code, error="m").save(str(tmp_path / "code.png"), scale=8, border=6)

    async def scenario():
        scanner = open_scanner(f"images://{tmp_path}")
        camera = Camera(scanner)
        heard = asyncio.Queue()
        camera.start(heard.put_nowait)
        camera.start(heard.put_nowait)  # a second order opens nothing twice
        found = {}
        async with asyncio.timeout(20):
            while not {CodeSeen, CameraPicture, CameraChanged} <= found.keys():
                event = await heard.get()
                found[type(event)] = event
        await camera.stop()
        return found, scanner.worker_pid

    found, worker = asyncio.run(scenario())

    assert found[CodeSeen].text == code
    assert found[CameraChanged].state == ScannerState.READY
    picture = found[CameraPicture]
    assert len(picture.grey) == picture.width * picture.height
    assert picture.width <= 320
    assert worker is None


class Device:
    """A camera that stands as it is told to."""

    def __init__(self):
        self.stands = ScannerState.READY

    def state(self):
        return self.stands

    def start(self):
        pass

    def stop(self):
        self.stands = ScannerState.READY if self.stands is not ScannerState.NO_CAMERA else self.stands

    def codes(self):
        return iter(())

    def picture(self):
        return None


@pytest.mark.parametrize("trouble", [ScannerState.NO_PICTURE, ScannerState.DECODER_DOWN])
def test_a_camera_that_gave_no_picture_is_not_well_because_it_was_closed(trouble):
    async def scenario():
        device, changed = Device(), asyncio.Event()
        camera = Camera(device, changed.set)
        camera.start(lambda event: None)
        device.stands = trouble
        async with asyncio.timeout(10):
            await changed.wait()
        await camera.stop()
        closed = camera.state
        device.stands = ScannerState.NO_CAMERA
        unplugged = camera.state
        changed.clear()
        device.stands = ScannerState.READY
        camera.start(lambda event: None)
        async with asyncio.timeout(10):
            await changed.wait()
        await camera.stop()
        return closed, unplugged, camera.state

    assert asyncio.run(scenario()) == (trouble, ScannerState.NO_CAMERA, ScannerState.READY)
