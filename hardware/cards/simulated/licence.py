"""The files of a simulated driving licence (運転免許証): one-byte tags, text in JIS X 0208 without escapes."""

from hardware.cards.simulated.people import Description

VERSION, ISSUED, MAKER = b"008", "20231101", "46023030"
PIN_IS_SET, PIN_IS_NOT_SET = bytes.fromhex("050101"), bytes.fromhex("050100")
SIZE, DOMICILE_SIZE, CHANGES_SIZE = 880, 82, 640
NAME, KANA, ALIAS, UNIFIED_KANA, BIRTH_DATE, ADDRESS, LAST_DAY, NUMBER = 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x1B, 0x21
NOTHING_ENTERED, ENTERED = "0", "1"  # 追記の有無, the first item of the file of changes
AUTHORITY = "神奈川県＊"  # five characters


def text_items(person: Description) -> bytes:
    """File 0001 of DF1, padded to its physical size."""
    content = b"".join(
        (
            item(0x11, b"1"),
            item(NAME, jis(person.name)),
            item(KANA, jis(person.kana)),
            item(ALIAS, b""),
            item(UNIFIED_KANA, jis(person.kana)),
            item(BIRTH_DATE, person.birth_date.encode("ascii")),
            item(ADDRESS, jis(person.address)),
            item(LAST_DAY, era_day(person.expires).encode("ascii")),
            item(NUMBER, b"000000000000"),
        )
    )
    return content.ljust(SIZE, b"\xff")


def domicile() -> bytes:
    """File 0002 of DF1, which a kiosk must never ask for."""
    return item(0x41, jis("ここは読まれない")).ljust(DOMICILE_SIZE, b"\xff")


def changes(person: Description) -> bytes:
    """File 0004 of DF1: whether something was entered, and each entry with year of character set, day, text and authority.

    The tags of the real file are not public.
    """
    entry = item(0x51, b"2" + jis("５０７０４０１" + person.changed + AUTHORITY)) if person.changed else b""
    mark = item(0x50, (ENTERED if person.changed else NOTHING_ENTERED).encode("ascii"))
    return (mark + entry).ljust(CHANGES_SIZE, b"\xff")


def common(person: Description) -> bytes:
    """File 2F01 of the master file: version, day of issue and last day in BCD, maker."""
    return item(0x45, VERSION + bytes.fromhex(ISSUED + person.expires)) + bytes.fromhex(MAKER)


def era_day(day: str) -> str:
    """YYYYMMDD of 令和 → gYYMMDD."""
    return f"5{int(day[:4]) - 2018:02d}{day[4:]}" if day else ""


def jis(text: str) -> bytes:
    """JIS X 0208, high bits off. `－` is 215D there, which Python calls U+2212; `〓` stands for FFF1, a picture."""
    signs = (
        b"\xff\xf1" if sign == "〓" else bytes(byte & 0x7F for byte in sign.encode("euc_jp"))
        for sign in text.replace("－", "\u2212")
    )
    return b"".join(signs)


def item(tag: int, value: bytes) -> bytes:
    """One-byte tag and BER length of one byte, or 82 and two."""
    length = bytes((len(value),)) if len(value) < 0x80 else b"\x82" + len(value).to_bytes(2, "big")
    return bytes((tag,)) + length + value
