"""The towns of a postal code in words: with readings for who reads furigana, in Latin letters for who reads no kanji."""

from config.japanese.postal import Town, parted
from config.japanese.ruby import spread
from config.places import in_letters, reading
from config.words import KANJI
from kiosk.viewmodels.boxes import Line
from kiosk.viewmodels.stage import Stage

Part = tuple[str, str]  # name, kana


def found(stage: Stage, town: Town) -> tuple[Line, ...]:
    """The address of a code, the larger places above the town; in other languages below it the same in Latin letters."""
    parts = _parts(town)
    if stage.session.language in KANJI:
        above = "".join(_read(stage, part) for part in (parts[:-1] if town.town else parts))
        own = (Line(_read(stage, parts[-1]), 45, bold=True),) if town.town else ()
        return (Line(above, 36, bold=True), *own)
    name = Line("".join(name for name, _ in parts), 36, bold=True)
    # from the town up, as an address is written in these letters
    letters = [in_letters(stage.bundle, *part) for part in reversed(parts)]
    if not all(letters):
        return (name,)
    return (name, *(Line(", ".join(some), min(30, max(27, stage.px("caption")))) for some in (letters[:-2], letters[-2:]) if some))


def tile(stage: Stage, town: Town) -> str:
    """A town to choose; where a code is of several cities, the city."""
    parts = _parts(town)
    own = parts[-1:] if town.town else parts[1:]
    if stage.session.language in KANJI:
        return "".join(_read(stage, part) for part in own)
    name, letters = "".join(name for name, _ in own), [in_letters(stage.bundle, *part) for part in own]
    return f"{' '.join(letters)} ({name})" if all(letters) else name


def _parts(town: Town) -> tuple[Part, ...]:
    """From the prefecture down."""
    places = town.places or ((town.prefecture, ""), *((part, "") for part in parted(town.city)))
    return (*places, (town.town, town.kana)) if town.town else places


def _read(stage: Stage, part: Part) -> str:
    """With the reading that Japan Post gives it, or the office."""
    name, kana = part
    read = reading(stage.bundle, name, kana) if stage.ruby else ""
    return (spread(name, read) or f"{{{name}|{read}}}") if read else name
