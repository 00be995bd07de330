"""What the journal says is on disk is on disk, whatever happens next; and what is done with is forgotten."""

import os
import signal
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from config.site import Service
from hardware.printer.port import FINAL, JobState, PrintJob
from hub.wire import SealedVisit
from kiosk.journal import Journal, NumbersUsedUp
from kiosk.journal import journal as migrations

JST = timezone(timedelta(hours=9))
A, C = (Service(letter, letter, {"ja": letter}, ("reception",)) for letter in "AC")
DAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 10, 32, tzinfo=JST)


def sealed(number, issued_at):
    return SealedVisit(number=number, issued_at=issued_at, service="residents", sealed="c2VhbGVk")


@pytest.fixture
def journal(tmp_path):
    journal = Journal(tmp_path / "journal.db")
    yield journal
    journal.close()


def test_own_numbers_carry_the_kiosk_and_run_on(journal):
    numbers = [journal.issue(f"key-{i}", "12", A, DAY, NOW, sealed)[0] for i in range(3)]

    assert numbers == ["A-1201", "A-1202", "A-1203"]
    assert journal.issue("other", "12", C, DAY, NOW, sealed)[0] == "C-1201"
    assert journal.issue("tomorrow", "12", A, DAY + timedelta(days=1), NOW, sealed)[0] == "A-1201"


def test_a_second_press_with_the_same_key_brings_the_same_number(journal):
    first = journal.issue("one-press", "01", A, DAY, NOW, sealed)
    again = journal.issue("one-press", "01", A, DAY, NOW + timedelta(seconds=4), sealed)
    journal.delivered("one-press")

    assert again == first
    assert journal.issue("one-press", "01", A, DAY, NOW, sealed) == first
    assert journal.waiting() == []


def test_when_the_own_numbers_of_the_day_are_used_up_none_is_given_twice(journal):
    for i in range(99):
        journal.issue(f"key-{i}", "01", A, DAY, NOW, sealed)

    with pytest.raises(NumbersUsedUp):
        journal.issue("one-more", "01", A, DAY, NOW, sealed)


def test_a_visit_waits_until_the_hub_has_it(journal):
    journal.issue("a", "01", A, DAY, NOW, sealed)
    journal.issue("b", "01", A, DAY, NOW + timedelta(seconds=1), sealed)

    journal.delivered("a")

    assert [(key, one.number) for key, one in journal.waiting()] == [("b", "A-0102")]


def test_yesterdays_undelivered_visit_is_kept_and_the_delivered_one_forgotten(journal):
    journal.issue("kept", "01", A, DAY, NOW, sealed)
    journal.issue("gone", "01", A, DAY, NOW, sealed)
    journal.delivered("gone")

    journal.forget_days_before(DAY + timedelta(days=1))

    assert [key for key, _ in journal.waiting()] == ["kept"]


def test_sealing_that_fails_gives_no_number(journal):
    def broken(number, issued_at):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        journal.issue("a", "01", A, DAY, NOW, broken)

    assert journal.issue("b", "01", A, DAY, NOW, sealed)[0] == "A-0101"


def test_the_picture_of_a_slip_is_forgotten_when_its_paper_is_done_with(tmp_path):
    journal = Journal(tmp_path / "journal.db")
    picture = b"PICTURE-OF-A-SLIP" * 200
    journal.add(PrintJob("v.1", 576, picture))
    journal.set_state("v.1", JobState.SENDING)
    assert [job.raster for job in journal.unfinished()] == [picture]

    journal.set_state("v.1", JobState.PRINTED)

    assert journal.unfinished() == []
    assert journal.has("v.1")
    journal.close()
    assert b"PICTURE-OF-A-SLIP" not in (tmp_path / "journal.db").read_bytes()


def test_the_picture_of_a_code_is_on_no_disk_and_is_not_printed_after_a_crash(tmp_path):
    journal = Journal(tmp_path / "journal.db")
    journal.add(PrintJob("entry-1.1", 576, b"PICTURE-OF-A-CODE" * 200, fleeting=True))
    journal.add(PrintJob("entry-2.1", 576, b"PICTURE-OF-A-CODE" * 200, fleeting=True))
    journal.set_state("entry-2.1", JobState.SENDING)

    written = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    journal.close()
    after = Journal(tmp_path / "journal.db")

    assert b"entry-1.1" in written
    assert b"PICTURE-OF-A-CODE" not in written
    assert [(job.job, job.state) for job in after.unfinished()] == [("entry-2.1", JobState.SENDING)]
    after.close()


