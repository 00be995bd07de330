"""What was just done, said beside the large button: carried over the redirect as a word and a number, never more. Pure."""

import re
from collections.abc import Mapping
from urllib.parse import urlencode

from hub.web.pages.desk import Desk

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
    "undo": "{} を取り消しました",
}
MISSED = "missed"  # the number on the button was not the one that was called


def after(stage: str, did: str = "", number: str = "") -> str:
    """Where the page goes on after something was done."""
    told = {"did": did, "number": number} if did and NUMBER.fullmatch(number) else {}
    return "/counter?" + urlencode({"stage": stage, **told})


def words(query: Mapping[str, str], desk: Desk) -> str:
    """One line; empty where there is nothing to say."""
    did, number = query.get("did", ""), query.get("number", "")
    if not NUMBER.fullmatch(number):
        return ""
    if did == MISSED:
        return _missed(number, desk)
    return DID[did].format(number) if did in DID else ""


def _missed(number: str, desk: Desk) -> str:
    """Why another number came than the button said."""
    if any(row.number == number for row in desk.waiting):
        return f"{number} より先に呼ぶ方がいました"
    if desk.here is not None and desk.here.number == number:
        return ""
    return f"{number} はほかの窓口が呼びました"
