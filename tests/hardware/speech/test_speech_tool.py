"""The field tool, as the field engineer starts it."""

import json
import subprocess
import sys
from pathlib import Path

from config.languages import LANGUAGES


def run(*words: str) -> tuple[int, list[dict[str, object]]]:
    done = subprocess.run(
        [sys.executable, "-m", "hardware.speech", *words], capture_output=True, text=True, timeout=60, check=False
    )
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def test_a_sentence_is_said_into_a_file(tmp_path: Path) -> None:
    end, lines = run("say", "--speaker", f"wav://{tmp_path}", "--language", "ja", "--chime", "Aの25番のかた")

    assert end == 0
    assert lines[0]["said"] == "Aの25番のかた" and lines[0]["language"] == "ja"
    assert (tmp_path / "0001.wav").stat().st_size > 100_000


def test_faults_are_told_with_what_to_do(tmp_path: Path) -> None:
    assert run("say", "--speaker", "loud", "words")[0] == 2
    end, lines = run("say", "--speaker", f"wav://{tmp_path}", "--language", "fil", "--chime", "Numero")
    assert end == 1 and lines[0]["fault"] == "no_voice" and lines[0]["cure"]
    end, lines = run("say", "--speaker", "alsa:no-such-loudspeaker", "--language", "fil", "--chime", "Numero")
    assert end == 1 and lines[0]["fault"] == "no_device" and "no-such-loudspeaker" in str(lines[0]["aplay"])


def test_a_reading_can_be_looked_at_without_sound() -> None:
    assert run("read", "A-025番の方、4番の窓口へ") == (
        0,
        [
            {
                "text": "A-025番の方、4番の窓口へ",
                "spoken": "エーの25番のかた、4番の窓口へ",
                "clips": ["A-025番の方", "4番の窓口へ"],
            }
        ],
    )


def test_a_watched_loudspeaker_tells_its_state_once(tmp_path: Path) -> None:
    assert run("watch", "--speaker", f"wav://{tmp_path}", "--seconds", "1") == (0, [{"speaker": "ready"}])
    end, lines = run("watch", "--speaker", "alsa:no-such-loudspeaker", "--seconds", "1")
    assert end == 1 and [line["speaker"] for line in lines] == ["no_device"] and lines[0]["cure"]


def test_every_language_is_listed_with_its_voice_or_its_cure() -> None:
    end, lines = run("voices")

    assert end == 0
    assert {line["language"] for line in lines} == set(LANGUAGES)
    assert all(line["voice"] or line["cure"] for line in lines)
    assert next(line for line in lines if line["language"] == "ja")["voice"]
