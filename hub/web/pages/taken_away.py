"""What the settings took from the desk since its page was drawn, and where the page stands then."""

from typing import get_args

from config.site import Counter
from config.words import local
from hub.web.pages.moved import Moved, from_services, from_stage, had
from hub.web.pages.page import Turn
from hub.web.pages.visitor import here_at
from hub.wire import Stage

HEADER = "X-Desk-Had"  # number of the counter and the services its page has, sent by the page with all it asks (live.js)


async def taken_away(turn: Turn, counter: Counter, stage: Stage, lost: str) -> tuple[Stage, Moved | None]:
    """The stage to draw: one that was taken away only as long as somebody of it is in hand; and what the clerk is told.

    `lost`: a stage this counter had, as long as the clerk has not read that it is gone.
    """
    bundle, today = turn.house.bundle, turn.house.clock().date()
    gone = stage if stage not in counter.stages else next((each for each in get_args(Stage) if each == lost), None)
    if gone is None or gone in counter.stages:
        services = had(turn.request.headers.get(HEADER, ""), counter)
        change = await turn.office.branch.taken_away(turn.actor, counter.number) if services else None
        return stage, from_services(bundle, counter, services, change, today) if services else None
    served = (await turn.office.work(turn.actor, gone, counter.number, 0)).visits
    held = next((view.number for view in served if here_at(bundle, counter, gone, view) is not None), "")
    at: Stage = gone if held else stage if stage in counter.stages else counter.stages[0]
    change = await turn.office.branch.taken_away(turn.actor, counter.number)
    return at, from_stage(bundle, local(counter.name, "ja"), gone, at, change, today, held)
