"""One topic of a pre-entry a page, the same forms as at the kiosk; saved at any step, finished with a reception code."""

from collections.abc import Sequence
from urllib.parse import quote

import msgspec
from aiohttp import web

from config.carrying import carried_over
from config.form import Problem, answer_at, cleaned, odd_answers
from config.words import words
from hub.office.outlook import DayOutlook
from hub.web import door
from hub.web.errors import Refused
from hub.web.pages import languages
from hub.web.pages.dates import hour
from hub.web.pages.entries import LARGEST, Entry
from hub.web.pages.entry_cookie import entry_of, gone, speaker
from hub.web.pages.filling import (
    LEAF,
    applications_of,
    fill_address,
    follows_of,
    forms_of,
    leaves_of,
    problems_of,
    untold_of,
)
from hub.web.pages.page import Turn, see
from hub.web.pages.places import lead_service, services_of
from hub.web.pages.prices import prices
from hub.web.pages.questions import Elsewhere, Leaf, counted_problems, elsewhere, own_problems, questions, read
from hub.web.pages.relatives import as_the_first, one_too_many_here, without_head_of_another_register
from hub.web.pages.sheet import sheet
from hub.web.pages.visit_plan import BAND, DATE, as_answers
from hub.wire import Refusal, SaveEntry, Unfinished


async def step_page(turn: Turn) -> web.StreamResponse:
    entry = entry_of(turn)
    if entry is None:
        return gone(turn)
    if entry.saved is not None:
        return see("/enter/done")
    leaf = _leaf(turn, entry)
    note, entry.note = entry.note, ("", "")
    problems, away = _judged(turn, entry, leaf)
    ahead, minutes = await _ahead(turn, entry, leaf), await _minutes(turn, entry, leaf)
    return sheet(turn, entry, leaf, problems, note=note, away=away, ahead=ahead, minutes=minutes)


async def step(turn: Turn) -> web.StreamResponse:
    """つぎへ, もう1人, この方を消す, 郵便番号から住所を入れる, あとで つづける, やめる, a language, a look at what opens."""
    entry = entry_of(turn)
    if entry is None:
        return gone(turn)
    if entry.saved is not None:
        return see("/enter/done")
    leaf = _leaf(turn, entry)
    form = turn.house.bundle.forms[leaf.form]
    if sum(map(len, turn.form.values())) > LARGEST:
        return see(f"/enter/step/{leaf.id}")
    given = cleaned(form, read(form, entry.answers, leaf, as_answers(turn.form)))
    entry.answers = dict(without_head_of_another_register(entry.answers, given, leaf))
    _carry(turn, entry)
    todo, _, which = turn.form.get("do", "next").partition(":")
    match todo:
        case "look":
            ahead, minutes = await _ahead(turn, entry, leaf), await _minutes(turn, entry, leaf)
            return sheet(turn, entry, leaf, {}, ahead=ahead, minutes=minutes)
        case "language":
            return _in_language(turn, entry, leaf, which)
        case "fill":
            return _filled(turn, entry, leaf, which)
        case "quit":
            return see(f"/enter/quit?from={quote(leaf.id)}")
        case "save":
            return await _save(turn, entry, leaf)
        case "remove" if leaf.person is not None:
            return _removed(entry, leaf)
        case _:
            return _refused(turn, entry, leaf) or await _onwards(turn, entry, leaf, add=todo == "add")


async def review_page(turn: Turn) -> web.StreamResponse:
    """The last page is where everything is looked over."""
    entry = entry_of(turn)
    if entry is None:
        return gone(turn)
    return see(f"/enter/step/{leaves_of(turn.house.bundle, entry)[-1].id}")


# --- what a button does ---------------------------------------------------------------------------------------------------


def _in_language(turn: Turn, entry: Entry, leaf: Leaf, language: str) -> web.Response:
    """The same page in another language, with what was typed."""
    entry.language = languages.known(turn.house.bundle, language) or entry.language
    response = _again(turn, leaf)
    languages.remember(response, entry.language, secure=turn.house.secure)
    return response


def _removed(entry: Entry, leaf: Leaf) -> web.Response:
    people, _, index = leaf.id.partition(".")
    if len(entry.answers.get(people, ())) > 1:
        entry.answers[people].pop(int(index))
        entry.tried = {page: paths for page, paths in entry.tried.items() if not page.startswith(f"{people}.")}
    return see(f"/enter/step/{people}.0")


def _filled(turn: Turn, entry: Entry, leaf: Leaf, path: str) -> web.Response:
    """郵便番号から住所を入れる. A code of another city fills nothing, and is wrong where the city is known."""
    entry.note = fill_address(turn.house.bundle, entry, leaf, path)
    entry.tried[leaf.id] = (path,)
    return _again(turn, leaf)


