"""Readings of the Japanese texts: languages/ja/readings.tsv of each layer, word → kana, every fault collected."""

from collections.abc import Iterable
from pathlib import Path

from config.japanese.ruby import LONGEST, spread
from config.strict import ConfigProblem

PLACE = Path("languages/ja/readings.tsv")


def read_readings(layers: Iterable[Path], problems: list[ConfigProblem]) -> dict[str, str]:
    """All words with their readings, a later layer over the earlier; a layer without the file adds none."""
    found: dict[str, str] = {}
    for layer in layers:
        if (layer / PLACE).is_file():
            found |= _read_file(layer / PLACE, problems)
    return found


def _read_file(file: Path, problems: list[ConfigProblem]) -> dict[str, str]:
    found: dict[str, str] = {}
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        problems.append(ConfigProblem(str(file), f"byte {error.start}", "this is not UTF-8", "save the file as UTF-8"))
        return found
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        word, _, reading = line.partition("\t")
        if wrong := _wrong(word, reading):
            problems.append(ConfigProblem(str(file), f"line {number}", wrong, "write the word, a tab, and its reading in hiragana"))
        elif found.setdefault(word, reading) != reading:
            problems.append(ConfigProblem(str(file), f"line {number}", f"{word} has two readings here", "remove one of the two"))
    return found


def _wrong(word: str, reading: str) -> str:
    bare = word.removeprefix("^").removesuffix("$")
    if not bare or not reading:
        return "this is no word with a reading"
    if len(word) > LONGEST:
        return f"a word has at most {LONGEST} characters"
    if spread(bare, reading) is None:
        return f"{reading} does not read {bare}"
    return ""
