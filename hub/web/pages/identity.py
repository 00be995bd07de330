"""本人確認 as the counter page shows and takes it: kinds of documents in groups, who stands there, what is missing. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from config.bundle import Bundle
from config.identity import AUTHORITY, OFFICE, OTHER, PHOTO, Person
from config.words import words
from hub.domain.reasons import EXCEPTIONS
from hub.web.pages.corrections import who
from hub.web.pages.dates import hour
from hub.web.pages.dialogs import Option
from hub.wire import RecordView

DOCUMENT = "field.identity_documents.option."
PAPERS = {
    "letter_of_proxy": "委任状",
    "registration_card": "印鑑登録証（印鑑登録証明書のとき）",
    "family_register": "戸籍（3か月以内）",
    "guardianship": "登記事項証明書（成年後見。3か月以内）",
}
EXCEPTION_WORDS = {
    "just_replaced": "切りかえ直後で、期限が切れたものだけ",
    "questions_answered": "聞き取り（聴聞）で確かめた",
    "known_here": "この庁舎の記録・職員で確かめられた",
    "other": "そのほか",
}
LACKING = {
    "document": "顔写真つきは1点、ほかは2点（うち1点は資格確認書・年金手帳など）が必要です。",
    "photo": "この手続きは、顔写真つきのものが必要です。",
    "authority": "代理人は委任状（または登録証）、法定代理人は戸籍などが必要です。",
}
QUICK = ("my_number_card", "driving_licence", "residence_card", "passport")


@dataclass(frozen=True, slots=True)
class Panel:
    """`done`: 10:37 佐伯（7番）; `shown`: what was shown, in words; `due`: the stage is not finished without it.

    `differs`: that somebody else was seen than the form says, in words; empty where they agree.
    """

    done: str
    shown: str
    due: bool
    differs: str
    quick: tuple[Option, ...]
    persons: tuple[Option, ...]
    person: str  # who the record says stands there
    groups: tuple[tuple[str, tuple[Option, ...]], ...]
    papers: tuple[tuple[str, tuple[Option, ...]], ...]  # by person
    reasons: tuple[Option, ...]


def panel(bundle: Bundle, view: RecordView) -> Panel:
    check = view.identity
    done = shown = ""
    if check is not None:
        done = f"{hour(check.at)} {who(view, check.staff, check.counter)}"
        parts = [_document(bundle, each) for each in check.documents] + [PAPERS[each].split("（")[0] for each in check.papers]
        if check.person != "self":
            parts.insert(0, _person(bundle, check.person))
        if check.reason:
            parts.append(f"例外：{EXCEPTION_WORDS.get(check.reason, check.reason)}（{view.names.get(check.approved_by, '')}）")
        shown = "・".join(parts)
    return Panel(
        done=done,
        shown=shown,
        due=view.identity_due,
        differs=_differs(bundle, view),
        quick=tuple(Option(each, _document(bundle, each)) for each in QUICK),
        persons=tuple(Option(each, _person(bundle, each)) for each in get_args(Person)),
        person=_said(view),
        groups=(
            ("1点でよいもの（顔写真つき）", _documents(bundle, PHOTO)),
            ("2点のとき、1点はこの中から", _documents(bundle, OFFICE)),
            ("2点めにできるもの", _documents(bundle, OTHER)),
        ),
        papers=tuple(
            (person, tuple(Option(each, PAPERS[each]) for each in PAPERS if each in AUTHORITY[person])) for person in AUTHORITY
        ),
        reasons=tuple(Option(each, EXCEPTION_WORDS[each]) for each in EXCEPTIONS),
    )


def _said(view: RecordView) -> str:
    """Who the resident said stands there: the form's 届出人."""
    given: Sequence[Mapping[str, Any]] = [each.answers for each in view.applications]
    found = next((each["notifier"] for each in given if isinstance(each.get("notifier"), str)), "self")
    return found if found in get_args(Person) else "self"


def _differs(bundle: Bundle, view: RecordView) -> str:
    """The check is right, or the form is: nothing is held back, somebody looks once more."""
    asked = any(isinstance(each.answers.get("notifier"), str) for each in view.applications)
    if view.identity is None or not asked or view.identity.person == _said(view):
        return ""
    return f"申請書の届出人は「{_person(bundle, _said(view))}」です。どちらが正しいか、見てください"


def _documents(bundle: Bundle, kinds: tuple[str, ...]) -> tuple[Option, ...]:
    return tuple(Option(each, _document(bundle, each)) for each in kinds)


def _papers(kinds: frozenset[str]) -> tuple[Option, ...]:
    return tuple(Option(each, PAPERS[each]) for each in PAPERS if each in kinds)


def _document(bundle: Bundle, kind: str) -> str:
    return words(bundle, "ja", f"{DOCUMENT}{kind}")


def _person(bundle: Bundle, person: str) -> str:
    return words(bundle, "ja", f"field.notifier.option.{person}")
