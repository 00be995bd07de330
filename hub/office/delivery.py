"""What is handed over to a visit as it stands now: each thing with the last word on it, and what it costs. Pure."""

from collections.abc import Sequence
from datetime import date

from config.bundle import Bundle
from config.handing import fees_due, to_hand
from config.way import COUNTER_STAGES
from hub.domain.stage import RECEPTION
from hub.wire import Application, Delivery, FeeSettled, Handed, ItemToHand, PriceLine

PAYING = COUNTER_STAGES - {RECEPTION}  # 会計 and 交付


def delivery(
    bundle: Bundle,
    stage: str,
    procedures: Sequence[str],
    applications: Sequence[Application],
    handed: Sequence[Handed],
    settled: Sequence[FeeSettled],
    day: date,
) -> Delivery | None:
    """None at a stage that hands nothing over. `handed`, `settled`: the oldest first; what was said of other copies or of
    another amount does not count any more."""
    if stage not in PAYING:
        return None
    applied = [(each.procedure, each.answers) for each in applications]
    lines = fees_due(bundle, procedures, applied, day)
    amount = sum(line.amount for line in lines)
    last = {each.item: each for each in handed}
    items = to_hand(bundle, procedures, applied) if stage == "delivery" else ()
    fee = settled[-1] if settled and settled[-1].amount == amount and settled[-1].outcome != "open" else None
    return Delivery(
        items=tuple(_item(each.id, each.copies, last.get(each.id)) for each in items),
        prices=tuple(PriceLine(line.id, line.price, line.copies) for line in lines),
        amount=amount,
        fee=fee,
    )


def _item(item: str, copies: int, said: Handed | None) -> ItemToHand:
    counts = said is not None and said.copies == copies and said.outcome != "open"
    return ItemToHand(item=item, copies=copies, said=said if counts else None)
