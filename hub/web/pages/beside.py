"""照合: the paper beside the entry as a clerk sees it: rows as on the paper, what the machine saw, what was decided. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from config.bundle import Bundle
from config.japanese import wareki
from config.scanned_paper import ScannedPaper
from config.words import field_words
from hub.domain.crosscheck import Box, Check, Entered, Finding, PaperPerson, Row, crosscheck, entry_of, is_settled, mark, standing
from hub.domain.crosscheck.writing import plain
from hub.office.scanning import KeptScan, paper_of
from hub.scans.outcome import KEPT
from hub.web.pages.dates import full_day, hour
from hub.wire import FieldCheck, RecordView

OUTCOMES = (("same", "＝", "一致"), ("variant", "≒", "字体ちがい"), ("mismatch", "≠", "不一致"), ("unreadable", "？", "読めない"))
WHY = {
    "equal": "自動",
    "notation": "表記のゆれ",
    "era": "和暦を西暦に直して比較",
    "alike": "{other} かどうかは、機械では見分けられません",
    "form": "{pairs}　字体だけがちがいます",
    "form_unseen": "字形の指定は、機械では読めません",
    "kana_size": "小さい字・濁り・長音がちがいます",
    "building": "建物名の書き方だけがちがいます",
    "differs": "読み取りとちがいます",
    "not_entered": "入力がありません",
    "blank_on_paper": "紙に書かれていません",
    "faint": "印字がうすい。目で確かめる",
    "no_text": "読み取れない。目で確かめる",
    "not_a_date": "日付として読めない。目で確かめる",
    "not_read": "紙を見て決める",
}
# what a clerk may write over the entry here; the rest is corrected in the record
INPUTS = {"name": "text", "name_kana": "text", "birth_date": "date", "move_date": "date", "householder": "text"} | {
    "domicile": "text",
    "domicile_head": "text",
    "sex": "sex",
}
BORN = frozenset({"birth_date"})  # nobody compares the day of the week somebody was born on
SEXES = (("male", "男"), ("female", "女"))


@dataclass(frozen=True, slots=True)
class Crop:
    """A part of a page's picture in its own pixels, and the millimetres around it that are shown too."""

    page: int
    view: str
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    """One field. `entered`: pieces of the value, each with whether it differs. `told`: who decided and when.

    `outcome` empty: no machine has read it and nobody decided. `input`: how it may be corrected here, empty: not here.
    """

    path: str
    label: str
    entered: tuple[tuple[str, bool], ...]
    read: str
    crop: Crop | None
    outcome: str
    settled: bool
    kept: bool
    why: str
    told: str
    mark: str
    input: str
    proposed: str

    @property
    def value(self) -> str:
        return "".join(piece for piece, _ in self.entered)


@dataclass(frozen=True, slots=True)
class Group:
    """The values above the people (no title), or one person."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """The whole page. `application`: its place in the record. `seen`, `revision`: what a press must name.

    `forms`: pairs of characters, (entered, paper), each with its code point.
    """

    application: int
    groups: tuple[Group, ...]
    counts: Mapping[str, int]
    not_on_paper: tuple[str, ...]
    not_entered: tuple[str, ...]
    seen: int
    revision: int
    read_by_machine: bool
    names: tuple[str, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for group in self.groups for line in group.lines)

    @property
    def rest(self) -> tuple[Line, ...]:
        """Open ones the machine did not read, or reads the same: never what it found different, nor what a clerk decided."""
        return tuple(
            each for each in self.lines if not each.settled and not each.told and each.outcome in ("", "same", "unreadable")
        )

    @property
    def open(self) -> int:
        """What still needs somebody's eyes; a person on one side only counts as one."""
        return sum(not line.settled for line in self.lines) + len(self.not_on_paper) + len(self.not_entered)


def beside(bundle: Bundle, view: RecordView, scan: KeptScan | None) -> Beside | None:
    """None where no application of the record has a paper."""
    found = paper_of(bundle, view)
    if found is None:
        return None
    place, application, paper = found
    entry = entry_of(paper, bundle.forms[paper.form], application.answers)
    check = crosscheck(entry, scan.sheet if scan is not None and scan.sheet.paper == paper.id else None)
    decided = {each.path: each for each in view.checks if each.application == place}
    id_ = scan.id if scan is not None else ""
    lines = [(row, _line(bundle, paper, row, standing(row, decided, id_), id_, view)) for row in check.rows]
    people = [_name(person) for person in entry.people]
    groups = [Group("", tuple(line for row, line in lines if row.person is None))]
    for index, name in enumerate(people):
        own = tuple(line for row, line in lines if row.person == index)
        if own:
            groups.append(Group(f"{index + 1}人目　{name}", own))
    return Beside(
        application=place,
        groups=tuple(group for group in groups if group.lines),
        counts=Counter(line.outcome for _, line in lines),
        not_on_paper=tuple(people[index] for index in check.not_on_paper),
        not_entered=tuple(_printed(person) for person in check.not_entered),
        seen=len(view.checks),
        revision=view.revision,
        read_by_machine=_is_read(check),
        names=tuple(people),
    )


