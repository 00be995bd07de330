"""Voices: Japanese by Open JTalk in a worker process, others by the program espeak-ng where it is installed."""

import importlib.util
import os
import select
import shutil
import subprocess
import sys
import time
from typing import IO, Protocol, cast

import msgspec
import numpy as np

from config.languages import LANGUAGES
from hardware.speech.clip import Clip, from_wav
from hardware.speech.readings import written
from hardware.speech.worker import ANSWER, LENGTH, Request

HALL_SPEED = 0.85  # of the voice's own: understood at the back of a hall
TIME_LIMIT = 20.0  # seconds for one text; the first one loads the dictionary
ESPEAK_WORDS_A_MINUTE = 140  # its own 175 is too fast in a hall

# Languages espeak-ng says well enough. Chinese falls back to English words, Nepali is hard to follow, Filipino has no voice:
# those stay text. Spanish and Portuguese as spoken in Latin America, where most who speak them here come from.
ESPEAK_VOICES = {"en": "en", "ko": "ko", "vi": "vi", "pt": "pt-br", "es": "es-419"}


class NoVoice(msgspec.Struct, frozen=True):
    """Nothing can be said in this language here. `cure` tells the city's IT staff what to install or look at.

    `broken`: the voice should be there; otherwise this place has none for the language, and the text on the screen does.
    """

    cure: str
    broken: bool = False


class Voice(Protocol):
    """Texts to sound, in one language."""

    @property
    def name(self) -> str:
        """Engine and settings: the same name says the same text the same way."""

    @property
    def credit(self) -> str:
        """The line that goes beside its clips."""

    def written(self, text: str) -> str:
        """`text` as it is put to the voice: two texts written alike sound alike."""

    def missing(self) -> NoVoice | None:
        """Why it cannot speak here, as far as can be told without trying."""

    def clip(self, text: str) -> Clip | NoVoice: ...
    def rest(self) -> None:
        """Nothing was said for a while: give memory back."""


class JapaneseVoice:
    """Open JTalk in one worker process, started with the first text and again when it died."""

    name = f"openjtalk-{HALL_SPEED}"
    credit = (
        'Japanese clips: voice model "Mei" (mei_normal.htsvoice), Copyright (c) 2009-2013 Nagoya Institute of Technology, '
        "Department of Computer Science, MMDAgent Project Team, licensed under Creative Commons Attribution 3.0 "
        "(CC BY 3.0); said by Open JTalk, made slower, louder and shorter at the ends."
    )

    def __init__(self) -> None:
        self._worker: subprocess.Popen[bytes] | None = None

    @property
    def worker_pid(self) -> int | None:
        return self._worker.pid if self._worker else None

    def written(self, text: str) -> str:
        return written("ja", text)

    def missing(self) -> NoVoice | None:
        if importlib.util.find_spec("pyopenjtalk") is None:
            return NoVoice("the Japanese voice is not installed: pip install 'uketsuke[speech]'", broken=True)
        return None

    def clip(self, text: str) -> Clip | NoVoice:
        if missing := self.missing():
            return missing
        for _ in range(2):  # a worker that died since the last text is no reason to be silent
            clip = self._ask(Request(self.written(text), HALL_SPEED))
            if clip is not None:
                return clip
            self.rest()
        return NoVoice(
            "the Japanese voice does not answer: try `python -m hardware.speech say --speaker none: テスト`", broken=True
        )

    def rest(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.kill()
            worker.wait()
            for pipe in (worker.stdin, worker.stdout):
                cast(IO[bytes], pipe).close()

    def _ask(self, request: Request) -> Clip | None:
        if self._worker is None:
            self._worker = subprocess.Popen(
                [sys.executable, "-m", "hardware.speech.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                bufsize=0,
                start_new_session=True,
            )
        requests, answers = cast(IO[bytes], self._worker.stdin), cast(IO[bytes], self._worker.stdout)
        body = msgspec.json.encode(request)
        deadline = time.monotonic() + TIME_LIMIT
        try:
            requests.write(LENGTH.pack(len(body)) + body)
        except OSError:
            return None
        head = _receive(answers.fileno(), ANSWER.size, deadline)
        if head is None:
            return None
        rate, count = ANSWER.unpack(head)
        sound = _receive(answers.fileno(), 2 * count, deadline)
        return None if sound is None else Clip(rate, np.frombuffer(sound, dtype="<i2").astype(np.int16))


class EspeakVoice:
    """espeak-ng, called as a program for each text."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._voice = ESPEAK_VOICES[language]
        self.name = f"espeak-{self._voice}-{ESPEAK_WORDS_A_MINUTE}"
        self.credit = f"Clips in {self._voice}: said by the program espeak-ng."

    def written(self, text: str) -> str:
        return written(self._language, text)

    def missing(self) -> NoVoice | None:
        if shutil.which("espeak-ng") is None:
            return NoVoice("the voice for this language is not installed: apt-get install espeak-ng")
        return None

    def clip(self, text: str) -> Clip | NoVoice:
        if missing := self.missing():
            return missing
        command = ["espeak-ng", "-v", self._voice, "-s", str(ESPEAK_WORDS_A_MINUTE), "--stdin", "--stdout"]
        try:
            done = subprocess.run(command, input=self.written(text).encode(), capture_output=True, timeout=TIME_LIMIT, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return NoVoice("espeak-ng does not answer: run it by hand to see why", broken=True)
        clip = from_wav(done.stdout)
        if clip is None:
            return NoVoice(f"espeak-ng gave no sound for the voice {self._voice}: is it installed?", broken=True)
        return clip

    def rest(self) -> None:
        """Nothing runs between two texts."""


def voice_for(language: str) -> Voice | NoVoice:
    """The voice of a language of the kiosk; やさしい日本語 is said by the Japanese one."""
    if language in ("ja", "ja-easy"):
        return JapaneseVoice()
    if language in ESPEAK_VOICES:
        return EspeakVoice(language)
    return NoVoice(f"there is no voice good enough for {language}: the text stays on the screen")


def _receive(descriptor: int, wanted: int, deadline: float) -> bytes | None:
    received = bytearray()
    while len(received) < wanted:
        readable, _, _ = select.select([descriptor], [], [], max(0.0, deadline - time.monotonic()))
        piece = os.read(descriptor, wanted - len(received)) if readable else b""
        if not piece:
            return None
        received += piece
    return bytes(received)


def installed_voices() -> dict[str, str | NoVoice]:
    """Language → name of its voice here, or why there is none."""
    voices = {language: voice_for(language) for language in LANGUAGES}
    return {language: voice if isinstance(voice, NoVoice) else voice.missing() or voice.name for language, voice in voices.items()}
