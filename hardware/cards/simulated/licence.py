"""The files of a simulated driving licence (運転免許証): one-byte tags, text in JIS X 0208 without escapes."""

from hardware.cards.simulated.people import Description

COMMON = bytes.fromhex("450B303038202311012027110146023030")  # version, issued, expires (BCD), maker
PIN_IS_SET, PIN_IS_NOT_SET = bytes.fromhex("050101"), bytes.fromhex("050100")
SIZE, DOMICILE_SIZE, CHANGES_SIZE = 880, 82, 640
NAME, KANA, ALIAS, UNIFIED_KANA, BIRTH_DATE, ADDRESS = 0x12, 0x13, 0x14, 0x15, 0x16, 0x17


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
        )
    )
    return content.ljust(SIZE, b"\xff")


def domicile() -> bytes:
    """File 0002 of DF1, which a kiosk must never ask for."""
    return item(0x41, jis("ここは読まれない")).ljust(DOMICILE_SIZE, b"\xff")


def changes(person: Description) -> bytes:
    """File 0004 of DF1: entries since the issue. The tags of the real file are not public; any item with a value is an entry."""
    return (item(0x51, jis(person.changed)) if person.changed else b"").ljust(CHANGES_SIZE, b"\xff")


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
