"""A written address taken apart for the fields of a form. Nothing is lost; what cannot be told apart stays together."""

import re
from collections.abc import Collection
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
_TOWN = re.compile(rf"(?:.*?(?:[{_DIGIT}]+|[{_KANJI_DIGIT}]+)丁目|[^{_DIGIT}\s　]*)")
_LOT = re.compile(rf"(?:[{_DIGIT}]+(?:番地の?|番|号|[-‐-―−－ーの])*)*")


def split(address: str, cities: Collection[str]) -> Parts:
    """神奈川県川崎市川崎区南町1番地1 みどり荘101 → (神奈川県川崎市川崎区, 南町, 1番地1, みどり荘101).

    `cities`: config.japanese.postal.cities(). An address of no known city is left whole in `town`.
    """
    text = address.strip()
    city = max((text[:end] for end in range(len(text) + 1) if text[:end] in cities), key=len, default="")
    if not city:
        return Parts("", text, "", "")
    rest = text[len(city) :].lstrip()
    town = match[0] if (match := _TOWN.match(rest)) else ""
    rest = rest[len(town) :].lstrip()
    lot = match[0] if (match := _LOT.match(rest)) else ""
    return Parts(city, town, lot, rest[len(lot) :].strip())
