"""The state of a speaker out of what is known of its device and of its voices. Pure."""

import msgspec

from hardware.speech.port import SpeakerState


class Condition(msgspec.Struct, frozen=True):
    """`device` as last proven; `voiceless`: languages whose voice failed and has not spoken since."""

    device: SpeakerState = SpeakerState.UNKNOWN
    voiceless: frozenset[str] = frozenset()

    @property
    def state(self) -> SpeakerState:
        """What is told: without a device nobody asks for the voice."""
        if self.device is SpeakerState.READY and self.voiceless:
            return SpeakerState.NO_VOICE
        return self.device

    @property
    def device_is_lost(self) -> bool:
        """Worth another look every few seconds."""
        return self.device in (SpeakerState.NO_DEVICE, SpeakerState.BUSY, SpeakerState.STUCK)


def seen(condition: Condition, device: SpeakerState | None) -> Condition:
    """After a sound or a look at the device; None: nothing was learned."""
    return condition if device is None else msgspec.structs.replace(condition, device=device)


def heard(condition: Condition, language: str, *, spoke: bool) -> Condition:
    """After a voice that should speak did, or did not."""
    one = frozenset({language})
    return msgspec.structs.replace(condition, voiceless=condition.voiceless - one if spoke else condition.voiceless | one)
