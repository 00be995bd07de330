"""The history of the settings: who changed what, from when on, and what became different by it. Pure."""

from dataclasses import dataclass
from datetime import date, datetime

from config.bundle import Bundle
from config.overlay import SUBJECTS, Subject
from hub.office.branch import Told
from hub.store.branch import Version, in_force
from hub.web.pages.settings.difference import Difference, body_of, differences
from hub.web.pages.settings.wording import TITLES

LISTED = 30  # changes of the history


@dataclass(frozen=True, slots=True)
class Line:
    """One change in the history."""

    id: int
    at: datetime
    who: str
    what: str
    begins: date
    state: str
    undo: str  # what the button over it says, empty: none
    differences: tuple[Difference, ...] = ()


def lines(files: Bundle, told: Told, today: date, subject: Subject | None = None) -> list[Line]:
    """Of one subject or of all, newest first, no more than are read."""
    shown = [each for each in reversed(told.versions) if subject in (None, each.subject)][:LISTED]
    return [
        Line(
            each.id,
            each.at,
            told.names.get(each.actor, each.actor),
            _what(told, each),
            each.effective_on,
            _state(told, each, today),
            _undo(told, each),
            _differences(files, told, each),
        )
        for each in shown
    ]


def _differences(files: Bundle, told: Told, version: Version) -> tuple[Difference, ...]:
    """Against what would have held without it."""
    subject = next((each for each in SUBJECTS if each == version.subject), None)
    if subject is None:
        return ()
    earlier = tuple(each for each in told.versions if each.id < version.id)
    before = in_force(earlier, version.effective_on).get(subject)
    return differences(files, subject, body_of(before.body if before else None), body_of(version.body))


def _state(told: Told, version: Version, today: date) -> str:
    if _undone(told, version):
        return "元に戻した"
    return "これから" if version.effective_on > today else "いま" if told.now.get(version.subject) == version else "すぎた"


def _undone(told: Told, version: Version) -> bool:
    return any(each.undoes == version.id and not _undone(told, each) for each in told.versions)


def _undo(told: Told, version: Version) -> str:
    if told.last(version.subject) != version:
        return ""
    return "やり直す" if _takes_back(told, version) else "取り消す"


def _takes_back(told: Told, version: Version) -> bool:
    """Whether it undid a change; who undid that again has made the change anew."""
    undone = next((each for each in told.versions if each.id == version.undoes), None)
    return undone is not None and not _takes_back(told, undone)


def _what(told: Told, version: Version) -> str:
    title = next((title for subject, (title, _) in TITLES.items() if subject == version.subject), version.subject)
    if version.undoes is not None:
        return f"{title}を元に戻した" if _takes_back(told, version) else f"{title}をやり直した"
    return f"{title}を変えた" if version.body is not None else f"{title}を設定ファイルに戻した"
