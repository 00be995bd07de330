"""Clips by text: rendered once, kept in memory, and on disk where a folder is given. Texts never hold a name."""

import contextlib
import hashlib
import os
from collections import OrderedDict
from pathlib import Path

from hardware.speech.clip import Clip, from_wav, to_wav
from hardware.speech.voice import NoVoice, Voice, voice_for

IN_MEMORY = 24  # clips of about half a megabyte each


class Clips:
    """What has been said once is said at once the next time. Belongs to one thread."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._voices: dict[str, Voice | NoVoice] = {}
        self._kept: OrderedDict[str, Clip] = OrderedDict()

    def clip(self, language: str, text: str) -> Clip | NoVoice:
        """The sound of `text`."""
        family = "ja" if language == "ja-easy" else language
        voice = self._voices.setdefault(family, voice_for(family))
        if isinstance(voice, NoVoice):
            return voice
        key = hashlib.sha256(f"{voice.name}\n{text}".encode()).hexdigest()
        clip = self._kept.get(key) or self._on_disk(key)
        if clip is None:
            rendered = voice.clip(text)
            if isinstance(rendered, NoVoice):
                return rendered
            clip = rendered
            self._write(key, clip)
        self._kept[key] = clip
        self._kept.move_to_end(key)
        while len(self._kept) > IN_MEMORY:
            self._kept.popitem(last=False)
        return clip

    def rest(self) -> None:
        """Voices give their memory back; what was rendered stays."""
        for voice in self._voices.values():
            if not isinstance(voice, NoVoice):
                voice.rest()

    def _on_disk(self, key: str) -> Clip | None:
        if self._folder is None:
            return None
        try:
            return from_wav((self._folder / f"{key}.wav").read_bytes())
        except OSError:
            return None

    def _write(self, key: str, clip: Clip) -> None:
        if self._folder is None:
            return
        with contextlib.suppress(OSError):  # a full disk costs the next rendering, never the call
            self._folder.mkdir(parents=True, exist_ok=True)
            aside = self._folder / f"{key}.{os.getpid()}.part"
            aside.write_bytes(to_wav(clip))
            aside.replace(self._folder / f"{key}.wav")
