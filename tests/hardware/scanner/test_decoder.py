"""The decoder's worker process: hostile pictures, sudden death, long silence."""

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
import segno

from hardware.scanner.decoder import Decoder, DecoderDown
from hardware.scanner.passes import LADDER
from hardware.scanner.port import Code
from hardware.scanner.still import NotAPicture, read_file, read_still
from tests.hardware.scanner.degradations import code, spoilt

TOKEN = "UK1:7KQ2MZP4XA6TRB3YLVW5CJ2DNE"


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    decoder = Decoder()
    yield decoder
    decoder.close()


def test_a_reception_code_is_read_from_a_still(decoder: Decoder) -> None:
    assert read_still(decoder, spoilt("tilted", TOKEN, 3)) == Code(TOKEN)


def test_a_picture_without_a_code_gives_nothing(decoder: Decoder) -> None:
    assert read_still(decoder, np.full((200, 300), 128, dtype=np.uint8)) is None


@pytest.mark.parametrize("text", ["https://example.invalid/offer", "住民票の写し", "WIFI:S:hall;P:x;;", "1234567890123"])
def test_a_foreign_code_is_told_as_it_stands(decoder: Decoder, text: str) -> None:
    assert read_still(decoder, code(text)) == Code(text)


def test_parts_of_a_structured_append_leave_the_worker_alive(decoder: Decoder) -> None:
    before = decoder.worker_pid
    parts = segno.make_sequence("0123456789 ABC" * 30, version=5)

    for part in parts:
        modules = np.array([list(row) for row in part.matrix_iter(border=4)], dtype=np.uint8)
        picture = np.kron(np.where(modules == 0, 255, 0).astype(np.uint8), np.ones((6, 6), dtype=np.uint8))
        assert not isinstance(decoder.decode(picture, LADDER), DecoderDown)

    assert len(parts) > 1
    assert decoder.worker_pid == before
    assert read_still(decoder, code(TOKEN)) == Code(TOKEN)


def test_a_worker_that_is_killed_is_reported_and_replaced() -> None:
    decoder = Decoder()
    try:
        first = decoder.worker_pid
        assert first is not None
        assert decoder.decode(code(TOKEN), ("plain",)) == (TOKEN,)
        os.kill(first, signal.SIGKILL)

        down = decoder.decode(code(TOKEN), ("plain",))
        second = decoder.worker_pid

        assert isinstance(down, DecoderDown)
        assert second not in (None, first)
        assert decoder.decode(code(TOKEN), ("plain",)) == (TOKEN,)
    finally:
        decoder.close()


def test_a_worker_that_hangs_is_ended_and_replaced() -> None:
    decoder = Decoder()
    try:
        first = decoder.worker_pid
        assert first is not None
        assert decoder.decode(code(TOKEN), ("plain",)) == (TOKEN,)
        os.kill(first, signal.SIGSTOP)

        down = decoder.decode(code(TOKEN), ("plain",), timeout=0.2)

        assert down == DecoderDown("the worker is silent")
        assert not Path(f"/proc/{first}").exists()
        assert decoder.decode(code(TOKEN), ("plain",)) == (TOKEN,)
    finally:
        decoder.close()


def test_a_worker_that_keeps_dying_is_not_started_again_and_again() -> None:
    seconds = [0.0]
    decoder = Decoder(clock=lambda: seconds[0])
    try:
        for _ in range(2):  # the second death in a row is followed by a wait
            pid = decoder.worker_pid
            assert pid is not None
            os.kill(pid, signal.SIGKILL)
            assert isinstance(decoder.decode(code(TOKEN), ("plain",), timeout=1e9), DecoderDown)

        waiting = decoder.decode(code(TOKEN), ("plain",))
        seconds[0] += 0.5
        again = decoder.decode(code(TOKEN), ("plain",), timeout=1e9)

        assert waiting == DecoderDown("waiting to start again")
        assert again == (TOKEN,)
        assert not decoder.keeps_failing
    finally:
        decoder.close()


def test_a_worker_that_needs_long_to_come_up_is_waited_for() -> None:
    """Two and a half seconds here, with two for an answer; ten on a machine that is still starting itself."""
    decoder = Decoder()
    try:
        worker = decoder.worker_pid
        assert worker is not None
        os.kill(worker, signal.SIGSTOP)
        threading.Timer(2.5, os.kill, (worker, signal.SIGCONT)).start()

        assert decoder.decode(code(TOKEN), ("plain",), timeout=2.0) == (TOKEN,)
    finally:
        decoder.close()


def test_three_deaths_in_a_row_are_rather_the_machine_than_a_picture() -> None:
    seconds = [0.0]
    decoder = Decoder(clock=lambda: seconds[0])
    photograph = np.random.default_rng(1).integers(0, 256, (3000, 4000), dtype=np.uint8)
    failing = []
    try:
        for _ in range(3):
            seconds[0] += 10.0
            assert isinstance(decoder.decode(photograph, LADDER, timeout=0), DecoderDown)  # nobody answers for that in no time
            failing.append(decoder.keeps_failing)
        seconds[0] += 10.0
        recovered = decoder.decode(code(TOKEN), ("plain",), timeout=1e9)

        assert failing == [False, False, True]
        assert recovered == (TOKEN,)
        assert not decoder.keeps_failing
    finally:
        decoder.close()


def test_nothing_is_left_when_the_decoder_is_closed() -> None:
    decoder = Decoder()
    pid = decoder.worker_pid

    decoder.close()
    decoder.close()

    assert not Path(f"/proc/{pid}").exists()
    assert isinstance(decoder.decode(code(TOKEN), ("plain",)), DecoderDown)


def test_a_photograph_larger_than_the_shared_memory_is_scaled_down(decoder: Decoder) -> None:
    photograph = np.full((4500, 6000), 180, dtype=np.uint8)
    printed = code(TOKEN, 24)
    photograph[1000 : 1000 + printed.shape[0], 2000 : 2000 + printed.shape[1]] = printed

    assert decoder.decode(photograph, ("plain",), 30.0) == (TOKEN,)


def test_a_file_that_is_no_picture_is_named_so(decoder: Decoder, tmp_path: Path) -> None:
    (tmp_path / "note.png").write_text("no picture")
    cv2.imwrite(str(tmp_path / "code.png"), code(TOKEN))

    assert read_file(decoder, tmp_path / "note.png") == NotAPicture()
    assert read_file(decoder, tmp_path / "missing.png") == NotAPicture()
    assert read_file(decoder, tmp_path / "code.png") == Code(TOKEN)
