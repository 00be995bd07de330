"""Clips by phrase. What is the same for everybody is rendered once, kept in memory, and on disk where a folder is given."""

import contextlib
import hashlib
import os
import shutil
from collections import OrderedDict
from pathlib import Path

from hardware.speech.clip import Clip, from_wav, joined, resampled, silence, to_wav
from hardware.speech.levels import levelled
from hardware.speech.phrases import phrases
from hardware.speech.voice import NoVoice, Voice, voice_for

IN_MEMORY = 64  # clips of about 0.1 megabytes each
KEPT_RATE = 24_000  # samples a second on disk: the voices hold next to nothing above 12 kHz
ROOM = 1_000_000_000  # bytes left free on the disk: nothing is rendered ahead into the last of it
FORM = 2  # of what is kept: rate, loudness, ends. Another form never mixes with this one.
CREDITS = "CREDITS.txt"


class Clips:
    """What has been said once is said at once the next time. Belongs to one thread."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._voices: dict[str, Voice | NoVoice] = {}
        self._kept: OrderedDict[str, Clip] = OrderedDict()

    def may_be_kept(self) -> bool:
        """False without a folder, or where its disk is nearly full: nothing is to be rendered ahead."""
        if self._folder is None:
            return False
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            return shutil.disk_usage(self._folder).free > ROOM
        except OSError:
            return False

    def voice(self, language: str) -> Voice | NoVoice:
        """Who says this language here; やさしい日本語 is said by the Japanese voice."""
        family = "ja" if language == "ja-easy" else language
        if family not in self._voices:
            self._voices[family] = voice_for(family)
        return self._voices[family]

    def clip(self, language: str, text: str, *, keep: bool) -> Clip | NoVoice:
        """The sound of `text`, put together from its phrases. Unless `keep`, nothing of it stays that was not there."""
        voice = self.voice(language)
        if isinstance(voice, NoVoice):
            return voice
        parts: list[Clip] = []
        for phrase in phrases(text):
            clip = self._phrase(voice, phrase.text, keep)
            if isinstance(clip, NoVoice):
                return clip
            parts += [clip, silence(phrase.pause)]
        return joined(*parts)

    def has(self, language: str, text: str) -> bool:
        """True where every phrase is on disk, or nobody can say it."""
        voice = self.voice(language)
        if isinstance(voice, NoVoice):
            return True
        folder = self._folder
        return folder is not None and all(_file(folder, _key(voice, phrase.text)).exists() for phrase in phrases(text))

    def keep(self, language: str, text: str) -> NoVoice | None:
        """Render what is missing of `text`, to disk only."""
        voice = self.voice(language)
        if isinstance(voice, NoVoice):
            return voice
        for phrase in phrases(text):
            key = _key(voice, phrase.text)
            if self._folder is not None and not _file(self._folder, key).exists():
                clip = _rendered(voice, phrase.text)
                if isinstance(clip, NoVoice):
                    return clip
                self._write(key, clip, voice.credit)
        return None

    def rest(self) -> None:
        """Voices give their memory back; what was rendered stays."""
        for voice in self._voices.values():
            if not isinstance(voice, NoVoice):
                voice.rest()

    def _phrase(self, voice: Voice, text: str, keep: bool) -> Clip | NoVoice:
        key = _key(voice, text)
        clip = self._kept.get(key) or self._on_disk(key)
        if clip is None:
            rendered = _rendered(voice, text)
            if isinstance(rendered, NoVoice) or not keep:
                return rendered
            clip = rendered
            self._write(key, clip, voice.credit)
        self._kept[key] = clip
        self._kept.move_to_end(key)
        while len(self._kept) > IN_MEMORY:
            self._kept.popitem(last=False)
        return clip

    def _on_disk(self, key: str) -> Clip | None:
        if self._folder is None:
            return None
        try:
            return from_wav(_file(self._folder, key).read_bytes())
        except OSError:
            return None

    def _write(self, key: str, clip: Clip, credit: str) -> None:
        if self._folder is None:
            return
        with contextlib.suppress(OSError):  # a full disk costs the next rendering, never the call
            self._folder.mkdir(parents=True, exist_ok=True)
            _credited(self._folder / CREDITS, credit)
            aside = self._folder / f"{key}.{os.getpid()}.part"
            try:
                aside.write_bytes(to_wav(clip))
                aside.replace(_file(self._folder, key))
            except OSError:
                aside.unlink(missing_ok=True)
                raise


def _rendered(voice: Voice, text: str) -> Clip | NoVoice:
    raw = voice.clip(text)
    return raw if isinstance(raw, NoVoice) else resampled(levelled(raw), KEPT_RATE)


def _file(folder: Path, key: str) -> Path:
    return folder / f"{key}.wav"


def _key(voice: Voice, text: str) -> str:
    return hashlib.sha256(f"{FORM}\n{voice.name}\n{voice.written(text)}".encode()).hexdigest()


def _credited(file: Path, credit: str) -> None:
    """The licence of a voice asks for its name beside what it said."""
    said = file.read_text(encoding="utf-8") if file.exists() else ""
    if credit not in said:
        file.write_text(f"{said}{credit}\n", encoding="utf-8")
