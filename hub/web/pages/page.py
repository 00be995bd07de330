"""One page as a value: like the routes of the API, but it answers with HTML, sends people to the sign-in, and takes forms."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from aiohttp import web

from hub.office import Office
from hub.security.actors import Actor, Resident, role_of
from hub.security.may import may
from hub.web import door, errors
from hub.web.errors import Refused
from hub.web.keys import HOUSE, House
from hub.web.pages import languages
from hub.web.pages.upload import fields_and_file


@dataclass(frozen=True, slots=True)
class Turn:
    """One request for a page, allowed. `form`: the fields sent; several values of one name are joined by line ends.

    `file`: of a page that takes one; one byte more than it takes where it was too long.
    """

    request: web.Request
    house: House
    actor: Actor
    form: Mapping[str, str] = field(default_factory=dict)
    file: bytes = b""

    @property
    def office(self) -> Office:
        return self.house.office

    def page(self, template: str, status: int = 200, **values: object) -> web.Response:
        """A choice of language made with this request is remembered for the pages after it."""
        response = self.house.pages.page(
            template, status, actor=self.actor, page_token=door.page_token(self.request), path=self.request.path, **values
        )
        chosen = languages.known(self.house.bundle, self.request.query.get("language", ""))
        if chosen is not None:
            languages.remember(response, chosen, secure=self.house.secure)
        return response


@dataclass(frozen=True, slots=True)
class Page:
    """`action`: asked of hub.security.may before anything else. `takes`: bytes of a file sent with the form, 0 for none."""

    method: str
    path: str
    action: str
    answer: Callable[[Turn], Awaitable[web.StreamResponse]]
    takes: int = 0


def page(each: Page) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """The aiohttp handler of a page."""

    async def answer(request: web.Request) -> web.StreamResponse:
        house = request.app[HOUSE]
        actor = await door.actor_of(request)
        if not may(actor, each.action):
            if role_of(actor) == "away":
                # whatever was asked for: first the password
                raise web.HTTPSeeOther("/away")
            if isinstance(actor, Resident):
                if request.method == "GET":
                    raise web.HTTPSeeOther(f"/sign-in?to={quote(request.path_qs)}")
                raise Refused(errors.NOT_SIGNED_IN)
            raise Refused(errors.not_allowed(each.action))
        door.check_origin(request)
        form: dict[str, str] = {}
        file = b""
        if each.takes:
            form, file = await fields_and_file(request, each.takes)
            door.check_page_token(request, actor, form.pop("page_token", ""))
        elif request.method == "POST":
            for name, given in (await request.post()).items():
                if isinstance(given, str):
                    form[name] = f"{form[name]}\n{given}" if name in form else given
            door.check_page_token(request, actor, form.pop("page_token", ""))
        return await each.answer(Turn(request, house, actor, form, file))

    return answer


def see(path: str) -> web.Response:
    """Go there by GET: a reload never repeats what was done."""
    return web.Response(status=303, headers={"Location": path})
