"""The domain's words as the wire's types: the same words on both sides (a test holds them together)."""

from typing import cast

from hub.wire import Channel, Language, LegState, Stage


def stage_of(word: str) -> Stage:
    return cast(Stage, word)


def state_of(word: str) -> LegState:
    return cast(LegState, str(word))


def language_of(word: str) -> Language:
    return cast(Language, word)


def channel_of(word: str) -> Channel:
    return cast(Channel, word)
