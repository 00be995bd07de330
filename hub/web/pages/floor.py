"""The floor: every kiosk's state, step, printer and help call. Nothing of any resident is here."""

from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from hub.web.pages.dates import minutes
from hub.web.pages.page import Page, Turn, see
from hub.wire import KioskView

SILENT_SECONDS = 30  # three missed heartbeats

PRINTERS = {
    "paper_end": "用紙切れ",
    "cover": "プリンタのふたが開いています",
    "cutter": "プリンタのカッター",
    "fault": "プリンタの異常",
    "hot": "プリンタが熱くなっています",
    "unreachable": "プリンタがつながらない",
}
NEAR_END = "near_end"


@dataclass(frozen=True, slots=True)
class Tile:
    """One kiosk as staff see it from across the room. `look`: idle, used, help, device or away."""

    kiosk: str
    name: str
    look: str
    shape: str
    state: str
    detail: str
    help_since: datetime | None
    printer: str


def tile(view: KioskView, now: datetime) -> Tile:
    """What needs a person first: help, then silence, then a device, then what the resident does."""
    state = view.state
    printer = PRINTERS.get(state.printer, "") if state else ""
    if view.help_since is not None:
        look, shape, word = "help", "！", "呼んでいます"
        detail = f"{minutes(view.help_since, now)}分" + (f"・手順 {state.step}/{state.steps}" if state and state.step else "")
    elif view.last_seen is None or (now - view.last_seen).total_seconds() > SILENT_SECONDS:
        look, shape, word = "away", "×", "つながらない"
        detail = "まだ一度もつながっていません" if view.last_seen is None else "番号は端末だけで出せます"
    elif state is not None and state.state == "out_of_service":
        look, shape, word, detail = "away", "×", "使えません", "端末の画面を確かめてください"
    elif printer:
        look, shape, word, detail = "device", "▤", printer, "番号は画面に出しています"
    elif state is not None and state.reader == "fault":
        look, shape, word, detail = "device", "▣", "読み取り機", "カードが読めません。手で入力できます"
    elif state is not None and state.state in ("in_use", "help_called"):
        look, shape, word = "used", "●", "入力中"
        detail = f"手順 {state.step}/{state.steps}" if state.step and state.steps else ""
    else:
        look, shape, word, detail = "idle", "○", "空き", ""
    if state is not None and state.printer == NEAR_END and not detail:
        detail = "用紙がもうすぐ切れます"
    name = str(int(view.kiosk)) if view.kiosk.isdecimal() else view.kiosk
    return Tile(view.kiosk, name, look, shape, word, detail, view.help_since, printer)


async def show(turn: Turn) -> web.StreamResponse:
    now = turn.house.clock()
    views = await turn.office.kiosks(turn.actor)
    tiles = [tile(view, now) for view in sorted(views, key=lambda view: view.kiosk)]
    calls = sorted((each for each in tiles if each.help_since is not None), key=lambda each: each.help_since or now)
    return turn.page("floor.html", tiles=tiles, calls=calls, sick=[each for each in tiles if each.look in ("device", "away")])


async def take_help(turn: Turn) -> web.StreamResponse:
    await turn.office.take_help(turn.actor, turn.request.match_info["kiosk"])
    return see("/floor")


PAGES = (
    Page("GET", "/floor", "kiosks", show),
    Page("POST", "/floor/help/{kiosk}", "take_help", take_help),
)
