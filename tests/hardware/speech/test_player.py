"""The speaker's queue over real outputs: files, a sound device of the ALSA library, one that is stuck, one that is missing."""

import json
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hardware.speech import Utterance, open_speaker
from hardware.speech.chime import chime
from hardware.speech.clip import from_wav
from hardware.speech.clips import Clips
from hardware.speech.outputs import AlsaOutput, BadSpeakerUrl, SpeakerFault
from hardware.speech.player import QueueSpeaker
from hardware.speech.port import Speaker
from hardware.speech.programme import BEFORE_WORDS

CHIME = Utterance("fil", "Numero A 25", chime=True)  # no voice for it: the chime alone, and quickly


def until(holds: Callable[[], bool]) -> None:
    pause = threading.Event()
    for _ in range(3000):
        if holds():
            return
        pause.wait(0.01)
    raise AssertionError("it never came")


def index(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "index.jsonl").read_text(encoding="utf-8").splitlines()]


def quiet(speaker: Speaker) -> bool:
    return not speaker.busy()


def test_calls_are_heard_one_after_another_in_their_order(tmp_path: Path) -> None:
    speaker = open_speaker(f"wav://{tmp_path}/calls", cache=tmp_path / "clips")
    try:
        speaker.say(Utterance("ja", "Aの25番のかた、4番の窓口へお越しください", chime=True, times=2))
        speaker.say(Utterance("ja", "Cの3番のかた、1番の窓口へお越しください", chime=True))
        speaker.say(Utterance("fil", "Numero A 25"))
        assert speaker.busy()
        until(lambda: quiet(speaker))
    finally:
        speaker.close()

    first, second, third = index(tmp_path / "calls")
    assert [line["file"] for line in (first, second, third)] == ["0001.wav", "0002.wav", None]
    assert first["text"] == "Aの25番のかた、4番の窓口へお越しください" and first["chime"] and first["times"] == 2
    assert first["voiced"] and second["voiced"] and not third["voiced"]
    assert first["seconds"] > second["seconds"] > 4
    heard = from_wav((tmp_path / "calls" / "0001.wav").read_bytes())
    assert heard is not None and np.array_equal(heard.samples[:60000], chime().samples[:60000])


def test_every_sample_reaches_the_sound_device(tmp_path: Path) -> None:
    # ALSA's own `file` device: a real device of the library that writes what it plays.
    speaker = open_speaker(f"alsa:file:{tmp_path}/heard.raw,raw")
    try:
        speaker.say(CHIME)
        until(lambda: quiet(speaker))
    finally:
        speaker.close()

    heard = np.frombuffer((tmp_path / "heard.raw").read_bytes(), dtype="<i2")
    assert np.array_equal(heard[: len(chime().samples)], chime().samples)
    assert len(heard) >= len(chime().samples) + BEFORE_WORDS * 48000


def test_a_stuck_device_is_given_up_and_never_holds_the_caller(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "stuck")  # opening it waits for a reader that never comes
    told: list[SpeakerFault] = []
    output = AlsaOutput(f"file:{tmp_path}/stuck,raw", stuck_after=-1.5)
    speaker = QueueSpeaker(output, Clips(), lambda fault, cure: told.append(fault))
    try:
        speaker.say(Utterance("xx", "", chime=True))
        speaker.say(Utterance("xx", "", chime=True))
        waiting = speaker.busy()
        until(lambda: quiet(speaker))
    finally:
        speaker.close()

    assert waiting
    assert told == [SpeakerFault.STUCK]


def test_hush_stops_what_sounds_and_drops_what_waits(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "stuck")
    told: list[SpeakerFault] = []
    speaker = QueueSpeaker(
        AlsaOutput(f"file:{tmp_path}/stuck,raw", stuck_after=1e6), Clips(), lambda fault, cure: told.append(fault)
    )
    try:
        for _ in range(5):
            speaker.say(Utterance("xx", "", chime=True))
        until(speaker.busy)
        speaker.hush()
        until(lambda: quiet(speaker))
        speaker.hush()
    finally:
        speaker.close()

    assert told == []


def test_a_missing_device_is_told_once_with_its_cure(tmp_path: Path) -> None:
    told: list[tuple[SpeakerFault, str]] = []
    speaker = open_speaker("alsa:no-such-loudspeaker", on_fault=lambda fault, cure: told.append((fault, cure)))
    try:
        for _ in range(3):
            speaker.say(Utterance("ja", "", chime=True))
        until(lambda: quiet(speaker))
    finally:
        speaker.close()

    assert [fault for fault, _ in told] == [SpeakerFault.NO_DEVICE]
    assert "aplay -L" in told[0][1]


def test_a_language_without_a_voice_is_told_and_the_chime_still_rings(tmp_path: Path) -> None:
    told: list[SpeakerFault] = []
    speaker = open_speaker(f"wav://{tmp_path}", on_fault=lambda fault, cure: told.append(fault))
    try:
        speaker.say(CHIME)
        speaker.say(CHIME)
        until(lambda: quiet(speaker))
    finally:
        speaker.close()

    assert told == [SpeakerFault.NO_VOICE]
    assert [line["file"] for line in index(tmp_path)] == ["0001.wav", "0002.wav"]


def test_a_place_without_a_loudspeaker_starts_no_voice() -> None:
    speaker = open_speaker("none:")
    speaker.say(Utterance("ja", "だれにも聞こえません", chime=True, times=2))
    until(lambda: quiet(speaker))
    speaker.close()
    speaker.say(Utterance("ja", "閉じたあと"))

    assert quiet(speaker)


@pytest.mark.parametrize("url", ["", "alsa:", "speaker", "wav:", "http://host"])
def test_a_wrong_url_says_which_there_are(url: str) -> None:
    with pytest.raises(BadSpeakerUrl, match="alsa:default"):
        open_speaker(url)
