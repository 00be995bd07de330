"""Reading the codes of single pictures in a worker process: zbar may abort on a hostile one, and then only the worker is gone."""

import mmap
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import IO, cast

import cv2
import msgspec
import numpy as np

from hardware.scanner.pace import FAILING_AFTER, RESTART_AFTER, START_LIMIT
from hardware.scanner.passes import PassName
from hardware.scanner.pictures import Grey
from hardware.scanner.worker import LENGTH, ORDER, READY, REQUEST

# Pixels of the largest picture that fits: a 12-megapixel phone photograph does, larger ones are scaled down.
CAPACITY = 4096 * 4096


class DecoderDown(msgspec.Struct, frozen=True):
    """The worker died or was silent too long: nothing is known about this picture. Another worker is on its way."""

    reason: str


class Decoder:
    """One worker, one picture at a time. The picture lies in memory without a name, shared with the worker only."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._one_at_a_time = threading.Lock()
        self._descriptor = os.memfd_create("uketsuke-frame")
        os.ftruncate(self._descriptor, CAPACITY)
        self._memory = mmap.mmap(self._descriptor, CAPACITY)
        self._failures = 0
        self._next_start = clock()
        self._closed = False
        self._worker: subprocess.Popen[bytes] | None = None
        self._ready = False
        self._start()

    @property
    def worker_pid(self) -> int | None:
        """The process that decodes now, None while there is none."""
        return self._worker.pid if self._worker else None

    @property
    def keeps_failing(self) -> bool:
        """Whether worker after worker died: rather the machine than a picture."""
        return self._failures >= FAILING_AFTER

    def decode(self, grey: Grey, passes: tuple[PassName, ...], timeout: float = 5.0) -> tuple[str, ...] | DecoderDown:
        """Texts read from `grey` by the first of `passes` that reads any; waits `timeout` seconds at most, and START_LIMIT
        before that for a worker that is still coming up."""
        picture = _fitting(grey)
        with self._one_at_a_time:
            if self._closed:
                return DecoderDown("closed")
            if self._worker is None:
                self._start()
            if self._worker is None:
                return DecoderDown("waiting to start again")
            self._memory[: picture.size] = picture.tobytes()
            answer = self._await_ready(self._worker) or self._ask(self._worker, picture, passes, self._clock() + timeout)
            if isinstance(answer, DecoderDown):
                self._lose_worker()
                self._start()
            else:
                self._failures = 0
            return answer

    def close(self) -> None:
        """The worker ends, and the picture with it; a `decode` under way ends at once."""
        self._closed = True
        if worker := self._worker:
            worker.kill()
        with self._one_at_a_time:
            self._lose_worker()
            if not self._memory.closed:
                self._memory.close()
                os.close(self._descriptor)

    def _start(self) -> None:
        if self._closed or self._clock() < self._next_start:
            return
        self._ready = False
        self._worker = subprocess.Popen(
            [sys.executable, "-m", "hardware.scanner.worker", str(self._descriptor)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pass_fds=(self._descriptor,),
            start_new_session=True,
        )

    def _lose_worker(self) -> None:
        if self._worker:
            _end(self._worker)
        self._worker = None
        self._next_start = self._clock() + RESTART_AFTER[min(self._failures, len(RESTART_AFTER) - 1)]
        self._failures += 1

    def _await_ready(self, worker: subprocess.Popen[bytes]) -> DecoderDown | None:
        if self._ready:
            return None
        said = self._receive(cast(IO[bytes], worker.stdout).fileno(), len(READY), self._clock() + START_LIMIT)
        if isinstance(said, DecoderDown):
            return said
        self._ready = True
        return None

    def _ask(
        self, worker: subprocess.Popen[bytes], picture: Grey, passes: tuple[PassName, ...], deadline: float
    ) -> tuple[str, ...] | DecoderDown:
        requests, answers = cast(IO[bytes], worker.stdin), cast(IO[bytes], worker.stdout)
        height, width = picture.shape
        order = bytes(ORDER.index(name) for name in passes)
        try:
            requests.write(REQUEST.pack(height, width, len(order)) + order)
            requests.flush()
        except OSError:
            return DecoderDown("the worker is gone")
        head = self._receive(answers.fileno(), LENGTH.size, deadline)
        if isinstance(head, DecoderDown):
            return head
        body = self._receive(answers.fileno(), LENGTH.unpack(head)[0], deadline)
        if isinstance(body, DecoderDown):
            return body
        return msgspec.json.decode(body, type=tuple[str, ...])

    def _receive(self, descriptor: int, wanted: int, deadline: float) -> bytes | DecoderDown:
        received = b""
        while len(received) < wanted:
            readable, _, _ = select.select([descriptor], [], [], max(0.0, deadline - self._clock()))
            if not readable:
                return DecoderDown("the worker is silent")
            piece = os.read(descriptor, wanted - len(received))
            if not piece:
                return DecoderDown("the worker is gone")
            received += piece
        return received


def _fitting(grey: Grey) -> Grey:
    if grey.size <= CAPACITY and max(grey.shape) <= 0xFFFF:
        return grey
    factor = min((CAPACITY / grey.size) ** 0.5 * 0.999, 0xFFFF / max(grey.shape))
    return np.asarray(cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _end(worker: subprocess.Popen[bytes]) -> None:
    worker.kill()
    worker.wait()
    for pipe in (worker.stdin, worker.stdout):
        if pipe:
            try:
                pipe.close()
            except OSError:  # the rest of a request that nobody will read
                continue
