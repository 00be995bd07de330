"""The hub itself."""

from datetime import datetime

from hub.wire.words import Message


class HubIdentity(Message, frozen=True):
    """Who this hub is. `seal_key`: base64 of its X25519 public key, for what kiosks keep while it is away."""

    site: str
    name: str
    version: str
    bundle: str  # hash of the configuration bundle
    seal_key: str
    now: datetime
