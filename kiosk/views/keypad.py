"""The tactile key pad (上 下 決定 もどる 読み上げ): where its focus stands, what a key chooses, what is said on the way.

Keys of a keyboard on the glass are walked by group (a column of kana, the digits, the candidates): 決定 goes in, もどる comes out.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Literal, NamedTuple

from config.japanese.ruby import base
from kiosk.flow.events import AnyEvent, Back, ChooseAppearance, ReadOut
from kiosk.viewmodels.boxes import Box, Line, Screen

PadKey = Literal["up", "down", "enter", "back", "read"]
KEYS = ("key", "function_key")
FOOT = ("next", "back", "help", "languages", "appearance", "stop")  # the way on first
ROW = 40  # pixels: boxes whose tops differ by less stand beside each other
KANA = re.compile(r"[ぁ-ん]")

Group = tuple[Box, ...]


class Heard(NamedTuple):
    """What a key of the pad leads to."""

    event: AnyEvent | None = None
    moved: bool = False


class KeyPad:
    """`on`: id of the box with the focus ring, empty until the pad is used and after every touch of the glass."""

    def __init__(self) -> None:
        self.on = ""
        self._inside = False
        self._screen: tuple[str, str] = ("", "")

    def touched(self) -> bool:
        """A finger on the glass takes the ring away; True where there was one."""
        before, self.on, self._inside = self.on, "", False
        return bool(before)

    def ringed(self, screen: Screen) -> frozenset[str]:
        """Ids of the boxes to draw with the focus ring: one, or its whole group while one goes from group to group."""
        if not self.on or _place_of(screen) != self._screen:
            return frozenset()
        group = next((group for group in groups_of(screen) if any(box.id == self.on for box in group)), ())
        return frozenset((self.on,) if self._inside else (box.id for box in group))

    def key(self, pressed: PadKey, screen: Screen) -> Heard:
        """One key of the pad on `screen`."""
        groups = groups_of(screen)
        if not groups:
            return Heard()
        at = self._place(groups, screen)
        match pressed:
            case "read" if not screen.voice:
                return Heard(ChooseAppearance(voice=True))
            case "read":
                words = (screen.spoken, self._words(groups, at, screen) if at is not None else "")
                return Heard(ReadOut("。".join(part.rstrip("。") for part in words if part)))
            case "back" if self._inside and at is not None:
                self._inside = False
                return self._stand(groups, at, screen)
            case "back":
                box = next((box for box in screen.boxes if (box.event == Back() or box.id == "back") and box.enabled), None)
                return Heard(box.event if box else None)
            case "enter" if at is not None:
                return self._enter(groups, at, screen)
            case "up" | "down" | "enter":
                return self._move(groups, at, 1 if pressed != "up" else -1, screen)
        return Heard()

    def chosen(self, before: Screen, after: Screen) -> ReadOut | None:
        """What a key of the pad has done where it stands and the screen stays: ✓ set or taken away, or None."""
        was, now = (next((box for box in one.boxes if box.id == self.on), None) for one in (before, after))
        same = was is not None and now is not None and _place_of(after) == self._screen
        if was is None or now is None or not same or was.selected is now.selected or not after.voice:
            return None
        words = words_of(now, headphones=after.headphones)
        return ReadOut(_with(words, after.chosen[0] if now.selected else after.chosen[1]))

    def _place(self, groups: tuple[Group, ...], screen: Screen) -> int | None:
        """Which group has the focus; None before the first key of the pad, on a new screen, and when its box has gone."""
        known = _place_of(screen) == self._screen
        self._screen = _place_of(screen)
        at = next((n for n, group in enumerate(groups) if any(box.id == self.on for box in group)), None)
        if not known or at is None:
            self.on, self._inside = "", False
            return None
        return at

    def _move(self, groups: tuple[Group, ...], at: int | None, by: int, screen: Screen) -> Heard:
        if at is None:
            begin = next((n for n, group in enumerate(groups) if any(box.id == screen.begin for box in group)), None)
            return self._stand(groups, begin if begin is not None else 0 if by > 0 else len(groups) - 1, screen)
        if not self._inside:
            return self._stand(groups, (at + by) % len(groups), screen)
        group = groups[at]
        here = next(n for n, box in enumerate(group) if box.id == self.on)
        return self._on(group[(here + by) % len(group)], screen)

    def _enter(self, groups: tuple[Group, ...], at: int, screen: Screen) -> Heard:
        group = groups[at]
        if len(group) > 1 and not self._inside:
            self._inside = True
            return self._on(group[0], screen)
        box = next(box for box in group if box.id == self.on)
        digits = box.role == "key" and box.lines and box.lines[0].text.isdigit()
        if self._inside and not digits:  # the next kana most likely stands in another column, the next digit does not
            self._inside = False
            self.on = group[0].id
        return Heard(box.event, moved=True)

    def _stand(self, groups: tuple[Group, ...], at: int, screen: Screen) -> Heard:
        self.on = groups[at][0].id
        return Heard(ReadOut(self._words(groups, at, screen)) if screen.voice else None, moved=True)

    def _on(self, box: Box, screen: Screen) -> Heard:
        self.on = box.id
        return Heard(ReadOut(said_of(box, screen)) if screen.voice else None, moved=True)

    def _words(self, groups: tuple[Group, ...], at: int, screen: Screen) -> str:
        group = groups[at]
        if self._inside:
            return next(said_of(box, screen) for box in group if box.id == self.on)
        if group[0].role == "candidate" and not screen.headphones:
            return words_of(group[0], headphones=False)
        if len(group) == 1:
            return said_of(group[0], screen)
        said = dict.fromkeys(words_of(box, headphones=screen.headphones) for box in group)
        return "、".join(said)


def groups_of(screen: Screen) -> tuple[Group, ...]:
    """Everything that can be chosen, in the order of reading, the foot last; keys and candidates in groups."""
    boxes = [box for box in screen.boxes if box.event is not None and box.enabled]
    foot = sorted((box for box in boxes if box.id in FOOT), key=lambda box: FOOT.index(box.id))
    rest = [box for box in boxes if box.id not in FOOT]
    keys = [box for box in rest if box.role in KEYS]
    candidates = _read([box for box in rest if box.role == "candidate"])
    others = [(box,) for box in rest if box.role not in (*KEYS, "candidate")]
    found: list[Group] = [*others, *_keys(keys), *([tuple(candidates)] if candidates else [])]
    found.sort(key=lambda group: (round(min(box.y for box in group) / ROW), _across(group)))
    return (*found, *((box,) for box in foot))


def _place_of(screen: Screen) -> tuple[str, str]:
    """Which screen it is: the same one while its question stays, whatever is told beside it."""
    title = next((box for box in screen.boxes if box.id == "title"), None)
    return screen.name, "".join(line.text for line in title.lines) if title else screen.spoken


def words_of(box: Box, *, headphones: bool) -> str:
    """What is said of a box, as it is written: from kanji the voice tells words apart that it cannot in kana.

    What belongs to the person alone only where nobody else listens.
    """
    if headphones and box.aloud:
        return base(box.aloud)
    return base(box.spoken or _read_off(box.lines))


def said_of(box: Box, screen: Screen) -> str:
    """The words of a box, and that it is chosen where it is."""
    return _with(words_of(box, headphones=screen.headphones), screen.chosen[0] if box.selected else "")


def _with(words: str, more: str) -> str:
    return f"{words}、{more}" if more else words


def _read_off(lines: tuple[Line, ...]) -> str:
    """Lines of one weight are one text that was broken; another weight says something else."""
    said: list[str] = []
    for at, line in enumerate(lines):
        if at and (line.bold, line.second, line.language) == (lines[at - 1].bold, lines[at - 1].second, lines[at - 1].language):
            said[-1] += line.text if line.language in ("ja", "zh") else f" {line.text}"
        else:
            said.append(line.text)
    return "、".join(said)


def _keys(keys: list[Box]) -> Iterator[Group]:
    """Kana by column from the right, letters by row, digits together, function keys together."""
    functions = [box for box in keys if box.role == "function_key"]
    letters = [box for box in keys if box.role == "key"]
    if any(KANA.search(box.lines[0].text) for box in letters if box.lines):
        for _, column in groupby(sorted(letters, key=lambda box: (-box.x, box.y)), key=lambda box: box.x):
            yield tuple(column)
    elif len(letters) > 12:
        for _, row in groupby(_read(letters), key=lambda box: box.y):
            yield tuple(row)
    elif letters:
        yield tuple(_read(letters))
    if functions:
        yield tuple(_read(functions))


def _read(boxes: list[Box]) -> list[Box]:
    return sorted(boxes, key=lambda box: (round(box.y / ROW), box.x))


def _across(group: Group) -> int:
    """Columns of kana are read from the right."""
    kana = len(group) > 1 and group[0].role == "key" and bool(group[0].lines) and bool(KANA.search(group[0].lines[0].text))
    return -group[0].x if kana else group[0].x
