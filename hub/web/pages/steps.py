"""One topic of a pre-entry a page, the same forms as at the kiosk; saved at any step, finished with a reception code."""

import msgspec
from aiohttp import web

from config.carrying import carried_over
from config.form import cleaned
from config.words import words
from hub.web import door
from hub.web.errors import Refused
from hub.web.pages import languages
from hub.web.pages.dates import hour
from hub.web.pages.entries import LARGEST, Entry
from hub.web.pages.entry_cookie import entry_of, gone, speaker
from hub.web.pages.filling import LEAF, applications_of, fill_address, follows_of, leaves_of, problems_of
from hub.web.pages.page import Turn, see
from hub.web.pages.questions import Leaf, counted_problems, own_problems, questions, read
from hub.web.pages.sheet import sheet
from hub.wire import Refusal, SaveEntry, Unfinished

GOING_ON = "kiosk.saved.going_on"


async def step_page(turn: Turn) -> web.StreamResponse:
    entry = entry_of(turn)
    if entry is None:
        return gone(turn)
    if entry.saved is not None:
        return see("/enter/done")
    leaf = _leaf(turn, entry)
    note, entry.going_on = words(turn.house.bundle, entry.language, GOING_ON) if entry.going_on else "", False
    return sheet(turn, entry, leaf, {}, note=note)


async def step(turn: Turn) -> web.StreamResponse:
    """つぎへ, もう1人, この方を消す, 郵便番号から住所を入れる, あとで つづける, a language, or a look at what an answer opens."""
    entry = entry_of(turn)
    if entry is None:
        return gone(turn)
    if entry.saved is not None:
        return see("/enter/done")
    leaf = _leaf(turn, entry)
    form = turn.house.bundle.forms[leaf.form]
    if sum(map(len, turn.form.values())) > LARGEST:
        return see(f"/enter/step/{leaf.id}")
    entry.answers = cleaned(form, read(form, entry.answers, leaf, turn.form))
    _carry(turn, entry)
    todo, _, which = turn.form.get("do", "next").partition(":")
    match todo:
        case "look":
            return sheet(turn, entry, leaf, {})
        case "language":
            return _in_language(turn, entry, leaf, which)
        case "fill":
            return sheet(turn, entry, leaf, {}, note=fill_address(turn.house.bundle, entry, leaf, which))
        case "save":
            return await _save(turn, entry, leaf)
        case "remove" if leaf.person is not None:
            return _removed(entry, leaf)
        case _:
            return _wrong(turn, entry, leaf) or await _onwards(turn, entry, leaf, add=todo == "add")


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
    response = sheet(turn, entry, leaf, {})
    languages.remember(response, entry.language, secure=turn.house.secure)
    return response


def _removed(entry: Entry, leaf: Leaf) -> web.Response:
    people, _, index = leaf.id.partition(".")
    if len(entry.answers.get(people, ())) > 1:
        entry.answers[people].pop(int(index))
    return see(f"/enter/step/{people}.0")


def _wrong(turn: Turn, entry: Entry, leaf: Leaf) -> web.Response | None:
    """The page once more where something on it is wrong or was not seen yet."""
    shown = turn.form.get("shown", "").splitlines()
    wrong = problems_of(turn.house.bundle, entry, turn.house.clock().date())
    problems = own_problems(leaf, wrong, shown)
    opened = [path for path in _paths(turn, entry, leaf) if path not in shown]
    if problems or opened:
        return sheet(turn, entry, leaf, {problem.path: problem for problem in problems}, opened=bool(opened) and not problems)
    counted = counted_problems(turn.house.bundle.forms[leaf.form], leaf, wrong)
    return sheet(turn, entry, leaf, {}, away=counted) if counted else None


async def _onwards(turn: Turn, entry: Entry, leaf: Leaf, *, add: bool) -> web.Response:
    if add and leaf.person is not None:
        people = leaf.id.partition(".")[0]
        listed = entry.answers.setdefault(people, [])
        if len(listed) < turn.house.bundle.site.people_max:
            listed.append({})
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
    """What one of several forms knows is not asked by the next."""
    if len(entry.procedures) > 1:
        today = turn.house.clock().date()
        answers, carried = carried_over(turn.house.bundle, entry.procedures, entry.answers, entry.carried, today)
        entry.answers, entry.carried = dict(answers), dict(carried)


def _asks(turn: Turn, entry: Entry, leaf: Leaf) -> bool:
    """Whether anything of the page is not known already: such a page is passed over, and stands on the last to be corrected."""
    return any(entry.carried.get(path) is None for path in _paths(turn, entry, leaf)) or not _paths(turn, entry, leaf)


async def _finish(turn: Turn, entry: Entry, leaf: Leaf) -> web.Response:
    """受付用QRコードを作る: the answers go to the record vault, and out of this process's memory."""
    problems = problems_of(turn.house.bundle, entry, turn.house.clock().date())
    if problems:
        return sheet(turn, entry, leaf, {}, away=problems)
    return await _put_away(turn, entry, leaf, None)


async def _save(turn: Turn, entry: Entry, leaf: Leaf) -> web.Response:
    """あとで つづける: as far as it has come, nothing checked."""
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
        return sheet(turn, entry, leaf, {}, too_much=say("too_many_saved", time=hour(saved.until)))
    if isinstance(saved, Refusal):
        raise Refused(saved)
    entry.one_code = not saved.short_code  # under the code of the booking, of which both forms may be known
    if entry.one_code:
        saved = msgspec.structs.replace(saved, code=entry.booking[0], short_code=entry.booking[1])
    bring = () if unfinished is not None else follows_of(turn.house.bundle, entry).bring
    entry.saved, entry.bring, entry.answers, entry.unfinished = saved, bring, {}, unfinished is not None
    return see("/enter/done")


def _leaf(turn: Turn, entry: Entry) -> Leaf:
    """The page asked for, or the first."""
    pages = leaves_of(turn.house.bundle, entry)
    wanted = turn.request.match_info.get("leaf", "")
    return next((leaf for leaf in pages if leaf.id == wanted), pages[0])


def _paths(turn: Turn, entry: Entry, leaf: Leaf) -> list[str]:
    bundle = turn.house.bundle
    found = questions(bundle, bundle.forms[leaf.form], entry.answers, leaf, (), entry.language, turn.house.clock().date())
    return [question.path for question in found if question.look != "fixed"]
