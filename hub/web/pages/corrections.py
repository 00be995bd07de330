"""訂正 as a clerk reads and makes it: old and new in words, and the dialog with the form's own questions. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from config.bundle import Bundle
from config.form import Form, Problem, answer_at, differences, needs_staff, visible
from config.words import MissingWords, field_at, field_words, words
from hub.domain.reasons import CORRECTIONS, FILLED_IN
from hub.web.pages.answers import plain_words, value_words
from hub.web.pages.dates import hour
from hub.web.pages.dialogs import Option
from hub.web.pages.questions import Leaf, Question, elsewhere, questions, read
from hub.web.pages.relatives import is_shared
from hub.wire import Application, RecordView

WORDS = {
    "resident_said": "本人の申し出",
    "certificate_says": "転出証明書で確認",
    "card_says": "カード・本人確認書類で確認",
    "mistyped": "入力のまちがい",
    "right_glyph": "正しい字体にする",
    "from_paper": "紙の届出書から入力",
    "other": "そのほか",
}
NONE = "（なし）"


@dataclass(frozen=True, slots=True)
class Told:
    """One correction: when, of what, from what to what, who and why. `number`: its place in RecordView.corrections."""

    number: int
    path: str
    at: str
    label: str
    before: str
    after: str
    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class Dialog:
    """訂正 of one answer, one address or one person (`path`), with what it opens. `said`: why nothing was changed, in words."""

    application: int
    path: str
    revision: int
    title: str
    questions: tuple[Question, ...]
    reasons: tuple[Option, ...]
    reason: str = ""
    problems: tuple[tuple[str, str, str], ...] = ()  # path, label, wrong
    said: str = ""
    filling: bool = False  # what nobody has entered yet: no reason is asked, and the next empty one follows
    removable: bool = False  # a person beside others, who can be taken off the form
    family: tuple[int, str] = (0, "")  # how many others said the same so far, and of what: it may be another one for all of them
    for_family: bool = False


@dataclass(frozen=True, slots=True)
class Tried:
    """What the clerk has typed and what was wrong with it."""

    answers: Mapping[str, Any]
    problems: tuple[Problem, ...] = ()
    reason: str = ""
    said: str = ""
    filling: bool = False
    for_family: bool = False


def told(bundle: Bundle, view: RecordView, place: int, application: Application) -> tuple[Told, ...]:
    """Corrections of one application, the newest first. What was filled in corrects nothing."""
    procedure = bundle.procedures.get(application.procedure)
    form = bundle.forms.get(procedure.form) if procedure is not None and procedure.form else None
    made = [
        (number, each) for number, each in enumerate(view.corrections) if each.application == place and each.reason != FILLED_IN
    ]
    return tuple(
        Told(
            number=number,
            path=each.path,
            at=hour(each.at),
            label=label_of(bundle, form, each.path),
            before=_words(bundle, form, each.path, each.before),
            after=_words(bundle, form, each.path, each.after),
            who=who(view, each.staff, each.counter),
            reason=WORDS.get(each.reason, each.reason),
        )
        for number, each in reversed(made)
    )


def who(view: RecordView, staff: str, counter: int | None) -> str:
    """佐伯（7番）."""
    name = view.names.get(staff, "")
    return f"{name}（{counter}番）" if counter is not None else name


def dialog(bundle: Bundle, form: Form, view: RecordView, place: tuple[int, str], today: date, tried: Tried | None = None) -> Dialog:
    """`place`: the application and the path. `tried`: what did not do."""
    application, path = place
    tried = tried or Tried(view.applications[application].answers)
    given, problems = tried.answers, tried.problems
    opened = tuple(dict.fromkeys(top_of(problem.path) for problem in problems if not _under(problem.path, path)))
    found = questions(bundle, form, given, _leaf(form, path, *opened), problems, "ja", today)
    # In the words of the paper: the clerk is not asked, but corrects.
    asked = tuple(replace(each, label=label_of(bundle, form, each.path), look_up=False, staff="") for each in found)
    shown = {question.path for question in asked}
    away = elsewhere(bundle, [form], given, [each for each in problems if each.path not in shown], "ja")
    listed = [(question.path, question.label, question.wrong) for question in asked if question.wrong]
    listed += [("", each.label, each.wrong) for each in away]
    reasons = tuple(Option(each, WORDS[each]) for each in CORRECTIONS)
    title = label_of(bundle, form, path, answer_at(given, path))
    top, _, index = path.partition(".")
    removable = index.isdigit() and len(view.applications[application].answers.get(top, ())) > 1
    alike = {each: others for each, others in alike_in_family(form, view.applications[application].answers, path).items() if others}
    if tried.filling:  # what one of them has said stands, and nobody was asked of it
        before = view.applications[application].answers
        alike = {
            each: others for each, others in alike.items() if needs_staff(answer_at(before, each)) or not answer_at(before, each)
        }
    people = {other.split(".")[1] for others in alike.values() for other in others}
    labels = "・".join(dict.fromkeys(label_of(bundle, form, each) for each in alike))
    return Dialog(
        application=application,
        path=path,
        revision=view.revision,
        title=title,
        questions=asked,
        reasons=reasons,
        reason=tried.reason,
        problems=tuple(listed),
        said=tried.said,
        filling=tried.filling,
        removable=removable,
        family=(len(people), labels),
        for_family=tried.for_family,
    )


def alike_in_family(form: Form, answers: Mapping[str, Any], path: str) -> dict[str, tuple[str, ...]]:
    """What a family usually shares, of the person at `path` → where the others have said the same so far, or left it open too."""
    asked = dict(visible(form, answers, "portal"))
    found = {}
    for own, field in asked.items():
        list_, _, rest = own.partition(".")
        index, _, what = rest.partition(".")
        if not index.isdigit() or not is_shared(field) or not _under(own, path):
            continue
        found[own] = tuple(
            other
            for other in asked
            if other != own
            and other.partition(".")[0] == list_
            and other.split(".", 2)[2:] == [what]
            and answer_at(answers, other) == answer_at(answers, own)
        )
    return found


def for_all_of_family(form: Form, answers: Mapping[str, Any], path: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    """`changes` at the person at `path`, and the same of what the others share with them."""
    alike = alike_in_family(form, answers, path)
    return {**changes, **{other: new for own, new in changes.items() for other in alike.get(own, ())}}


def wanted(form: Form, answers: Mapping[str, Any], path: str, sent: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """(answers as sent, path → new answer of what is another one). What the dialog did not show is left as it is."""
    shown = sent.get("shown", "").splitlines()
    after = read(form, answers, _leaf(form, path, *(top_of(each) for each in shown)), sent)
    # what the new answers open was asked in the same dialog: read once more, now that it shows
    after = read(form, after, _leaf(form, path, *(top_of(each) for each in shown)), sent)
    return after, {each: new for each, _, new in differences(answers, after)}


def _leaf(form: Form, *paths: str) -> Leaf:
    first = paths[0].split(".")
    return Leaf(
        paths[0], form.id, "", tuple(dict.fromkeys(paths)), int(first[1]) if len(first) > 1 and first[1].isdigit() else None
    )


def top_of(path: str) -> str:
    """What one dialog asks for: an answer, a whole address, or a person."""
    parts = path.split(".")
    return ".".join(parts[:2]) if len(parts) > 1 and parts[1].isdigit() else parts[0]


def _under(path: str, top: str) -> bool:
    return path == top or path.startswith(f"{top}.")


def label_of(bundle: Bundle, form: Form | None, path: str, answer: Any = None) -> str:
    """番地; of a person その方の氏名."""
    parts = path.split(".")
    if form is None:
        return path
    if len(parts) == 2 and parts[1].isdigit():
        name = answer.get("name") if isinstance(answer, Mapping) else None
        return name if isinstance(name, str) else words(bundle, "ja", "portal.person", number=int(parts[1]) + 1)
    try:
        return field_words(bundle, "ja", form.id, path, "label")
    except MissingWords:
        return path


def _words(bundle: Bundle, form: Form | None, path: str, answer: Any) -> str:
    if answer is None:
        return NONE
    try:
        return value_words(bundle, form.id, path, field_at(form, path), answer, "ja") if form is not None else plain_words(answer)
    except (KeyError, ValueError, TypeError):
        # of a form that has changed since
        return plain_words(answer)
