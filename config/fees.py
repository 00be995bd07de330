"""What a certificate costs on a day, here and at a convenience store, and when the store may be hinted at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from config.bundle import Bundle
from config.form import Answers
from config.procedure import Fee

AGE_FOR_STORE = 15


@dataclass(frozen=True, slots=True)
class StoreHint:
    """Yen for everything asked for: at the store, here, and the difference (> 0)."""

    store_fee: int
    counter_fee: int

    @property
    def difference(self) -> int:
        return self.counter_fee - self.store_fee


def fee_on(fees: Sequence[Fee], id: str, day: date) -> Fee | None:
    """The fee `id` on `day`: of the rows valid then, the one that began last. A promotion ends by itself."""
    valid = [
        fee
        for fee in fees
        if fee.id == id
        and (fee.valid_from is None or date.fromisoformat(fee.valid_from) <= day)
        and (fee.valid_until is None or day <= date.fromisoformat(fee.valid_until))
    ]
    return max(valid, key=lambda fee: fee.valid_from or "", default=None)


def total(bundle: Bundle, answers: Answers, day: date) -> int:
    """Yen at the counter for the certificates asked for, each with its copies; one copy where none is said yet."""
    return sum(copies * fee.counter for fee, copies in _asked_for(bundle, answers, day))


def store_hint(bundle: Bundle, answers: Answers, day: date, *, card_at_hand: bool, move_filed: bool) -> StoreHint | None:
    """Whether all that is asked for can be had cheaper at a convenience store.

    Only for oneself (the card and its PIN are one's own), from 15 years on, and not while a move is being filed.
    """
    items = list(_asked_for(bundle, answers, day))
    if not card_at_hand or move_filed or not items or answers.get("requester") != "self":
        return None
    if len(items) != len(answers.get("documents", ())) or _too_young(answers.get("birth_date"), day):
        return None
    stores = [copies * fee.store for fee, copies in items if fee.store is not None]
    hint = StoreHint(sum(stores), sum(copies * fee.counter for fee, copies in items))
    return hint if len(stores) == len(items) and hint.difference > 0 else None


def instead_of_visit(bundle: Bundle, procedures: Sequence[str], answers: Answers, day: date) -> StoreHint | None:
    """The prices where the whole visit is for certificates that a store has for less: then nobody needs to wait here."""
    asked = set(answers.get("documents", ()))
    if not all(asked and asked <= set(bundle.procedures[one].fees) for one in procedures):
        return None
    return store_hint(bundle, answers, day, card_at_hand=answers.get("q_card") != "no", move_filed=False)


def one_copy(bundle: Bundle, fees: Sequence[str], day: date) -> tuple[str, StoreHint] | None:
    """The first of these certificates that a store has cheaper on `day`, with its prices; None where none is."""
    for id in fees:
        fee = fee_on(bundle.fees, id, day)
        if fee is not None and fee.store is not None and fee.store < fee.counter:
            return id, StoreHint(fee.store, fee.counter)
    return None


def _asked_for(bundle: Bundle, answers: Answers, day: date) -> list[tuple[Fee, int]]:
    found: list[tuple[Fee, int]] = []
    for document in answers.get("documents", ()):
        fee = fee_on(bundle.fees, document, day)
        copies = answers.get(f"copies_{document}", 1)
        if fee is not None:
            found.append((fee, copies if isinstance(copies, int) else 1))
    return found


def _too_young(birth_date: object, day: date) -> bool:
    """Whether somebody is under 15 on `day`; unknown counts as old enough, the store asks the card."""
    if not isinstance(birth_date, str):
        return False
    try:
        born = date.fromisoformat(birth_date)
    except ValueError:
        return False
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day)) < AGE_FOR_STORE
