"""Walls of a big office as a waiting room may have them: so many calls, absent numbers, notices, in one language."""

from datetime import datetime, timedelta

from config.display import display_of
from hub.office.house import now_in_japan
from hub.web.pages.templates import Pages
from hub.web.pages.wall import seen
from hub.wire import BoardRow, BoardState, ExpectedWait, Notice, ServiceLine
from tests.hub.small_office import NINE

JAPANESE = "17番のキオスクは紙がありません。となりの18番をお使いください。"
ENGLISH = "Kiosk 17 is out of paper. Please use kiosk 18 next to it."
LONGEST = Notice("あ" * 60, others={"en": "Please mind " * 8})
NOTICES = {"none": (), "ja": (Notice(JAPANESE),), "ja and en": (Notice(JAPANESE, others={"en": ENGLISH}),), "longest": (LONGEST,)}
STAGES = ("reception", "delivery", "reception", "accounting", "reception", "delivery")


def called(number, stage="reception", *, counter=64, at=NINE, language="ja", state="called"):
    return BoardRow(
        visit=f"{number}{stage}",
        number=number,
        stage=stage,
        service="residence",
        state=state,
        counter=counter,
        at=at,
        language=language,
    )


def wall_state(bundle, calls=0, missed=0, notices=(), *, apart=timedelta(seconds=9), stages=STAGES, before: datetime = NINE):
    """The newest of `calls` is the first; every third speaks Portuguese, every second has a long number given without the hub."""
    rows = [
        called(
            f"A-12{each:02}" if each % 2 else f"A-{each:03}",
            stages[each % len(stages)],
            at=before - each * apart,
            language="pt" if each % 3 == 0 else "ja",
        )
        for each in range(calls)
    ]
    rows += [called(f"E-12{each:02}", state="absent", at=before - timedelta(minutes=each)) for each in range(missed)]
    services = bundle.site.services
    lines = tuple(
        ServiceLine(each.id, each.letter, 342 if at else 0, wait=ExpectedWait(95, 120) if at % 2 else None)
        for at, each in enumerate(services)
    )
    ready = tuple(ServiceLine(each.id, each.letter, 42, wait=ExpectedWait(75, 100)) for each in services[:5])
    return BoardState(seq=1, at=before, rows=tuple(rows), lines=lines, notices=tuple(notices), deliveries=ready)


def wall_page(bundle, state, language="ja", display="", now=NINE):
    """The whole page as the hub sends it."""
    values = seen(bundle, display_of(bundle.site, display), state, language, now)
    return Pages(lambda: bundle, now_in_japan).text("wall.html", **values, actor=None, page_token="", path="/board")
