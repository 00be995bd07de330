"""Voices and the clips they leave: the Japanese worker, what is missing, what is kept."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from hardware.speech import Utterance
from hardware.speech.clip import Clip
from hardware.speech.clips import Clips
from hardware.speech.voice import ESPEAK_VOICES, EspeakVoice, JapaneseVoice, NoVoice, voice_for

CALL = "Aの25番のかた、4番の窓口へお越しください"


@pytest.fixture(scope="module")
def japanese() -> Iterator[JapaneseVoice]:
    voice = JapaneseVoice()
    yield voice
    voice.rest()


def is_speech(clip: Clip | NoVoice) -> bool:
    return isinstance(clip, Clip) and clip.seconds > 1 and int(np.abs(clip.samples.astype(int)).max()) > 3000


def test_a_call_is_said_in_japanese(japanese: JapaneseVoice) -> None:
    clip = japanese.clip(CALL)

    assert is_speech(clip)
    assert isinstance(clip, Clip) and 4 < clip.seconds < 8


@pytest.mark.parametrize("text", ["", "。", "😀", "A", "\n"])
def test_a_text_without_sound_leaves_the_voice_alive(japanese: JapaneseVoice, text: str) -> None:
    assert isinstance(japanese.clip(text), Clip)
    assert is_speech(japanese.clip(CALL))


def test_a_voice_that_died_between_two_calls_speaks_the_next(japanese: JapaneseVoice) -> None:
    japanese.clip(CALL)
    before = japanese.worker_pid
    assert before is not None

    os.kill(before, signal.SIGKILL)

    assert is_speech(japanese.clip(CALL))
    assert japanese.worker_pid not in (None, before)


def test_a_voice_at_rest_holds_no_process() -> None:
    voice = JapaneseVoice()
    voice.clip(CALL)
    pid = voice.worker_pid

    voice.rest()

    assert voice.worker_pid is None and not Path(f"/proc/{pid}").exists()


@pytest.mark.parametrize("language", ["zh", "ne", "fil", "xx"])
def test_a_language_without_a_good_voice_stays_text(language: str) -> None:
    voice = voice_for(language)

    assert isinstance(voice, NoVoice) and language in voice.cure and not voice.broken


@pytest.mark.parametrize("language", ESPEAK_VOICES)
def test_a_missing_program_is_named_with_its_cure(language: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert EspeakVoice(language).clip("Number") == NoVoice(
        "the voice for this language is not installed: apt-get install espeak-ng"
    )


def install(program: Path, body: str) -> None:
    """A program named espeak-ng that behaves as `body` says."""
    program.write_text(f"#!{sys.executable}\n{body}")
    program.chmod(0o755)


def test_another_language_is_said_by_the_program_that_gets_the_words_on_its_input(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # The program is GPL and not installed with the product: one of the same calling convention stands in its place.
    install(
        tmp_path / "espeak-ng",
        "import sys, wave\n"
        "assert sys.argv[1:3] == ['-v', 'pt-br'] and '--stdin' in sys.argv and '--stdout' in sys.argv\n"
        "text = sys.stdin.buffer.read().decode()\n"
        "out = wave.open(sys.stdout.buffer, 'wb'); out.setnchannels(1); out.setsampwidth(2); out.setframerate(22050)\n"
        "out.writeframes(b'\\x00\\x20' * 1000 * len(text)); out.close()\n",
    )
    monkeypatch.setenv("PATH", str(tmp_path))

    clip = EspeakVoice("pt").clip("Senha")

    assert isinstance(clip, Clip) and clip.rate == 22050 and len(clip.samples) == 5000


def test_a_program_that_gives_no_sound_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    install(tmp_path / "espeak-ng", "import sys\nprint('no such voice', file=sys.stderr); sys.exit(1)\n")
    monkeypatch.setenv("PATH", str(tmp_path))

    missing = EspeakVoice("en").clip("Number")

    assert isinstance(missing, NoVoice) and "espeak-ng" in missing.cure and missing.broken


def test_what_was_said_once_needs_no_voice_the_second_time(tmp_path: Path) -> None:
    first, second = Clips(tmp_path / "clips"), Clips(tmp_path / "clips")
    rendered = first.clip("ja", CALL, keep=True)
    first.rest()
    kept = list((tmp_path / "clips").iterdir())

    again = second.clip("ja-easy", CALL, keep=True)

    assert isinstance(rendered, Clip) and isinstance(again, Clip)
    assert np.array_equal(rendered.samples, again.samples)
    assert sorted(file.suffix for file in kept) == [".txt", ".wav", ".wav"]  # the number, the counter, whom to thank


def test_a_name_heard_through_headphones_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    # A voice that counts how often it is asked.
    install(
        tmp_path / "espeak-ng",
        "import sys, wave\n"
        f"with open({str(tmp_path / 'asked')!r}, 'a') as asked: asked.write('x')\n"
        "out = wave.open(sys.stdout.buffer, 'wb'); out.setnchannels(1); out.setsampwidth(2); out.setframerate(22050)\n"
        "out.writeframes(b'\\x00\\x20' * 5000); out.close()\n",
    )
    monkeypatch.setenv("PATH", str(tmp_path))
    clips = Clips(tmp_path / "clips")

    for _ in range(2):
        assert isinstance(clips.clip("en", "Hanako Midorino", keep=False), Clip)
    said = (tmp_path / "asked").read_text()
    for _ in range(2):
        clips.clip("en", "Your name", keep=True)

    assert said == "xx"  # not even in memory
    assert (tmp_path / "asked").read_text() == "xxx"
    assert len(list((tmp_path / "clips").glob("*.wav"))) == 1
    assert "Midorino" not in repr(Utterance("en", "Hanako Midorino"))


def test_a_clip_cut_short_on_disk_is_rendered_anew(tmp_path: Path) -> None:
    clips = Clips(tmp_path)
    whole = clips.clip("ja", CALL, keep=True)
    file = next(tmp_path.glob("*.wav"))
    file.write_bytes(b"RIFF")

    again = Clips(tmp_path)
    mended = again.clip("ja", CALL, keep=True)
    clips.rest()
    again.rest()

    assert isinstance(whole, Clip) and isinstance(mended, Clip)
    assert len(mended.samples) == len(whole.samples)


def test_a_folder_that_cannot_be_written_costs_only_the_keeping(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    clips = Clips(tmp_path / "file" / "clips")

    said = clips.clip("ja", "テストです", keep=True)
    clips.rest()

    assert isinstance(said, Clip)
