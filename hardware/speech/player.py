"""The speaker: one queue, one voice, one thread. Nothing overlaps, and nobody who asks has to wait."""

import logging
import threading
from collections import deque
from collections.abc import Callable

from hardware.speech.clip import Clip
from hardware.speech.clips import Clips
from hardware.speech.outputs import NoOutput, Output, SpeakerFault
from hardware.speech.port import Utterance
from hardware.speech.programme import programme
from hardware.speech.voice import NoVoice

log = logging.getLogger(__name__)

REST_AFTER = 300.0  # seconds of quiet until the voice gives its memory back
OnFault = Callable[[SpeakerFault, str], None]


class QueueSpeaker:
    """Speaker over an output and a store of clips. `on_fault` hears of each new fault with its cure, from the speaker's thread."""

    def __init__(self, output: Output, clips: Clips, on_fault: OnFault | None = None) -> None:
        self._output = output
        self._clips = clips
        self._on_fault = on_fault or _log_fault
        self._queue: deque[Utterance] = deque()
        self._changed = threading.Condition()
        self._cancelled = threading.Event()
        self._speaking = False
        self._closed = False
        self._last_fault: SpeakerFault | None = None
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

    def close(self) -> None:
        self.hush()
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
        finally:
            self._clips.rest()

    def _run(self) -> None:
        while (utterance := self._next()) is not None:
            self._speak(utterance)
            with self._changed:
                self._speaking = False

    def _next(self) -> Utterance | None:
        with self._changed:
            while not self._queue and not self._closed:
                if not self._changed.wait(REST_AFTER):
                    self._clips.rest()
            if self._closed:
                return None
            self._speaking = True
            self._cancelled.clear()
            return self._queue.popleft()

    def _speak(self, utterance: Utterance) -> None:
        words = None if isinstance(self._output, NoOutput) else self._words(utterance)
        if self._cancelled.is_set():
            return
        fault = self._output.play(programme(utterance, words), self._cancelled)
        if fault is not None:
            self._tell(fault, f"{fault}: look at the loudspeaker and at its name in `aplay -L`")
        elif self._last_fault is not SpeakerFault.NO_VOICE:
            self._last_fault = None

    def _words(self, utterance: Utterance) -> Clip | None:
        if not utterance.text:
            return None
        clip = self._clips.clip(utterance.language, utterance.text)
        if isinstance(clip, NoVoice):
            self._tell(SpeakerFault.NO_VOICE, clip.cure)
            return None
        return clip

    def _tell(self, fault: SpeakerFault, cure: str) -> None:
        if fault is not self._last_fault:
            self._last_fault = fault
            self._on_fault(fault, cure)


def _log_fault(fault: SpeakerFault, cure: str) -> None:
    log.warning("speaker %s: %s", fault.value, cure)
