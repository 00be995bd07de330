"""What a hand scanner means that types like a keyboard (keyboard wedge): key events in, finished texts out. No device here.

Key numbers are those of linux/input-event-codes.h; what a key writes depends on the keyboard the scanner believes it is (its
country setting): `us`, or `jis` (JIS X 6002).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

LayoutName = Literal["us", "jis"]

EV_SYN, EV_KEY = 0, 1
SYN_DROPPED = 3  # the kernel's buffer ran over: keys are missing
UP, DOWN = 0, 1  # 2 is the kernel's own repetition of a key held down, which no scanner means
ENDS = frozenset({28, 96, 15})  # Enter, Enter of the number block, Tab
SHIFTS = frozenset({42, 54})
SILENT = frozenset({58, 69, 70, 29, 97, 56, 100, 125, 126})  # locks and other modifiers: they write nothing by themselves
CHORDS = frozenset({29, 97, 56, 100, 125, 126})  # Ctrl, Alt, Meta: with them a key is a command, not a character
UNKNOWN = "\ufffd"  # what a key wrote that has no character here: the text is told, and never taken for one of ours
LONGEST = 4096  # characters; what is longer is a stuck key or noise
SILENCE = 1.0  # seconds; a text that pauses so long has lost its end
BETWEEN_TEXTS = 0.2  # seconds; scanners type a key every 1 … 20 ms, so what comes after such a pause begins a text


class KeyEvent(NamedTuple):
    """One `struct input_event` without its time."""

    type: int
    code: int
    value: int


def _keys(*rows: tuple[int, str, str]) -> dict[int, tuple[str, str]]:
    """Key number → (plain, with Shift), from rows of neighbouring keys."""
    return {first + place: pair for first, plain, shifted in rows for place, pair in enumerate(zip(plain, shifted, strict=True))}


_LETTERS = ((16, "qwertyuiop", "QWERTYUIOP"), (30, "asdfghjkl", "ASDFGHJKL"), (44, "zxcvbnm", "ZXCVBNM"), (57, " ", " "))
_NUMBER_BLOCK = ((71, "789-456+1230.", "789-456+1230."), (55, "*", "*"), (98, "/", "/"))

LAYOUTS: dict[LayoutName, dict[int, tuple[str, str]]] = {
    "us": _keys(
        *_LETTERS,
        *_NUMBER_BLOCK,
        (2, "1234567890-=", "!@#$%^&*()_+"),
        (26, "[]", "{}"),
        (39, ";'`", ':"~'),
        (43, "\\", "|"),
        (51, ",./", "<>?"),
        (86, "\\", "|"),
    ),
    "jis": _keys(
        *_LETTERS,
        *_NUMBER_BLOCK,
        (2, "123456789", "!\"#$%&'()"),
        (11, "0", "0"),
        (12, "-^", "=~"),
        (26, "@[", "`{"),
        (39, ";:", "+*"),
        (43, "]", "}"),
        (51, ",./", "<>?"),
        (89, "\\", "_"),
        (124, "\\", "|"),
    ),
}


def layout_named(name: str) -> LayoutName | None:
    """The layout of that name, None where there is none."""
    return next((known for known in LAYOUTS if known == name), None)


@dataclass(frozen=True, slots=True)
class Typing:
    """A text on its way. `spoilt`: something of it was lost, so its end, or a pause, only clears the way for the next one."""

    text: str = ""
    held: frozenset[int] = frozenset()
    spoilt: bool = False
    last_key_at: float = 0.0


def opened_at(now: float) -> Typing:
    """The state of a device just opened: what comes at once is the rest of a text whose beginning nobody heard."""
    return Typing(spoilt=True, last_key_at=now)


def typed(typing: Typing, events: Iterable[KeyEvent], layout: LayoutName, now: float) -> tuple[Typing, tuple[str, ...]]:
    """`typing` after `events` that came at `now` (seconds), and the texts that ended with them; an empty text is none."""
    if now - typing.last_key_at > (BETWEEN_TEXTS if typing.spoilt else SILENCE):
        typing = Typing()  # half a text, and a Shift whose release was lost, belong to nobody
    finished: list[str] = []
    for event in events:
        if event.type == EV_SYN and event.code == SYN_DROPPED:
            typing = Typing(spoilt=True, last_key_at=now)
        if event.type != EV_KEY:
            continue
        typing = replace(typing, last_key_at=now)
        if event.code in SHIFTS | SILENT:
            typing = replace(typing, held=_held(typing.held, event))
        elif event.value == DOWN and event.code in ENDS:
            if typing.text and not typing.spoilt:
                finished.append(typing.text)
            typing = Typing(held=typing.held, last_key_at=now)
        elif event.value == DOWN:
            typing = _written(typing, event.code, layout)
    return typing, tuple(finished)


def _held(held: frozenset[int], event: KeyEvent) -> frozenset[int]:
    return held - {event.code} if event.value == UP else held | {event.code}


def _written(typing: Typing, key: int, layout: LayoutName) -> Typing:
    if len(typing.text) >= LONGEST:
        return replace(typing, text="", spoilt=True)
    pair = None if typing.held & CHORDS else LAYOUTS[layout].get(key)
    character = UNKNOWN if pair is None else pair[bool(typing.held & SHIFTS)]
    return replace(typing, text=typing.text + character)