def _line(bundle: Bundle, paper: ScannedPaper, row: Row, decision: FieldCheck | None, scan: str, view: RecordView) -> Line:
    entered, reading = row.entered, row.reading
    read = (reading.text or "") if reading is not None else ""
    told = ""
    if decision is not None:
        told = f"{hour(decision.at)} {view.names.get(decision.staff, '')}"
    return Line(
        path=entered.path,
        label=field_words(bundle, "ja", paper.form, entered.path, "label"),
        entered=_pieces(row, read),
        read=read,
        crop=_crop(reading.box) if reading is not None else None,
        outcome=decision.outcome if decision is not None else _seen(row.finding),
        settled=is_settled(row, decision),
        kept=decision is not None and decision.kept,
        why=_why(row.finding, reading.sure if reading is not None and read else None),
        told=told,
        mark=mark(row, scan),
        input=INPUTS.get(entered.field, ""),
        proposed=_proposed(row, read),
    )


def _seen(finding: Finding) -> str:
    """The outcome of the machine; nothing where none has read."""
    return "" if finding.reason == "not_read" else finding.outcome.value


def _why(finding: Finding, sure: float | None) -> str:
    words = WHY[finding.reason].format(
        other="・".join(dict.fromkeys(form for _, form in finding.forms)),
        pairs="、".join(dict.fromkeys(f"{one} ／ {other}" for one, other in finding.forms)),
    )
    return f"{words} {sure:.0%}" if finding.reason == "equal" and sure is not None else words


def _pieces(row: Row, read: str) -> tuple[tuple[str, bool], ...]:
    """The value in words, with what differs from the paper marked."""
    entered = row.entered
    if entered.kind == "date" and entered.text:
        try:
            day = full_day(date.fromisoformat(entered.text), weekday=entered.field not in BORN)
            return ((day, row.finding.outcome == "mismatch"),)
        except ValueError:
            return ((entered.text, False),)
    text = f"{entered.text}　{entered.building}" if entered.building else entered.text
    if row.finding.outcome == "same" or not read or not text:
        return ((text, False),) if text else ()
    found: list[tuple[str, bool]] = []
    for kind, start, end, _, _ in SequenceMatcher(None, text, _as_written(text, read), autojunk=False).get_opcodes():
        if start < end:
            found.append((text[start:end], kind != "equal" and not text[start:end].isspace()))
    return tuple(found)


def _as_written(entered: str, read: str) -> str:
    """The reading with the gaps and widths of the entry, so that only what differs is marked."""
    return with_gaps(entered, plain(read)) if len(plain(entered)) == len(plain(read)) else plain(read)


def with_gaps(entered: str, read: str) -> str:
    """The reading with a gap where the entry has one: 緑野　花子, ミドリノハナコ → ミドリ　ノハナコ only where lengths agree."""
    signs = iter(read)
    if len([sign for sign in entered if not sign.isspace()]) != len(read):
        return read
    return "".join(sign if sign.isspace() else next(signs) for sign in entered)


def _proposed(row: Row, read: str) -> str:
    """What the field of a correction holds at first: the reading in the entry's own notation; a clerk looks and types over it."""
    entered = row.entered
    match entered.field:
        case "sex":
            return next((id_ for id_, word in SEXES if word == read), "")
        case _ if entered.kind == "date":
            day = wareki.parse(plain(read).removesuffix("生"))
            return day.isoformat() if isinstance(day, date) else ""
        case _ if entered.kind in ("name", "kana"):
            return with_gaps(entered.text, plain(read))
        case _:
            return read


def _crop(box: Box) -> Crop:
    x, y, width, height = (round(each * KEPT, 1) for each in (box.left, box.top, box.width, box.height))
    return Crop(box.page, f"{x} {y} {width} {height}", x, y, width, height)


def _name(person: Sequence[Entered]) -> str:
    texts = {each.field: each.text for each in person}
    return texts.get("name") or texts.get("name_kana") or ""


def _printed(person: PaperPerson) -> str:
    return person.text("name") or person.text("name_kana")


def _is_read(check: Check) -> bool:
    return any(row.reading is not None and row.reading.text is not None for row in check.rows)
