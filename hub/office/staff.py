"""Staff at the door: what sign-in returns, and the people made at first start."""

import msgspec

from hub.security.actors import Staff, StaffRole


class SignedIn(msgspec.Struct, frozen=True):
    """`token`: the opaque session id for the cookie, known to nobody else (stored as a hash)."""

    token: str
    staff: Staff


class Initial(msgspec.Struct, frozen=True):
    """One person made at first start; the password is shown once and stored nowhere."""

    login: str
    role: StaffRole
    password: str
