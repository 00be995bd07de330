"""How kiosks, boards and their devices stand, and what became of a slip."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from hub.wire.words import Message, ShortText, Word

Device = Literal["printer", "reader", "camera", "speaker"]


class RefusedNumber(Message, frozen=True):
    """A number a kiosk gave by itself and the hub does not take over: whoever holds it waits for nothing. `error`: of Refusal."""

    number: Annotated[str, msgspec.Meta(max_length=8)]
    error: Word
    since: datetime


class KioskState(Message, frozen=True):
    """A kiosk's heartbeat for the floor: no procedure, no value of any field. `step` counts from 1 of `steps`.

    Devices in their own words: `none` is not there, `unknown` not heard of yet. `since`: by the kiosk's clock.
    """

    state: Literal["idle", "in_use", "help_called", "out_of_service"]
    step: int | None = None
    steps: int | None = None
    printer: Word = "unknown"  # hardware.printer.port.PrinterState
    reader: Literal["ready", "fault", "none", "unknown"] = "unknown"
    camera: Word = "unknown"  # hardware.scanner.port.ScannerState
    version: ShortText = ""
    crashes: int = 0  # windows that ended by themselves since the kiosk was started
    speaker: Word = "unknown"  # hardware.speech.port.SpeakerState
    since: dict[Device, datetime] = msgspec.field(default_factory=dict)  # since when each device is as it is
    refused: tuple[RefusedNumber, ...] = ()
    card_left: datetime | None = None  # since when a card lies on the reader that nobody came back for
    training: bool = False  # 操作研修: what is entered there reaches nobody


class BoardHealth(Message, frozen=True):
    """A board's heartbeat for the floor. `speaker`: hardware.speech.port.SpeakerState, or none; since when, by its own clock."""

    speaker: Word = "unknown"
    since: datetime | None = None


class HelpCall(Message, frozen=True):
    """職員をよぶ: on, or off again."""

    on: bool


SlipResult = Literal["printed", "printed_unverified", "uncertain", "held", "failed_clean", "cancelled", "missing"]


class SlipPrinted(Message, frozen=True):
    """What became of the paper of a visit: a state of hardware.printer.port.JobState, or `missing`: the resident says none came.

    `fault`: the PrinterState to be mended. `at`: when, by the kiosk's clock, however late this arrives.
    """

    visit: str
    result: SlipResult
    copy: int = 1
    fault: Word = ""
    at: datetime | None = None


class KioskView(Message, frozen=True):
    """One kiosk on the floor view. `state` None: enrolled, not heard of since the hub started. `at_step_since`: in use.

    `going_since`, `going`: since when somebody is on the way to it after its call for help, and their name.
    """

    kiosk: str
    state: KioskState | None
    last_seen: datetime | None
    help_since: datetime | None = None
    at_step_since: datetime | None = None
    going_since: datetime | None = None
    going: str = ""


class BoardView(Message, frozen=True):
    """One board on the floor view. `health` None: enrolled, not heard of since the hub started."""

    board: str
    health: BoardHealth | None
    last_seen: datetime | None


class PaperTrouble(Message, frozen=True):
    """The paper of a visit that still waits for its first call, not proved to be out. `kiosk`: where it was to come."""

    visit: str
    number: str
    kiosk: str
    result: SlipResult
    fault: Word
    since: datetime
