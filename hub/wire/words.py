"""Words that many messages use, and what every message is."""

from typing import Annotated, Literal, get_args

import msgspec

Language = Literal["ja", "ja-easy", "en", "zh", "ko", "vi", "ne", "pt", "es", "fil"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
Stage = Literal["reception", "examination", "entry", "verification", "accounting", "delivery"]
LegState = Literal["blocked", "waiting", "called", "serving", "on_hold", "absent", "done", "no_show", "cancelled", "left"]
Action = Literal[
    "call",
    "recall",
    "start",
    "finish",
    "mark_absent",
    "mark_no_show",
    "return",
    "cancel",
    "hold",
    "transfer",
    "send_back",
    "leave",
    "take_over",
]
CheckOutcome = Literal["same", "variant", "mismatch", "unreadable"]  # 一致 字体ちがい 不一致 読めない
HandOutcome = Literal["handed", "withheld", "open"]
FeeOutcome = Literal["paid", "without", "open"]
Channel = Literal["kiosk", "portal", "paper"]
ShortText = Annotated[str, msgspec.Meta(max_length=200)]
Word = Annotated[str, msgspec.Meta(pattern="^[a-z_]{0,40}$")]  # of a closed list elsewhere; never free words
ReasonWord = Annotated[str, msgspec.Meta(pattern="^[a-z_]{0,40}$")]  # a page's own reasons, never free words about a person


class Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Base of all messages."""
