"""Opening what was sealed to this hub (hub.sealing); the private key never leaves the key folder."""

from typing import TypeVar

import msgspec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from hub.sealing import BadSeal, bound_to, bound_to_call, public_of, unseal
from hub.security.envelope import CannotOpen
from hub.wire import OpenVisit, SealedCall, SealedVisit

T = TypeVar("T")


class Opener:
    """Holds the hub's private key (32 bytes of the key folder)."""

    def __init__(self, private: bytes) -> None:
        self._private = X25519PrivateKey.from_private_bytes(private)

    @property
    def seal_key(self) -> str:
        """The public key, base64, for HubIdentity."""
        return public_of(self._private)

    def open_call(self, call: SealedCall, action: str, key: str, kind: type[T]) -> T:
        """The message inside. Raises CannotOpen: another hub's key, another question or press, changed bytes, no such message."""
        return self._inside(call.sealed, bound_to_call(action, key, call.reply_key), action, kind)

    def open(self, message: SealedVisit) -> OpenVisit:
        """The visit inside. Raises CannotOpen: another hub's key, changed bytes, another number, or no visit."""
        try:
            outer = unseal(
                self._private, message.sealed, bound_to(message.number, message.issued_at, message.service, message.press)
            )
            call = SealedCall(outer.decode("ascii"))
        except (BadSeal, UnicodeDecodeError) as trouble:
            raise CannotOpen(message.number) from trouble
        return self.open_call(call, "open_visit", message.press, OpenVisit)

    def _inside(self, sealed: str, bound: bytes, name: str, kind: type[T]) -> T:
        try:
            return msgspec.json.decode(unseal(self._private, sealed, bound), type=kind)
        except (BadSeal, msgspec.MsgspecError):
            # from None: msgspec's words may hold a value
            raise CannotOpen(name) from None
