"""Accepted is durable (promise 2): a hub that is killed at any moment has lost nothing it answered for."""

import asyncio
import os
import signal
import subprocess
import sys
from itertools import groupby
from pathlib import Path

import pytest

from hub.store.database import connect
from tests.hub.small_office import issue, small_office

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("answers", [5, 60, 250])
def test_no_answered_number_is_lost_or_given_twice_when_the_hub_is_killed(tmp_path, answers):
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.hub.store.issuing", str(tmp_path)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        text=True,
    )
    assert process.stdout is not None
    heard = [process.stdout.readline() for _ in range(answers)]
    process.send_signal(signal.SIGKILL)
    heard += process.stdout.readlines()
    process.wait()
    process.stdout.close()
    # a line cut in the middle was not heard by anybody
    answered = dict(line.rstrip().split(" ", 1) for line in heard if line.endswith("\n"))

    connection = connect(tmp_path / "hub.db")
    given = [f"{day} {number}" for day, number in connection.execute("SELECT day, number FROM visits ORDER BY day, number")]
    assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    connection.close()
    assert process.returncode == -signal.SIGKILL, "it was killed in the middle of its work"
    assert len(answered) >= answers
    assert set(answered.values()) <= set(given)
    for day, of_the_day in groupby(given, key=lambda text: text.split()[0]):
        numbers = list(of_the_day)
        assert numbers == [f"{day} A-{index:03d}" for index in range(1, len(numbers) + 1)]

    async def the_kiosks_ask_again():
        async with small_office(tmp_path) as office:
            for key, number in answered.items():
                ticket = await issue(office, key)
                assert f"{ticket.day} {ticket.number}" == number

    asyncio.run(the_kiosks_ask_again())
