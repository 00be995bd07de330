"""The two tones before a call (チャイム): high, then low, as in stations and banks."""

from functools import cache

import numpy as np

from hardware.speech.clip import RATE, Clip

HIGH, LOW = 784.0, 622.25  # hertz: G5 and E♭5, inside what ears of 75 still hear well
SECOND_TONE_AT = 0.45  # seconds
LENGTH = 1.4  # seconds
LOUDNESS = 0.35  # of full scale


@cache
def chime() -> Clip:
    """Both tones with a soft start and a long end; they overlap as bells do."""
    sound = np.zeros(round(LENGTH * RATE))
    for begins, hertz in ((0.0, HIGH), (SECOND_TONE_AT, LOW)):
        start = round(begins * RATE)
        sound[start:] += _bell(hertz, len(sound) - start)
    return Clip(RATE, (sound / np.abs(sound).max() * LOUDNESS * 32767).astype(np.int16))


def _bell(hertz: float, count: int) -> np.ndarray:
    seconds = np.arange(count) / RATE
    tone = np.sin(2 * np.pi * hertz * seconds) + 0.25 * np.sin(2 * np.pi * 2 * hertz * seconds) * np.exp(-6 * seconds)
    return np.asarray(tone * np.minimum(1.0, seconds / 0.008) * np.exp(-3.5 * seconds))
