"""Passwords of staff: argon2id (RFC 9106, low memory), one at a time so that a burst of sign-ins cannot eat the memory."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_WORDS = "23456789abcdefghjkmnpqrstuvwxyz"


def demo_password(random: bytes) -> str:
    """Twelve characters in three groups, nothing in them looks like another (of 12 random bytes)."""
    signs = [_WORDS[byte % len(_WORDS)] for byte in random[:12]]
    return "-".join("".join(signs[i : i + 4]) for i in (0, 4, 8))


PIN_DIGITS = 6


def new_pin(random: bytes) -> str:
    """Six digits for kiosks (of 8 random bytes)."""
    return f"{int.from_bytes(random[:8]) % 10**PIN_DIGITS:0{PIN_DIGITS}}"


class Passwords:
    """Hashing and checking in one thread of its own."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="argon2")
        # checked against where the login is unknown, so that the time taken does not tell which logins exist
        self._nobody: str | None = None

    async def hash(self, password: str) -> str:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._hasher.hash, password)

    async def matches(self, stored: str | None, password: str) -> bool:
        """Whether this is the password; `stored` None (no such person) takes as long and is False."""
        if stored is None:
            self._nobody = self._nobody or await self.hash("")
        against = stored or self._nobody or ""
        right = await asyncio.get_running_loop().run_in_executor(self._thread, self._verify, against, password)
        return right and stored is not None

    def close(self) -> None:
        self._thread.shutdown()

    def _verify(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False
