"""Two writings of one address: 北浜県海野市港町一丁目8-20 is 海野市港町１丁目８番２０号."""

import re
import unicodedata

from hub.domain.crosscheck.writing import CHINESE, DASHES, plain

_DASH = re.escape(DASHES)
_DIGITS = "〇一二三四五六七八九"
_NUMERAL = re.compile(r"([〇一二三四五六七八九十百]+)(?=丁目|番|号|条|線|丁(?!目))")
_FIRST_BLOCK = re.compile(r"[-ー](?=丁目)")  # 一丁目, read as a dash
_COUNTERS = re.compile(r"(?<=[0-9])(?:丁目|番地の?|番|号室?|の|ノ|之)(?=[0-9])")
_LAST_COUNTER = re.compile(r"(?<=[0-9])(?:丁目|番地の?|番|号室?|号)")
_AREA = re.compile(r"大字|(?<=[町村市区郡])字")
_SMALL_KE = re.compile(r"(?<=[一-龯])[ヶケがガヵ](?=[一-龯])")
_NO = re.compile(r"(?<=[一-龯])[のノ之乃](?=[一-龯])")
_TSU = re.compile(r"(?<=[一-龯])[ツッつっ](?=[一-龯])")
_LONG = re.compile(rf"(?<=[ァ-ヶ])[一{_DASH}](?=[ァ-ヶ0-9]|$)")  # コ一ポ: a long vowel read as the number one
_BARE_BLOCK = re.compile(rf"(?<![0-9〇一二三四五六七八九十ー{_DASH}])丁目")
_PREFECTURE = re.compile(r"^(?:北海道|東京都|大阪府|京都府|.{2,3}?県)(?=.)")


def alike(address: str) -> str:
    """One writing for all that mean the same place: 港町一丁目8番地の20 → 港町1-8-20."""
    text = unicodedata.normalize("NFKC", plain(address)).translate(CHINESE)
    text = _NUMERAL.sub(lambda match: str(_value(match[0])), _FIRST_BLOCK.sub("1", text))
    text = _LONG.sub("ー", re.sub(rf"(?<=[0-9])[{_DASH}ー]+(?=[0-9])", "-", text))
    text = _LAST_COUNTER.sub("", _COUNTERS.sub("-", text))
    text = _SMALL_KE.sub("ケ", _AREA.sub("", text))
    return _TSU.sub("ツ", _NO.sub("ノ", text))


def lost_number(address: str) -> bool:
    """Whether a 丁目 stands without its number: 一 of a thin face is the first thing a bad scan loses."""
    return _BARE_BLOCK.search(unicodedata.normalize("NFKC", plain(address))) is not None


def without_prefecture(address: str) -> str:
    """海野市港町1-8-20: papers of the same prefecture leave it out."""
    return _PREFECTURE.sub("", address, count=1)


def same_place(one: str, other: str) -> bool:
    """Whether two `alike` writings are equal; one of them may lack its prefecture."""
    return one == other or without_prefecture(one) == other or one == without_prefecture(other)


def rest_after(place: str, whole: str) -> str | None:
    """What `whole` says after `place`, a building; None where it does not begin with the place. Both `alike`."""
    for base in (place, without_prefecture(place)):
        for text in (whole, without_prefecture(whole)):
            if text.startswith(base) and not (text[len(base) :][:1].isdigit() and base[-1:].isdigit()):
                return text[len(base) :].lstrip("-")
    return None


def _value(numeral: str) -> int:
    """二十三 → 23, 一〇二 → 102."""
    if not set(numeral) & {"十", "百"}:
        return int("".join(str(_DIGITS.index(each)) for each in numeral))
    total = unit = 0
    for each in numeral:
        if each in "十百":
            total += (unit or 1) * (10 if each == "十" else 100)
            unit = 0
        else:
            unit = _DIGITS.index(each)
    return total + unit
