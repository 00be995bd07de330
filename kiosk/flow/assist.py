"""What a kiosk knows of staff in front of it, and of the papers they ask for. Nothing of any resident's answers."""

from datetime import datetime
from typing import Literal

import msgspec

from hardware.printer.port import JobState, PrinterState
from hub.wire import Language, Ticket

AssistPage = Literal["pin", "panel", "number", "reason", "confirm", "paper", "role", "roll", "consent"]
Purpose = Literal["", "reissue", "cancel", "cancel_entry"]


class Form(msgspec.Struct, frozen=True):
    """A number for a paper form. `service` empty: not chosen yet."""

    service: str = ""
    people: int = 1
    language: Language = "ja"
    consideration: bool = False


class Assist(msgspec.Struct, frozen=True):
    """`unlock` empty: not unlocked. `waiting`: the hub is asked, every key is dead. `told`, `about`: what came of the last step."""

    page: AssistPage = "pin"
    entering: Literal["number", "pin"] = "number"
    number: str = ""
    pin: str = ""
    unlock: str = ""
    staff: str = ""
    role: str = ""
    ends_at: datetime | None = None
    spare: bool = False
    counter: int | None = None  # the desk this kiosk stands beside
    waiting: bool = False
    told: str = ""  # text key
    about: str = ""
    purpose: Purpose = ""
    reason: str = ""  # of the cancelling that is asked about once more
    typed: str = ""  # of a number: letter and digits
    form: Form = Form()
    handed: int = 0  # numbers given here so far
    ticket: Ticket | None = None  # the paper asked for last
    copy: int = 1
    language: Language = "ja"
    orders: int = 0
    paper: JobState | None = None
    fault: PrinterState | None = None

    def __repr__(self) -> str:
        return f"Assist({self.page})"
