"""A sound device of ALSA, through aplay: a process a sound, so that whatever the device does, nobody else waits."""

import os
import subprocess
import threading
import time
from pathlib import Path

from hardware.speech.clip import Clip, silence, to_wav
from hardware.speech.port import SpeakerState
from hardware.speech.programme import Programme
from hardware.speech.turn import Turn

STUCK_AFTER = 3.0  # seconds beyond the length of the sound
STEP = 0.05  # seconds between two looks at a process
PROBE = silence(0.05)  # what is played to see whether the device is there
CARDS = Path("/proc/asound/cards")  # the kernel's list of sound cards


class AlsaOutput:
    """`device`: a name of `aplay -L`. Sounds of several processes for the same device take turns.

    `stuck_after`: seconds beyond the length of a sound; `cards`: the kernel's list, which changes with every plug.
    """

    def __init__(self, device: str, stuck_after: float = STUCK_AFTER, cards: Path = CARDS) -> None:
        self._device = device
        self._list = cards
        self._stuck_after = stuck_after
        self._turn = Turn(device)
        self.complaint = ""  # of aplay about the last sound, for the field engineer
        self._held: subprocess.Popen[bytes] | None = None  # killed, but its driver does not let it go
        self._cards = _read(self._list)

    def play(self, programme: Programme, cancelled: threading.Event) -> SpeakerState | None:
        return self._sounded(programme.sound, cancelled) if len(programme.sound.samples) else None

    def check(self, cancelled: threading.Event) -> SpeakerState | None:
        self._cards = _read(self._list)
        return self._sounded(PROBE, cancelled)

    def stirred(self) -> bool:
        return _read(self._list) != self._cards

    def _sounded(self, sound: Clip, cancelled: threading.Event) -> SpeakerState | None:
        if self._held is not None and self._held.poll() is None:
            return SpeakerState.STUCK
        self._held = None
        if not self._turn.taken(cancelled):
            return None
        try:
            return self._played(sound, cancelled)
        finally:
            self._turn.over()

    def _played(self, sound: Clip, cancelled: threading.Event) -> SpeakerState | None:
        descriptor = os.memfd_create("uketsuke-sound")
        try:
            with open(descriptor, "wb", closefd=False) as content:
                content.write(to_wav(sound))
            process = subprocess.Popen(
                ["aplay", "-q", "-D", self._device, f"/dev/fd/{descriptor}"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                pass_fds=(descriptor,),
                start_new_session=True,
                env={**os.environ, "LC_ALL": "C"},  # its complaints are read
            )
        except FileNotFoundError:
            return SpeakerState.NO_DEVICE
        finally:
            os.close(descriptor)
        return self._until_over(process, sound.seconds, cancelled)

    def _until_over(self, process: "subprocess.Popen[bytes]", seconds: float, cancelled: threading.Event) -> SpeakerState | None:
        until = time.monotonic() + seconds + self._stuck_after
        while time.monotonic() < until and not cancelled.is_set():
            try:
                _, complaint = process.communicate(timeout=STEP)
            except subprocess.TimeoutExpired:
                continue
            self.complaint = complaint.decode(errors="replace").strip()
            return judged(process.returncode, complaint)
        process.kill()
        try:
            process.communicate(timeout=1.0)
        except subprocess.TimeoutExpired:  # held inside the driver: it goes when the driver lets it
            self._held = process
            return SpeakerState.STUCK
        return None if cancelled.is_set() else SpeakerState.STUCK


def judged(ended: int, complaint: bytes) -> SpeakerState:
    """What aplay's end and its words (LC_ALL=C) say about the device."""
    if ended == 0:
        return SpeakerState.READY
    return SpeakerState.BUSY if b"resource busy" in complaint else SpeakerState.NO_DEVICE


def _read(cards: Path) -> str:
    try:
        return cards.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
