"""The speaker's queue over real outputs: files, sound devices of the ALSA library, one that is stuck, one that comes and goes."""

import json
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hardware.speech import SpeakerState, Utterance, open_speaker
from hardware.speech.alsa import AlsaOutput
from hardware.speech.chime import chime
from hardware.speech.clip import Clip, from_wav, to_wav
from hardware.speech.clips import Clips
from hardware.speech.outputs import BadSpeakerUrl, open_output
from hardware.speech.player import QueueSpeaker
from hardware.speech.port import CURES, Speaker
from hardware.speech.programme import BEFORE_WORDS

CHIME = Utterance("fil", "Numero A 25", chime=True)  # no voice for it: the chime alone, and quickly


def until(holds: Callable[[], bool]) -> None:
    pause = threading.Event()
    for _ in range(6000):
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
    speaker = QueueSpeaker(AlsaOutput(f"file:{tmp_path}/heard.raw,raw"), Clips())
    try:
        speaker.say(CHIME)
        until(lambda: quiet(speaker))
    finally:
        speaker.close()

    heard = np.frombuffer((tmp_path / "heard.raw").read_bytes(), dtype="<i2")
    assert np.array_equal(heard[: len(chime().samples)], chime().samples)
    assert len(heard) >= len(chime().samples) + BEFORE_WORDS * 48000


def test_a_quieter_speaker_plays_the_same_sound_smaller(tmp_path: Path) -> None:
    speaker = open_speaker(f"alsa:file:{tmp_path}/heard.raw,raw?volume=50")
    try:
        speaker.say(CHIME)
        until(lambda: quiet(speaker))
    finally:
        speaker.close()

    heard = np.frombuffer((tmp_path / "heard.raw").read_bytes(), dtype="<i2")[: len(chime().samples)]
    assert np.abs(heard - chime().samples / 2).max() <= 1


def test_a_stuck_device_is_given_up_and_never_holds_the_caller(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "stuck")  # opening it waits for a reader that never comes
    told: list[SpeakerState] = []
    speaker = QueueSpeaker(AlsaOutput(f"file:{tmp_path}/stuck,raw", stuck_after=0.1), Clips(), told.append)
    try:
        speaker.say(Utterance("xx", "", chime=True))
        speaker.say(Utterance("xx", "", chime=True))
        waiting = speaker.busy()
        until(lambda: quiet(speaker))
        state = speaker.state()
    finally:
        speaker.close()

    assert waiting
    assert told == [SpeakerState.STUCK] and state is SpeakerState.STUCK


def test_a_device_that_takes_sound_again_is_told_as_ready(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "stuck")
    told: list[SpeakerState] = []
    speaker = QueueSpeaker(AlsaOutput(f"file:{tmp_path}/stuck,raw", stuck_after=1.5), Clips(), told.append, look_again=0.05)
    try:
        until(lambda: speaker.state() is SpeakerState.STUCK)
        (tmp_path / "stuck").unlink()
        until(lambda: speaker.state() is SpeakerState.READY)
        speaker.say(CHIME)
        until(lambda: quiet(speaker))
    finally:
        speaker.close()

    assert told == [SpeakerState.STUCK, SpeakerState.READY]
    assert (tmp_path / "stuck").stat().st_size >= 2 * len(chime().samples)


def test_hush_stops_what_sounds_and_drops_what_waits(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "stuck")
    told: list[SpeakerState] = []
    output = AlsaOutput(f"file:{tmp_path}/stuck,raw", stuck_after=1e6)
    reader = os.open(tmp_path / "stuck", os.O_RDONLY | os.O_NONBLOCK)  # takes the first look's sound, and one pipe's worth more
    speaker = QueueSpeaker(output, Clips(), told.append)
    try:
        until(lambda: speaker.state() is SpeakerState.READY)
        for _ in range(5):
            speaker.say(Utterance("xx", "", chime=True))
        until(speaker.busy)
        speaker.hush()
        until(lambda: quiet(speaker))
        speaker.hush()
    finally:
        speaker.close()
        os.close(reader)

    assert told == [SpeakerState.READY]


