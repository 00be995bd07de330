"""Where sound goes, by URL: `alsa:NAME` a loudspeaker, `wav:///folder` files with their words beside, `none:` nowhere."""

import json
import os
import subprocess
import threading
from enum import StrEnum
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from hardware.speech.clip import to_wav
from hardware.speech.programme import Programme

STUCK_AFTER = 3.0  # seconds beyond the length of the sound


class SpeakerFault(StrEnum):
    """Named for what a person must look at."""

    NO_DEVICE = "no_device"  # no such sound device, or aplay is missing
    STUCK = "stuck"  # the device takes no sound
    NO_VOICE = "no_voice"  # nobody to say it: chime only


class Output(Protocol):
    """Plays one programme at a time; returns when it is over, was `cancelled`, or cannot be."""

    def play(self, programme: Programme, cancelled: threading.Event) -> SpeakerFault | None: ...


class BadSpeakerUrl(ValueError):
    """The URL names no kind of loudspeaker. The message lists those there are."""


class AlsaOutput:
    """A sound device through aplay, a process a clip: whatever the device does to it, nobody else waits."""

    def __init__(self, device: str, stuck_after: float = STUCK_AFTER) -> None:
        self._device = device
        self._stuck_after = stuck_after

    def play(self, programme: Programme, cancelled: threading.Event) -> SpeakerFault | None:
        if not len(programme.sound.samples):
            return None
        descriptor = os.memfd_create("uketsuke-sound")
        try:
            with open(descriptor, "wb", closefd=False) as sound:
                sound.write(to_wav(programme.sound))
            process = subprocess.Popen(
                ["aplay", "-q", "-D", self._device, f"/dev/fd/{descriptor}"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=(descriptor,),
                start_new_session=True,
            )
        except FileNotFoundError:
            return SpeakerFault.NO_DEVICE
        finally:
            os.close(descriptor)
        return self._until_over(process, programme.sound.seconds, cancelled)

    def _until_over(self, process: "subprocess.Popen[bytes]", seconds: float, cancelled: threading.Event) -> SpeakerFault | None:
        left = seconds + self._stuck_after
        while left > 0 and not cancelled.is_set():
            try:
                return SpeakerFault.NO_DEVICE if process.wait(timeout=min(left, 0.05)) else None
            except subprocess.TimeoutExpired:
                left -= 0.05
        process.kill()
        try:
            process.wait(timeout=1.0)
        except subprocess.TimeoutExpired:  # held inside the driver: it goes when the driver lets it
            return SpeakerFault.STUCK
        return None if cancelled.is_set() else SpeakerFault.STUCK


class WavFolder:
    """`0001.wav`, `0002.wav` … as they would have been heard, and a line each in `index.jsonl` with the words. Takes no time.

    Where nothing is to be heard (no voice for the language, no chime) the line stands alone, `file` null.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder

    def play(self, programme: Programme, cancelled: threading.Event) -> SpeakerFault | None:
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
            return SpeakerFault.NO_DEVICE
        return None


class NoOutput:
    """A place without a loudspeaker."""

    def play(self, programme: Programme, cancelled: threading.Event) -> SpeakerFault | None:
        return None


def open_output(url: str) -> Output:
    """The output named by `url`. Raises BadSpeakerUrl."""
    scheme, _, rest = url.partition(":")
    if scheme == "alsa" and rest:
        return AlsaOutput(rest)
    if scheme == "wav" and (path := unquote(urlsplit(url).path)):
        return WavFolder(Path(path))
    if scheme == "none":
        return NoOutput()
    raise BadSpeakerUrl(f"{url!r} names no loudspeaker. Use alsa:default (or another name of `aplay -L`), wav:///folder or none:.")
