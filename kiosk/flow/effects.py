"""What a session wants done. The UI process decides; it or its parent acts, and answers with events.

What holds anything the resident typed, wrote or laid down is done in the UI process (kiosk.personal) and ends with it. The rest
passes to the parent.
"""

import msgspec

from hardware.cards.port import Secret
from hardware.printer.port import Slip
from hub.wire import OpenVisit
from kiosk.flow.events import Strokes


class Effect(msgspec.Struct, frozen=True, tag_field="effect", tag=True):
    """Base of all effects."""


class Convert(Effect, frozen=True):
    """Kana to kanji → Candidates. `name`: one segment, as a name is."""

    kana: str
    name: bool = True


class Recognise(Effect, frozen=True):
    """Strokes of one character → Characters with the same `turn`. Without strokes: get ready."""

    turn: int
    strokes: Strokes = ()

    def __repr__(self) -> str:
        return "Recognise()"


class LookUpPostalCode(Effect, frozen=True):
    """→ Towns."""

    postal_code: str


class WaitForCard(Effect, frozen=True):
    """→ CardSeen or CardFailed."""


class ReadCard(Effect, frozen=True):
    """One try → CardRead or CardFailed."""

    secret: Secret
    allow_last_try: bool = False


class LeaveCard(Effect, frozen=True):
    """Stop waiting for a card."""


class StartScanner(Effect, frozen=True):
    """→ CodeSeen, CameraPicture, CameraChanged."""


class StopScanner(Effect, frozen=True):
    """Close the camera."""


class FindEntry(Effect, frozen=True):
    """A scanned or typed reception code → EntryFound or EntryRefused."""

    code: str


class TakeNumber(Effect, frozen=True):
    """→ NumberTaken or NumberRefused. `key`: one press, one key; a repeat brings the same number."""

    key: str
    visit: OpenVisit


class PrintSlip(Effect, frozen=True):
    """→ SlipChanged, as often as it changes. `copy` from 2 on is a 再発行."""

    visit: str
    slip: Slip
    copy: int = 1


class ReportSlip(Effect, frozen=True):
    """The resident's own answer about the paper."""

    visit: str
    came: bool
    copy: int = 1


class CallHelp(Effect, frozen=True):
    on: bool


class ShowStep(Effect, frozen=True):
    """For the floor view: the step, never the procedure."""

    step: int
    steps: int


class Speak(Effect, frozen=True):
    language: str
    text: str


class Hush(Effect, frozen=True):
    """Stop speaking."""


class End(Effect, frozen=True):
    """The visit is over: forget everything. The UI process ends after this one."""


PersonalEffect = Convert | Recognise | LookUpPostalCode | WaitForCard | ReadCard | LeaveCard | FindEntry | TakeNumber
ParentEffect = StartScanner | StopScanner | PrintSlip | ReportSlip | CallHelp | ShowStep | Speak | Hush | End
AnyEffect = PersonalEffect | ParentEffect
