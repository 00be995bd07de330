"""確かめること of the procedures at a stage, each with the last word on it. Pure."""

from collections.abc import Iterable, Sequence

from config.bundle import Bundle
from config.site import StageId
from hub.wire import ChecklistItem, Ticked


def to_make_sure(bundle: Bundle, stage: StageId, procedures: Iterable[str], ticked: Sequence[Ticked]) -> tuple[ChecklistItem, ...]:
    """`ticked`: the oldest first; what was taken back, or said at another stage, does not count."""
    last = {each.item: each for each in ticked if each.stage == stage}
    found = []
    for each in dict.fromkeys(procedures):
        procedure = bundle.procedures.get(each)
        for check in procedure.checks.get(stage, ()) if procedure is not None else ():
            item = f"{each}.{check}"
            said = last.get(item)
            found.append(ChecklistItem(item, said if said is not None and said.done else None))
    return tuple(found)
