"""差し戻し: what is to be mended is told the next desk as a note of the record, never in an event."""

import msgspec

from hub.domain.my_number import holds_my_number
from hub.office.casework import NOTES, Handling
from hub.office.refusals import Declined
from hub.wire import RecordView, Refusal

PLAIN = ("identity_again",)  # reasons that say by themselves what is to be done


def sent_back(handling: Handling, visit: str, reason: str, text: str) -> None:
    """Keep the words with the record while this desk has it. Raises Declined without them, or with a My Number in them."""
    text = " ".join(text.split())
    if not text:
        if reason not in PLAIN:
            raise Declined("say_what")
        return
    if holds_my_number(text):
        raise Declined("my_number_written")
    case = handling.case(visit, to_change=False)
    if isinstance(case, RecordView | Refusal):
        raise Declined("not_at_your_counter")
    # a visit of fifty notes still goes back with its reason: the oldest of them gives way to it
    notes = (*case.own.notes[-(NOTES - 1) :], handling.note(text, back=True))
    handling.keep(case, case.visit.id, msgspec.structs.replace(case.own, notes=notes), "noted")
