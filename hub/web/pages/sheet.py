"""One page of a pre-entry as it is drawn: its questions, what is wrong, and on the last everything to look over."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from aiohttp import web

from config.bundle import Bundle
from config.form import Form, Problem
from config.words import field_words, words
from hub.web.pages.dates import full_day
from hub.web.pages.entries import Entry
from hub.web.pages.entry_cookie import speaker
from hub.web.pages.filling import applications_of, follows_of, forms_of, leaves_of
from hub.web.pages.page import Turn
from hub.web.pages.questions import Leaf, elsewhere, questions
from hub.web.pages.record import Line, Person, Record, record


def sheet(
    turn: Turn,
    entry: Entry,
    leaf: Leaf,
    problems: Mapping[str, Any],
    opened: bool = False,
    note: str = "",
    away: Sequence[Problem] = (),
    too_much: str = "",
) -> web.Response:
    """Status 422 where something is wrong here (`problems`, by path) or on other pages (`away`). `note`: said once.

    `too_much`: why it cannot be saved for some minutes; what was entered stays.
    """
    bundle = turn.house.bundle
    pages = leaves_of(bundle, entry)
    form, place = bundle.forms[leaf.form], next((number for number, each in enumerate(pages) if each.id == leaf.id), 0)
    last = place + 1 == len(pages)
    asked_now = questions(bundle, form, entry.answers, leaf, tuple(problems.values()), entry.language, turn.house.clock().date())
    list_of = leaf.id.partition(".")[0]
    people = entry.answers.get(list_of, ()) if leaf.person is not None else ()
    return turn.page(
        "enter_step.html",
        429 if too_much else 422 if problems or away else 200,
        language=entry.language,
        say=speaker(bundle, entry.language),
        procedure=_name_of(bundle, entry, leaf) if len(entry.procedures) > 1 else "",
        title=words(bundle, entry.language, f"step.{leaf.step}"),
        leaf=leaf,
        groups=_grouped(bundle, form, entry, asked_now),
        number=place + 1,
        count=len(pages),
        last=last,
        elsewhere=elsewhere(bundle, forms_of(bundle, entry), entry.answers, away, entry.language),
        records=_records(turn, entry) if last else (),
        leaf_of={(each.form, each.step): each.id for each in pages if each.person is None},
        back=f"/enter/step/{pages[place - 1].id}" if place else "/enter",
        can_add=leaf.person is not None and len(people) < bundle.site.people_max and leaf.person >= len(people) - 1,
        can_remove=leaf.person is not None and len(people) > 1,
        problems=[(question.path, question.label, question.wrong) for question in asked_now if question.wrong],
        opened=opened,
        note=note,
        too_much=too_much,
        follows=_followed(turn, entry) if last else (),
        bring=[words(bundle, entry.language, key) for key in follows_of(bundle, entry).bring] if last else (),
        came_from=turn.request.query.get("from", turn.form.get("from", "")),
    )


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
    for application in applications_of(bundle, entry):
        form = bundle.procedures[application.procedure].form
        if form is None:
            continue
        whole = record(bundle, application, "portal", entry.language)
        parts = [
            replace(
                part,
                people=tuple(one for one in part.people if one.path not in seen),
                lines=tuple(one for one in part.lines if one.path not in seen),
            )
            for part in whole.parts
        ]
        for part in whole.parts:
            shown: tuple[Person | Line, ...] = (*part.people, *part.lines)
            seen |= {one.path for one in shown}
        found.append((form, replace(whole, parts=tuple(part for part in parts if part.people or part.lines))))
    return found


def _followed(turn: Turn, entry: Entry) -> list[tuple[str, str]]:
    """手続きのご案内: what the answers lead to, with the last day where there is one."""
    bundle, language = turn.house.bundle, entry.language
    found = []
    for one in follows_of(bundle, entry).followed:
        last = words(bundle, language, "portal.by", day=full_day(one.deadline, language)) if one.deadline else ""
        found.append((words(bundle, language, one.text), last))
    return found
