"""What was just done, said on the next page: carried over the redirect as words and numbers, never more. Pure."""

import re
from collections.abc import Mapping
from typing import get_args
from urllib.parse import urlencode

from config.bundle import Bundle
from config.words import local
from hub.web.pages.desk import Desk
from hub.web.pages.naming import stage_word, way_of
from hub.wire import MeantNumber, Stage, VisitView

NUMBER = re.compile(r"[A-Z]{1,2}-\d{1,6}")
DID = {
    "recall": "{} をもう一度呼びました",
    "mark_absent": "{} を不在にしました",
    "mark_no_show": "{} を不在のまま終わりました",
    "return": "{} を待ちへ戻しました",
    "cancel": "{} の受付をやめました",
    "hold": "{} を保留にしました",
    "transfer": "{} を転送しました",
    "send_back": "{} を差し戻しました",
    "leave": "{} は帰られました",
    "finish": "{} を送らずに終えました",
    "undo": "{} を取り消しました",
    "filled_in": "{} の うめるものは、すべて入りました",
}
FILLED_IN = "filled_in"
MISSED = "missed"  # the number on the button was not the one that was called
BECAME = {"waiting": "より先に呼ぶ方がいました", "on_hold": "は保留になりました", "absent": "は不在になりました"}


def after(stage: str, did: str = "", told: str | MeantNumber = "", sent: VisitView | None = None, to: str = "") -> str:
    """Where the page goes on after something was done with a number. `sent`: who was sent on with the same press.

    `to`: where somebody was handed on to, as the dialog sent it.
    """
    number = told.number if isinstance(told, MeantNumber) else told
    query = {"stage": stage}
    if did and NUMBER.fullmatch(number):
        query |= {"did": did, "number": number} | ({"to": to} if to else {})
    if isinstance(told, MeantNumber):
        query |= {"became": told.state} | ({"by": str(told.counter)} if told.counter is not None else {})
    if sent is not None:
        query |= {"sent": sent.number, "to": _next_stage(sent, stage)}
    return "/counter?" + urlencode(query)


def _next_stage(view: VisitView, stage: str) -> str:
    """Where the papers lie now, that were at this stage; empty where it was the last."""
    done = max((leg for leg in view.legs if leg.stage == stage and leg.state == "done"), key=lambda leg: leg.since, default=None)
    return next((leg.stage for leg in way_of(view, done) if leg.state == "waiting"), "") if done is not None else ""


def words(bundle: Bundle, query: Mapping[str, str]) -> str:
    """One line beside the large button; empty where there is nothing to say."""
    did, number, sent = query.get("did", ""), query.get("number", ""), query.get("sent", "")
    if NUMBER.fullmatch(sent):
        stage = next((each for each in get_args(Stage) if each == query.get("to")), None)
        return f"{sent} を{stage_word(bundle, stage)}へ送りました" if stage is not None else f"{sent} は終わりました"
    if did == "transfer" and NUMBER.fullmatch(number) and (name := _name_of(bundle, query.get("to", ""))):
        return f"{number} を{name}へ転送しました"
    return DID[did].format(number) if did in DID and NUMBER.fullmatch(number) else ""


def _name_of(bundle: Bundle, to: str) -> str:
    """Of `service:seal` or `counter:7`; empty where there is no such place."""
    kind, _, place = to.partition(":")
    services = {each.id: each.name for each in bundle.site.services}
    counters = {str(each.number): each.name for each in bundle.site.counters}
    name = {"service": services, "counter": counters}.get(kind, {}).get(place)
    return local(name, "ja") if name is not None else ""


def instead(bundle: Bundle, query: Mapping[str, str], desk: Desk) -> str:
    """Why another number came than the button said, beside that number; empty where it is the one."""
    number, here = query.get("number", ""), desk.here.number if desk.here is not None else ""
    if query.get("did") != MISSED or not NUMBER.fullmatch(number) or number == here:
        return ""
    verb = "取りました" if desk.back_office else "呼びました"
    other = next((local(each.name, "ja") for each in bundle.site.counters if str(each.number) == query.get("by")), "")
    became = BECAME.get(query.get("became", ""), "は、もう待っていません")
    why = f"{number} は {other}が{verb}。" if other else f"{number} {became}。"
    return why + (f"次の {here} を{verb}。" if here else "いま待っている方はほかにいません。")
