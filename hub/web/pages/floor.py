"""The floor: every kiosk's state, step, devices and help call, the boards, papers in trouble. Nothing of any resident is here."""

from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from hub.office.kiosks import ON_THE_WAY
from hub.web.pages import devices
from hub.web.pages.dates import minutes
from hub.web.pages.devices import MINOR, SHAPES
from hub.web.pages.page import Page, Turn, see
from hub.web.pages.troubles import troubles
from hub.wire import KioskView


@dataclass(frozen=True, slots=True)
class Tile:
    """One kiosk as staff see it from across the room. `look`: idle, used, help, device or away.

    `fault`: what is wrong with it besides, as (shape, words). `marks`: what stops nobody, likewise.
    `since`, `minutes`: at this step. `crashes`: windows that ended by themselves, for city IT.
    `going_since`, `going`: since when who is on the way there.
    """

    kiosk: str
    name: str
    look: str
    shape: str
    state: str
    detail: str
    help_since: datetime | None
    step: str = ""
    fault: tuple[str, str] | None = None
    marks: tuple[tuple[str, str], ...] = ()
    crashes: int = 0
    since: datetime | None = None
    minutes: int = 0
    going_since: datetime | None = None
    going: str = ""

    @property
    def told_until(self) -> datetime | None:
        """Until when the others are told."""
        return self.going_since + ON_THE_WAY if self.going_since is not None else None


def tile(view: KioskView, now: datetime) -> Tile:
    """What needs a person first: help, then silence, then a device, then what the resident does."""
    state = view.state
    fault = _fault(view, now)
    step = f"手順 {state.step}/{state.steps}" if state is not None and state.step and state.steps else ""
    if view.help_since is not None:
        look, shape, word = "help", "！", "呼んでいます"
        detail = "・".join(each for each in (f"{minutes(view.help_since, now)}分", step) if each)
    elif fault is not None:
        look, shape, word, detail = fault
    elif state is not None and state.training:
        look, shape, word, detail = "used", "研", "操作研修", "ここの番号は列に入りません"
    elif state is not None and state.state in ("in_use", "help_called"):
        look, shape, word = "used", "●", "入力中"
        detail = step
    else:
        look, shape, word, detail = "idle", "○", "空き", ""
    since = view.at_step_since if word == "入力中" else None
    return Tile(
        view.kiosk,
        devices.name_of(view.kiosk),
        look,
        shape,
        word,
        detail,
        view.help_since,
        step=step,
        fault=(fault[1], fault[2]) if fault is not None and look == "help" else None,
        marks=() if devices.is_away(view.last_seen, now) else _marks(view, word),
        crashes=state.crashes if state else 0,
        since=since,
        minutes=minutes(since, now) if since is not None else 0,
        going_since=view.going_since,
        going=view.going,
    )


def _fault(view: KioskView, now: datetime) -> tuple[str, str, str, str] | None:
    """Look, shape, words and detail of what keeps residents from using the kiosk as they should."""
    state = view.state
    if devices.is_away(view.last_seen, now):
        detail = "まだ一度もつながっていません" if view.last_seen is None else "番号は端末だけで出せます"
        return "away", "×", "つながらない", detail
    if state is None:
        return None
    if state.state == "out_of_service":
        return "away", "×", "使えません", "端末の画面を確かめてください"
    if state.card_left is not None:
        return "device", SHAPES["reader"], devices.CARD_LEFT[0], "すぐに預かってください"
    if state.printer in devices.PRINTER and state.printer not in MINOR:
        return "device", SHAPES["printer"], devices.PRINTER[state.printer][0], "番号は画面に出しています"
    if state.reader in devices.READER:
        return "device", SHAPES["reader"], devices.READER[state.reader][0], "カードが読めません。手で入力できます"
    return None


def _marks(view: KioskView, told: str) -> tuple[tuple[str, str], ...]:
    """Every other device that is not well, besides the one `told` on the tile itself."""
    first = _fault_words(view)
    return tuple((SHAPES[device], words) for device, (words, _), _ in devices.faults(view) if words not in (told, first))


def _fault_words(view: KioskView) -> str:
    state = view.state
    if state is None or view.help_since is None:
        return ""
    if state.printer in devices.PRINTER and state.printer not in MINOR:
        return devices.PRINTER[state.printer][0]
    return devices.READER[state.reader][0] if state.reader in devices.READER else ""


async def show(turn: Turn) -> web.StreamResponse:
    now = turn.house.clock()
    views = sorted(await turn.office.floor.kiosks(turn.actor), key=lambda view: view.kiosk)
    boards, papers = await turn.office.floor.boards(turn.actor), await turn.office.floor.papers(turn.actor)
    tiles = [tile(view, now) for view in views]
    calls = sorted((each for each in tiles if each.help_since is not None), key=lambda each: each.help_since or now)
    going = sorted((each for each in tiles if each.going_since is not None), key=lambda each: each.going_since or now)
    found = troubles(devices.notices(views, boards, papers, now))
    return turn.page("floor.html", tiles=tiles, calls=calls, going=going, troubles=found)


async def calls(turn: Turn) -> web.StreamResponse:
    """The machines that call just now, for whoever stands at another page than the floor's."""
    views = await turn.office.floor.kiosks(turn.actor)
    calling = sorted(
        (view for view in views if view.help_since is not None), key=lambda view: view.help_since or turn.house.clock()
    )
    return turn.page("parts/calls.html", calling=[devices.name_of(view.kiosk) for view in calling])


async def take_help(turn: Turn) -> web.StreamResponse:
    await turn.office.floor.take_help(turn.actor, turn.request.match_info["kiosk"])
    return see("/floor")


async def settle_paper(turn: Turn) -> web.StreamResponse:
    await turn.office.floor.settle_paper(turn.actor, turn.request.match_info["visit"])
    return see("/floor")


async def settle_number(turn: Turn) -> web.StreamResponse:
    which = turn.request.match_info
    await turn.office.floor.settle_number(turn.actor, which["kiosk"], which["number"])
    return see("/floor")


PAGES = (
    Page("GET", "/floor", "kiosks", show),
    Page("GET", "/floor/calls", "kiosks", calls),
    Page("POST", "/floor/help/{kiosk}", "take_help", take_help),
    Page("POST", "/floor/papers/{visit}", "settle_paper", settle_paper),
    Page("POST", "/floor/numbers/{kiosk}/{number}", "settle_number", settle_number),
)
