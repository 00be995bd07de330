"""読み取り: what the paper laid beside the entry says of each answer, told in the record itself. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from hub.web.pages.beside import OUTCOMES, Beside
from hub.web.pages.beside import Line as Compared
from hub.web.pages.record import HEAD, Line, Person, Reading, Record

LOOKS = {"same": "ok", "variant": "note", "mismatch": "alarm", "unreadable": "dash"}
WORST = ("mismatch", "unreadable", "", "variant", "same")  # of several fields in one row the one that needs eyes is told
SIGNS = {outcome: (sign, word) for outcome, sign, word in OUTCOMES}


def with_readings(found: Sequence[Record], shown: Beside | None) -> tuple[Record, ...]:
    """The records, with what the paper says beside each answer it knows; of an answer nobody has compared, nothing."""
    if shown is None or not any(each.outcome for each in shown.lines):
        return tuple(found)
    return tuple(_read(each, shown.lines) if each.place == shown.application else each for each in found)


def _read(record: Record, lines: Sequence[Compared]) -> Record:
    def line(each: Line) -> Line:
        return replace(each, read=_of(own for own in lines if own.path == each.path or own.path.startswith(f"{each.path}.")))

    def person(each: Person) -> Person:
        head = {f"{each.path}.{name}" for name in (*HEAD, "name_latin")}
        return replace(each, read=_of(own for own in lines if own.path in head), lines=tuple(map(line, each.lines)))

    parts = tuple(
        replace(part, people=tuple(map(person, part.people)), lines=tuple(map(line, part.lines))) for part in record.parts
    )
    return replace(record, parts=parts)


def _of(lines: Iterable[Compared]) -> Reading | None:
    known = sorted(lines, key=lambda each: WORST.index("same" if each.kept else each.outcome))
    if not known or not known[0].outcome:
        return None
    first = known[0]
    sign, word = SIGNS[first.outcome]
    if first.kept:
        return Reading(sign, "不一致。本人に確かめ、入力のまま", "dash")
    return Reading(sign, word, LOOKS[first.outcome])
