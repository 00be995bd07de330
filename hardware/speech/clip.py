"""Sound as a value: mono, 16 bits. Joining and resampling are pure."""

import io
import wave
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RATE = 48_000  # samples a second of everything that is played
Samples = NDArray[np.int16]


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """`samples` at `rate` a second."""

    rate: int
    samples: Samples

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate

    def __repr__(self) -> str:
        return f"Clip({self.seconds:.2f} s)"


def silence(seconds: float) -> Clip:
    return Clip(RATE, np.zeros(round(seconds * RATE), dtype=np.int16))


def joined(*clips: Clip) -> Clip:
    """One after another, at RATE."""
    return Clip(RATE, np.concatenate([resampled(clip).samples for clip in clips] or [np.zeros(0, dtype=np.int16)]))


def resampled(clip: Clip, rate: int = RATE) -> Clip:
    """The same sound at another rate, by straight lines between samples: good enough for speech going up."""
    if clip.rate == rate or not len(clip.samples):
        return Clip(rate, clip.samples)
    moments = np.arange(round(len(clip.samples) * rate / clip.rate)) * clip.rate / rate
    return Clip(rate, np.interp(moments, np.arange(len(clip.samples)), clip.samples).astype(np.int16))


def to_wav(clip: Clip) -> bytes:
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(clip.rate)
        file.writeframes(clip.samples.astype("<i2").tobytes())
    return target.getvalue()


def from_wav(content: bytes) -> Clip | None:
    """None where `content` is not 16-bit mono WAV. A length written as unknown (a program that streams) is the rest of it."""
    try:
        with wave.open(io.BytesIO(content)) as file:
            if file.getnchannels() != 1 or file.getsampwidth() != 2:
                return None
            frames = file.readframes(min(file.getnframes(), len(content)))
            return Clip(file.getframerate(), np.frombuffer(frames[: len(frames) & ~1], dtype="<i2").astype(np.int16))
    except (wave.Error, EOFError):
        return None
