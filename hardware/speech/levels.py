"""Every clip equally loud, with the silence cut off its ends, so that clips of all voices stand beside each other. Pure."""

import numpy as np

from hardware.speech.clip import Clip

WINDOW = 0.01  # seconds over which loudness is looked at
SILENT = 0.01  # of the loudest window: quieter ends are silence
MARGIN = 0.04  # seconds of it left at both ends, faded
LOUDNESS = 0.11  # root mean square of full scale while words sound: -19 dB
PEAK = 0.89  # of full scale: -1 dB, never beyond


def levelled(clip: Clip) -> Clip:
    """The clip from its first to its last sound, at LOUDNESS or as near as PEAK lets it. A clip without sound is empty."""
    windows = loudness(clip)
    if not len(windows) or windows.max() < 1:
        return Clip(clip.rate, np.zeros(0, dtype=np.int16))
    sounding = np.flatnonzero(windows > SILENT * windows.max())
    step, margin = round(WINDOW * clip.rate), round(MARGIN * clip.rate)
    begins, ends = max(0, sounding[0] * step - margin), min(len(clip.samples), (sounding[-1] + 1) * step + margin)
    sound = clip.samples[begins:ends].astype(float)
    fade = min(margin, len(sound) // 2)
    sound[:fade] *= np.linspace(0, 1, fade)
    sound[len(sound) - fade :] *= np.linspace(1, 0, fade)
    gain = min(LOUDNESS * 32767 / spoken_loudness(windows), PEAK * 32767 / np.abs(sound).max())
    return Clip(clip.rate, (sound * gain).astype(np.int16))


def loudness(clip: Clip) -> np.ndarray:
    """Root mean square of each WINDOW."""
    step = max(1, round(WINDOW * clip.rate))
    count = len(clip.samples) // step
    return np.asarray(np.sqrt((clip.samples[: count * step].reshape(count, step).astype(float) ** 2).mean(axis=1)))


def spoken_loudness(windows: np.ndarray) -> float:
    """Root mean square over the windows that sound: breaths do not count."""
    sounding = windows[windows > 0.1 * windows.max()]
    return float(np.sqrt((sounding**2).mean()))
