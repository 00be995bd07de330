"""Kana-kanji conversion by Mozc through mozc_emacs_helper: one command a line in, one S-expression a line out.

Source: google/mozc src/unix/emacs/mozc_emacs_helper_lib.cc; commands used: CreateSession, SendKey, DeleteSession.
The chosen text is taken from the list and the conversion thrown away, never committed: nothing is learned.
"""

import asyncio
import contextlib
import os
import re
import shutil
from pathlib import Path

from config.japanese.place_words import counted, has_name, in_building
from config.japanese.variants import sequences, variants
from kiosk.flow.effects import Meant
from kiosk.input import mozc_process
from kiosk.input.candidates import kana_only, tidy, whole_names
from kiosk.input.expressions import Expression, Malformed, lookup, quote, read
from kiosk.input.plain import PlainKana
from kiosk.input.port import KanaKanji

HELPER = "mozc_emacs_helper"
COMMAND = (HELPER, "--suppress_stderr")
LIMIT_SECONDS = 1.0  # one conversion; measured: 2 ms a key
START_SECONDS = 5.0  # the first key starts the server: 0.3 s, more on a loaded machine
FAILURES = 3  # in a row, then this visit goes on with kana alone
LONGEST = 40  # kana; a name has 20
FAMILY = "たなか"  # nobody's: what stands before a given name says that it is one
BUILDINGS = 3  # forms of the name of a building before its word
PLACES = frozenset({"building", "words"})
_UNCONVERTED = re.compile("([^\u3041-\u3096ー]+)")  # of an address or a building: digits, and words from keys


class Trouble(Exception):
    """The helper is gone, silent or talks nonsense; it is started again for the next conversion."""


