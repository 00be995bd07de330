"""What is heard of one utterance, in one piece."""

from dataclasses import dataclass

from hardware.speech.chime import chime
from hardware.speech.clip import Clip, joined, silence
from hardware.speech.port import Utterance

BEFORE_WORDS = 0.2  # seconds after the chime
BEFORE_REPEAT = 1.0  # seconds between the same words


@dataclass(frozen=True, slots=True)
class Programme:
    """`sound` of `utterance`: chime, words, words again. Not `voiced`: nobody could say the words; the sound may be empty."""

    utterance: Utterance
    sound: Clip
    voiced: bool


def programme(utterance: Utterance, words: Clip | None) -> Programme:
    """`words`: the sound of the text once, None where there is no voice for it."""
    parts = [chime(), silence(BEFORE_WORDS)] if utterance.chime else []
    voiced = words is not None and bool(len(words.samples))
    if words is not None and voiced:
        for time in range(max(1, utterance.times)):
            parts += [silence(BEFORE_REPEAT), words] if time else [words]
    return Programme(utterance, joined(*parts), voiced)
