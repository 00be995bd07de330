"""設定の職員と端末: who may come in, and with which secret, shown on this one page and nowhere again."""

from aiohttp import web

from hub.office.roster import LONGEST_NAME, Secret, Wrong
from hub.security.actors import Staff
from hub.web.pages.page import Page, Turn, see

ROLES = {"clerk": "窓口", "floor_guide": "操作支援・案内", "manager": "係長以上"}
KINDS = {"kiosk": "端末（記載台・窓口用・予備）", "board": "待合表示"}
SAID: dict[Wrong, str] = {
    "login": "ログイン名は、英小文字と数字で2文字から20文字です。",
    "login_taken": "そのログイン名は、ほかの方が使っています。",
    "name": f"名前は1文字から{LONGEST_NAME}文字です。",
    "role": "役割をえらんでください。",
    "number": "端末で押す番号は、数字2けたから4けたです。",
    "number_taken": "その番号は、ほかの方が使っています。",
    "device": "名前は 01 から 99 の数字2けたです。",
    "gone": "その方はもういません。画面を開きなおしてください。",
    "oneself": "自分はやめられません。ほかの係長以上の方にたのんでください。",
    "last_manager": "係長以上の方がいなくなります。先にほかの方をたしてください。",
}


async def people(turn: Turn) -> web.StreamResponse:
    return await _people(turn)


async def change_people(turn: Turn) -> web.StreamResponse:
    """The secret is in the answer itself: a reload asks the browser first, and nothing keeps it."""
    form, office, actor = turn.form, turn.office, turn.actor
    who = form.get("person", "")[:64]
    match form.get("do", ""):
        case "take_on":
            login = form.get("login", "").strip()
            answer: Secret | Wrong | None = await office.roster.take_on_staff(
                actor, login, form.get("role", ""), form.get("name", "").strip()
            )
        case "password":
            answer = await office.roster.renew_password(actor, who)
        case "pin":
            answer = await office.roster.give_pin(actor, who, form.get("number", "").strip())
        case "leave":
            answer = await office.roster.staff_left(actor, who)
        case "back":
            answer = await office.roster.staff_came_back(actor, who)
        case _:
            answer = None
    return see("/settings/staff") if answer is None else await _people(turn, answer)


async def devices(turn: Turn) -> web.StreamResponse:
    return await _devices(turn)


async def change_devices(turn: Turn) -> web.StreamResponse:
    kind, name = turn.form.get("kind", ""), turn.form.get("name", "").strip()
    if turn.form.get("do") == "revoke":
        await turn.office.roster.take_away_token(turn.actor, kind, name)
        return see("/settings/devices")
    return await _devices(turn, await turn.office.roster.enrol(turn.actor, kind, name))


async def _people(turn: Turn, answer: Secret | Wrong | None = None) -> web.Response:
    found, _ = await turn.office.roster.roster(turn.actor)
    return turn.page(
        "settings_staff.html",
        422 if isinstance(answer, str) else 200,
        people=found,
        roles=ROLES,
        typed=turn.form,
        own=turn.actor.id if isinstance(turn.actor, Staff) else "",
        **_told(answer),
    )


async def _devices(turn: Turn, answer: Secret | Wrong | None = None) -> web.Response:
    _, found = await turn.office.roster.roster(turn.actor)
    status = 422 if isinstance(answer, str) else 200
    return turn.page("settings_devices.html", status, devices=found, kinds=KINDS, typed=turn.form, **_told(answer))


def _told(answer: Secret | Wrong | None) -> dict[str, object]:
    return {
        "secret": answer if isinstance(answer, Secret) else None,
        "wrong": SAID[answer] if isinstance(answer, str) else "",
        "wrong_at": answer if isinstance(answer, str) else "",
    }


PAGES = (
    Page("GET", "/settings/staff", "manage_people", people),
    Page("POST", "/settings/staff", "manage_people", change_people),
    Page("GET", "/settings/devices", "manage_people", devices),
    Page("POST", "/settings/devices", "manage_people", change_devices),
)
