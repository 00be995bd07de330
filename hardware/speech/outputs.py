"""Where sound goes, by URL: `alsa:NAME` a loudspeaker, `wav:///folder` files with their words beside, `none:` nowhere."""

import json
import threading
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from hardware.speech.alsa import AlsaOutput
from hardware.speech.clip import to_wav
from hardware.speech.port import SpeakerState
from hardware.speech.programme import Programme


class Output(Protocol):
    """Plays one programme at a time. States returned are proven; None: nothing was learned (cancelled, or nothing to play)."""

    def play(self, programme: Programme, cancelled: threading.Event) -> SpeakerState | None:
        """Returns when the sound is over, was `cancelled`, or cannot be."""

    def check(self, cancelled: threading.Event) -> SpeakerState | None:
        """Look at the device without anything to be heard."""

    def stirred(self) -> bool:
        """True when something was plugged in or out since the last check: look again."""


class BadSpeakerUrl(ValueError):
    """The URL names no kind of loudspeaker. The message lists those there are."""


class WavFolder:
    """`0001.wav`, `0002.wav` … as they would have been heard, and a line each in `index.jsonl` with the words. Takes no time.

    Where nothing is to be heard (no voice for the language, no chime) the line stands alone, `file` null.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder

    def play(self, programme: Programme, cancelled: threading.Event) -> SpeakerState | None:
        utterance, sound = programme.utterance, programme.sound
        name = f"{1 + sum(1 for _ in self._folder.glob('[0-9]*.wav')):04d}.wav" if len(sound.samples) else None
        line = {
            "file": name,
            "language": utterance.language,
            "text": utterance.text,
            "chime": utterance.chime,
            "times": utterance.times,
            "voiced": programme.voiced,
            "seconds": round(sound.seconds, 2),
        }
        try:
            if name is not None:
                (self._folder / name).write_bytes(to_wav(sound))
            with (self._folder / "index.jsonl").open("a", encoding="utf-8") as index:
                index.write(json.dumps(line, ensure_ascii=False) + "\n")
        except OSError:
            return SpeakerState.NO_DEVICE
        return SpeakerState.READY

    def check(self, cancelled: threading.Event) -> SpeakerState | None:
        return SpeakerState.READY if self._folder.is_dir() else SpeakerState.NO_DEVICE

    def stirred(self) -> bool:
        return False


class NoOutput:
    """A place without a loudspeaker."""

    def play(self, programme: Programme, cancelled: threading.Event) -> SpeakerState | None:
        return SpeakerState.NONE

    def check(self, cancelled: threading.Event) -> SpeakerState | None:
        return SpeakerState.NONE

    def stirred(self) -> bool:
        return False


def open_output(url: str) -> Output:
    """The output named by `url`. Raises BadSpeakerUrl."""
    address, _, _ = url.partition("?")
    scheme, _, rest = address.partition(":")
    volume_of(url)
    if scheme == "alsa" and rest:
        return AlsaOutput(rest)
    if scheme == "wav" and (path := unquote(urlsplit(address).path)):
        return WavFolder(Path(path))
    if scheme == "none":
        return NoOutput()
    raise BadSpeakerUrl(
        f"{url!r} names no loudspeaker. Use alsa:default (or another name of `python -m hardware.speech devices`), "
        "wav:///folder or none:, each with ?volume=PERCENT where it should be quieter."
    )


def volume_of(url: str) -> int:
    """Percent of full loudness, 1 … 100, from `?volume=`. Raises BadSpeakerUrl."""
    _, _, query = url.partition("?")
    options = parse_qs(query, keep_blank_values=True)
    asked = options.pop("volume", ["100"])[-1]
    if options or not asked.isdecimal() or not 1 <= int(asked) <= 100:
        raise BadSpeakerUrl(f"{url!r}: only ?volume=PERCENT may follow, 1 to 100, as in alsa:default?volume=60")
    return int(asked)