def _refused(turn: Turn, entry: Entry, leaf: Leaf) -> web.Response | None:
    """The page once more where something on it is wrong or was not seen yet."""
    shown = turn.form.get("shown", "").splitlines()
    entry.tried[leaf.id] = tuple(shown)
    problems, away = _judged(turn, entry, leaf)
    opened = [path for path in _paths(turn, entry, leaf) if path not in shown]
    if not (problems or opened or away) and not _asked_back(turn, entry, leaf, shown):
        del entry.tried[leaf.id]
        return None
    if opened and not problems:
        entry.note = ("", words(turn.house.bundle, entry.language, "portal.more_fields"))
    for each in _elsewhere(turn, entry, away):
        if each.leaf != leaf.id:
            entry.tried[each.leaf] = (*entry.tried.get(each.leaf, ()), each.path)
    return _again(turn, leaf)


def _judged(turn: Turn, entry: Entry, leaf: Leaf) -> tuple[dict[str, Problem], tuple[Problem, ...]]:
    """What is wrong with what this page was sent with, by path; where nothing is, what keeps it from going on on other pages.

    Looked at anew each time: a page one comes back to says what is still wrong.
    """
    shown = entry.tried.get(leaf.id)
    if shown is None:
        return {}, ()
    form = turn.house.bundle.forms[leaf.form]
    wrong = problems_of(turn.house.bundle, entry, turn.house.clock().date())
    here = {problem.path: problem for problem in own_problems(leaf, (*one_too_many_here(form, entry.answers, leaf), *wrong), shown)}
    if here:
        return here, ()
    if leaf.id != leaves_of(turn.house.bundle, entry)[-1].id:
        return {}, counted_problems(form, leaf, wrong)
    return {}, wrong if all(path in shown for path in _paths(turn, entry, leaf)) else ()


def _asked_back(turn: Turn, entry: Entry, leaf: Leaf, shown: Sequence[str]) -> bool:
    """Whether an answer of this page is odd and was not asked about yet: then it is, once. It may be so."""
    form, today = turn.house.bundle.forms[leaf.form], turn.house.clock().date()
    odd = own_problems(leaf, tuple(odd_answers(form, entry.answers, "portal", today)), shown)
    new = [one for one in odd if (one.path, answer_at(entry.answers, one.path)) not in entry.asked_back]
    if not new:
        return False
    entry.asked_back |= {(one.path, answer_at(entry.answers, one.path)) for one in new}
    told = " ".join(f"{each.label}: {each.wrong}" for each in _elsewhere(turn, entry, new))
    say = speaker(turn.house.bundle, entry.language)
    entry.note = ("", f"{told} {say('asked_back', next=say('next'))}")
    return True


def _elsewhere(turn: Turn, entry: Entry, problems: Sequence[Problem]) -> tuple[Elsewhere, ...]:
    bundle = turn.house.bundle
    return elsewhere(bundle, forms_of(bundle, entry), entry.answers, problems, entry.language)


def _again(turn: Turn, leaf: Leaf) -> web.Response:
    """The page by its address: the browser's way back leads through it without asking to send anything twice."""
    came_from = turn.form.get("from", "")[:80]
    return see(f"/enter/step/{leaf.id}" + (f"?from={quote(came_from)}" if came_from else ""))


async def _onwards(turn: Turn, entry: Entry, leaf: Leaf, *, add: bool) -> web.Response:
    if add and leaf.person is not None:
        people = leaf.id.partition(".")[0]
        listed = entry.answers.setdefault(people, [])
        if len(listed) < turn.house.bundle.site.people_max:
            listed.append(as_the_first(turn.house.bundle.forms[leaf.form], people, listed))
        return see(f"/enter/step/{people}.{len(listed) - 1}")
    pages = leaves_of(turn.house.bundle, entry)
    place = next((number for number, each in enumerate(pages) if each.id == leaf.id), len(pages) - 1)
    if place + 1 == len(pages):
        return await _finish(turn, entry, leaf)
    came_from = turn.form.get("from", "")
    if came_from == "review":
        return see("/enter/review")
    onwards = next((each for each in pages[place + 1 : -1] if _asks(turn, entry, each)), pages[-1])
    back_to = next((each.id for each in pages if each.id == came_from), onwards.id)
    return see(f"/enter/step/{back_to}")


def _carry(turn: Turn, entry: Entry) -> None:
    """What another answer says already is not asked: the next form's, and of one's own what the dates of birth tell."""
    today = turn.house.clock().date()
    answers, carried = carried_over(turn.house.bundle, entry.procedures, entry.answers, entry.carried, today)
    entry.answers, entry.carried = dict(answers), dict(carried)