def test_a_missing_device_is_told_once_with_its_cure(caplog: pytest.LogCaptureFixture) -> None:
    told: list[SpeakerState] = []
    speaker = open_speaker("alsa:no-such-loudspeaker", on_state=told.append)
    try:
        for _ in range(3):
            speaker.say(Utterance("ja", "", chime=True))
        until(lambda: quiet(speaker))
    finally:
        speaker.close()

    assert told == [SpeakerState.NO_DEVICE]
    assert [record.getMessage() for record in caplog.records] == [f"speaker no_device: {CURES[SpeakerState.NO_DEVICE]}"]
    assert "hardware.speech devices" in CURES[SpeakerState.NO_DEVICE]


def test_a_loudspeaker_that_is_unplugged_and_plugged_in_again_is_told_both_times_and_speaks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A device of ALSA's configuration that is there while its file names it, as a USB loudspeaker is while it is plugged in.
    plugged = tmp_path / "plugged.conf"
    (tmp_path / "asoundrc").write_text(f"</usr/share/alsa/alsa.conf>\n<{plugged}>\n")
    there = f'pcm.hall {{ type file; slave.pcm "null"; file "{tmp_path}/heard.raw"; format "raw" }}\n'
    plugged.write_text(there)
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(tmp_path / "asoundrc"))
    told: list[SpeakerState] = []
    speaker = QueueSpeaker(AlsaOutput("hall"), Clips(), told.append, look_again=0.05)
    try:
        until(lambda: speaker.state() is SpeakerState.READY)
        plugged.write_text("")
        speaker.say(CHIME)
        until(lambda: speaker.state() is SpeakerState.NO_DEVICE)
        plugged.write_text(there)
        until(lambda: speaker.state() is SpeakerState.READY)
        speaker.say(CHIME)
        until(lambda: quiet(speaker))
    finally:
        speaker.close()

    assert told == [SpeakerState.READY, SpeakerState.NO_DEVICE, SpeakerState.READY]
    assert (tmp_path / "heard.raw").stat().st_size >= 2 * len(chime().samples)


def test_a_loudspeaker_pulled_out_while_nobody_is_called_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plugged, cards = tmp_path / "plugged.conf", tmp_path / "cards"  # the kernel's list of sound cards, played by a file
    (tmp_path / "asoundrc").write_text(f"</usr/share/alsa/alsa.conf>\n<{plugged}>\n")
    plugged.write_text("pcm.hall { type null }\n")
    cards.write_text(" 0 [Hall           ]: USB-Audio - Hall Speaker\n")
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(tmp_path / "asoundrc"))
    told: list[SpeakerState] = []
    speaker = QueueSpeaker(AlsaOutput("hall", cards=cards), Clips(), told.append, look_again=0.05)
    try:
        until(lambda: speaker.state() is SpeakerState.READY)
        plugged.write_text("")
        cards.write_text("--- no soundcards ---\n")
        until(lambda: speaker.state() is SpeakerState.NO_DEVICE)
    finally:
        speaker.close()

    assert told == [SpeakerState.READY, SpeakerState.NO_DEVICE]


