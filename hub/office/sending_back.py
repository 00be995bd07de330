"""差し戻し, 転送: what is to be mended or known is told the next desk as a note of the record, never in an event.

Where the words are the name of an answer of the form, that answer is named in the lists too: a name of a field says nothing of a
person, and whoever calls next knows what to have ready.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

import msgspec

from config.form import Field
from config.my_number import holds_my_number
from config.words import MissingWords, field_words
from hub.domain.visit import Visit
from hub.office.casework import NOTES, Handling
from hub.office.house import House
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
    _keep(handling, visit, text, back=True)


def handed_on_with(handling: Handling, visit: str, text: str) -> None:
    """申し送り of a 転送, for whoever calls next; nothing where nothing was written. Raises Declined."""
    text = " ".join(text.split())
    if text:
        _keep(handling, visit, text, back=False)


def taken_back(handling: Handling, visit: str, since: datetime) -> None:
    """差し戻し was taken back: what it asked for is asked of nobody any more. Its note is this desk's last one, from `since` on."""
    case = handling.case(visit, to_change=False)
    if isinstance(case, RecordView | Refusal):
        return
    own = handling.note("", back=True)
    notes = case.own.notes
    at = next((at for at in reversed(range(len(notes))) if notes[at].back), None)
    if at is not None and notes[at].at >= since and (notes[at].staff, notes[at].counter) == (own.staff, own.counter):
        content = msgspec.structs.replace(case.own, notes=(*notes[:at], *notes[at + 1 :]))
        handling.keep(case, case.visit.id, content, "note_taken_back")


def _keep(handling: Handling, visit: str, text: str, *, back: bool) -> None:
    if holds_my_number(text):
        raise Declined("my_number_written")
    case = handling.case(visit, to_change=False)
    if isinstance(case, RecordView | Refusal):
        raise Declined("not_at_your_counter")
    # a visit of fifty notes still goes on with its reason: the oldest of them gives way to it
    notes = (*case.own.notes[-(NOTES - 1) :], handling.note(text, back=back))
    handling.keep(case, case.visit.id, msgspec.structs.replace(case.own, notes=notes), "noted")


def answer_named(house: House, visit: Visit, text: str) -> str:
    """Procedure and path of the answer whose label these words are, as in Leg.mend; empty where they are others."""
    bundle, text = house.bundle, " ".join(text.split())
    for name in sorted(visit.procedures & bundle.procedures.keys()):
        form = bundle.forms.get(bundle.procedures[name].form or "")
        for path in _paths(tuple(field for step in form.steps for field in step.fields)) if form is not None else ():
            try:
                if form is not None and field_words(bundle, "ja", form.id, path, "label") == text:
                    return f"{name}.{path}"
            except MissingWords:
                continue
    return ""


def _paths(fields: Sequence[Field], above: str = "") -> Iterator[str]:
    for field in fields:
        yield f"{above}{field.id}"
        yield from _paths(field.fields, f"{above}{field.id}.")
