"""The printed items of a driving licence: file 0001 of DF1 → CardData. A licence does not say the sex."""

from datetime import date

from hardware.cards import tlv
from hardware.cards.basic_items import doubtful
from hardware.cards.port import CardData, CardKind

NAME, BIRTH_DATE, ADDRESS, LAST_DAY = 0x12, 0x16, 0x17, 0x1B
ERA_BEGINS = {"1": 1867, "2": 1911, "3": 1925, "4": 1988, "5": 2018}  # 明治 大正 昭和 平成 令和: the year before its first

MISSING = "〓"  # for a character that is only a picture on the card (FFF1-FFF7) or not there at all (FFFA)
# JIS X 0208 215D and 2141: Python's codec gives the mathematical minus and the wave dash, forms expect the full-width signs.
FORM_SIGNS = str.maketrans({"\u2212": "\uff0d", "\u301c": "\uff5e"})


def card_data(items: bytes, changes: bytes | None) -> CardData | None:
    """None where the file holds none of the three. `changes` (DF1 0004): entries since the issue make name and address uncertain;
    so does not knowing (None). The number of the licence and its reference number are never taken.
    """
    found = tlv.parse(items, tag_bytes=1)
    name, address, birth_date = text(found.value(NAME)), text(found.value(ADDRESS)), era_date(found.value(BIRTH_DATE))
    if all(item is None for item in (name, address, birth_date)):
        return None
    changed = changes is None or entered_since(changes)
    uncertain = {
        "name": name is None or changed or doubtful(name),
        "address": address is None or changed or doubtful(address),
        "birth_date": birth_date is None,
    }
    return CardData(
        CardKind.DRIVING_LICENCE,
        name,
        address,
        birth_date,
        None,
        tuple(item for item, flag in uncertain.items() if flag),
        era_date(found.value(LAST_DAY)),
    )


def entered_since(changes: bytes) -> bool:
    """Whether file 0004 of DF1 holds an entry, or cannot be read to its end. One byte of 0 is its mark for "none" (追記の有無).

    An entry is the year of the character set (1), day (14), new name, address or condition, and authority (10), in JIS X 0208.
    """
    found = tlv.parse(changes, tag_bytes=1)
    return not found.whole or any(item.value.strip(b"\x00\xff") not in (b"", b"0") for item in found.items)


def text(raw: bytes | None) -> str | None:
    """JIS X 0208, two bytes a character without escapes; MISSING for what is none."""
    if not raw or len(raw) % 2:
        return None
    return "".join(_character(raw[start : start + 2]) for start in range(0, len(raw), 2)).translate(FORM_SIGNS)


def _character(pair: bytes) -> str:
    if not all(0x21 <= byte <= 0x7E for byte in pair):  # outside the table; with the high bit set it could be taken for another
        return MISSING
    try:
        return bytes(byte | 0x80 for byte in pair).decode("euc_jp")
    except UnicodeDecodeError:
        return MISSING


def era_date(raw: bytes | None) -> date | None:
    """gYYMMDD in ASCII, g 1-5 the era; None where it is not a day."""
    digits = raw.decode("ascii", "replace") if raw is not None else ""
    if len(digits) != 7 or not (digits.isascii() and digits.isdigit()) or digits[0] not in ERA_BEGINS:
        return None
    try:
        return date(ERA_BEGINS[digits[0]] + int(digits[1:3]), int(digits[3:5]), int(digits[5:]))
    except ValueError:
        return None
