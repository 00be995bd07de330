"""設定: hours, closed days, counters … changed by the office: checked like the files, with history, one press back."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
from aiohttp import web

from config.bundle import Bundle
from config.japanese import wareki
from config.japanese.wareki import Misread
from config.overlay import SUBJECTS, Subject
from config.words import local, words
from hub.office.branch import Told
from hub.web import errors
from hub.web.errors import Refused
from hub.web.pages.dates import full_day
from hub.web.pages.page import Page, Turn, see
from hub.web.pages.settings import subjects
from hub.web.pages.settings.difference import Difference, body_of, differences
from hub.web.pages.settings.history import lines
from hub.web.pages.settings.subjects import DAYS, NO_DAY, STAGES, Row
from hub.web.pages.settings.wording import TITLES, Wrong, beside, worded
from hub.wire import Refusal

PAST = "今日か、これからの日を入れてください。"


@dataclass(frozen=True, slots=True)
class Looked:
    """変わるところ before anything is changed. `of`: what was looked at, so that nothing else is taken unseen."""

    differences: tuple[Difference, ...]
    of: str


async def overview(turn: Turn) -> web.StreamResponse:
    told = await turn.office.branch.settings(turn.actor)
    bundle, today = turn.house.bundle, turn.house.clock().date()
    found = [(subject, *TITLES[subject], _now(bundle, subject, told), _coming(told, subject, today)) for subject in SUBJECTS]
    return turn.page("settings.html", subjects=found, lines=lines(turn.office.branch.files, told, today), full_day=full_day)


async def show(turn: Turn) -> web.StreamResponse:
    subject = _subject(turn)
    told = await turn.office.branch.settings(turn.actor)
    return _page(turn, subject, told, subjects.rows(turn.house.bundle, subject), (), "", turn.request.query.get("find", ""))


async def change(turn: Turn) -> web.StreamResponse:
    """Read, checked, taken; or the page again as it was sent, with what is wrong beside each field."""
    subject, bundle, office = _subject(turn), turn.house.bundle, turn.office
    told = await office.branch.settings(turn.actor)
    sent = subjects.typed(bundle, subject, turn.form)
    begins, wrong = _begins(turn)
    body: Any = None
    if turn.form.get("do") != "files":
        reading = subjects.read(bundle, subject, sent)
        wrong = (*reading.wrong, *wrong)
        body = subjects.reworded(bundle, office.branch.files, sent[0]) if subject == "texts" and sent else reading.value
    if wrong or begins is None:
        return _page(turn, subject, told, sent, wrong, turn.form.get("begins", ""))
    if turn.form.get("do") == "look" or turn.form.get("looked", _mark(body)) != _mark(body):
        now = told.now.get(subject)
        found = differences(office.branch.files, subject, body_of(now.body if now else None), msgspec.to_builtins(body))
        return _page(turn, subject, told, sent, (), turn.form.get("begins", ""), answer=Looked(found, _mark(body)))
    today = turn.house.clock().date()
    same = body is not None and subject != "texts" and body == subjects.read(bundle, subject, subjects.rows(bundle, subject)).value
    if same and begins == today and not _coming(told, subject, today):
        return see("/settings")  # nothing was changed: nothing to remember
    seen = turn.form.get("seen", "")
    answer = await office.branch.change_settings(turn.actor, subject, body, begins, int(seen) if seen.isdecimal() else 0)
    if isinstance(answer, Refusal):
        return _page(turn, subject, await office.branch.settings(turn.actor), sent, (), turn.form.get("begins", ""), answer=answer)
    if answer:
        placed = [msgspec.structs.replace(each, place=_sent_place(bundle, each.place, sent)) for each in answer]
        return _page(turn, subject, told, sent, worded(placed, _names(bundle)), turn.form.get("begins", ""))
    return see(f"/settings?changed={subject}")


async def undo(turn: Turn) -> web.StreamResponse:
    number = turn.request.match_info["version"]
    answer = await turn.office.branch.undo_settings(turn.actor, int(number) if number.isdecimal() else 0)
    if isinstance(answer, Refusal):
        raise Refused(answer)
    if answer:
        told, bundle = await turn.office.branch.settings(turn.actor), turn.house.bundle
        subject = next(
            each for each in SUBJECTS for version in told.versions if (version.subject, str(version.id)) == (each, number)
        )
        return _page(turn, subject, told, subjects.rows(bundle, subject), worded(answer, _names(bundle)), "")
    return see("/settings?changed=undone")


def _mark(body: Any) -> str:
    """Tells two changes apart."""
    return hashlib.sha256(msgspec.json.encode(body)).hexdigest()[:16]


def _page(
    turn: Turn,
    subject: Subject,
    told: Told,
    rows: tuple[Row, ...],
    wrong: tuple[Wrong, ...],
    begins: str,
    find: str = "",
    answer: Refusal | Looked | None = None,
) -> web.Response:
    bundle, last = turn.house.bundle, told.last(subject)
    listed = [row for row in rows if not find or find in row.at or any(find in text for text in row.typed.values())]
    return turn.page(
        "settings_edit.html",
        409 if isinstance(answer, Refusal) else 422 if wrong else 200,
        subject=subject,
        title=TITLES[subject][0],
        hint=TITLES[subject][1],
        rows=listed[:40] if subject == "texts" else listed,
        more=max(0, len(listed) - 40) if subject == "texts" else 0,
        wrong=wrong,
        beside=lambda place: beside(wrong, place),
        elsewhere=_elsewhere(wrong, rows),
        refused=isinstance(answer, Refusal),
        looked=answer if isinstance(answer, Looked) else None,
        begins=begins or turn.house.clock().date().isoformat(),
        seen=last.id if last else 0,
        changed=last is not None and last.body is not None,
        find=find,
        days=DAYS,
        stages=[(each, words(bundle, "ja", f"stage.{each}")) for each in STAGES],
        services=[(each.id, local(each.name, "ja")) for each in bundle.site.services],
        lines=lines(turn.office.branch.files, told, turn.house.clock().date(), subject),
        full_day=full_day,
    )


def _elsewhere(wrong: tuple[Wrong, ...], rows: tuple[Row, ...]) -> list[str]:
    """What stands beside no field of the page."""
    named = ("begins", *(row.at for row in rows), *(row.at.partition(".")[2] or row.at for row in rows))
    return [each.words for each in wrong if not any(name in each.place for name in named)]


def _subject(turn: Turn) -> Subject:
    wanted = turn.request.match_info["subject"]
    for subject in SUBJECTS:
        if subject == wanted:
            return subject
    raise Refused(errors.not_found())


def _begins(turn: Turn) -> tuple[date | None, tuple[Wrong, ...]]:
    found = wareki.parse(turn.form.get("begins", ""))
    if isinstance(found, Misread):
        return None, (Wrong("begins", NO_DAY),)
    if found < turn.house.clock().date():
        return None, (Wrong("begins", PAST),)
    return found, ()


def _sent_place(bundle: Bundle, place: str, sent: tuple[Row, ...]) -> str:
    """Of the value → of the page: rows taken out leave no gap in the value, and quotas stand in services."""
    for index, service in enumerate(bundle.site.services):
        if place == f"services[{index}].quota":
            return f"quotas.{service.id}.count"
    if place.startswith("counters["):
        number, _, rest = place.removeprefix("counters[").partition("]")
        rows = subjects.counter_places(bundle, sent)
        return rows[int(number)] + rest if int(number) < len(rows) else place
    kept = [row.at for row in sent if row.typed.get("opens", "x").strip() or row.typed.get("closes", "x").strip()]
    for index, at in enumerate(kept):
        if place.startswith(f"hours[{index}]"):
            return at + place.removeprefix(f"hours[{index}]")
    return place


def _names(bundle: Bundle) -> dict[str, str]:
    stages = {each: words(bundle, "ja", f"stage.{each}") for each in STAGES}
    return stages | {each.id: local(each.name, "ja") for each in bundle.site.services}


def _now(bundle: Bundle, subject: Subject, told: Told) -> str:
    """Whether the files or the office say it, and how much."""
    version = told.now.get(subject)
    if version is None or version.body is None:
        return "設定ファイルのとおり"
    return f"{version.effective_on.month}/{version.effective_on.day} から変更中"


def _coming(told: Told, subject: Subject, today: date) -> str:
    later = [each for each in told.versions if each.subject == subject and each.effective_on > today]
    return f"{later[-1].effective_on.month}/{later[-1].effective_on.day} から変わります" if later else ""


PAGES = (
    Page("GET", "/settings", "settings", overview),
    Page("POST", "/settings/undo/{version}", "change_settings", undo),
    Page("GET", "/settings/{subject}", "settings", show),
    Page("POST", "/settings/{subject}", "change_settings", change),
)
