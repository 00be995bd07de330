"""Texts of one folder `languages/<language>/*.po`: key → words, every fault collected.

The key of a text is its msgid, the words its msgstr. ` (?)` at the end marks a draft for a native speaker to check first: it is
taken off for the screen and told to `python -m config check --release`, as is the flag `fuzzy`.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.pofile import PoFileError, read_po

from config.strict import ConfigProblem

LANGUAGES = ("ja", "ja-easy", "en", "zh", "ko", "vi", "ne", "pt", "es", "fil")
SOURCE = "ja"
DRAFT = " (?)"
ONE = ".one"  # ends the key of a text about one thing, in a language that says it otherwise; Japanese has none
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_MSGID = re.compile(r'^msgid "(.+)"\s*$', re.MULTILINE)
_KEY = re.compile(r"[a-z0-9_]+(\.[A-Za-z0-9_-]+)*")


@dataclass(frozen=True, slots=True)
class Texts:
    """Of one layer: `words` language → key → words, `files` (language, key) → file, `drafts` (language, key)."""

    words: dict[str, dict[str, str]] = field(default_factory=dict)
    files: dict[tuple[str, str], str] = field(default_factory=dict)
    drafts: set[tuple[str, str]] = field(default_factory=set)


def read_texts(folder: Path, problems: list[ConfigProblem], languages: Collection[str] = LANGUAGES) -> Texts:
    """The `languages` below `folder`; an absent folder has no texts."""
    texts = Texts()
    for language in sorted(one for one in folder.iterdir() if one.is_dir()) if folder.is_dir() else ():
        if language.name not in LANGUAGES:
            problems.append(
                ConfigProblem(str(language), "(folder)", "this language is not known", f"use one of: {', '.join(LANGUAGES)}")
            )
            continue
        if language.name not in languages:
            continue
        for file in sorted(language.glob("*.po")):
            _read_file(file, language.name, texts, problems)
    return texts


def laid_over(below: Texts, above: Texts) -> Texts:
    """The texts of a city over those of the catalogue, key by key."""
    words = {language: dict(keys) for language, keys in below.words.items()}
    for language, keys in above.words.items():
        words.setdefault(language, {}).update(keys)
    return Texts(words, below.files | above.files, {one for one in below.drafts if one not in above.files} | above.drafts)


def _read_file(file: Path, language: str, texts: Texts, problems: list[ConfigProblem]) -> None:
    def problem(place: str, wrong: str, cure: str) -> None:
        problems.append(ConfigProblem(str(file), place, wrong, cure))

    try:
        raw = file.read_text(encoding="utf-8")
        with file.open("rb") as stream:
            catalogue = read_po(stream, abort_invalid=True)
    except UnicodeDecodeError as error:
        return problem(f"byte {error.start}", "this is not UTF-8", "save the file as UTF-8")
    except PoFileError as error:
        return problem(f"line {error.lineno + 1}", f"{error}", 'write msgid "key" and below it msgstr "words"')
    seen: set[str] = set()
    for key in _MSGID.findall(raw):
        if key in seen:
            problem(key, "this key is here twice", "remove one of the two")
        seen.add(key)
    for message in catalogue:
        if not message.id:
            continue
        key, words = str(message.id), str(message.string)
        if not _KEY.fullmatch(key):
            problem(key, "a key is made of small words joined by dots", "rename it, as `kiosk.start.title`")
        elif not words:
            problem(key, "there are no words", "fill in msgstr, or remove the entry")
        elif (language, key) in texts.files:
            problem(key, f"this key stands in {texts.files[language, key]} too", "keep it in one file of this language")
        else:
            texts.files[language, key] = str(file)
            texts.words.setdefault(language, {})[key] = words.removesuffix(DRAFT)
            if message.fuzzy or words.endswith(DRAFT):
                texts.drafts.add((language, key))
    return None
