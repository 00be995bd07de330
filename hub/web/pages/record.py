"""受付データ as a clerk reads it: people first, then every answer in the order of the form, in words. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from config.bundle import Bundle
from config.form import Channel, Field, Form, visible
from config.form.visible import answer_at, needs_staff
from config.words import answers_label, field_words, words
from hub.web.pages import corrections
from hub.web.pages.answers import plain_words, value_words, yes_or_no
from hub.web.pages.corrections import Told
from hub.wire import Application, RecordView

HEAD = ("name", "name_kana", "birth_date", "sex", "relationship")  # of a person, in the table of people
YES_NO = ("yes_no", "yes_no_unknown")
REQUESTER = ("name", "name_latin", "name_kana")  # top-level fields of forms without a list of people


@dataclass(frozen=True, slots=True)
class Reading:
    """What the paper beside the entry says of an answer: ＝. `look`: of its tag; `told`: the word of it."""

    sign: str
    told: str
    look: str


@dataclass(frozen=True, slots=True)
class Line:
    """One answer: `path` names it, `label` and `value` in the reader's language. `later`: staff complete it at the counter.

    `asked`: the question as the resident read it, where yes or no alone says nothing.

    `told`: what was corrected at it, the newest first. `read`: what the paper beside the entry says of it. `odd`: what is odd about
    it, and may be so.
    """

    path: str
    label: str
    value: str
    later: bool = False
    told: tuple[Told, ...] = ()
    asked: str = ""
    read: Reading | None = None
    odd: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """One person of a list. `lines` holds what the head does not, `told` what was corrected in it, `odd` is of the birth date."""

    path: str
    name: str
    kana: str
    birth_date: str
    sex: str
    relationship: str
    lines: tuple[Line, ...]
    told: tuple[Told, ...] = ()
    read: Reading | None = None
    odd: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One step of a form with the answers given there."""

    step: str
    title: str
    people: tuple[Person, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """One application of the visit, the `place`-th. `lost`: corrections of answers that are not asked for any more."""

    procedure: str
    title: str
    parts: tuple[Part, ...]
    place: int = 0
    correctable: bool = False
    lost: tuple[Told, ...] = ()

    @property
    def people(self) -> tuple[Person, ...]:
        return tuple(person for part in self.parts for person in part.people)

    @property
    def bare(self) -> bool:
        """Of a procedure without a form: nothing is entered here, nor printed."""
        return not self.parts and not self.correctable

    @property
    def left(self) -> int:
        """How many answers staff complete at the counter."""
        return sum(line.later for part in self.parts for person in part.people for line in person.lines) + sum(
            line.later for part in self.parts for line in part.lines
        )

    @property
    def names(self) -> tuple[str, ...]:
        """Whom the clerk greets first: the people of the list, else the one requester; empty where staff complete the name."""
        if self.people:
            return tuple(person.name for person in self.people) if self.people[0].name else ()
        given = {line.path: line.value for part in self.parts for line in part.lines if not line.later}
        return next(((given[path],) for path in REQUESTER if given.get(path)), ())


def records(bundle: Bundle, view: RecordView, form_of: Callable[[Application], Form | None] | None = None) -> tuple[Record, ...]:
    """Every application with its corrections. `form_of`: the form each was entered in, where that can still be corrected."""
    found = []
    for place, application in enumerate(view.applications):
        known = form_of(application) if form_of is not None else None
        told = corrections.told(bundle, view, place, application)
        bare = replace(record(bundle, application), title=title_of(bundle, view, place), place=place, correctable=known is not None)
        found.append(_with_history(bare, told))
    return tuple(found)


def title_of(bundle: Bundle, view: RecordView, place: int) -> str:
    """転入届; of a family who files the same more than once 転入届（1/2）."""
    procedure = view.applications[place].procedure
    title = words(bundle, "ja", f"procedure.{procedure}.name") if procedure in bundle.procedures else procedure
    same = [index for index, each in enumerate(view.applications) if each.procedure == procedure]
    return f"{title}（{same.index(place) + 1}/{len(same)}）" if len(same) > 1 else title


def _with_history(bare: Record, told: Sequence[Told]) -> Record:
    """Each correction at the answer it changed."""
    left = dict.fromkeys(told)

    def at(path: str, *, head: Sequence[str] = ()) -> tuple[Told, ...]:
        own = [f"{path}.{each}" for each in head] if head else [path]
        mine = tuple(each for each in left if any(each.path == one or each.path.startswith(f"{one}.") for one in own))
        for each in mine:
            del left[each]
        return mine

    def line(each: Line) -> Line:
        return replace(each, told=at(each.path))

    parts_ = []
    for part in bare.parts:
        people = tuple(
            replace(each, lines=tuple(map(line, each.lines)), told=at(each.path, head=(*HEAD, "name_latin")))
            for each in part.people
        )
        parts_.append(replace(part, people=people, lines=tuple(map(line, part.lines))))
    return replace(bare, parts=tuple(parts_), lost=tuple(left))


def record(bundle: Bundle, application: Application, channel: Channel = "kiosk", language: str = "ja") -> Record:
    """The application in words. What the form of today does not know any more stands at the end under its own id."""
    procedure = bundle.procedures.get(application.procedure)
    form = bundle.forms.get(procedure.form) if procedure is not None and procedure.form else None
    title = words(bundle, language, f"procedure.{application.procedure}.name") if procedure else application.procedure
    if form is None:
        lines = tuple(Line(name, name, plain_words(answer)) for name, answer in application.answers.items())
        return Record(application.procedure, title, (Part("", "", (), lines),) if lines else ())
    return Record(application.procedure, title, parts(bundle, form, application.answers, channel, language))


def parts(bundle: Bundle, form: Form, answers: Mapping[str, Any], channel: Channel, language: str) -> tuple[Part, ...]:
    """Every step with something in it, in the order of the form."""
    shown = _shown(form, answers, channel)
    found = []
    for step in form.steps:
        own = {field.id: field for field in step.fields}
        paths = [(path, field) for path, field in shown if path.split(".")[0] in own]
        lists = [field.id for field in step.fields if field.kind == "person_list"]
        addresses = [field.id for field in step.fields if field.kind == "address"]
        people = tuple(person for each in lists for person in _people(bundle, form, answers, each, paths, language))
        lines = tuple(
            _lines(bundle, form, answers, [(p, f) for p, f in paths if p.split(".")[0] not in lists], addresses, language)
        )
        if people or lines:
            found.append(Part(step.id, words(bundle, language, f"step.{step.id}"), people, lines))
    return tuple(found)


def _shown(form: Form, answers: Mapping[str, Any], channel: Channel) -> list[tuple[str, Field]]:
    """Fields with an answer: of the channel, then of the other (a pre-entry brings what only the portal asks)."""
    other: Channel = "portal" if channel == "kiosk" else "kiosk"
    found = dict(visible(form, answers, channel))
    for path, field in visible(form, answers, other):
        found.setdefault(path, field)
    return [(path, field) for path, field in found.items() if answer_at(answers, path) is not None or field.fixed is not None]


def _lines(
    bundle: Bundle,
    form: Form,
    answers: Mapping[str, Any],
    paths: Sequence[tuple[str, Field]],
    addresses: Sequence[str],
    language: str,
) -> Iterator[Line]:
    done: set[str] = set()
    for path, field in paths:
        top = path.split(".")[0]
        if top in addresses and path != top:
            if top not in done:
                done.add(top)
                yield _address(bundle, form, answers, top, [(p, f) for p, f in paths if p.startswith(f"{top}.")], language)
            continue
        answer = field.fixed if field.fixed is not None else answer_at(answers, path)
        yield Line(
            path,
            field_words(bundle, language, form.id, path, "label"),
            value_words(bundle, form.id, path, field, answer, language),
            needs_staff(answer),
            asked=_asked(bundle, form, path, field, answer, language),
        )


def _asked(bundle: Bundle, form: Form, path: str, field: Field, answer: Any, language: str) -> str:
    """The question, where its yes or no has no words of its own to stand beside a label."""
    if field.kind not in YES_NO or needs_staff(answer) or answers_label(bundle, language, form.id, path, yes_or_no(answer)):
        return ""
    return field_words(bundle, language, form.id, path, "title")


def _address(
    bundle: Bundle, form: Form, answers: Mapping[str, Any], top: str, paths: Sequence[tuple[str, Field]], language: str
) -> Line:
    """An address in one line, as it is written on an envelope: the code, then from the prefecture down."""
    code, written, later = "", [], False
    for path, field in paths:
        answer = field.fixed if field.fixed is not None else answer_at(answers, path)
        later = later or needs_staff(answer)
        text = value_words(bundle, form.id, path, field, answer, language)
        if field.kind == "postal_code":
            code = f"〒{text[:3]}-{text[3:]}" if len(text) == 7 else text
        elif field.kind.startswith("text") or field.options_from is not None:
            # on an envelope a ward stands in kanji, whatever else is read beside it
            written.append(str(answer) if field.options_from == "wards" and isinstance(answer, str) else text)
    return Line(top, field_words(bundle, language, form.id, top, "label"), " ".join(filter(None, [code, *written])), later)


def _people(
    bundle: Bundle, form: Form, answers: Mapping[str, Any], top: str, paths: Sequence[tuple[str, Field]], language: str
) -> Iterator[Person]:
    given = answers.get(top)
    for index in range(len(given) if isinstance(given, Sequence) else 0):
        before = f"{top}.{index}."
        own = {path[len(before) :]: (path, field) for path, field in paths if path.startswith(before)}

        def text(name: str, own: dict[str, tuple[str, Field]] = own) -> str:
            if name not in own:
                return ""
            path, field = own[name]
            return value_words(bundle, form.id, path, field, answer_at(answers, path), language)

        name = text("name") or text("name_latin")
        head = {*HEAD, *(() if text("name") else ("name_latin",))}
        rest = [pair for id_, pair in own.items() if id_ not in head]
        yield Person(
            path=f"{top}.{index}",
            name=name or text("name_kana"),
            kana=text("name_kana") if name else "",
            birth_date=text("birth_date"),
            sex=text("sex"),
            relationship=text("relationship"),
            lines=tuple(_lines(bundle, form, answers, rest, (), language)),
        )


def items(found: Sequence[Record]) -> tuple[str, ...]:
    """What an answer of these applications is called, each once: 氏名, 新しい住所; no value, no name of a person."""
    labels = [line.label for record in found for part in record.parts for person in part.people for line in person.lines]
    labels += [line.label for record in found for part in record.parts for line in part.lines]
    people = ("氏名", "カナ氏名", "生年月日", "性別", "世帯主との関係") if any(record.people for record in found) else ()
    return tuple(dict.fromkeys((*people, *labels)))
