"""What a session wants done. The UI process decides; it or its parent acts, and answers with events.

What holds anything the resident typed, wrote or laid down is done in the UI process (kiosk.personal) and ends with it. The rest
passes to the parent.
"""

from typing import Literal

import msgspec

from hardware.cards.port import Secret
from hardware.printer.port import Slip
from hub import wire
from hub.wire import OpenVisit
from kiosk.flow.events import Strokes


class Effect(msgspec.Struct, frozen=True, tag_field="effect", tag=True):
    """Base of all effects."""


# What kana are typed for: a family name (or a whole one), a given name, the name of a building, anything else.
Meant = Literal["family", "given", "building", "words"]


class Convert(Effect, frozen=True):
    """Kana to kanji → Candidates."""

    kana: str
    meant: Meant = "family"


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
    """→ CardSeen or CardFailed. `changed`: not before something else lies there than now."""

    changed: bool = False


class ReadCard(Effect, frozen=True):
    """One try → CardRead or CardFailed."""

    secret: Secret
    allow_last_try: bool = False


class WatchTray(Effect, frozen=True):
    """Whether anything lies on the reader, no word to it → CardLies, at once and at every change."""


class LeaveCard(Effect, frozen=True):
    """Stop waiting for a card and watching its tray."""


class StartScanner(Effect, frozen=True):
    """→ CodeSeen, CameraPicture, CameraChanged."""


class StopScanner(Effect, frozen=True):
    """Close the camera."""


class FindEntry(Effect, frozen=True):
    """A scanned or typed reception code → EntryFound or EntryRefused."""

    code: str


class SaveEntry(Effect, frozen=True):
    """An unfinished entry, to go on with later → EntrySaved or EntryNotSaved. `key`: of the press."""

    key: str
    message: wire.SaveEntry

    def __repr__(self) -> str:
        return "SaveEntry()"


class TakeNumber(Effect, frozen=True):
    """→ NumberTaken or NumberRefused. `key`: one press, one key; a repeat brings the same number.

    For the paper of a number the kiosk gives itself: `bring`, text keys, and `adds`, procedures `visit` does not name.
    """

    key: str
    visit: OpenVisit
    bring: tuple[str, ...] = ()
    adds: tuple[str, ...] = ()


class PrintSlip(Effect, frozen=True):
    """→ SlipChanged, as often as it changes. `copy` from 2 on is a 再発行."""

    visit: str
    slip: Slip
    copy: int = 1


class PrintCode(Effect, frozen=True):
    """The paper with the code of a saved entry → SlipChanged. `paper`: kiosk.flow.saving.paper_of."""

    paper: str
    slip: Slip

    def __repr__(self) -> str:
        return "PrintCode()"


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


class Unlock(Effect, frozen=True):
    """Staff number and PIN, typed at this kiosk → KioskUnlocked or AssistRefused."""

    kiosk: str
    number: str
    pin: str

    def __repr__(self) -> str:
        return "Unlock()"


class ReissueSlip(Effect, frozen=True):
    """→ SlipReissued or AssistRefused."""

    message: wire.Reissue


class CancelNumber(Effect, frozen=True):
    """→ NumberCancelled or AssistRefused."""

    message: wire.CancelNumber


class HandNumber(Effect, frozen=True):
    """A number for a paper form → NumberHanded or AssistRefused. `key`: one press, one key."""

    key: str
    message: wire.HandNumber


class NoteAssistance(Effect, frozen=True):
    """What staff did at the kiosk alone, for the hub's story."""

    message: wire.Assistance


class TakeRole(Effect, frozen=True):
    """→ RoleTaken or AssistRefused."""

    message: wire.TakeRole


class EndUnlock(Effect, frozen=True):
    """Staff have left; told even where the visit ends with it."""

    unlock: str


class SetTraining(Effect, frozen=True):
    """操作研修 on or off, for the visits to come too."""

    on: bool


class End(Effect, frozen=True):
    """The visit is over: forget everything. The UI process ends after this one."""


PersonalEffect = (
    Convert
    | Recognise
    | LookUpPostalCode
    | WaitForCard
    | ReadCard
    | WatchTray
    | LeaveCard
    | StartScanner
    | StopScanner
    | FindEntry
    | SaveEntry
    | TakeNumber
    | PrintCode
    | Unlock
)
StaffEffect = ReissueSlip | CancelNumber | HandNumber | TakeRole | NoteAssistance | EndUnlock | SetTraining
ParentEffect = PrintSlip | ReportSlip | CallHelp | ShowStep | Speak | Hush | StaffEffect | End
AnyEffect = PersonalEffect | ParentEffect
