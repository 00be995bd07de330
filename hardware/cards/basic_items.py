"""The four basic items (基本4情報) of a My Number card: file 0002 of its text application → CardData."""

import unicodedata
from datetime import date

from hardware.cards import tlv
from hardware.cards.port import CardData, CardKind, Sex

BASIC_ITEMS_TAG = 0xFF20
NAME, ADDRESS, BIRTH_DATE, SEX = 0xDF22, 0xDF23, 0xDF24, 0xDF25
SEXES: dict[bytes, Sex] = {b"1": "male", b"2": "female"}  # JIS X 0303; 0 unknown, 9 not applicable, 3 seen once: not filled in

# What issuers write where a character cannot be written: shown to the resident with "please check".
DOUBTFUL_SIGNS = frozenset("\ufffd〓●?？")
# Private use, controls, invisible signs that change how the rest is shown, breaks of line and paragraph.
DOUBTFUL_CATEGORIES = frozenset(("Co", "Cc", "Cf", "Zl", "Zp"))


def card_data(file: bytes) -> CardData | None:
    """None where the file holds none of the four. An item that cannot be read is None and listed in `uncertain`."""
    basic_items = tlv.parse(file).value(BASIC_ITEMS_TAG)
    if basic_items is None:
        return None
    items = tlv.parse(basic_items)
    name = text(items.value(NAME))
    address = text(items.value(ADDRESS))
    birth_date = gregorian(items.value(BIRTH_DATE))
    sex = SEXES.get(items.value(SEX) or b"")
    if all(item is None for item in (name, address, birth_date, sex)):
        return None
    uncertain = {
        "name": name is None or doubtful(name),
        "address": address is None or doubtful(address),
        "birth_date": birth_date is None,
        "sex": sex is None,
    }
    return CardData(CardKind.MY_NUMBER, name, address, birth_date, sex, tuple(item for item, flag in uncertain.items() if flag))


def text(raw: bytes | None) -> str | None:
    """As it stands on the card, never normalised: NFC would replace compatibility kanji and so change a legal name."""
    try:
        return raw.decode("utf-8") or None if raw else None
    except UnicodeDecodeError:
        return None


def doubtful(value: str) -> bool:
    """Whether a character of `value` stands for one the issuer could not write, or belongs in no name and no address."""
    return any(
        sign in DOUBTFUL_SIGNS or unicodedata.category(sign) in DOUBTFUL_CATEGORIES or ord(sign) & 0xFFFE == 0xFFFE
        for sign in value
    )


def gregorian(raw: bytes | None) -> date | None:
    """YYYYMMDD in ASCII → date; None where it is not one."""
    if raw is None or len(raw) != 8 or not raw.isdigit():
        return None
    try:
        return date(int(raw[:4]), int(raw[4:6]), int(raw[6:]))
    except ValueError:
        return None