def _asks(turn: Turn, entry: Entry, leaf: Leaf) -> bool:
    """Whether anything of the page is not known already: such a page is passed over, and stands on the last to be corrected."""
    return any(entry.carried.get(path) is None for path in _paths(turn, entry, leaf)) or not _paths(turn, entry, leaf)


async def _finish(turn: Turn, entry: Entry, leaf: Leaf) -> web.Response:
    """受付用QRコードを作る: the answers go to the record vault, and out of this process's memory."""
    return await _put_away(turn, entry, leaf, None)


async def _save(turn: Turn, entry: Entry, leaf: Leaf) -> web.Response:
    """あとで つづける: as far as it has come, nothing checked but that no 個人番号 is kept."""
    numbers = [each for each in problems_of(turn.house.bundle, entry, turn.house.clock().date()) if each.code == "my_number"]
    if numbers:
        wrong = _elsewhere(turn, entry, numbers)
        first = next((each for each in wrong if each.leaf == leaf.id), wrong[0])
        entry.tried[first.leaf] = tuple(each.path for each in wrong if each.leaf == first.leaf)
        return see(f"/enter/step/{first.leaf}")
    return await _put_away(turn, entry, leaf, {LEAF: leaf.id})


async def _put_away(turn: Turn, entry: Entry, leaf: Leaf, unfinished: Unfinished | None) -> web.Response:
    message = SaveEntry(
        entry.language,
        applications_of(turn.house.bundle, entry),
        unfinished,
        entry.replaces,
        next(filter(None, entry.booking), None),
    )
    saved = await turn.office.save_entry(door.resident(turn.request), message, entry.key)
    if isinstance(saved, Refusal) and saved.until is not None:
        say = speaker(turn.house.bundle, entry.language)
        entry.note = ("alarm", say("too_many_saved", time=hour(saved.until)))
        return see(f"/enter/step/{leaf.id}")
    if isinstance(saved, Refusal):
        raise Refused(saved)
    entry.one_code = not saved.short_code  # under the code of the booking, of which both forms may be known
    if entry.one_code:
        saved = msgspec.structs.replace(saved, code=entry.booking[0], short_code=entry.booking[1])
    day, band = entry.answers.get(DATE), entry.answers.get(BAND)
    entry.plan = (day, band) if isinstance(day, str) and isinstance(band, str) else ("", "")
    due = prices(turn.house.bundle, entry, turn.house.clock().date(), entry.language)
    entry.fee = due.total if due is not None else ""
    bring = () if unfinished is not None else follows_of(turn.house.bundle, entry).bring
    entry.saved, entry.bring, entry.unfinished = saved, bring, unfinished is not None
    entry.forget_answers()
    return see("/enter/done")


async def _ahead(turn: Turn, entry: Entry, leaf: Leaf) -> tuple[DayOutlook, ...]:
    """The days to come, where this page asks for one of them: as far off as it may be."""
    bundle = turn.house.bundle
    day = next((field for step in bundle.forms[leaf.form].steps for field in step.fields if field.id == DATE), None)
    service = lead_service(bundle, entry.procedures)
    if day is None or service is None or not {DATE, BAND} <= set(leaf.fields) or not bundle.site.bands:
        return ()
    return await turn.office.hall.outlook(turn.actor, service.id, entry.procedures[0], day.max or 0)


async def _minutes(turn: Turn, entry: Entry, leaf: Leaf) -> dict[str, int]:
    """What it takes at the counters of what follows, on the last page."""
    bundle = turn.house.bundle
    if leaf.id != leaves_of(bundle, entry)[-1].id:
        return {}
    followed = follows_of(bundle, entry).followed
    services = {service.id for one in followed for service in services_of(bundle, one, entry)}
    return await turn.office.hall.reception_minutes(turn.actor, services)


def _leaf(turn: Turn, entry: Entry) -> Leaf:
    """The page asked for, or the first."""
    pages = leaves_of(turn.house.bundle, entry)
    wanted = turn.request.match_info.get("leaf", "")
    return next((leaf for leaf in pages if leaf.id == wanted), pages[0])


def _paths(turn: Turn, entry: Entry, leaf: Leaf) -> list[str]:
    bundle = turn.house.bundle
    found = questions(bundle, bundle.forms[leaf.form], entry.answers, leaf, (), entry.language, turn.house.clock().date())
    untold = untold_of(bundle, entry, leaf, turn.form.get("from", turn.request.query.get("from", "")))
    return [question.path for question in found if question.look != "fixed" and question.path not in untold]
