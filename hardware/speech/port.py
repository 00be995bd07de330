"""What the rest of the product knows about a loudspeaker."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Protocol

import msgspec

CALM_PAUSE = 4.0  # seconds between the same words where nobody else waits to be called


class SpeakerState(StrEnum):
    """Named for what a person must look at. What can be done about it: CURES."""

    UNKNOWN = "unknown"  # not looked at yet
    READY = "ready"
    NO_DEVICE = "no_device"  # no such sound device, unplugged, or aplay is missing
    BUSY = "busy"  # another program holds the device
    STUCK = "stuck"  # the device takes no sound
    NO_VOICE = "no_voice"  # the chime rings, but a voice that should speak does not
    NONE = "none"  # a place without a loudspeaker, as configured


CURES = {
    SpeakerState.NO_DEVICE: "look at the loudspeaker and its cable; `python -m hardware.speech devices` lists the names there are",
    SpeakerState.BUSY: "another program holds the sound device: end it, or name a shared device (alsa:default)",
    SpeakerState.STUCK: "the sound device takes no sound: unplug it and plug it in again, or restart this machine",
    SpeakerState.NO_VOICE: "numbers are called by the chime alone: `python -m hardware.speech voices` tells what is missing",
}


class Utterance(msgspec.Struct, frozen=True):
    """What to say: words in one language, a chime before or not, `times` over with `pause` seconds between.

    `keep`: the words are the same for everybody, and their clip may stay. Otherwise they are rendered, said and forgotten: they may
    be a name, an address or a digit that somebody hears through headphones.
    """

    language: str
    text: str
    chime: bool = False
    times: int = 1
    pause: float = CALM_PAUSE
    keep: bool = False

    def __repr__(self) -> str:
        return f"Utterance({self.language}, {len(self.text)} characters)"


class Speaker(Protocol):
    """One voice: utterances queue up and never overlap. A stuck device delays speech only, never the caller."""

    def say(self, utterance: Utterance) -> None: ...
    def hush(self) -> None:
        """Drop what is queued and stop."""

    def busy(self) -> bool: ...
    def state(self) -> SpeakerState:
        """As last seen: at the start, at every sound, and every few seconds while something is wrong."""

    def prepare(self, texts: Iterable[tuple[str, str]]) -> None:
        """Render the clips of these (language, text) while nothing is said, so that they begin at once. Replaces earlier ones.

        They stay on disk: texts that are the same for everybody.
        """

    def close(self) -> None: ...


OnState = Callable[[SpeakerState], None]
