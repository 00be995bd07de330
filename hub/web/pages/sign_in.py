"""Sign-in, the choice of a desk, and the way out."""

from urllib.parse import quote

from aiohttp import web

from hub.security.actors import Resident, Staff
from hub.web import door
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
    signed_in = await turn.office.sign_in(Resident(origin=turn.request.remote or ""), login, password)
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
    await turn.office.sign_out(turn.actor)
    response = see("/sign-in")
    response.del_cookie(door.cookie_name(turn.house.secure), path="/", secure=turn.house.secure, httponly=True, samesite="Strict")
    return response


async def leave_desk(turn: Turn) -> web.StreamResponse:
    await turn.office.leave_desk(turn.actor)
    return see("/away")


async def away(turn: Turn) -> web.StreamResponse:
    """鍵がかかっています: the desk and its number, nothing else."""
    return await _locked(turn, None)


async def come_back(turn: Turn) -> web.StreamResponse:
    back = await turn.office.come_back(turn.actor, turn.form.get("password", ""))
    return await _locked(turn, back) if isinstance(back, Refusal) else see("/counter")


async def _locked(turn: Turn, refusal: Refusal | None) -> web.StreamResponse:
    number = turn.actor.counter if isinstance(turn.actor, Staff) else None
    desk = next((each for each in turn.house.bundle.site.counters if each.number == number), None)
    status = 200 if refusal is None else 429 if refusal.error == "too_many_tries" else 401
    return turn.page("away.html", status, desk=desk, number=await turn.office.left_behind(turn.actor), refusal=refusal)


async def desks(turn: Turn) -> web.StreamResponse:
    """`stage`: only the desks that do it, where the clerk asked for a stage."""
    stage = turn.request.query.get("stage", "")
    counters = turn.house.bundle.site.counters
    return turn.page(
        "desks.html", counters=[each for each in counters if stage in each.stages] or counters, stage=stage, refusal=None
    )


async def take_desk(turn: Turn) -> web.StreamResponse:
    text = turn.form.get("counter", "")
    taken = await turn.office.take_counter(turn.actor, int(text) if text.isdecimal() else 0)
    if isinstance(taken, Refusal):
        return turn.page("desks.html", 422, counters=turn.house.bundle.site.counters, stage="", refusal=taken)
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
    Page("GET", "/desk", "take_counter", desks),
    Page("POST", "/desk", "take_counter", take_desk),
)
