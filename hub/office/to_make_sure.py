"""確かめること of the procedures at a stage, and 持ち物 at the reception, each with the last word on it. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date

from config.bundle import Bundle
from config.guidance import guidance
from config.site import StageId
from hub.wire import Application, ChecklistItem, Ticked

RECEPTION: StageId = "reception"  # where 持ち物 are shown
IDENTITY = ("bring.identity", "bring.photo_identity")  # 本人確認 is asked and kept by itself


def to_make_sure(bundle: Bundle, stage: StageId, procedures: Iterable[str], ticked: Sequence[Ticked]) -> tuple[ChecklistItem, ...]:
    """`ticked`: the oldest first; what was taken back, or said at another stage, does not count."""
    known = [each for each in dict.fromkeys(procedures) if each in bundle.procedures]
    items = [f"{each}.{check}" for each in known for check in bundle.procedures[each].checks.get(stage, ())]
    return _with_last_word(items, stage, ticked)


def to_be_shown(
    bundle: Bundle, applications: Sequence[Application], ticked: Sequence[Ticked], day: date
) -> tuple[ChecklistItem, ...]:
    """What the answers as they are now ask to bring, `bring.text id`, with what the reception saw; `ticked` as above."""
    applied = [(each.procedure, each.answers) for each in applications if each.procedure in bundle.procedures]
    told = guidance(bundle, applied, day).bring
    return _with_last_word([key for key in told if key not in IDENTITY], RECEPTION, ticked)


def _with_last_word(items: Iterable[str], stage: StageId, ticked: Sequence[Ticked]) -> tuple[ChecklistItem, ...]:
    last = {each.item: each for each in ticked if each.stage == stage}
    said = {item: each for item, each in last.items() if each.done}
    return tuple(ChecklistItem(item, said.get(item)) for item in items)
