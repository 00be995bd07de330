"""The list of loudspeakers, and what aplay's complaints mean."""

from pathlib import Path

import pytest

from hardware.speech.alsa import judged
from hardware.speech.condition import Condition, heard, seen
from hardware.speech.devices import Device, listed, parsed
from hardware.speech.port import CURES, SpeakerState

LISTING = """null
    Discard all samples (playback) or generate zero samples (capture)
default:CARD=Hall
    Hall Speaker, USB Audio
    Default Audio Device
plughw:CARD=Hall,DEV=0
    Hall Speaker, USB Audio
    Hardware device with all software conversions
samplerate
    Rate Converter Plugin Using Samplerate Library
"""


def test_each_loudspeaker_is_listed_with_its_url_and_the_plumbing_is_not() -> None:
    assert parsed(LISTING) == (
        Device("alsa:default:CARD=Hall", "Hall Speaker, USB Audio, Default Audio Device"),
        Device("alsa:plughw:CARD=Hall,DEV=0", "Hall Speaker, USB Audio, Hardware device with all software conversions"),
    )


def test_a_device_of_the_configuration_is_found_by_the_real_aplay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "asoundrc").write_text(
        '</usr/share/alsa/alsa.conf>\npcm.lobby { type null; hint { show on; description "Speaker of the lobby" } }\n'
    )
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(tmp_path / "asoundrc"))

    assert listed() == (Device("alsa:lobby", "Speaker of the lobby"),)


def test_a_machine_without_aplay_is_told_apart_from_one_without_a_loudspeaker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert listed() is None


@pytest.mark.parametrize(
    ("ended", "complaint", "state"),
    [
        (0, b"", SpeakerState.READY),
        (1, b"aplay: main:831: audio open error: No such file or directory\n", SpeakerState.NO_DEVICE),
        (1, b"aplay: main:831: audio open error: Device or resource busy\n", SpeakerState.BUSY),
        (1, b"aplay: pcm_write:2127: write error: No such device\n", SpeakerState.NO_DEVICE),
    ],
)
def test_the_end_of_aplay_tells_the_state_of_the_device(ended: int, complaint: bytes, state: SpeakerState) -> None:
    assert judged(ended, complaint) is state


def test_every_state_that_needs_somebody_has_its_cure() -> None:
    assert set(CURES) == set(SpeakerState) - {SpeakerState.UNKNOWN, SpeakerState.READY, SpeakerState.NONE}


def test_the_device_is_told_before_the_voice_and_each_mends_by_itself() -> None:
    ready = seen(Condition(), SpeakerState.READY)
    mute = heard(heard(ready, "ja", spoke=False), "en", spoke=False)
    lost = seen(mute, SpeakerState.NO_DEVICE)

    assert [one.state for one in (ready, mute, lost)] == [SpeakerState.READY, SpeakerState.NO_VOICE, SpeakerState.NO_DEVICE]
    assert seen(lost, SpeakerState.READY).state is SpeakerState.NO_VOICE
    assert heard(mute, "ja", spoke=True).state is SpeakerState.NO_VOICE
    assert heard(heard(mute, "ja", spoke=True), "en", spoke=True).state is SpeakerState.READY
    assert seen(ready, None) == ready
