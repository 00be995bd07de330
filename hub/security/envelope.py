"""One record, one key: AES-256-GCM under a fresh key, which is itself wrapped (RFC 3394) by the key of its expiry month."""

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

KEY_BYTES = 32
NONCE_BYTES = 12


class Envelope(msgspec.Struct, frozen=True):
    """`sealed`: nonce, ciphertext and tag."""

    wrapped_key: bytes
    sealed: bytes


class CannotOpen(Exception):
    """Wrong key, wrong place (`bound`), or changed bytes."""


def close_envelope(month_key: bytes, content: bytes, bound: str, random: bytes) -> Envelope:
    """Seal `content` to the place it is stored at (`site|table|id`). `random`: 44 fresh bytes, the key and the nonce."""
    key, nonce = random[:KEY_BYTES], random[KEY_BYTES : KEY_BYTES + NONCE_BYTES]
    if len(nonce) != NONCE_BYTES:
        raise ValueError("44 random bytes are needed")
    return Envelope(aes_key_wrap(month_key, key), nonce + AESGCM(key).encrypt(nonce, content, bound.encode()))


def open_envelope(month_key: bytes, envelope: Envelope, bound: str) -> bytes:
    """What was sealed. Raises CannotOpen."""
    try:
        key = aes_key_unwrap(month_key, envelope.wrapped_key)
        return AESGCM(key).decrypt(envelope.sealed[:NONCE_BYTES], envelope.sealed[NONCE_BYTES:], bound.encode())
    except (InvalidTag, InvalidUnwrap, ValueError) as error:
        raise CannotOpen(bound) from error
