"""Kiosks and boards: how they stand, for the floor; help calls, and what became of papers."""

from hub import wire
from hub.security.actors import Kiosk
from hub.web import errors
from hub.web.api.route import Answer, Ask, Route
from hub.web.errors import Refused


async def report_state(ask: Ask) -> Answer:
    _own(ask)
    return await ask.office.floor.report_kiosk(ask.actor, ask.message)


async def call_help(ask: Ask) -> Answer:
    _own(ask)
    return await ask.office.floor.call_help(ask.actor, ask.message)


async def take_help(ask: Ask) -> Answer:
    return await ask.office.floor.take_help(ask.actor, ask.path["kiosk"])


async def report_slip(ask: Ask) -> Answer:
    return await ask.office.floor.report_slip(ask.actor, ask.message)


async def kiosks(ask: Ask) -> Answer:
    return await ask.office.floor.kiosks(ask.actor)


async def report_board(ask: Ask) -> Answer:
    return await ask.office.floor.report_board(ask.actor, ask.message)


async def boards(ask: Ask) -> Answer:
    return await ask.office.floor.boards(ask.actor)


async def papers(ask: Ask) -> Answer:
    return await ask.office.floor.papers(ask.actor)


async def settle_paper(ask: Ask) -> Answer:
    return await ask.office.floor.settle_paper(ask.actor, ask.path["visit"])


async def unlock_unread(ask: Ask) -> Answer:
    _own(ask)
    return await ask.office.assistance.unlock_kiosk_unread(ask.actor, ask.message)


async def reissue(ask: Ask) -> Answer:
    _own(ask)
    return await ask.office.assistance.reissue_slip(ask.actor, ask.message)


async def cancel_number(ask: Ask) -> Answer:
    _own(ask)
    return await ask.office.assistance.cancel_number(ask.actor, ask.message)


async def hand_number(ask: Ask) -> Answer:
    _own(ask)
    return await ask.office.assistance.hand_number(ask.actor, ask.message, ask.key)


async def note_assistance(ask: Ask) -> Answer:
    _own(ask)
    return await ask.office.assistance.note_assistance(ask.actor, ask.message)


async def take_role(ask: Ask) -> Answer:
    _own(ask)
    return await ask.office.assistance.take_role(ask.actor, ask.message)


async def end_unlock(ask: Ask) -> Answer:
    _own(ask)
    return await ask.office.assistance.end_unlock(ask.actor, ask.message)


def _own(ask: Ask) -> None:
    """A kiosk speaks for itself only."""
    if not (isinstance(ask.actor, Kiosk) and ask.actor.id == ask.path["kiosk"]):
        raise Refused(errors.not_allowed("report for another kiosk"))


ROUTES = (
    Route("GET", "/api/kiosks", "kiosks", kiosks, "Every kiosk, for the floor", reply=tuple[wire.KioskView, ...]),
    Route(
        "PUT",
        "/api/kiosks/{kiosk}/state",
        "report_kiosk",
        report_state,
        "A kiosk's heartbeat",
        wire.KioskState,
        status=204,
        told=True,
    ),
    Route("POST", "/api/kiosks/{kiosk}/help", "call_help", call_help, "職員をよぶ, on or off", wire.HelpCall, status=204),
    Route("POST", "/api/kiosks/{kiosk}/help/taken", "take_help", take_help, "行きます: somebody goes there", status=204),
    Route(
        "POST",
        "/api/sealed/kiosks/{kiosk}/unlock",
        "unlock_kiosk_unread",
        unlock_unread,
        "Staff: number and PIN; the Unlock is sealed to the hub",
        wire.SealedCall,
        wire.Unlocked,
    ),
    Route("POST", "/api/kiosks/{kiosk}/unlock/reissue", "reissue_slip", reissue, "再発行", wire.Reissue, wire.Reissued),
    Route("POST", "/api/kiosks/{kiosk}/unlock/cancel", "cancel_number", cancel_number, "取消", wire.CancelNumber, status=204),
    Route(
        "POST",
        "/api/kiosks/{kiosk}/unlock/number",
        "hand_number",
        hand_number,
        "A number for a paper form",
        wire.HandNumber,
        wire.Ticket,
        201,
        "must",
    ),
    Route(
        "POST",
        "/api/kiosks/{kiosk}/unlock/done",
        "note_assistance",
        note_assistance,
        "What was done at the kiosk alone",
        wire.Assistance,
        status=204,
    ),
    Route("POST", "/api/kiosks/{kiosk}/unlock/role", "take_role", take_role, "役割 of a spare", wire.TakeRole, status=204),
    Route(
        "POST",
        "/api/kiosks/{kiosk}/unlock/end",
        "end_unlock",
        end_unlock,
        "The kiosk is the resident's again",
        wire.EndUnlock,
        status=204,
    ),
    Route("POST", "/api/slips", "report_slip", report_slip, "What became of a paper", wire.SlipPrinted, status=204),
    Route("GET", "/api/slips/trouble", "papers", papers, "Papers not proved to be out", reply=tuple[wire.PaperTrouble, ...]),
    Route("POST", "/api/slips/{visit}/settled", "settle_paper", settle_paper, "Staff saw to a paper", status=204),
    Route("GET", "/api/boards", "boards", boards, "Every board, for the floor", reply=tuple[wire.BoardView, ...]),
    Route(
        "PUT",
        "/api/boards/health",
        "report_board",
        report_board,
        "The asking board's heartbeat",
        wire.BoardHealth,
        status=204,
        told=True,
    ),
)
