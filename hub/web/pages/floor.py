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
    """One kiosk as staff see it from across the room. `look`: idle, used, help, device or away.

    `fault`: what is wrong with it besides, as (shape, words). `crashes`: windows that ended by themselves, for city IT.
    """

    kiosk: str
    name: str
    look: str
    shape: str
    state: str
    detail: str
    help_since: datetime | None
    fault: tuple[str, str] | None = None
    crashes: int = 0


def tile(view: KioskView, now: datetime) -> Tile:
    """What needs a person first: help, then silence, then a device, then what the resident does."""
    state = view.state
    fault = _fault(view, now)
    if view.help_since is not None:
        look, shape, word = "help", "！", "呼んでいます"
        detail = f"{minutes(view.help_since, now)}分" + (f"・手順 {state.step}/{state.steps}" if state and state.step else "")
    elif fault is not None:
        look, shape, word, detail = fault
    elif state is not None and state.state in ("in_use", "help_called"):
        look, shape, word = "used", "●", "入力中"
        detail = f"手順 {state.step}/{state.steps}" if state.step and state.steps else ""
    else:
        look, shape, word, detail = "idle", "○", "空き", ""
    if state is not None and state.printer == NEAR_END and not detail:
        detail = "用紙がもうすぐ切れます"
    name = str(int(view.kiosk)) if view.kiosk.isdecimal() else view.kiosk
    return Tile(
        view.kiosk,
        name,
        look,
        shape,
        word,
        detail,
        view.help_since,
        fault=(fault[1], fault[2]) if fault is not None and look == "help" else None,
        crashes=state.crashes if state else 0,
    )


def _fault(view: KioskView, now: datetime) -> tuple[str, str, str, str] | None:
    """Look, shape, words and detail of what is wrong with the kiosk itself."""
    state = view.state
    if view.last_seen is None or (now - view.last_seen).total_seconds() > SILENT_SECONDS:
        detail = "まだ一度もつながっていません" if view.last_seen is None else "番号は端末だけで出せます"
        return "away", "×", "つながらない", detail
    if state is None:
        return None
    if state.state == "out_of_service":
        return "away", "×", "使えません", "端末の画面を確かめてください"
    if state.printer in PRINTERS:
        return "device", "▤", PRINTERS[state.printer], "番号は画面に出しています"
    if state.reader == "fault":
        return "device", "▣", "読み取り機", "カードが読めません。手で入力できます"
    return None


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
