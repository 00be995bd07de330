"""家族の番号 by press: 分ける and まとめる. Each answers with the counter page, and what to tell the resident."""

from aiohttp import web

from hub.domain.numbering import meant
from hub.office import Conflict, CounterBusy, Declined
from hub.web.pages import alike, families
from hub.web.pages.counter import Told, draw, number_in, own_counter, stage_of
from hub.web.pages.families import written
from hub.web.pages.page import Page, Turn, see
from hub.wire import FindVisit, MergeVisits, Refusal, SplitVisit, VisitView


async def split(turn: Turn) -> web.StreamResponse:
    """分ける: the procedures ticked, or a number alone."""
    counter = own_counter(turn)
    if counter is None:
        return see("/desk")
    stage, form = stage_of(counter, turn.form.get("stage", "")), turn.form
    legs = tuple(leg[:64] for leg in form.get("part", "").splitlines())
    if not legs:
        return await draw(turn, counter, stage, Told(declined="cannot_part"))
    message = SplitVisit(
        visit=form.get("visit", "")[:64],
        version=number_in(form.get("version", ""), "version"),
        legs=() if families.ALONE in legs else legs[:99],
        people=max(1, min(98, number_in(form.get("people", "1"), "people"))),
        service=form.get("service", "")[:200] or None,
    )
    try:
        parted = await turn.office.split_visit(turn.actor, message, form.get("key") or None)
    except (Conflict, CounterBusy):
        return await draw(turn, counter, stage, Told(lost=form.get("number", "")))
    except Declined as declined:
        return await draw(turn, counter, stage, Told(declined=declined.error))
    return await draw(turn, counter, stage, Told(said=families.told_of_parting(parted)))


async def merge(turn: Turn) -> web.StreamResponse:
    """まとめる: with the number typed from the other paper; where several of today may be meant they are shown to choose from."""
    counter = own_counter(turn)
    if counter is None:
        return see("/desk")
    stage, form = stage_of(counter, turn.form.get("stage", "")), turn.form
    visit, typed = form.get("visit", "")[:64], form.get("other", "")
    found = await _others(turn, visit, typed)
    if len(found) > 1:
        return await draw(turn, counter, stage, Told(meant=alike.choices(turn.house.bundle, found)))
    other = found[0].number if found else written(typed)
    message = MergeVisits(visit=visit, version=number_in(form.get("version", ""), "version"), number=other)
    try:
        view = await turn.office.merge_visits(turn.actor, message, form.get("key") or None)
    except (Conflict, CounterBusy):
        return await draw(turn, counter, stage, Told(lost=form.get("number", "")))
    except Declined as declined:
        return await draw(turn, counter, stage, Told(declined=declined.error))
    return await draw(turn, counter, stage, Told(said=families.told_of_merging(other, view)))


async def _others(turn: Turn, visit: str, typed: str) -> tuple[VisitView, ...]:
    """Every other number of today that may be meant."""
    if not meant(typed):  # a name is searched on a page of its own
        return ()
    found = await turn.office.records.find_visit(turn.actor, FindVisit(typed[:60]))
    return () if isinstance(found, Refusal) else tuple(each for each in found.visits if each.visit != visit)


PAGES = (
    Page("POST", "/counter/split", "split_visit", split),
    Page("POST", "/counter/merge", "merge_visits", merge),
)