class Mozc:
    """One helper and one server in a home of their own. `command` is the helper's; another one in tests. `socket`: of systemd."""

    def __init__(
        self, command: tuple[str, ...] = COMMAND, start_seconds: float = START_SECONDS, socket: Path | None = None
    ) -> None:
        self._open = mozc_process.own(command) if socket is None else mozc_process.lent(socket)
        self._start_seconds = start_seconds
        self._helper: mozc_process.Helper | None = None
        self._event = 0
        self._failures = 0
        self._one_at_a_time = asyncio.Lock()

    async def warm(self) -> None:
        """Start helper and server ahead of the first key. Trouble shows later, as kana candidates."""
        async with self._one_at_a_time:
            with contextlib.suppress(Trouble):
                await self._started()

    async def convert(self, kana: str, meant: Meant = "family") -> tuple[str, ...]:
        if not kana or len(kana) > LONGEST or self._failures >= FAILURES:
            return kana_only(kana)
        async with self._one_at_a_time:
            try:
                await self._started()
                async with asyncio.timeout(LIMIT_SECONDS):
                    if meant not in PLACES and len(parts := kana.replace(" ", "\u3000").split("\u3000")) > 1 and all(parts):
                        family, *given = parts
                        found = [await self._words(family, True), *[await self._given(part) for part in given]]
                        tidied = [self._tidy(words, part, name=True) for words, part in zip(found, parts, strict=True)]
                        return whole_names(tidied, kana)
                    words = await (
                        self._mixed(kana, building=meant == "building")
                        if meant in PLACES
                        else self._given(kana)
                        if meant == "given"
                        else self._words(kana, name=True)
                    )
            except (Trouble, TimeoutError):
                self._failures += 1
                await self._end()
                return kana_only(kana)
            self._failures = 0
            offered = self._tidy(words, kana, name=meant not in PLACES)
            named = meant == "building" and has_name(kana)  # with 荘 from its key the name may stay as it is
            return tuple(dict.fromkeys((kana, *offered))) if named else offered

    @staticmethod
    def _tidy(words: list[str], kana: str, *, name: bool) -> tuple[str, ...]:
        return tidy(words, kana, name=name, variants=variants, sequences=sequences)

    async def close(self) -> None:
        async with self._one_at_a_time:
            await self._end()

    async def _started(self) -> None:
        """A helper that has answered. Raises Trouble."""
        if self._helper is not None and self._helper.lives():
            return
        await self._end()
        try:
            async with asyncio.timeout(self._start_seconds):
                self._helper = await self._open()
                await self._line()  # its greeting
                session = await self._ask("CreateSession")
                await self._key(session, quote("あ"))
                await self._ask("DeleteSession", str(_session(session)))
        except (Trouble, TimeoutError, OSError) as trouble:
            self._failures += 1
            await self._end()
            raise Trouble(type(trouble).__name__) from None

    async def _mixed(self, text: str, *, building: bool) -> list[str]:
        """Candidates for kana with digits and other characters between: the longest piece in all its forms, the others in their
        likeliest; behind digits the words that count. Raises Trouble.
        """
        pieces = _UNCONVERTED.split(text)
        longest = max(range(0, len(pieces), 2), key=lambda at: len(pieces[at]))
        found: list[list[str]] = []
        for at, piece in enumerate(pieces):
            if at % 2 or not piece:
                found.append([piece])
            elif at and (count := counted(piece, behind=pieces[at - 1])):
                found.append([count])
            else:
                found.append(await (self._building(piece) if building else self._words(piece, name=False)))
        return ["".join(form if at == longest else words[0] for at, words in enumerate(found)) for form in found[longest]]

    async def _building(self, kana: str) -> list[str]:
        """さくらそう → さくら荘, 桜荘: its name as typed, then in kanji, then all else of this reading. Raises Trouble."""
        whole = await self._words(kana, name=False)
        if (parts := in_building(kana)) is None:
            return whole
        before, word, behind = parts
        name = before or behind
        names = (name, *(await self._words(name, name=False))[:BUILDINGS], *kana_only(name))
        return [*(f"{one}{word.writing}" if before else f"{word.writing}{one}" for one in names), *whole]

    async def _words(self, kana: str, name: bool) -> list[str]:
        """The candidates as Mozc orders them; for a name of the whole as one segment. Raises Trouble."""
        session = await self._ask("CreateSession")
        for character in kana:
            await self._key(session, quote(character))
        answer = await self._key(session, "space")
        for _ in range(len(kana)):
            if _segments(answer) <= 1 or not name:
                break
            answer = await self._key(session, "shift", "right")
        words = _candidates(answer) if _segments(answer) == 1 else ["".join(_preedit(answer))]
        await self._ask("DeleteSession", str(_session(session)))
        return words

    async def _given(self, kana: str) -> list[str]:
        """As behind a family name, where Mozc expects a given one: 健 before 県. Raises Trouble."""
        session = await self._ask("CreateSession")
        for character in FAMILY + kana:
            await self._key(session, quote(character))
        answer = await self._key(session, "space")
        answer = await self._as_long(session, answer, 0, len(FAMILY))
        answer = await self._as_long(session, await self._key(session, "right"), 1, len(kana))
        cut = _typed(answer) == [FAMILY, kana]
        words = _candidates(await self._key(session, "space")) if cut else []
        await self._ask("DeleteSession", str(_session(session)))
        return words or await self._words(kana, name=True)

    async def _as_long(self, session: Expression, answer: Expression, at: int, length: int) -> Expression:
        """The segment in focus, the `at`th, made as long as that. Raises Trouble."""
        for _ in range(LONGEST):
            typed = _typed(answer)
            if at >= len(typed) or len(typed[at]) == length:
                break
            answer = await self._key(session, "shift", "right" if len(typed[at]) < length else "left")
        return answer

    async def _key(self, session: Expression, *key: str) -> Expression:
        return await self._ask("SendKey", str(_session(session)), *key)

    async def _ask(self, *words: str) -> Expression:
        """The answer to one command. Raises Trouble."""
        if self._helper is None:
            raise Trouble("no helper")
        self._event += 1
        try:
            self._helper.writer.write(f"({self._event} {' '.join(words)})\n".encode())
            await self._helper.writer.drain()
        except OSError:
            raise Trouble("the helper is gone") from None
        answer = await self._line()
        if lookup(answer, "error") is not None or lookup(answer, "emacs-event-id") != self._event:
            raise Trouble("the helper refused a command")
        return answer

    async def _line(self) -> Expression:
        if self._helper is None:
            raise Trouble("no helper")
        try:
            line = await self._helper.reader.readline()
            if not line:
                raise Trouble("the helper is gone")
            return read(line.decode())
        except (Malformed, ValueError):
            raise Trouble("the helper talks nonsense") from None
        except OSError:
            raise Trouble("the helper is gone") from None

    async def _end(self) -> None:
        """No helper, no server, no home."""
        ended, self._helper = self._helper, None
        if ended is not None:
            await ended.end()


def open_converter(socket: Path | None = None) -> KanaKanji:
    """Mozc behind a socket of systemd, or our own where it is installed, else kana alone."""
    if socket is None and (shutil.which(HELPER) is None or (os.geteuid() == 0 and shutil.which("setpriv") is None)):
        return PlainKana()
    return Mozc(socket=socket)


def _session(answer: Expression) -> int:
    number = lookup(answer, "emacs-session-id")
    if not isinstance(number, int):
        raise Trouble("no session")
    return number


def _segments(answer: Expression) -> int:
    return len(_preedit(answer))


def _preedit(answer: Expression) -> list[str]:
    """Words of the segments as they stand now."""
    segments = lookup(answer, "output", "preedit", "segment") or []
    return [str(lookup(segment, "value") or "") for segment in segments]


def _typed(answer: Expression) -> list[str]:
    """Kana of the segments as they are cut now."""
    segments = lookup(answer, "output", "preedit", "segment") or []
    return [str(lookup(segment, "key") or lookup(segment, "value") or "") for segment in segments]


def _candidates(answer: Expression) -> list[str]:
    listed = lookup(answer, "output", "all-candidate-words", "candidates") or []
    return [word for word in (lookup(candidate, "value") for candidate in listed) if isinstance(word, str)]
