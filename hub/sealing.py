"""Sealing a visit to the hub while it is away: HPKE (RFC 9180: X25519, HKDF-SHA-256, AES-256-GCM).

The kiosk cannot open it again. Number, time and service are bound to the seal: moved to another number it does not open.
"""

import base64
from datetime import datetime

import msgspec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from hub.wire import OpenVisit, SealedVisit

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def bound_to(number: str, issued_at: datetime, service: str) -> bytes:
    """What stays outside the seal and is checked when it is opened."""
    return msgspec.json.encode(("uketsuke sealed visit 1", number, issued_at, service))


def seal(seal_key: str, content: bytes, bound: bytes) -> bytes:
    """Bytes only the holder of the private key opens. `seal_key`: base64, from HubIdentity. Raises ValueError for no such key."""
    public = X25519PublicKey.from_public_bytes(base64.b64decode(seal_key, validate=True))
    return SUITE.encrypt(content, public, info=bound)


def seal_visit(seal_key: str, visit: OpenVisit, number: str, issued_at: datetime, service: str) -> SealedVisit:
    """The message a kiosk keeps and forwards unchanged. `issued_at` aware, `service`: id of the service that gave the letter."""
    content = msgspec.json.encode(visit)
    sealed = seal(seal_key, content, bound_to(number, issued_at, service))
    return SealedVisit(number=number, issued_at=issued_at, service=service, sealed=base64.b64encode(sealed).decode())
