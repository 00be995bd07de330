"""Sealing what residents typed to the hub: HPKE (RFC 9180: X25519, HKDF-SHA-256, AES-256-GCM). Whoever sealed cannot open again.

What stays outside a seal (what is asked, the key of the press, a number) is bound to it: moved elsewhere it does not open.
"""

import base64
from datetime import datetime
from typing import TypeVar

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from hub.wire import Message, SealedCall, SealedReply, SealedVisit, newer

T = TypeVar("T")

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class BadSeal(Exception):
    """Sealed to another key, for another question, or changed on the way."""


def bound_to_call(action: str, key: str, reply_key: str) -> bytes:
    """`action` as in hub.security.may, `key` of the press."""
    return msgspec.json.encode(("uketsuke sealed call 1", action, key, reply_key))


def bound_to_reply(action: str, reply_key: str) -> bytes:
    return msgspec.json.encode(("uketsuke sealed reply 1", action, reply_key))


def bound_to(number: str, issued_at: datetime, service: str, press: str) -> bytes:
    """What of a SealedVisit stays outside its seal."""
    return msgspec.json.encode(("uketsuke sealed visit 2", number, issued_at, service, press))


def seal(seal_key: str, content: bytes, bound: bytes) -> str:
    """Base64 of bytes only the holder of the private key opens. `seal_key`: base64. Raises ValueError for no such key."""
    public = X25519PublicKey.from_public_bytes(base64.b64decode(seal_key, validate=True))
    return base64.b64encode(SUITE.encrypt(content, public, info=bound)).decode()


def unseal(private: X25519PrivateKey, sealed: str, bound: bytes) -> bytes:
    """Raises BadSeal."""
    try:
        return SUITE.decrypt(base64.b64decode(sealed, validate=True), private, info=bound)
    except (InvalidTag, ValueError):
        raise BadSeal from None


def public_of(private: X25519PrivateKey) -> str:
    """Base64."""
    return base64.b64encode(private.public_key().public_bytes_raw()).decode()


def is_key(text: str) -> bool:
    """Whether something can be sealed to it."""
    try:
        return bool(seal(text, b"", b""))
    except ValueError:
        return False


def seal_call(seal_key: str, action: str, message: Message, *, key: str = "", reply_key: str = "") -> SealedCall:
    """`message` for the hub alone. `seal_key`: of HubIdentity."""
    bound = bound_to_call(action, key, reply_key)
    return SealedCall(seal(seal_key, msgspec.json.encode(message), bound), reply_key)


def seal_reply(reply_key: str, action: str, message: Message) -> SealedReply:
    """The hub's answer for one asker. Raises ValueError for no such key."""
    return SealedReply(seal(reply_key, msgspec.json.encode(message), bound_to_reply(action, reply_key)))


def seal_number(seal_key: str, call: str, press: str, number: str, issued_at: datetime, service: str) -> SealedVisit:
    """What a kiosk keeps and forwards unchanged. `call`: the sealed OpenVisit of that press; `service` gave the letter."""
    bound = bound_to(number, issued_at, service, press)
    return SealedVisit(
        number=number, issued_at=issued_at, service=service, sealed=seal(seal_key, call.encode(), bound), press=press
    )


class ReplyKey:
    """A key pair for the answers of one visit; it ends with the process that made it."""

    def __init__(self) -> None:
        self._private = X25519PrivateKey.generate()
        self.public = public_of(self._private)

    def open(self, reply: SealedReply, action: str, kind: type[T]) -> T:
        """Raises BadSeal."""
        try:
            return newer.read(unseal(self._private, reply.sealed, bound_to_reply(action, self.public)), kind)
        except msgspec.MsgspecError:
            raise BadSeal from None
