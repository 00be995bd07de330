"""Codes and tokens from random bytes: how they are written, checked and hashed. Pure: the randomness comes in.

Reception code: `UK1:` + Base32 of 128 random bits (26 characters) + 2 check characters. Short code: 8 characters to type.
"""

import base64
import hashlib
import hmac
import re
import unicodedata
from typing import Literal

RECEPTION_PREFIX = "UK1:"
RECEPTION_BYTES = 16
SHORT_CODE_BYTES = 5
FOLLOW_BYTES = 8
DEVICE_BYTES = 20
SESSION_BYTES = 32
_B32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
# Crockford's alphabet: nothing in it is read as another sign; what people type instead is put right below.
_TYPED = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
_HYPHENS = re.compile("[-‐-―−ー]")  # what keyboards for Japanese type for one


def check_characters(body: str) -> str:
    """Two Base32 characters over Base32 text: a CRC-10 (x¹⁰+x⁹+x⁵+x⁴+x+1) of its 5-bit signs.

    It catches every wrong character and every swap of two neighbours: a code read wrong is told from one unknown.
    """
    crc = 0x3FF
    for sign in (*body, "A", "A"):
        crc = crc << 5 | _B32.index(sign)
        for shift in range(4, -1, -1):
            if crc >> 10 + shift & 1:
                crc ^= 0x633 << shift
    return _B32[crc >> 5] + _B32[crc & 31]


def reception_code(random: bytes) -> str:
    """`UK1:…` of 16 random bytes."""
    body = _base32(random)
    return f"{RECEPTION_PREFIX}{body}{check_characters(body)}"


def short_code(random: bytes) -> str:
    """Eight typeable characters of 5 random bytes."""
    number = int.from_bytes(random)
    return "".join(_TYPED[number >> shift & 31] for shift in range(35, -1, -5))


def read_code(text: str) -> tuple[Literal["reception", "short"], str] | None:
    """A scanned or typed code in its one spelling, None where it is none of ours. Spaces, hyphens, case and width do not count."""
    code = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    if code.startswith(RECEPTION_PREFIX):
        body, check = code[4:-2], code[-2:]
        good = len(body) == 26 and set(body) <= set(_B32) and check == check_characters(body)
        return ("reception", code) if good else None
    typed = _HYPHENS.sub("", code).translate(_MISREAD)
    return ("short", typed) if len(typed) == 8 and set(typed) <= set(_TYPED) else None


def follow_token(secret: bytes, visit: str) -> str:
    """13 characters (64 bits) behind the slip's QR; derived, so that a second paper carries the same and none is stored."""
    return _base32(keyed_hash(secret, f"follow|{visit}")[:FOLLOW_BYTES])


def entry_handle(secret: bytes, entry: str) -> str:
    """What a kiosk that has shown the code gets to redeem the entry with: `entry.mac`."""
    return f"{entry}.{_base32(keyed_hash(secret, f'entry|{entry}')[:RECEPTION_BYTES])}"


def entry_of(secret: bytes, handle: str) -> str | None:
    """The entry a handle was made for, None where it was not made here."""
    entry, _, _ = handle.partition(".")
    return entry if hmac.compare_digest(handle.encode(), entry_handle(secret, entry).encode()) else None


def appointment_handle(secret: bytes, appointment: str) -> str:
    """The same for an appointment: `appointment.mac`."""
    return f"{appointment}.{_base32(keyed_hash(secret, f'appointment|{appointment}')[:RECEPTION_BYTES])}"


def appointment_of(secret: bytes, handle: str) -> str | None:
    """The appointment a handle was made for, None where it was not made here."""
    appointment, _, _ = handle.partition(".")
    return appointment if hmac.compare_digest(handle.encode(), appointment_handle(secret, appointment).encode()) else None


def device_token(random: bytes) -> str:
    """`uk_` + 32 characters of 20 random bytes."""
    return f"uk_{_base32(random).lower()}"


def session_token(random: bytes) -> str:
    """43 characters of 32 random bytes."""
    return base64.urlsafe_b64encode(random).decode().rstrip("=")


def token_hash(token: str) -> bytes:
    """What is stored of a token with 128 bits or more."""
    return hashlib.sha256(token.encode()).digest()


def keyed_hash(secret: bytes, text: str | bytes) -> bytes:
    """Keyed BLAKE2b (RFC 7693), 32 bytes, for what could be guessed without the secret (short codes, answers)."""
    # not hmac.digest: it gives up the interpreter's lock for every call, and gets it back milliseconds later under load
    return hashlib.blake2b(text if isinstance(text, bytes) else text.encode(), key=secret, digest_size=32).digest()


def _base32(raw: bytes) -> str:
    return base64.b32encode(raw).decode().rstrip("=")
