"""What is heard of one utterance, in one piece."""

from dataclasses import dataclass

from hardware.speech.chime import chime
from hardware.speech.clip import Clip, joined, quieter, silence
from hardware.speech.port import Utterance

BEFORE_WORDS = 0.2  # seconds after the chime


@dataclass(frozen=True, slots=True)
class Programme:
    """`sound` of `utterance`: chime, words, words again. Not `voiced`: nobody could say the words; the sound may be empty."""

    utterance: Utterance
    sound: Clip
    voiced: bool


def programme(utterance: Utterance, words: Clip | None, volume: int = 100) -> Programme:
    """`words`: the sound of the text once, None where there is no voice for it. `volume`: percent."""
    parts = [chime(), silence(BEFORE_WORDS)] if utterance.chime else []
    voiced = words is not None and bool(len(words.samples))
    if words is not None and voiced:
        for time in range(max(1, utterance.times)):
            parts += [silence(utterance.pause), words] if time else [words]
    return Programme(utterance, quieter(joined(*parts), volume), voiced)