def test_one_paper_is_one_row_however_often_it_is_added(journal):
    journal.add(PrintJob("v.1", 576, b"first"))
    journal.set_state("v.1", JobState.PRINTING)
    journal.add(PrintJob("v.1", 576, b"second"))

    assert [(job.raster, job.state) for job in journal.unfinished()] == [(b"first", JobState.PRINTING)]


def test_a_paper_keeps_its_limit_over_a_restart_and_one_from_before_there_were_limits_is_too_late(tmp_path):
    old = Database(str(tmp_path / "journal.db"))
    migrations.apply(old, stop_before="m002_papers_good_until")
    old.table("papers").insert({"job": "old.1", "width": 8, "raster": b"x", "state": "queued", "marker": 0})
    old.close()
    first = Journal(tmp_path / "journal.db")
    first.add(PrintJob("v.1", 8, b"x", good_until=1764000000.5))
    first.close()

    after = Journal(tmp_path / "journal.db")

    assert {job.job: job.good_until for job in after.unfinished()} == {"old.1": 0.0, "v.1": 1764000000.5}
    after.close()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(JobState)), max_size=12))
def test_only_papers_without_a_final_state_are_unfinished(journal, changes):
    for name in "abc":
        journal.forget(name)
        journal.add(PrintJob(name, 8, b"x"))
    latest = dict.fromkeys("abc", JobState.QUEUED)
    for name, state in changes:
        journal.set_state(name, state)
        latest[name] = state

    assert [job.job for job in journal.unfinished()] == [name for name in "abc" if latest[name] not in FINAL]


def test_print_markers_never_repeat_over_a_restart(tmp_path):
    seen = []
    for _ in range(3):
        journal = Journal(tmp_path / "journal.db")
        seen += [journal.next_marker() for _ in range(5)]
        journal.close()

    assert len(set(seen)) == 15


def test_only_the_kiosks_own_user_may_read_the_journal(tmp_path):
    Journal(tmp_path / "journal.db").close()

    assert (tmp_path / "journal.db").stat().st_mode & 0o077 == 0


WRITER = """
import sys
from datetime import date, datetime, timezone
from pathlib import Path
from config.site import Service
from hardware.printer.port import PrintJob
from hub.wire import SealedVisit
from kiosk.journal import Journal
moves = Service("residence", "A", {"ja": "A"}, ("reception",))
journal = Journal(Path(sys.argv[1]))
now = datetime(2026, 11, 21, 10, 0, tzinfo=timezone.utc)
for i in range(int(sys.argv[2]), 99):
    key = f"press-{i:02}"
    number, _ = journal.issue(key, "07", moves, date(2026, 11, 21), now, lambda n, at: SealedVisit(n, at, "residents", "c2VhbGVk"))
    journal.add(PrintJob(f"{key}.1", 8, b"x"))
    print(key, number, flush=True)
"""


@pytest.mark.parametrize("after", [1, 7, 20])
def test_what_was_said_before_the_plug_was_pulled_is_still_there(tmp_path, after):
    path = tmp_path / "journal.db"
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path), "0"], stdout=subprocess.PIPE, text=True)
    said = [writer.stdout.readline().split() for _ in range(after)]
    os.kill(writer.pid, signal.SIGKILL)
    said += [line.split() for line in writer.stdout.read().splitlines() if len(line.split()) == 2]
    writer.stdout.close()
    writer.wait()

    journal = Journal(path)
    waiting = {key: one.number for key, one in journal.waiting()}
    papers = {job.job for job in journal.unfinished()}
    again = journal.issue("after-the-crash", "07", A, DAY, datetime.now(UTC), sealed)[0]
    journal.close()

    assert {key: waiting.get(key) for key, _ in said} == dict(said)
    assert {f"{key}.1" for key, _ in said} <= papers
    assert again not in waiting.values()
    assert len(set(waiting.values())) == len(waiting)
