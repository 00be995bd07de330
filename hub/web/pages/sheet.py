"""One page of a pre-entry as it is drawn: its questions, what is wrong, and on the last everything to look over."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from aiohttp import web

from config.bundle import Bundle
from config.form import Form, Problem
from config.slots import plan_for
from config.words import field_words, words
from hub.office.outlook import DayOutlook
from hub.web.pages.dates import full_day
from hub.web.pages.entries import Entry
from hub.web.pages.entry_cookie import speaker
from hub.web.pages.filling import applications_of, follows_of, forms_of, leaves_of, minutes_left, untold_of
from hub.web.pages.page import Turn
from hub.web.pages.places import services_of, where_words
from hub.web.pages.prices import prices
from hub.web.pages.questions import Leaf, elsewhere, questions
from hub.web.pages.record import Line, Person, Record, record
from hub.web.pages.visit_plan import BAND, CHOSEN, DATE, visit_plan

DOCUMENTS = "documents"  # the question of which certificates


def sheet(
    turn: Turn,
    entry: Entry,
    leaf: Leaf,
    problems: Mapping[str, Any],
    note: tuple[str, str] = ("", ""),
    away: Sequence[Problem] = (),
    ahead: Sequence[DayOutlook] = (),
    minutes: Mapping[str, int] = MappingProxyType({}),
) -> web.Response:
    """Status 422 where something is wrong here (`problems`, by path) or on other pages (`away`). `note`: (look, words).

    `ahead`: the days to come, of the page that asks for one of them. `minutes`: service → what it takes at its counter.
    """
    bundle = turn.house.bundle
    pages = leaves_of(bundle, entry)
    form, place = bundle.forms[leaf.form], next((number for number, each in enumerate(pages) if each.id == leaf.id), 0)
    last = place + 1 == len(pages)
    asked_now = questions(
        bundle, form, entry.answers, leaf, tuple(problems.values()), entry.language, turn.house.clock().date(), at_home=True
    )
    came_from = turn.request.query.get("from", turn.form.get("from", ""))
    untold = untold_of(bundle, entry, leaf, came_from)
    asked_now = tuple(each for each in asked_now if each.path not in untold)
    plan = visit_plan(bundle, asked_now, ahead, entry.language, bookable=_bookable(bundle, entry))
    if plan is not None:
        asked_now = tuple(each for each in asked_now if each.path not in (DATE, BAND))
    problems_here = [(each.path, each.short, each.wrong) for each in asked_now if each.wrong]
    if plan is not None and plan.wrong:
        problems_here.append((CHOSEN, plan.title, plan.wrong))
    list_of = leaf.id.partition(".")[0]
    people = entry.answers.get(list_of, ()) if leaf.person is not None else ()
    return turn.page(
        "enter_step.html",
        422 if problems or away else 200,
        language=entry.language,
        say=speaker(bundle, entry.language),
        procedure=_name_of(bundle, entry, leaf) if len(entry.procedures) > 1 else "",
        title=words(bundle, entry.language, f"step.{leaf.step}"),
        leaf=leaf,
        groups=_grouped(bundle, form, entry, asked_now),
        number=place + 1,
        count=len(pages),
        left=_left(bundle, entry, place, pages),
        last=last,
        elsewhere=elsewhere(bundle, forms_of(bundle, entry), entry.answers, away, entry.language),
        records=_records(turn, entry) if last else (),
        leaf_of={(each.form, each.step): each.id for each in pages if each.person is None},
        back=_back(pages, place, came_from),
        can_add=leaf.person is not None and len(people) < bundle.site.people_max and leaf.person >= len(people) - 1,
        can_remove=leaf.person is not None and len(people) > 1,
        problems=problems_here,
        plan=plan,
        prices=prices(bundle, entry, turn.house.clock().date(), entry.language) if last or DOCUMENTS in leaf.fields else None,
        note=note,
        follows=_followed(turn, entry, minutes) if last else (),
        bring=[words(bundle, entry.language, key) for key in follows_of(bundle, entry).bring] if last else (),
        came_from=came_from,
    )


def _bookable(bundle: Bundle, entry: Entry) -> bool:
    """Whether a time may be booked under the code it will have."""
    return not any(entry.booking) and any(plan_for(bundle.site, each) is not None for each in entry.procedures)


def _back(pages: Sequence[Leaf], place: int, came_from: str) -> str:
    """Whoever came from another page to put something right goes back there."""
    if place + 1 < len(pages) and came_from == "review":
        return "/enter/review"
    before = next((page.id for page in pages if page.id == came_from), pages[place - 1].id if place else "")
    return f"/enter/step/{before}" if before else "/enter"


def _left(bundle: Bundle, entry: Entry, place: int, pages: Sequence[Leaf]) -> str:
    minutes = minutes_left(bundle, entry, place, pages)
    return words(bundle, entry.language, "portal.left", minutes=minutes) if minutes else ""


def _grouped(bundle: Bundle, form: Form, entry: Entry, asked_now: tuple[Any, ...]) -> list[tuple[str, list[Any]]]:
    """Questions under the words of the address they belong to; alone where they belong to none."""
    groups: list[tuple[str, list[Any]]] = []
    for question in asked_now:
        title = field_words(bundle, entry.language, form.id, question.group, "label") if question.group else ""
        if title and groups and groups[-1][0] == title:
            groups[-1][1].append(question)
        else:
            groups.append((title, [question]))
    return groups


def _name_of(bundle: Bundle, entry: Entry, leaf: Leaf) -> str:
    """The procedure this page belongs to."""
    procedure = next(each for each in entry.procedures if bundle.procedures[each].form == leaf.form)
    return words(bundle, entry.language, f"procedure.{procedure}.name")


def _records(turn: Turn, entry: Entry) -> list[tuple[str, Record]]:
    """(form, everything entered) of each form; what two forms share stands in the first."""
    bundle = turn.house.bundle
    found = []
    seen: set[str] = set()
    untold = {path for leaf in leaves_of(bundle, entry) if leaf.person is not None for path in untold_of(bundle, entry, leaf, "")}
    for application in applications_of(bundle, entry):
        form = bundle.procedures[application.procedure].form
        if form is None:
            continue
        whole = record(bundle, application, "portal", entry.language)
        parts = [
            replace(
                part,
                people=tuple(_without(one, untold) for one in part.people if one.path not in seen),
                lines=tuple(one for one in part.lines if one.path not in seen),
            )
            for part in whole.parts
        ]
        for part in whole.parts:
            shown: tuple[Person | Line, ...] = (*part.people, *part.lines)
            seen |= {one.path for one in shown}
        found.append((form, replace(whole, parts=tuple(part for part in parts if part.people or part.lines))))
    return found


def _without(person: Person, untold: set[str]) -> Person:
    """Nothing that was not asked: nobody gave it."""
    return replace(person, lines=tuple(line for line in person.lines if line.path not in untold))


def _followed(turn: Turn, entry: Entry, minutes: Mapping[str, int]) -> list[tuple[str, str, str]]:
    """手続きのご案内: what the answers lead to, where it is done and how long that takes, and the last day where there is one."""
    bundle, language = turn.house.bundle, entry.language
    found = []
    for one in follows_of(bundle, entry).followed:
        last = words(bundle, language, "portal.by", day=full_day(one.deadline, language)) if one.deadline else ""
        where = "・".join(where_words(bundle, service, entry, minutes, language) for service in services_of(bundle, one, entry))
        found.append((words(bundle, language, one.text), where, last))
    return found
