"""The reading process: it may die or hang over one document, and the next one is read all the same."""

import asyncio
import os
import signal
import sys
from functools import cache

import numpy as np

from hub.scans.outcome import NotTaken, Scan
from hub.scans.reader import ScanReader
from tests.hub.scans.certificates import drawn, household, paper, png, scanned

NOBODY = png(np.full((300, 200), 255, np.uint8))


@cache  # drawn where a test needs it: every worker of a run loads this file
def family_sheet():
    return png(scanned(drawn(household(1, people=1)), 100))


def on_reader(scenario, **settings):
    async def play():
        reader = ScanReader(**settings)
        try:
            return await scenario(reader)
        finally:
            await reader.close()

    return asyncio.run(play())


def test_documents_are_read_one_after_the_other_in_the_order_they_came():
    async def scenario(reader):
        answers = await asyncio.gather(*(reader.read(document, (paper(),)) for document in (family_sheet(), NOBODY, b"no picture")))
        assert isinstance(answers[0], Scan) and answers[0].sheet.fields["householder"].text
        assert answers[1:] == [NotTaken("other_paper"), NotTaken("not_a_picture")]

    on_reader(scenario)


def test_a_process_that_was_killed_is_followed_by_another():
    async def scenario(reader):
        await reader.read(NOBODY, (paper(),))
        first = reader.process.pid
        os.kill(first, signal.SIGKILL)
        answers = [await reader.read(NOBODY, (paper(),)) for _ in range(2)]
        assert answers[-1] == NotTaken("other_paper")
        assert reader.process.pid != first

    on_reader(scenario)


def test_a_process_that_hangs_is_ended_and_the_clerk_is_told():
    async def scenario(reader):
        assert await reader.read(NOBODY, (paper(),)) == NotTaken("too_slow")
        assert reader.process.pid is None

    on_reader(scenario, command=(sys.executable, "-c", "import sys; sys.stdin.buffer.read()"), limit=0.5)


def test_a_process_that_falls_over_a_document_is_told_as_such():
    async def scenario(reader):
        assert await reader.read(NOBODY, (paper(),)) == NotTaken("reader_failed")

    on_reader(scenario, command=(sys.executable, "-c", "raise SystemExit(3)"))


def test_reading_a_certificate_leaves_nothing_behind_and_counts_nothing_for_anybody(tmp_path, monkeypatch):
    """onnxruntime keeps a device id and a database of its own use under the home, unless it is told not to."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)

    async def scenario(reader):
        assert isinstance(await reader.read(family_sheet(), (paper(),)), Scan)

    on_reader(scenario)

    assert list(tmp_path.rglob("*")) == []


def test_what_is_too_large_does_not_even_reach_the_process():
    async def scenario(reader):
        assert await reader.read(bytes(30 * 1024 * 1024), (paper(),)) == NotTaken("too_large")
        assert reader.process.pid is None

    on_reader(scenario)
