"""Sound as values: what is joined, resampled and written stays what it was."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.speech.chime import chime
from hardware.speech.clip import RATE, Clip, from_wav, joined, quieter, resampled, silence, to_wav
from hardware.speech.port import CALM_PAUSE, Utterance
from hardware.speech.programme import BEFORE_WORDS, programme

SAMPLES = st.lists(st.integers(-32768, 32767), max_size=400).map(lambda values: np.array(values, dtype=np.int16))


@given(samples=SAMPLES, rate=st.sampled_from([8000, 22050, 48000]))
def test_a_clip_survives_being_written(samples: np.ndarray, rate: int) -> None:
    read = from_wav(to_wav(Clip(rate, samples)))

    assert read is not None and read.rate == rate
    assert np.array_equal(read.samples, samples)


@given(content=st.binary(max_size=200))
def test_what_is_no_sound_is_refused_and_nothing_raises(content: bytes) -> None:
    assert from_wav(content) is None


def test_a_length_left_open_by_a_streaming_program_is_read_to_the_end() -> None:
    content = bytearray(to_wav(Clip(22050, np.arange(100, dtype=np.int16))))
    content[40:44] = b"\xff\xff\xff\x7f"

    read = from_wav(bytes(content))

    assert read is not None and np.array_equal(read.samples, np.arange(100))


@settings(max_examples=30)
@given(samples=SAMPLES, rate=st.sampled_from([16000, 22050, 44100]))
def test_another_rate_keeps_the_length(samples: np.ndarray, rate: int) -> None:
    clip = Clip(rate, samples)

    assert abs(resampled(clip).seconds - clip.seconds) <= 1 / rate


@pytest.mark.parametrize(("rate", "there"), [(22050, 48000), (24000, 48000), (48000, 24000)])
def test_a_tone_is_the_same_tone_at_another_rate(rate: int, there: int) -> None:
    tone = Clip(rate, (8000 * np.sin(2 * np.pi * 1000 * np.arange(rate) / rate)).astype(np.int16))

    moved = resampled(tone, there)

    expected = 8000 * np.sin(2 * np.pi * 1000 * np.arange(there) / there)
    assert np.abs(moved.samples - expected).max() < 4


def test_what_the_lower_rate_cannot_hold_is_left_out_and_never_folded_down() -> None:
    hiss = Clip(48000, (8000 * np.sin(2 * np.pi * 15000 * np.arange(48000) / 48000)).astype(np.int16))

    assert np.abs(resampled(hiss, 24000).samples).max() < 4


def test_full_scale_stays_inside_sixteen_bits() -> None:
    square = Clip(24000, np.where(np.arange(2400) // 12 % 2 == 0, 32767, -32768).astype(np.int16))

    moved = resampled(square)

    assert moved.samples.max() == 32767 and moved.samples.min() == -32768


@given(samples=SAMPLES, percent=st.integers(1, 100))
def test_quieter_is_the_same_sound_smaller(samples: np.ndarray, percent: int) -> None:
    lower = quieter(Clip(RATE, samples), percent)

    assert np.abs(lower.samples - samples * (percent / 100)).max(initial=0) <= 1


def test_the_chime_is_two_tones_the_high_one_first() -> None:
    sound = chime().samples.astype(float)

    def loudest(part: np.ndarray) -> float:
        return float(np.argmax(np.abs(np.fft.rfft(part))) * RATE / len(part))

    assert abs(loudest(sound[: int(0.4 * RATE)]) - 784) < 5
    assert abs(loudest(sound[int(0.8 * RATE) :]) - 622) < 5
    assert abs(sound[0]) < 10 and 9000 < np.abs(sound).max() < 16000


def test_a_call_is_chime_words_and_words_again() -> None:
    words = Clip(RATE, np.full(RATE, 500, dtype=np.int16))

    call = programme(Utterance("ja", "Aの1番のかた", chime=True, times=2), words)

    assert call.voiced
    assert call.sound.seconds == pytest.approx(chime().seconds + BEFORE_WORDS + 1 + CALM_PAUSE + 1)
    assert np.array_equal(call.sound.samples[: len(chime().samples)], chime().samples)
    assert call.sound.samples[-1] == 500


def test_without_a_voice_the_chime_rings_once_or_nothing_does() -> None:
    with_chime = programme(Utterance("fil", "Numero", chime=True, times=2), None)
    without = programme(Utterance("fil", "Numero"), None)

    assert not with_chime.voiced and not without.voiced
    assert with_chime.sound.seconds == pytest.approx(chime().seconds + BEFORE_WORDS)
    assert without.sound.seconds == 0


def test_joining_brings_all_to_one_rate() -> None:
    assert joined().seconds == 0
    assert joined(silence(0.5), Clip(24000, np.zeros(12000, dtype=np.int16))).seconds == 1.0
