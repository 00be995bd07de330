"""The field tool, as the field engineer starts it."""

import json
import subprocess
import sys
from pathlib import Path

import cv2
import psutil

from tests.hardware.scanner.degradations import code, spoilt


def run(*words: str) -> tuple[int, list[dict[str, object]]]:
    done = subprocess.run(
        [sys.executable, "-m", "hardware.scanner", *words], capture_output=True, text=True, timeout=60, check=False
    )
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def test_every_file_gets_a_line_and_the_end_tells_whether_all_were_read(tmp_path: Path) -> None:
    good, blank, missing = (str(tmp_path / name) for name in ("good.png", "blank.png", "missing.png"))
    cv2.imwrite(good, spoilt("tilted", "住民 UK1:ABC", 2))
    cv2.imwrite(blank, code("X")[:8])

    assert run("decode", good) == (0, [{"file": good, "text": "住民 UK1:ABC"}])
    assert run("decode", good, blank, missing) == (
        1,
        [
            {"file": good, "text": "住民 UK1:ABC"},
            {"file": blank, "text": None},
            {"file": missing, "text": None, "fault": "not_a_picture"},
        ],
    )


def test_live_tells_the_state_and_the_codes(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "shown.png"), code("UK1:ABC"))

    assert run("live", "--scanner", f"images://{tmp_path}", "--codes", "1") == (0, [{"scanner": "ready"}, {"text": "UK1:ABC"}])
    ended, lines = run("live", "--scanner", f"images://{tmp_path}/none", "--timeout", "1")
    assert (ended, lines[-1]["scanner"]) == (1, "no_camera")
    assert "make it" in str(lines[-1]["cure"])


def test_the_help_teaches_every_kind_of_scanner_and_every_line() -> None:
    done = subprocess.run([sys.executable, "-m", "hardware.scanner", "--help"], capture_output=True, text=True, check=True)

    for word in ("v4l2:", "serial:", "evdev:", "video:", "images:", "synthetic:", "find", "live", "decode", '"cure"', "layout=jis"):
        assert word in done.stdout


def test_find_lists_what_is_plugged_in_or_says_by_its_end_that_nothing_is() -> None:
    ended, lines = run("find")

    assert ended == (0 if lines else 1)
    assert all(str(line["url"]).startswith(("v4l2:///", "serial:///", "evdev:///")) for line in lines)


def test_a_wrong_url_is_a_fault_with_its_cure() -> None:
    code_of_end, lines = run("live", "--scanner", "webcam")

    assert code_of_end == 2
    assert lines[0]["fault"] == "bad_url" and "v4l2:///dev/video0" in str(lines[0]["message"])


def test_a_program_that_dies_leaves_no_decoder_behind() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "hardware.scanner", "live", "--scanner", "synthetic:1"], stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    while b"text" not in (line := process.stdout.readline()):  # the first lines tell of a decoder that is only about to start
        assert line, "ended without a code"
    workers = psutil.Process(process.pid).children()

    process.kill()
    process.wait(timeout=60)
    process.stdout.close()

    _, alive = psutil.wait_procs(workers, timeout=20)
    assert len(workers) == 1 and not alive
