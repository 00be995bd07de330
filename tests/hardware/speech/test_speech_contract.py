"""What every loudspeaker owes, whatever it is made of: files, a device of the ALSA library through the real aplay, none at all."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hardware.speech import Speaker, SpeakerState, Utterance, open_speaker

WORDS = Utterance("ja", "Aの25番のかた、4番の窓口へお越しください", chime=True, times=2, pause=0.1)


@pytest.fixture(params=["wav", "alsa", "none"])
def url(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    kind = str(request.param)
    # A device of ALSA's own configuration: `plug` before `file`, as a loudspeaker that takes its own rate only.
    (tmp_path / "asoundrc").write_text(
        "</usr/share/alsa/alsa.conf>\n"
        'pcm.lobby { type plug; slave { pcm "tape"; rate 44100; channels 2 } }\n'
        f'pcm.tape {{ type file; slave.pcm "null"; file "{tmp_path}/heard.raw"; format "raw" }}\n'
    )
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(tmp_path / "asoundrc"))
    return {"wav": f"wav://{tmp_path}/calls", "alsa": "alsa:lobby", "none": "none:"}[kind]


@pytest.fixture
def told() -> list[SpeakerState]:
    return []


@pytest.fixture
def speaker(url: str, told: list[SpeakerState], tmp_path: Path) -> Iterator[Speaker]:
    speaker = open_speaker(url, cache=tmp_path / "clips", on_state=told.append)
    yield speaker
    speaker.close()


def until(holds: Callable[[], bool]) -> None:
    pause = threading.Event()
    for _ in range(6000):
        if holds():
            return
        pause.wait(0.01)
    raise AssertionError("it never came")


def quiet(speaker: Speaker) -> bool:
    return not speaker.busy()


def test_the_state_is_told_before_anything_is_said(speaker: Speaker, told: list[SpeakerState], url: str) -> None:
    until(lambda: speaker.state() is not SpeakerState.UNKNOWN)

    assert told == [SpeakerState.NONE if url == "none:" else SpeakerState.READY]
    assert speaker.state() is told[-1]


def test_whoever_says_something_does_not_wait_and_knows_when_it_is_over(speaker: Speaker) -> None:
    for _ in range(3):
        speaker.say(WORDS)
    busy_at_once = speaker.busy()
    until(lambda: quiet(speaker))

    assert busy_at_once


def test_many_calls_leave_one_word_about_the_state(speaker: Speaker, told: list[SpeakerState]) -> None:
    for _ in range(3):
        speaker.say(WORDS)
    until(lambda: quiet(speaker))

    assert len(told) == 1


def test_hush_leaves_nothing_to_say_and_the_next_word_is_said(speaker: Speaker) -> None:
    for _ in range(5):
        speaker.say(WORDS)
    speaker.hush()
    until(lambda: quiet(speaker))
    speaker.say(WORDS)
    until(lambda: quiet(speaker))


def test_what_is_prepared_never_makes_the_speaker_busy(speaker: Speaker) -> None:
    speaker.prepare([("ja", "Aの1番のかた")])

    assert quiet(speaker)


def test_a_closed_speaker_takes_nothing_and_may_be_closed_again(speaker: Speaker) -> None:
    speaker.close()
    speaker.say(WORDS)
    speaker.hush()
    speaker.prepare([("ja", "Aの1番のかた")])
    speaker.close()

    assert quiet(speaker)


def test_nothing_is_left_running_after_the_end(url: str, tmp_path: Path) -> None:
    # In a process of its own: what it leaves behind would be seen by who waits for its output.
    program = (
        "import sys, time\nfrom hardware.speech import Utterance, open_speaker\n"
        "speaker = open_speaker(sys.argv[1])\n"
        "speaker.say(Utterance('ja', 'テストです', chime=True))\n"
        "while speaker.busy(): time.sleep(0.01)\n"
        "speaker.close()\n"
    )
    done = subprocess.run([sys.executable, "-c", program, url], capture_output=True, timeout=60, check=False)

    assert done.returncode == 0 and done.stderr == b""
