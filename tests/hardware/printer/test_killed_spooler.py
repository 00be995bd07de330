"""kill -9 of the process that prints, in each state of a job: after the restart no paper comes a second time by itself."""

import json
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from hardware.printer.port import PrintJob
from hardware.printer.slip import draw
from tests.hardware.printer.spooler import FolderSpool

SPOOLER = Path(__file__).parent / "spooler.py"


@contextmanager
def spooler(url, folder, *work):
    """The process and an iterator over its lines; it is killed at the end, if nobody did before."""
    process = subprocess.Popen(
        [sys.executable, str(SPOOLER), url, str(folder), *work],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={"PYTHONPATH": str(Path.cwd())},
    )
    try:
        yield process, (json.loads(line) for line in process.stdout)
    finally:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


def seen(lines, **wanted):
    return next(line for line in lines if line == wanted)


@pytest.fixture
def pictures(tmp_path, slip, paper):
    next_paper = draw(msgspec.structs.replace(slip, number="A-025"))
    (tmp_path / "first").write_bytes(paper.packed)
    (tmp_path / "second").write_bytes(next_paper.packed)
    return next_paper


@pytest.mark.parametrize(
    ("prepare", "state"),
    [
        ({"speed": 60}, "sending"),
        ({"speed": 60}, "printing"),
        ({"paper_out_at_row": 500}, "held"),
        ({"cutter": "jam_at_cut"}, "held"),
    ],
)
def test_a_killed_spooler_leaves_doubt_and_never_prints_again(device, tmp_path, paper, pictures, prepare, state):
    device.order(**prepare)
    with spooler(device.url, tmp_path / "spool", "a", str(tmp_path / "first")) as (process, lines):
        seen(lines, job="a", state=state)
        process.kill()
    device.order(paper="ok", cutter="ok", speed=4000)

    with spooler(device.url, tmp_path / "spool") as (_, lines):
        seen(lines, job="a", state="uncertain")
        seen(lines, printer="ready")
    with spooler(device.url, tmp_path / "spool", "b", str(tmp_path / "second")) as (_, lines):
        seen(lines, job="b", state="printed")

    sheets = device.sheets()
    assert sum(sheet == paper for sheet in sheets) <= 1
    assert sheets[-1] == pictures
    assert not any(sheet.packed.startswith(paper.packed) and sheet != paper for sheet in sheets)


def test_a_job_that_was_only_queued_is_printed_once_after_the_restart(device, tmp_path, paper, pictures):
    device.order(heat="hot")  # a state that passes: the job waits
    with spooler(device.url, tmp_path / "spool", "a", str(tmp_path / "first")) as (process, lines):
        seen(lines, printer="hot")
        process.kill()
    device.order(heat="ok")

    with spooler(device.url, tmp_path / "spool") as (_, lines):
        seen(lines, job="a", state="printed")

    assert device.sheets() == [paper]


def test_a_queued_job_that_nobody_waits_for_any_more_is_given_back_after_the_restart(device, tmp_path, paper):
    spool = FolderSpool(tmp_path / "spool")
    spool.add(PrintJob("a", paper.width, paper.packed, good_until=time.time() - 1))

    with spooler(device.url, tmp_path / "spool") as (_, lines):
        seen(lines, job="a", state="failed_clean")
        seen(lines, printer="ready")

    assert spool.unfinished() == []
    assert device.sheets() == []


def test_a_printed_job_leaves_no_picture_and_nothing_to_do(device, tmp_path, pictures):
    with spooler(device.url, tmp_path / "spool", "a", str(tmp_path / "first")) as (process, lines):
        seen(lines, job="a", state="printed")
        process.stdin.close()
        process.wait()

    assert FolderSpool(tmp_path / "spool").unfinished() == []
    assert sum(path.stat().st_size for path in (tmp_path / "spool").iterdir()) < 200
