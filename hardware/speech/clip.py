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
    """The same sound at another rate, by its spectrum: nothing is added above, what the lower rate cannot hold is left out.

    Wraps at the ends: for sounds that begin and end in silence.
    """
    if clip.rate == rate or not len(clip.samples):
        return Clip(rate, clip.samples)
    count = round(len(clip.samples) * rate / clip.rate)
    spectrum = np.fft.rfft(clip.samples)
    bins = np.zeros(count // 2 + 1, dtype=complex)
    kept = min(len(bins), len(spectrum))
    bins[:kept] = spectrum[:kept]
    sound = np.fft.irfft(bins, count) * (count / len(clip.samples))
    return Clip(rate, np.clip(np.rint(sound), -32768, 32767).astype(np.int16))


def quieter(clip: Clip, percent: int) -> Clip:
    """The same sound at `percent` of its loudness, as the amplitude goes."""
    if percent >= 100:
        return clip
    return Clip(clip.rate, (clip.samples.astype(np.int32) * percent // 100).astype(np.int16))


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
