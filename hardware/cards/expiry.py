"""Until when a card is good (有効期限). Told to the resident, never a reason to refuse: an expired card still answers."""

from datetime import date

from hardware.cards import tlv
from hardware.cards.basic_items import gregorian
from hardware.cards.commands import COMMON_AP, FIRST_RECORD, OK, Steps, select_application, select_file

CARD_FACTS = 0x0001  # of 共通カードAP: one record of 01 1C, serial number (15), municipality (5), last day YYYYMMDD (8), in ASCII
CARD_FACTS_TAG, CARD_FACTS_SIZE, LAST_DAY_SIZE = 0x01, 28, 8

LICENCE_FACTS_TAG, LICENCE_FACTS_SIZE = 0x45, 11  # version (3, ASCII), day of issue (4, BCD), last day (4, BCD)


def of_my_number() -> Steps[date | None]:
    """The last day of a My Number card, asked of another application than its items; None where it does not say."""
    for command in (select_application(COMMON_AP), select_file(CARD_FACTS)):
        if (yield command).status != OK:
            return None
    answer = yield FIRST_RECORD
    return last_day(answer.data) if answer.status == OK else None


def last_day(record: bytes) -> date | None:
    """Of the common record. What stands before the day, the card's serial number, is dropped here and never kept."""
    facts = tlv.parse(record, tag_bytes=1).value(CARD_FACTS_TAG)
    return gregorian(facts[-LAST_DAY_SIZE:]) if facts is not None and len(facts) == CARD_FACTS_SIZE else None


def licence_last_day(file: bytes | None) -> date | None:
    """Of a licence's common file (2F01)."""
    facts = tlv.parse(file or b"", tag_bytes=1).value(LICENCE_FACTS_TAG)
    return gregorian(facts[-4:].hex().encode("ascii")) if facts is not None and len(facts) == LICENCE_FACTS_SIZE else None


def expired(expires: date | None, today: date) -> bool:
    """Whether the last day is over; a card that does not say is taken as good."""
    return expires is not None and expires < today
