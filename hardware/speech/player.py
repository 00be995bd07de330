"""The speaker: one queue, one voice, one thread. Nothing overlaps, and nobody who asks has to wait."""

import logging
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator

from hardware.speech.clip import Clip
from hardware.speech.clips import Clips
from hardware.speech.condition import Condition, heard, seen
from hardware.speech.outputs import NoOutput, Output
from hardware.speech.port import CURES, OnState, SpeakerState, Utterance
from hardware.speech.programme import programme
from hardware.speech.voice import NoVoice

log = logging.getLogger(__name__)

REST_AFTER = 300.0  # seconds of quiet until the voice gives its memory back
LOOK_AGAIN = 5.0  # seconds between two looks at a device that is lost, or at the list of devices
CALM = 30.0  # seconds of quiet until clips are rendered ahead
SHARE = 4.0  # preparing rests this many times as long as it works: a fifth of one processor


class QueueSpeaker:
    """Speaker over an output and a store of clips. `on_state` hears of each change once, from the speaker's thread."""

    def __init__(
        self,
        output: Output,
        clips: Clips,
        on_state: OnState | None = None,
        *,
        volume: int = 100,
        look_again: float = LOOK_AGAIN,
        calm: float = CALM,
    ) -> None:
        self._output = output
        self._clips = clips
        self._on_state = on_state
        self._volume = volume
        self._look_again = look_again
        self._calm = calm
        self._queue: deque[Utterance] = deque()
        self._ahead: Iterator[tuple[str, str]] | None = None
        self._changed = threading.Condition()
        self._cancelled = threading.Event()
        self._ended = threading.Event()
        self._speaking = False
        self._closed = False
        self._condition = Condition()
        self._told_cures: set[str] = set()
        self._thread = threading.Thread(target=self._guarded, name="speaker", daemon=True)
        self._thread.start()

    def say(self, utterance: Utterance) -> None:
        with self._changed:
            if not self._closed:
                self._queue.append(utterance)
                self._changed.notify()

    def hush(self) -> None:
        with self._changed:
            self._queue.clear()
            self._cancelled.set()

    def busy(self) -> bool:
        with self._changed:
            return self._speaking or bool(self._queue)

    def state(self) -> SpeakerState:
        return self._condition.state

    def prepare(self, texts: Iterable[tuple[str, str]]) -> None:
        with self._changed:
            self._ahead = iter(texts)
            self._changed.notify()

    def close(self) -> None:
        self.hush()
        self._ended.set()
        with self._changed:
            self._closed = True
            self._changed.notify()
        # A voice in the middle of a sentence may hold its thread for a moment; it ends by itself.
        self._thread.join(timeout=2.0)

    def _guarded(self) -> None:
        try:
            self._run()
        except Exception as error:  # a device thread: say that it ended, and never with the words it held
            log.error("speaker thread ended by %s", type(error).__name__)
            with self._changed:
                self._queue.clear()
                self._speaking, self._closed = False, True
                self._condition = Condition()  # nobody looks at the device any more
        finally:
            self._clips.rest()

    def _run(self) -> None:
        self._look()
        while (utterance := self._next()) is not None:
            self._speak(utterance)
            with self._changed:
                self._speaking = False

    def _next(self) -> Utterance | None:
        """The next to say, None at the end. Meanwhile: look after the device, prepare clips, let the voice rest."""
        quiet_since = worked_at = time.monotonic()
        pause = 0.0
        while True:
            with self._changed:
                if not self._queue and not self._closed:
                    self._changed.wait(pause)
                if self._closed:
                    return None
                if self._queue:
                    self._speaking = True
                    self._cancelled.clear()
                    return self._queue.popleft()
                ahead = self._ahead if time.monotonic() - quiet_since >= self._calm else None
            if self._condition.device_is_lost or self._output.stirred():
                self._look()
            pause = self._prepared(ahead)
            if pause:
                worked_at = time.monotonic()
            elif time.monotonic() - worked_at > REST_AFTER:
                self._clips.rest()
            pause = pause or self._look_again

    def _look(self) -> None:
        self._turn_to(seen(self._condition, self._output.check(self._ended)))

    def _prepared(self, ahead: Iterator[tuple[str, str]] | None) -> float:
        """Render the next clip that is not there yet. Seconds to leave before the one after it, 0 when there is none."""
        if ahead is None:
            return 0.0
        for language, text in ahead if not isinstance(self._output, NoOutput) and self._clips.may_be_kept() else ():
            if not self._clips.has(language, text):
                began = time.monotonic()
                if self._clips.keep(language, text) is not None:
                    break  # a voice that fails now would fail for each of them
                return SHARE * (time.monotonic() - began)
        with self._changed:
            if self._ahead is ahead:
                self._ahead = None
        self._clips.rest()
        return 0.0

    def _speak(self, utterance: Utterance) -> None:
        if self._condition.device_is_lost:
            self._look()  # a moment, where the whole sound would be waited for in vain
            if self._condition.device_is_lost:
                return
        words = None if isinstance(self._output, NoOutput) else self._words(utterance)
        if self._cancelled.is_set():
            return
        self._turn_to(seen(self._condition, self._output.play(programme(utterance, words, self._volume), self._cancelled)))

    def _words(self, utterance: Utterance) -> Clip | None:
        if not utterance.text:
            return None
        clip = self._clips.clip(utterance.language, utterance.text, keep=utterance.keep)
        if isinstance(clip, NoVoice):
            if clip.cure not in self._told_cures:
                self._told_cures.add(clip.cure)
                log.warning("speaker: %s", clip.cure)
            if clip.broken:
                self._turn_to(heard(self._condition, utterance.language, spoke=False))
            return None
        self._turn_to(heard(self._condition, utterance.language, spoke=True))
        return clip

    def _turn_to(self, condition: Condition) -> None:
        before, self._condition = self._condition.state, condition
        if condition.state is before:
            return
        if cure := CURES.get(condition.state):
            log.warning("speaker %s: %s", condition.state.value, cure)
        elif before in CURES:
            log.info("speaker %s again", condition.state.value)
        if self._on_state is not None:
            self._on_state(condition.state)
