"""The domain's words as the wire's types: the same words on both sides (a test holds them together)."""

from typing import cast

from hub.wire import AppointmentState, Channel, Language, LegState, Stage


def stage_of(word: str) -> Stage:
    return cast(Stage, word)


def state_of(word: str) -> LegState:
    return cast(LegState, str(word))


def language_of(word: str) -> Language:
    return cast(Language, word)


def appointment_state_of(word: str) -> AppointmentState:
    return cast(AppointmentState, str(word))


def channel_of(word: str) -> Channel:
    return cast(Channel, word)
