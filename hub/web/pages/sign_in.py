"""Sign-in, the choice of a desk, and the way out."""

from urllib.parse import quote

from aiohttp import web

from hub.security.actors import Resident, Staff
from hub.web import door
from hub.web.pages.moved import Moved, from_counter
from hub.web.pages.page import Page, Turn, see
from hub.wire import Refusal

SESSION_SECONDS = 12 * 3600  # the cookie's end; the office ends an idle session much sooner


async def home(turn: Turn) -> web.StreamResponse:
    """Everybody to where their work is; strangers to the sign-in."""
    match turn.actor:
        case Staff(away=True):
            return see("/away")
        case Staff(role="clerk", counter=None):
            return see("/desk")
        case Staff(role="clerk"):
            return see("/counter")
        case Staff():
            return see("/floor")
        case _:
            return see("/sign-in")


async def show(turn: Turn) -> web.StreamResponse:
    return turn.page("sign_in.html", to=_inside(turn.request.query.get("to", "/")), login="", refusal=None)


async def sign_in(turn: Turn) -> web.StreamResponse:
    login, password = turn.form.get("login", "").strip(), turn.form.get("password", "")
    to = _inside(turn.form.get("to", "/"))
    signed_in = await turn.office.door.sign_in(Resident(origin=turn.request.remote or ""), login, password)
    if isinstance(signed_in, Refusal):
        status = 429 if signed_in.error == "too_many_tries" else 401
        return turn.page("sign_in.html", status, to=to, login=login, refusal=signed_in)
    response = see(to)
    response.set_cookie(
        door.cookie_name(turn.house.secure),
        signed_in.token,
        max_age=SESSION_SECONDS,
        path="/",
        secure=turn.house.secure,
        httponly=True,
        samesite="Strict",
    )
    return response


async def sign_out(turn: Turn) -> web.StreamResponse:
    await turn.office.door.sign_out(turn.actor)
    response = see("/sign-in")
    response.del_cookie(door.cookie_name(turn.house.secure), path="/", secure=turn.house.secure, httponly=True, samesite="Strict")
    return response


async def leave_desk(turn: Turn) -> web.StreamResponse:
    await turn.office.door.leave_desk(turn.actor)
    return see("/away")


async def away(turn: Turn) -> web.StreamResponse:
    """鍵がかかっています: the desk and its number, nothing else."""
    return await _locked(turn, None)


async def here(turn: Turn) -> web.StreamResponse:
    """Somebody sits here and reads: keys and clicks that ask for nothing count too. A page alone asks whether it still may."""
    return web.Response(status=204)


async def come_back(turn: Turn) -> web.StreamResponse:
    back = await turn.office.door.come_back(turn.actor, turn.form.get("password", ""))
    return await _locked(turn, back) if isinstance(back, Refusal) else see("/counter")


async def _locked(turn: Turn, refusal: Refusal | None) -> web.StreamResponse:
    number = turn.actor.counter if isinstance(turn.actor, Staff) else None
    desk = next((each for each in turn.house.bundle.site.counters if each.number == number), None)
    status = 200 if refusal is None else 429 if refusal.error == "too_many_tries" else 401
    return turn.page("away.html", status, desk=desk, number=await turn.office.door.left_behind(turn.actor), refusal=refusal)


async def desks(turn: Turn) -> web.StreamResponse:
    """`stage`: only the desks that do it, where the clerk asked for a stage."""
    return await _desks(turn, turn.request.query.get("stage", ""), None)


async def _desks(turn: Turn, stage: str, refusal: Refusal | None) -> web.Response:
    """The seat one has or had last first; the others in the order of the house, with who sits there."""
    seats, counters = await turn.office.door.seats(turn.actor), turn.house.bundle.site.counters
    able = [each for each in counters if stage in each.stages] or counters
    own = (turn.actor.counter if isinstance(turn.actor, Staff) else None) or seats.last
    first = next((each for each in able if each.number == own), None)
    status = 200 if refusal is None else 422
    moved = await _moved(turn)
    return turn.page("desks.html", status, counters=able, first=first, taken=seats.taken, stage=stage, refusal=refusal, moved=moved)


async def _moved(turn: Turn) -> Moved | None:
    """Whose seat was taken away is told so."""
    number = turn.actor.counter if isinstance(turn.actor, Staff) else None
    if number is None or any(each.number == number for each in turn.house.bundle.site.counters):
        return None
    change = await turn.office.branch.taken_away(turn.actor, number)
    return from_counter(number, change, turn.house.clock().date(), await turn.office.door.left_behind(turn.actor))


async def take_desk(turn: Turn) -> web.StreamResponse:
    text = turn.form.get("counter", "")
    taken = await turn.office.door.take_counter(turn.actor, int(text) if text.isdecimal() else 0)
    if isinstance(taken, Refusal):
        return await _desks(turn, "", taken)
    stage = turn.form.get("stage", "")
    return see(f"/counter?stage={quote(stage)}" if stage else "/counter")


def _inside(path: str) -> str:
    """A path of this host; nothing that leads elsewhere."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/"


PAGES = (
    Page("GET", "/", "read_public_page", home),
    Page("GET", "/sign-in", "read_public_page", show),
    Page("POST", "/sign-in", "read_public_page", sign_in),
    Page("POST", "/sign-out", "sign_out", sign_out),
    Page("POST", "/away/leave", "leave_desk", leave_desk),
    Page("GET", "/away", "come_back", away),
    Page("POST", "/away", "come_back", come_back),
    Page("GET", "/here", "sign_out", here),
    Page("GET", "/desk", "take_counter", desks),
    Page("POST", "/desk", "take_counter", take_desk),
)
