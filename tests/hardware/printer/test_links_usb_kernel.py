"""The real libusb and pyusb, the printer at the place of the kernel: nothing is lost where a transfer times out half-way."""

import json
import os
import subprocess
import sys
import threading
from ctypes.util import find_library

import pytest

PRELOAD = "libumockdev-preload.so.0"
PATIENCE = 200.0  # seconds for a whole run


pytestmark = pytest.mark.skipif(
    not (find_library("umockdev") and find_library("umockdev-preload")), reason="the package umockdev is not installed"
)


@pytest.fixture
def play(tmp_path, paper):
    """Print the paper, pull the plug, plug in, print it again; every line the process tells, as it tells it."""
    picture = tmp_path / "picture"
    picture.write_bytes(paper.packed)
    processes, waiting = [], []

    def played(device, url):
        command = [sys.executable, "-m", "tests.hardware.printer.usb_kernel", url, *map(str, device.address), str(picture)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, env=os.environ | {"LD_PRELOAD": PRELOAD})
        processes.append(process)
        late = threading.Timer(PATIENCE, process.kill)
        late.start()
        waiting.append(late)
        yield from (json.loads(line) for line in process.stdout)
        assert process.wait(timeout=20) == 0

    yield played
    for late, process in zip(waiting, processes, strict=True):
        late.cancel()
        with process:
            process.kill()


def test_a_printer_is_opened_by_its_serial_unplugged_found_again_and_given_back(device, play, paper):
    told = list(play(device, "usb://04b8:0e28/J3KF000001"))

    assert [line["state"] for line in told if "state" in line] == ["sending", "printing", "printed"] * 2
    assert {"printer": "unreachable"} in told
    assert {"trouble": "no USB device 04b8:0e28 with serial J3KF000001: power, cable"} in told
    assert told[-1] == {"done": ["driver aside", "claimed", "driver aside", "claimed", "released", "driver back"]}
    assert device.sheets() == [paper, paper]


def test_a_printer_that_stands_still_in_the_middle_of_a_transfer_loses_and_repeats_no_byte(start, play, paper):
    device = start("--buffer", "3000")
    device.order(paper_out_at_row=300)

    told = []
    for line in play(device, "usb://04b8:0e28"):
        told.append(line)
        if "cut" in line:
            device.order(paper="ok")

    cuts = [line["cut"] for line in told if "cut" in line]
    assert cuts
    assert 0 < cuts[0] < 4096
    assert "held" in [line.get("state") for line in told]
    assert [line["state"] for line in told if line.get("state") in ("printed", "uncertain")] == ["printed"] * 2
    assert device.sheets() == [paper, paper]
