"""お知らせ as residents' pages show them: in the page's language, else in English with Japanese, or marked as Japanese. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hub.wire import Notice

JAPANESE = ("ja", "ja-easy")


@dataclass(frozen=True, slots=True)
class Shown:
    """One notice in words. `foreign`: the page speaks another language than it; `more`: (language, words) besides."""

    text: str
    language: str
    foreign: bool = False
    more: tuple[tuple[str, str], ...] = ()


def running(notices: Sequence[Notice], language: str, now: datetime) -> tuple[Shown, ...]:
    """Those that are not over. Where the page is Japanese, everything that was written."""
    return tuple(_shown(notice, language) for notice in notices if notice.until is None or now < notice.until)


def _shown(notice: Notice, language: str) -> Shown:
    own = notice.others.get(language)
    if own is not None:
        return Shown(own, language)
    if language in JAPANESE:
        return Shown(notice.text, "ja", more=tuple(notice.others.items()) if language == "ja" else ())
    english = notice.others.get("en")
    return Shown(english, "en", more=(("ja", notice.text),)) if english is not None else Shown(notice.text, "ja", foreign=True)
