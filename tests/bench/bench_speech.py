"""Speech: from `say` to the first sample at the device with the clip there and without, and what rendering ahead costs."""

import os
import select
import statistics
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from hardware.speech import SpeakerState, Utterance
from hardware.speech.alsa import AlsaOutput
from hardware.speech.clip import Clip
from hardware.speech.clips import Clips
from hardware.speech.player import QueueSpeaker
from hardware.speech.port import Speaker
from hardware.speech.voice import JapaneseVoice

CALLS = 20
NOTE_SECONDS, NOTE_LENGTH = 0.43, 4.92  # note: 0.41–0.45 s for a call of 4.92 s
NOTE_CLIPS_A_SECOND = 20 / 5.3  # note
NOTE_MEMORY = 161  # MB
LETTERS, NUMBERS, COUNTERS = 8, 999, 30  # of a large office


def run() -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="uketsuke-bench-") as made:
        return [*rendering(Path(made)), *beginning(Path(made))]


def rendering(folder: Path) -> list[dict[str, Any]]:
    """The voice alone, then clips as they are kept."""
    voice = JapaneseVoice()
    cold = timed(lambda: voice.clip("テストです"))
    sentences = [
        timed(lambda at=at: voice.clip(f"Aの{at + 20}番のかた、{at % 30 + 1}番の窓口へお越しください")) for at in range(CALLS)
    ]
    sound = voice.clip("Aの25番のかた、4番の窓口へお越しください")
    assert isinstance(sound, Clip)
    assert voice.worker_pid is not None
    memory = resident(voice.worker_pid)
    voice.rest()
    sentence = statistics.median(sentences)
    clips = Clips(folder / "ahead")
    clips.keep("ja", "テストです")
    began = time.perf_counter()
    for at in range(5 * CALLS):
        clips.keep("ja", f"{'ACDEFHKT'[at % LETTERS]}の{at * 37 % NUMBERS + 1}番のかた")
    a_clip = (time.perf_counter() - began) / (5 * CALLS)
    clips.rest()
    files = [file.stat().st_size for file in (folder / "ahead").glob("*.wav")]
    size = statistics.mean(files)
    count = LETTERS * NUMBERS + COUNTERS
    whole = LETTERS * NUMBERS * COUNTERS
    return [
        row("voice started, first short sentence", cold, "ms"),
        row("a call of the hall as one sentence, median", sentence, "ms"),
        row(
            "rendering a second of sound",
            sentence / sound.seconds,
            "ms",
            f"note: {NOTE_SECONDS / NOTE_LENGTH * 1000:.0f} ms",
            sentence / sound.seconds / (NOTE_SECONDS / NOTE_LENGTH * 1000),
        ),
        row("clips kept a second", 1 / a_clip, "clips", f"note: {NOTE_CLIPS_A_SECOND:.1f}", 1 / a_clip / NOTE_CLIPS_A_SECOND),
        row("a number's clip on disk", size / 1000, "kB"),
        row(
            f"{LETTERS} services × {NUMBERS} + {COUNTERS} counters on disk (computed)",
            count * size / 1e6,
            "MB",
            f"whole sentences: {whole * size * 2 / 1e9:.0f} GB",
            count / (2 * whole),
        ),
        row("the same, time to render", count * a_clip / 60, "min", f"whole sentences: {whole * sentence / 3.6e6:.1f} h", None),
        row("memory of the voice's process", memory, "MB", f"note: {NOTE_MEMORY} MB", memory / NOTE_MEMORY),
        row("memory of the voice's process at rest", 0 if voice.worker_pid is None else memory, "MB"),
    ]


def beginning(folder: Path) -> list[dict[str, Any]]:
    """`say` to the first sample that the real aplay hands to its device, a pipe of ours."""
    pipe = folder / "device"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    keeper = os.open(pipe, os.O_WRONLY)  # the pipe stays open between two sounds
    try:
        first, *without = sounds(folder, pipe, reader)
        there = sounds(folder, pipe, reader)  # another speaker: what it says comes from the disk
    finally:
        os.close(reader)
        os.close(keeper)
    rendered = statistics.median(there)
    return [
        row("say → sound, clips rendered ahead, median", rendered, "ms"),
        row("say → sound, clips rendered ahead, worst", max(there), "ms"),
        row(
            "say → sound, nothing rendered, voice awake, median",
            statistics.median(without),
            "ms",
            "rendered ahead",
            statistics.median(without) / rendered,
        ),
        row("say → sound, nothing rendered, voice asleep", first, "ms", "rendered ahead", first / rendered),
    ]


def sounds(folder: Path, pipe: Path, reader: int) -> list[float]:
    """Milliseconds until each of some calls is heard."""
    speaker = QueueSpeaker(AlsaOutput(f"file:{pipe},raw"), Clips(folder / "clips"))
    try:
        while speaker.state() is not SpeakerState.READY:
            threading.Event().wait(0.01)
        drain(reader, speaker)
        return [until_sound(speaker, reader, f"Cの{at}番のかた、{at}番の窓口へお越しください") for at in range(1, CALLS + 2)]
    finally:
        speaker.close()


def until_sound(speaker: Speaker, reader: int, text: str) -> float:
    began = time.perf_counter()
    speaker.say(Utterance("ja", text, chime=True, keep=True))
    select.select([reader], [], [], 30)
    taken = (time.perf_counter() - began) * 1000
    drain(reader, speaker)
    return taken


def drain(reader: int, speaker: Speaker) -> None:
    """Take what comes until the speaker is quiet and the pipe is empty."""
    while True:
        readable, _, _ = select.select([reader], [], [], 0.02)
        if readable:
            os.read(reader, 1 << 20)
        elif not speaker.busy():
            return


def resident(process: int) -> float:
    """Megabytes."""
    pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def timed(work: Any) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    assert isinstance(work(), Clip)
    return (time.perf_counter() - began) * 1000


def row(name: str, figure: float, unit: str, beside: str = "", ratio: float | None = None) -> dict[str, Any]:
    return {
        "name": name,
        "figure": figure,
        "unit": unit,
        **({"beside": beside} if beside else {}),
        **({"ratio": ratio} if ratio else {}),
    }
