"""What the hall hears: chime and voices equally loud, nothing clipped, no dead air. The real voices, by their samples."""

import shutil
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.speech.chime import chime
from hardware.speech.clip import RATE, Clip, silence
from hardware.speech.clips import Clips
from hardware.speech.levels import LOUDNESS, PEAK, SILENT, WINDOW, levelled, loudness, spoken_loudness
from hardware.speech.port import Utterance
from hardware.speech.programme import BEFORE_WORDS, programme
from hardware.speech.voice import JapaneseVoice, NoVoice

CALLS = [
    ("ja", "Aの25番のかた、4番の窓口へお越しください"),
    ("ja", "Fの999番のかた、30番の窓口へお越しください"),
    ("ja", "番号札をお取りください。"),
    ("en", "Number A 25, please come to counter 4."),
    ("ko", "A 25번 고객님, 4번 창구로 오십시오."),
    ("vi", "Xin mời số A 25 đến quầy số 4."),
    ("pt", "Senha A 25, dirija-se ao guichê 4."),
    ("es", "Número A 25, diríjase a la ventanilla 4."),
]
ESPEAK = shutil.which("espeak-ng") is not None


@pytest.fixture(scope="module")
def clips() -> Iterator[Clips]:
    clips = Clips()
    yield clips
    clips.rest()


def said(clips: Clips, language: str, text: str) -> Clip:
    if language != "ja" and not ESPEAK:
        pytest.skip("the program espeak-ng is not installed")
    clip = clips.clip(language, text, keep=True)
    assert not isinstance(clip, NoVoice)
    return clip


def decibels(one: float, other: float) -> float:
    return float(20 * np.log10(one / other))


@pytest.mark.parametrize(("language", "text"), CALLS)
def test_every_voice_is_as_loud_as_the_chime_to_two_decibels(clips: Clips, language: str, text: str) -> None:
    voice = spoken_loudness(loudness(said(clips, language, text)))

    assert abs(decibels(voice, spoken_loudness(loudness(chime())))) < 2


@pytest.mark.parametrize(("language", "text"), CALLS)
def test_nothing_is_clipped(clips: Clips, language: str, text: str) -> None:
    samples = np.abs(said(clips, language, text).samples.astype(int))

    assert 0.2 * 32767 < samples.max() < 32767
    assert not np.any((samples[1:] == samples[:-1]) & (samples[1:] > 0.95 * samples.max()) & (samples[:-1] == samples.max()))


@pytest.mark.parametrize(("language", "text"), CALLS)
def test_words_begin_and_end_within_a_tenth_of_a_second(clips: Clips, language: str, text: str) -> None:
    windows = loudness(said(clips, language, text))
    sounding = np.flatnonzero(windows > SILENT * windows.max())

    assert sounding[0] * WINDOW < 0.1 and (len(windows) - sounding[-1]) * WINDOW < 0.1


def test_the_breath_between_number_and_counter_is_heard_as_one(clips: Clips) -> None:
    windows = loudness(said(clips, "ja", "Aの25番のかた、4番の窓口へお越しください"))
    quiet = windows < 0.02 * windows.max()
    longest = max(len(run) for run in "".join(" " if one else "x" for one in quiet).split("x"))

    assert 0.4 < longest * WINDOW < 0.7


def test_between_the_two_times_nothing_sounds_for_the_pause(clips: Clips) -> None:
    words = said(clips, "ja", "Aの25番のかた、4番の窓口へお越しください")

    call = programme(Utterance("ja", "", chime=True, times=2, pause=4.0), words).sound.samples
    first_ends = len(chime().samples) + round(BEFORE_WORDS * RATE) + len(words.samples)

    assert not call[first_ends : first_ends + 4 * RATE].any()
    assert np.array_equal(call[first_ends + 4 * RATE :], words.samples)


@settings(max_examples=40)
@given(gain=st.floats(0.01, 3.0), rate=st.sampled_from([22050, 24000, 48000]), before=st.floats(0, 0.5), after=st.floats(0, 0.5))
def test_a_clip_however_loud_and_late_comes_out_alike(gain: float, rate: int, before: float, after: float) -> None:
    tone = 10000 * gain * np.sin(2 * np.pi * 440 * np.arange(rate) / rate)
    sound = np.concatenate([np.zeros(int(before * rate)), tone, np.zeros(int(after * rate))])

    clip = levelled(Clip(rate, sound.clip(-32768, 32767).astype(np.int16)))

    assert 1.0 <= clip.seconds <= 1.15
    assert abs(spoken_loudness(loudness(clip)) / 32767 - LOUDNESS) < 0.01
    assert np.abs(clip.samples.astype(int)).max() <= PEAK * 32767 + 1
    assert abs(int(clip.samples[0])) < 50 and abs(int(clip.samples[-1])) < 50


@pytest.mark.parametrize("empty", [silence(0), silence(1), Clip(48000, np.ones(3, dtype=np.int16))])
def test_a_clip_without_sound_stays_without_sound(empty: Clip) -> None:
    assert not len(levelled(empty).samples)


def test_a_single_crack_is_never_raised_beyond_the_peak() -> None:
    sound = np.zeros(4800, dtype=np.int16)
    sound[2400] = 20000

    assert np.abs(levelled(Clip(48000, sound)).samples.astype(int)).max() <= PEAK * 32767 + 1


def test_a_loud_phrase_loses_nothing_on_its_way_from_the_voice() -> None:
    # This phrase alone comes out of the voice half as high again as 16 bits hold; cut off, it would be flat for many samples.
    voice = JapaneseVoice()
    clip = voice.clip("Aの25番のかた")
    voice.rest()

    assert isinstance(clip, Clip)
    assert np.count_nonzero(np.abs(clip.samples.astype(int)) >= 32767) <= 1
