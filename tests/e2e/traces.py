"""Searching what goes on after a visit for words and pictures of that visit: the memory of processes, and files."""

import base64
import os
import re
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

READ_AT_ONCE = 1 << 24


Trace = str | bytes  # a word, or grey dots that lie side by side in a picture


def spellings(trace: Trace) -> Iterator[bytes]:
    """How a trace may lie in memory or in a file, and each of them as base64 of any alignment.

    A word: in three encodings of Unicode, and as JSON escapes it. Dots: as they are, and as in a mirror.
    """
    if isinstance(trace, bytes):
        plain: tuple[bytes, ...] = (trace, trace[::-1])
    else:
        plain = (trace.encode("utf-8"),)
        yield trace.encode("utf-16-le")
        yield trace.encode("utf-32-le")
        if not trace.isascii():
            yield "".join(f"\\u{ord(sign):04x}" for sign in trace).encode()
    for content in plain:
        yield content
        for before in range(3):
            # Without the ends: they hold bits of the neighbours.
            yield base64.b64encode(b"\0" * before + content)[4 if before else 0 : -4]


LEAST = 6  # bytes: a shorter spelling would be found by chance


class Wanted:
    """Traces with all their spellings, looked for in one go, twenty times faster than by a pattern alone.

    The six bytes that begin a spelling are three pairs; a pattern reads on only where all three are pairs that begin one.
    """

    def __init__(self, words: Iterable[Trace]) -> None:
        self.spellings = {spelling: word for word in words for spelling in spellings(word) if len(spelling) >= LEAST}
        self._pattern = re.compile(b"|".join(map(re.escape, self.spellings)))
        self._pairs = [np.zeros(1 << 16, bool) for _ in range(0, LEAST, 2)]
        for spelling in self.spellings:
            for known, pair in zip(self._pairs, struct.unpack_from("<3H", spelling), strict=True):
                known[pair] = True
        self.longest = max(map(len, self.spellings))

    def within(self, content: bytes) -> set[Trace]:
        return {self.spellings[met[0]] for place in self._places(content) if (met := self._pattern.match(content, place))}

    def _places(self, content: bytes) -> Iterator[int]:
        """Where a spelling may begin, at even and at odd places."""
        whole = len(content) // 2 - 1  # pairs that lie within it at odd places, too
        if whole < len(self._pairs):
            yield from range(len(content))
            return
        for odd in (0, 1):
            pairs = np.frombuffer(content, "<u2", whole, odd)
            at = np.flatnonzero(self._pairs[0][pairs[: 1 - len(self._pairs)]])
            for further, known in enumerate(self._pairs[1:], 1):
                at = at[known[pairs[at + further]]]
            yield from (at * 2 + odd).tolist()
        yield from range(2 * (whole - len(self._pairs) + 1), len(content))  # too near the end for three whole pairs


def in_memory(pid: int, words: Iterable[Trace]) -> set[Trace]:
    """Which of the words lie in the memory of a process: in everything it can write to. Root reads where others may not."""
    wanted = Wanted(words)
    found: set[Trace] = set()
    memory = os.open(f"/proc/{pid}/mem", os.O_RDONLY)
    try:
        for start, end in _writable(pid):
            tail = b""
            for place in range(start, end, READ_AT_ONCE):
                try:
                    piece = tail + os.pread(memory, min(READ_AT_ONCE, end - place), place)
                except OSError:
                    break  # a region that was given back meanwhile, or one of a device
                found |= wanted.within(piece)
                tail = piece[-wanted.longest :]
    finally:
        os.close(memory)
    return found


def _writable(pid: int) -> Iterator[tuple[int, int]]:
    for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
        if region := re.match(r"([0-9a-f]+)-([0-9a-f]+) rw", line):
            yield int(region[1], 16), int(region[2], 16)


def in_files(folder: Path, words: Iterable[Trace]) -> dict[str, set[Trace]]:
    """Path → the words it holds, in its content or its name, of all files below `folder`."""
    wanted = Wanted(words)
    found: dict[str, set[Trace]] = {}
    for place, folders, names in os.walk(folder):  # which passes over a folder that is wiped meanwhile
        for path in (Path(place, name) for name in (*folders, *names)):
            try:
                content = os.fsencode(path) + (path.read_bytes() if path.is_file() else b"")
            except FileNotFoundError:
                continue  # a file of a visit that was just wiped
            if words_here := wanted.within(content):
                found[str(path)] = words_here
    return found