def test_a_device_that_another_program_holds_is_told_as_busy_until_it_is_let_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Only a card of iron can be held: a program that complains as aplay does stands in its place.
    program, holder = tmp_path / "aplay", tmp_path / "holder"
    holder.touch()
    program.write_text(
        f"#!/bin/sh\n[ -e {holder} ] || exit 0\necho 'aplay: main:831: audio open error: Device or resource busy' >&2\nexit 1\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    told: list[SpeakerState] = []
    speaker = QueueSpeaker(AlsaOutput("hw:0"), Clips(), told.append, look_again=0.05)
    try:
        until(lambda: speaker.state() is SpeakerState.BUSY)
        holder.unlink()
        until(lambda: speaker.state() is SpeakerState.READY)
    finally:
        speaker.close()

    assert told == [SpeakerState.BUSY, SpeakerState.READY]


def test_a_machine_without_aplay_has_no_device_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    told: list[SpeakerState] = []
    speaker = open_speaker("alsa:default", on_state=told.append)
    try:
        until(lambda: speaker.state() is SpeakerState.NO_DEVICE)
    finally:
        speaker.close()

    assert told == [SpeakerState.NO_DEVICE]


def test_a_language_that_stays_text_is_no_fault_and_the_chime_still_rings(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    told: list[SpeakerState] = []
    speaker = open_speaker(f"wav://{tmp_path}", on_state=told.append)
    try:
        speaker.say(CHIME)
        speaker.say(CHIME)
        until(lambda: quiet(speaker))
    finally:
        speaker.close()

    assert told == [SpeakerState.READY]
    assert len([record for record in caplog.records if "fil" in record.getMessage()]) == 1
    assert [line["file"] for line in index(tmp_path)] == ["0001.wav", "0002.wav"]


def test_a_voice_that_fails_is_told_and_told_again_when_it_speaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "espeak-ng"
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    told: list[SpeakerState] = []
    speaker = open_speaker(f"wav://{tmp_path}/calls", on_state=told.append)
    try:
        speaker.say(Utterance("en", "Number A 25", chime=True))
        until(lambda: speaker.state() is SpeakerState.NO_VOICE)
        silent = tmp_path / "sound.wav"
        silent.write_bytes(_second_of_tone())
        program.write_text(f"#!/bin/sh\nexec cat {silent}\n")
        speaker.say(Utterance("en", "Number A 25", chime=True))
        until(lambda: speaker.state() is SpeakerState.READY)
        until(lambda: quiet(speaker))
    finally:
        speaker.close()

    assert told == [SpeakerState.READY, SpeakerState.NO_VOICE, SpeakerState.READY]
    assert [line["voiced"] for line in index(tmp_path / "calls")] == [False, True]


def _second_of_tone() -> bytes:
    return to_wav(Clip(22050, (9000 * np.sin(np.arange(22050) / 8)).astype(np.int16)))


def test_clips_are_prepared_while_nothing_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "clips"
    speaker = QueueSpeaker(open_output(f"wav://{tmp_path}/calls"), Clips(folder), calm=0)
    try:
        speaker.prepare(
            [
                ("ja", "Aの1番のかた、2番の窓口へお越しください"),
                ("fil", "Numero"),
                ("ja", "Aの2番のかた、2番の窓口へお越しください"),
            ]
        )
        until(lambda: len(list(folder.glob("*.wav"))) == 3)
        speaker.say(Utterance("ja", "Aの2番のかた、2番の窓口へお越しください"))
        until(lambda: quiet(speaker))
    finally:
        speaker.close()

    assert index(tmp_path / "calls")[0]["voiced"]
    assert len(list(folder.glob("*.wav"))) == 3
    assert "Mei" in (folder / "CREDITS.txt").read_text(encoding="utf-8")


def test_a_place_without_a_loudspeaker_starts_no_voice() -> None:
    told: list[SpeakerState] = []
    speaker = open_speaker("none:", on_state=told.append)
    speaker.say(Utterance("ja", "だれにも聞こえません", chime=True, times=2))
    until(lambda: quiet(speaker))
    speaker.close()
    speaker.say(Utterance("ja", "閉じたあと"))

    assert quiet(speaker)
    assert told == [SpeakerState.NONE]


@pytest.mark.parametrize("url", ["", "alsa:", "speaker", "wav:", "http://host", "alsa:default?volume=0", "none:?loud=1"])
def test_a_wrong_url_says_which_there_are(url: str) -> None:
    with pytest.raises(BadSpeakerUrl, match="alsa:default"):
        open_speaker(url)
