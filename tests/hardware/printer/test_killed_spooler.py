"""kill -9 of the process that prints, in each state of a job: after the restart no paper comes a second time by itself."""

import json
import subprocess
import sys
import time
from contextlib import contextmanager
from itertools import takewhile
from pathlib import Path
from random import Random

import msgspec
import pytest

from hardware.printer.port import FINAL, JobState, PrintJob
from hardware.printer.slip import draw, number_area
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
    """The line that says `wanted`; fails where the job has come to another end."""
    for line in lines:
        if line == wanted:
            return line
        assert line.get("job") != wanted.get("job", "") or line["state"] not in FINAL, f"{line} instead of {wanted}"
    raise AssertionError(f"the spooler ended without {wanted}")


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


@pytest.mark.parametrize("state", [state for state in JobState if state not in FINAL])
def test_whatever_state_a_kill_left_on_disk_the_next_start_prints_at_most_what_was_never_begun(device, tmp_path, paper, state):
    spool = FolderSpool(tmp_path / "spool")
    spool.add(PrintJob("a", paper.width, paper.packed, state=state))

    with spooler(device.url, tmp_path / "spool") as (_, lines):
        seen(lines, job="a", state="printed" if state is JobState.QUEUED else "uncertain")
        seen(lines, printer="ready") if state is not JobState.QUEUED else None

    assert device.sheets() == ([paper] if state is JobState.QUEUED else [])


@pytest.mark.parametrize("state", sorted(FINAL))
def test_a_job_that_had_ended_is_left_alone_after_a_kill(device, tmp_path, paper, state):
    spool = FolderSpool(tmp_path / "spool")
    spool.add(PrintJob("a", paper.width, paper.packed))
    spool.set_state("a", state)

    with spooler(device.url, tmp_path / "spool") as (_, lines):
        said = list(takewhile(lambda line: line != {"printer": "ready"}, lines))

    assert not any("job" in line for line in said)
    assert device.sheets() == []


def test_a_kill_between_doubt_and_the_parting_of_the_torn_half_sees_to_it_again(device, tmp_path, paper, pictures):
    device.order(cut_link_after=40000)
    with spooler(device.url, tmp_path / "spool", "a", str(tmp_path / "first")) as (process, lines):
        seen(lines, job="a", state="uncertain")  # told; on disk only when the printer was cleared
        process.kill()

    with spooler(device.url, tmp_path / "spool", "b", str(tmp_path / "second")) as (_, lines):
        seen(lines, job="b", state="printed")

    *torn, whole = device.sheets()
    assert whole == pictures
    assert paper not in torn


@pytest.mark.parametrize("seed", range(2))
def test_random_kills_cuts_and_faults_of_real_processes_never_bring_a_second_sheet(device, tmp_path, slip, seed):
    chance = Random(seed)
    papers = {f"j{at}": draw(msgspec.structs.replace(slip, number=f"A-{at:03}")) for at in range(3)}
    for job, raster in papers.items():
        (tmp_path / job).write_bytes(raster.packed)
        device.order(**chance.choice(ACCIDENTS))
        with spooler(device.url, tmp_path / "spool", job, str(tmp_path / job)) as (process, lines):
            stop = chance.choice(["sending", "printing", "held", "printed", "failed_clean", "uncertain"])
            for line in lines:
                if line.get("job") == job and (
                    line["state"] == stop or JobState(line["state"]) in FINAL or line["state"] == "held"
                ):
                    break
            process.kill()
        device.order(paper="ok", cover="closed", cutter="ok", heat="ok", speed=4000)
    (tmp_path / "last").write_bytes(draw(slip).packed)
    with spooler(device.url, tmp_path / "spool", "last", str(tmp_path / "last")) as (_, lines):
        seen(lines, job="last", state="printed")

    sheets = device.sheets()
    for job, raster in papers.items():
        number = raster.rows(number_area(msgspec.structs.replace(slip, number=f"A-{int(job[1:]):03}")))
        assert sum(number in sheet.packed for sheet in sheets) <= 1, job
    assert sheets[-1] == draw(slip)


ACCIDENTS = [
    {"speed": 150},
    {"speed": 300, "cut_link_after": 30000},
    {"paper_out_at_row": 400},
    {"after_obeyed": 25000, "cover": "open"},
    {"cutter": "jam_at_cut"},
    {"cut_link_after": 9},
]


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
