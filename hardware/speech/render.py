"""Clips rendered ahead of the first call: what is there is left alone, so that it may be stopped and begun again."""

from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from hardware.speech.clips import Clips
from hardware.speech.voice import NoVoice


class Rendered(msgspec.Struct, frozen=True):
    """`new` rendered, `there` already, of the texts; `silent`: language → why nobody says it; `full`: stopped for the disk."""

    new: int
    there: int
    silent: dict[str, str]
    full: bool


def render(texts: Iterable[tuple[str, str]], folder: Path, tell: Callable[[str, str, int], None]) -> Rendered:
    """Render what `folder` does not hold. `tell(language, text, number of the text)` after each that was new."""
    clips = Clips(folder)
    new = there = 0
    full = False
    silent: dict[str, str] = {}
    try:
        for number, (language, text) in enumerate(texts, start=1):
            if language in silent:
                continue
            voice = clips.voice(language)
            if isinstance(voice, NoVoice):
                silent[language] = voice.cure
            elif clips.has(language, text):
                there += 1
            elif full := not clips.may_be_kept():
                break
            elif isinstance(missing := clips.keep(language, text), NoVoice):
                silent[language] = missing.cure
            else:
                new += 1
                tell(language, text, number)
    finally:
        clips.rest()
    return Rendered(new, there, silent, full)
