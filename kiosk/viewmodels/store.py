"""コンビニで取ると: what a certificate costs there today, the choice, the way. Nobody is pushed.

Box ids: store, choice.at_store, choice.at_counter, at_counter, print, sheet, page.before, page.after, next.
"""

import msgspec

from config.fees import StoreHint, one_copy
from config.together import forms_of, has_people
from kiosk.flow.events import Choose
from kiosk.flow.events import Page as Turn
from kiosk.flow.moves import Around, store_prices
from kiosk.flow.store import AT_COUNTER, AT_STORE
from kiosk.viewmodels.boxes import Box
from kiosk.viewmodels.fitting import fit_at
from kiosk.viewmodels.frame import foot
from kiosk.viewmodels.grid import GAP, Rect, cells
from kiosk.viewmodels.paper import print_row
from kiosk.viewmodels.stage import Stage, sentences

ROW = 96
BRING = 400  # pixels across, or down, for what to bring
PRINT = "kiosk.sheet.print_way"
REGISTERS = "family_register_"  # certificates a store gives at once only in the city that keeps the register


def store_banner(stage: Stage, rect: Rect) -> tuple[Box, ...]:
    """Before anything is asked: what one copy costs there. Empty where no store has it cheaper today, or a move is filed too."""
    session, bundle = stage.session, stage.bundle
    asked = [one for one in session.procedures if bundle.procedures[one].fees and bundle.procedures[one].form]
    moves = any(has_people(form) for _, form in forms_of(bundle, session.procedures))
    found = one_copy(bundle, bundle.procedures[asked[0]].fees, session.devices.today) if asked and not moves else None
    if found is None:
        return ()
    name, hint = found
    offer = stage.say("kiosk.store.offer", store_fee=f"{hint.store_fee:,}", difference=f"{hint.difference:,}")
    lead = f"{stage.say(f'fee.{name}')}{_joint(stage, ': ')}{offer}"
    return (msgspec.structs.replace(stage.banner("store", "banner_success", rect, lead), icon="shop"),)


def _joint(stage: Stage, elsewhere: str) -> str:
    """What stands between two parts of a line: a full space in Japanese and Chinese."""
    return "　" if stage.session.language in ("ja", "ja-easy", "zh") else elsewhere


def boxes(stage: Stage) -> tuple[Box, ...]:
    """Two ways of the same size, with what each costs and takes."""
    area, hint = stage.grid.body, _prices(stage)
    told = Rect(area.x, area.y, area.width, 190 if stage.grid.panel.portrait else 150)
    store = stage.banner("store", "banner_success", told, _price(stage, hint), stage.say("hint.time"))
    places = cells(Rect(area.x, told.bottom + GAP, area.width, area.bottom - told.bottom - GAP), 2, 1, GAP, most=230)
    here, there = (stage.say("kiosk.store.fee", fee=f"{fee:,}") for fee in (hint.counter_fee, hint.store_fee))
    quick = f"{there}{_joint(stage, ', ')}{stage.say('kiosk.store.minutes')}"
    ways = (
        (AT_STORE, "hint.go_store", "shop", quick, stage.say("kiosk.store.card")),
        (AT_COUNTER, "hint.stay", "people", here, _waiting(stage)),
    )

    def card(at: int, px: int = 0) -> Box:
        way, key, icon, fee, beside = ways[at]
        hint = "\n".join(part for part in (fee, beside) if part)
        size = px or stage.px("title")
        words, event = stage.say(key), Choose(way)
        return stage.button(f"choice.{way}", "card", places[at], words, event, icon=icon, size=size, align="left", hint=hint)

    return (
        stage.title(stage.say("kiosk.store.title"), large=True),
        stage.sub(stage.say("kiosk.store.sub")),
        msgspec.structs.replace(store, icon="shop"),
        *stage.alike([card(at) for at in range(len(ways))], card),
        *foot(stage),
    )


