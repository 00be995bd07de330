"""What the rest of the product knows about a loudspeaker."""

from typing import Protocol

import msgspec


class Utterance(msgspec.Struct, frozen=True):
    """What to say: words in one language, a chime before or not, `times` over. Words never hold a name."""

    language: str
    text: str
    chime: bool = False
    times: int = 1


class Speaker(Protocol):
    """One voice: utterances queue up and never overlap. A stuck device delays speech only, never the caller."""

    def say(self, utterance: Utterance) -> None: ...
    def hush(self) -> None:
        """Drop what is queued and stop."""

    def busy(self) -> bool: ...
    def close(self) -> None: ...
