"""A written address taken apart for the fields of a form, and put together again.

Nothing is lost; what cannot be told apart stays together.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Parts:
    """Put together again they are the address, but for the space before the building. Empty where not told apart."""

    prefecture_city: str
    town: str
    lot: str
    building: str


_DIGIT = "0-9０-９"
_KANJI_DIGIT = "一二三四五六七八九十百"
_LETTER = rf"[^{_DIGIT}\s　]"
_PREFECTURE = r"(?:北海道|東京都|大阪府|京都府|神奈川県|和歌山県|鹿児島県|[^都道府県]{2}県)"
_COUNTY_TOWN = rf"[^市{_DIGIT}\s　]{{1,5}}郡[^市{_DIGIT}\s　]{{1,6}}?[町村](?![町村])"
_CITY = rf"{_LETTER}{{1,6}}?市(?!市)(?:[^市町村{_DIGIT}\s　]{{1,4}}?区)?"
_CITY_LIKE = re.compile(rf"{_PREFECTURE}(?:{_COUNTY_TOWN}|{_CITY}|(?<=東京都)[^市町村{_DIGIT}\s　]{{1,4}}?区)")
_TOWN = re.compile(rf"(?:.*?(?:[{_DIGIT}]+|[{_KANJI_DIGIT}]+)丁目|[^{_DIGIT}\s　]*)")
_LOT = re.compile(rf"(?:[{_DIGIT}]+(?:番地の?|番|号|[-‐-―−－ーの])*)*")


def written(parts: Iterable[str]) -> str:
    """The parts of an address behind each other as on an envelope: 南町1-2, but Midori-cho 1-2."""
    found = ""
    for part in filter(None, parts):
        found += f" {part}" if found and _is_narrow(found[-1]) and _is_narrow(part[0]) else part
    return found


def _is_narrow(character: str) -> bool:
    """A letter of words that stand apart, or a figure."""
    return character.isalnum() and unicodedata.east_asian_width(character) not in "WF"


def split(address: str, cities: Collection[str]) -> Parts:
    """神奈川県川崎市川崎区南町1番地1 みどり荘101 → (神奈川県川崎市川崎区, 南町, 1番地1, みどり荘101).

    `cities`: config.japanese.postal.cities(). A city that is not among them is told by its form (prefecture, then 市, 郡…町 or 区);
    an address that shows none is left whole in `town`.
    """
    text = address.strip()
    city = max((text[:end] for end in range(len(text) + 1) if text[:end] in cities), key=len, default="")
    if not city and (alike := _CITY_LIKE.match(text)):
        city = alike[0]
    if not city:
        return Parts("", text, "", "")
    rest = text[len(city) :].lstrip()
    town = match[0] if (match := _TOWN.match(rest)) else ""
    rest = rest[len(town) :].lstrip()
    lot = match[0] if (match := _LOT.match(rest)) else ""
    return Parts(city, town, lot, rest[len(lot) :].strip())
