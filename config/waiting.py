"""The words for an expected wait, the same for kiosk, slip, board, phone and page. Pure."""

from collections.abc import Callable

LONG = 120  # minutes: from here on hours are said, for nobody counts on ten minutes more or less


def wait_words(say: Callable[..., str], least: int, most: int, *, usual: bool, key: str = "wait.range") -> str:
    """`say`: text key and placeholders → words. `key`: of a plain range; `wait.about` where no label stands beside it."""
    if usual:
        return say("wait.usual", least=least, most=most)
    if least >= LONG:
        return say("wait.hours", hours=least // 60)
    return say(key, least=least, most=most) if least else say("wait.within", most=most)
