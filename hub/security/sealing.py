"""Opening what kiosks sealed while the hub was away (hub.sealing); the private key never leaves the key folder."""

import base64
import binascii

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from hub.sealing import SUITE, bound_to
from hub.security.envelope import CannotOpen
from hub.wire import OpenVisit, SealedVisit


class Opener:
    """Holds the hub's private key (32 bytes of the key folder)."""

    def __init__(self, private: bytes) -> None:
        self._private = X25519PrivateKey.from_private_bytes(private)

    @property
    def seal_key(self) -> str:
        """The public key, base64, for HubIdentity."""
        return base64.b64encode(self._private.public_key().public_bytes_raw()).decode()

    def open(self, message: SealedVisit) -> OpenVisit:
        """The visit inside. Raises CannotOpen: another hub's key, changed bytes, another number, or no visit."""
        bound = bound_to(message.number, message.issued_at, message.service)
        try:
            content = SUITE.decrypt(base64.b64decode(message.sealed, validate=True), self._private, info=bound)
            return msgspec.json.decode(content, type=OpenVisit)
        except (InvalidTag, ValueError, binascii.Error, msgspec.MsgspecError) as error:
            raise CannotOpen(message.number) from error