def way(stage: Stage) -> tuple[Box, ...]:
    """What to bring, where to go; no number is taken. Large words on a wide panel take a page each."""
    area, tall = stage.grid.body, stage.grid.panel.portrait
    area = Rect(area.x, 420, area.width, area.bottom - 420) if tall else area
    low = Rect(area.x, area.bottom - ROW, area.width, ROW)
    both = Rect(area.x, area.y, area.width, low.y - GAP - area.y)
    head: tuple[Box, ...] = (stage.title(stage.say("kiosk.store_way.title")), stage.sub(stage.say("kiosk.store_way.sub")))
    finish = foot(stage, following=stage.say("kiosk.ticket.finish"), chevron=False)
    if stage.session.size == "XL" and not tall:
        last = stage.session.list_page > 0
        if last:  # what was said once leaves its place to the list
            head, top = head[:1], stage.grid.sub.y
            both = Rect(area.x, top, area.width, low.y - GAP - top)
        stay, paper, turn = cells(low, 3, 1)
        told = _told(stage, "where", both, where(stage)) if last else _told(stage, "bring", both, bring(stage))
        onward = finish if last else foot(stage, following=stage.say("kiosk.foot.next"), event=Turn(1))
        return (*head, *told, _stay(stage, stay), *print_row(stage, "store", paper, PRINT), _turned(stage, turn, last), *onward)
    past = BRING + GAP
    first = both._replace(height=BRING) if tall else both._replace(width=BRING)
    second = both._replace(y=both.y + past, height=both.height - past)
    if not tall:
        second = both._replace(x=both.x + past, width=both.width - past)
    stay, paper = cells(low, 2, 1)
    told = (*_told(stage, "bring", first, bring(stage)), *_told(stage, "where", second, where(stage)))
    return (*head, *told, _stay(stage, stay), *print_row(stage, "store", paper, PRINT), *finish)


def _stay(stage: Stage, rect: Rect) -> Box:
    words = stage.say("kiosk.store_way.after_all")
    return stage.button(AT_COUNTER, "row", rect, words, Choose(AT_COUNTER), icon="people", align="left")


def _turned(stage: Stage, rect: Rect, last: bool) -> Box:
    """To the other of the two pages."""
    if last:
        return stage.button("page.before", "secondary", rect, stage.say("kiosk.pager.before"), Turn(-1), icon="chevron_left")
    words = stage.say("kiosk.pager.after", page=1, pages=2)
    return stage.button("page.after", "secondary", rect, words, Turn(1), icon=">")


def spoken(stage: Stage) -> str:
    return sentences(stage, [stage.say("kiosk.store.title"), _price(stage, _prices(stage)), stage.say("hint.time")])


def way_spoken(stage: Stage) -> str:
    told = (stage.say("kiosk.store_way.title"), stage.say("kiosk.store_way.bring"))
    return sentences(stage, [*told, *bring(stage), *where(stage)])


def _told(stage: Stage, name: str, rect: Rect, texts: tuple[str, ...]) -> tuple[Box, ...]:
    """A heading and what stands below it, all at one size."""
    heading = fit_at(stage.line(stage.say(f"kiosk.store_way.{name}"), "button", bold=True), rect.width - 48)
    high = round(heading[0].px * 1.3) + 12
    lines = stage.paragraphs([(f"・{text}", False) for text in texts], rect.width - 48, rect.height - 32 - high, 5)
    return (
        Box(name, "soft_panel", *rect),
        Box(f"{name}.title", "text", rect.x + 24, rect.y + 16, rect.width - 48, high, heading),
        Box(f"{name}.text", "text", rect.x + 24, rect.y + 16 + high, rect.width - 48, rect.height - 24 - high, lines),
    )


def bring(stage: Stage) -> tuple[str, ...]:
    """What one needs there."""
    money = stage.say("kiosk.store_way.money", fee=f"{_prices(stage).store_fee:,}")
    return stage.say("kiosk.store_way.card"), stage.say("kiosk.store_way.pin"), money


def where(stage: Stage) -> tuple[str, ...]:
    """Which machine, when, which shop is near; what a register of another city asks for first."""
    near, found = stage.bundle.site.nearest_store, [stage.say("kiosk.store_way.machine"), stage.say("kiosk.store_way.hours")]
    if near is not None:
        found.append(stage.say("hint.near", place=stage.local(near.place), minutes=near.minutes))
    if any(str(one).startswith(REGISTERS) for one in stage.session.answers.get("documents", ())):
        found.append(stage.say("kiosk.store_way.register"))
    return tuple(found)


def _prices(stage: Stage) -> StoreHint:
    return store_prices(stage.session, Around(stage.bundle, stage.now)) or StoreHint(0, 0)


def _price(stage: Stage, hint: StoreHint) -> str:
    return stage.say("hint.price", store_fee=f"{hint.store_fee:,}", difference=f"{hint.difference:,}")


def _waiting(stage: Stage) -> str:
    """How many wait for certificates now; nothing where nobody knows."""
    bundle, session = stage.bundle, stage.session
    service = next((one.id for one in bundle.site.services if set(session.procedures) & set(one.procedures)), None)
    line = next((line for line in session.lines if line.service == service), None)
    if line is None or not session.devices.hub:
        return ""
    return stage.say("kiosk.store.waiting", count=line.ahead)
