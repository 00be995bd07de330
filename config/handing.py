"""交付: what a visit is handed at its end, and what that costs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from config.bundle import Bundle
from config.fees import fee_on
from config.form import Answers


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to hand over. `id`: procedure and text id, `certificates.residence_certificate`."""

    id: str
    copies: int


@dataclass(frozen=True, slots=True)
class FeeLine:
    """手数料 of one item: whole yen a copy."""

    id: str
    price: int
    copies: int

    @property
    def amount(self) -> int:
        return self.price * self.copies


def to_hand(bundle: Bundle, procedures: Iterable[str], applied: Sequence[tuple[str, Answers]]) -> tuple[Item, ...]:
    """Certificates asked for in the forms with their copies, then what each procedure gives; what occurs twice is one item."""
    found: dict[str, int] = {}
    known = [bundle.procedures[each] for each in dict.fromkeys(procedures) if each in bundle.procedures]
    for procedure in known:
        for document, copies in _documents(procedure.id, applied):
            id_ = f"{procedure.id}.{document}"
            found[id_] = found.get(id_, 0) + copies
        found |= {f"{procedure.id}.{each}": 1 for each in procedure.gives}
    return tuple(Item(id_, copies) for id_, copies in found.items())


def fees_due(bundle: Bundle, procedures: Iterable[str], applied: Sequence[tuple[str, Answers]], day: date) -> tuple[FeeLine, ...]:
    """What is to be paid on `day`: by the copies of each certificate, else once for each fee of the procedure. Nothing free."""
    found: dict[str, FeeLine] = {}
    for procedure in (bundle.procedures[each] for each in dict.fromkeys(procedures) if each in bundle.procedures):
        by_document = any("documents" in answers for other, answers in applied if other == procedure.id)
        chosen = (
            _documents(procedure.id, applied) if by_document or (procedure.form is not None and len(procedure.fees) > 1) else None
        )
        for document, copies in chosen if chosen is not None else [(each, 1) for each in procedure.fees]:
            fee = fee_on(bundle.fees, document, day)
            if fee is None or fee.counter == 0:
                continue
            id_ = f"{procedure.id}.{document}"
            before = found[id_].copies if id_ in found else 0
            found[id_] = FeeLine(id_, fee.counter, before + copies)
    return tuple(found.values())


def _documents(procedure: str, applied: Sequence[tuple[str, Answers]]) -> list[tuple[str, int]]:
    """(document, copies) of every form of this procedure; one copy where none is said."""
    return [
        (document, _copies(answers, document))
        for other, answers in applied
        if other == procedure
        for document in answers.get("documents", ())
        if isinstance(document, str)
    ]


def _copies(answers: Mapping[str, object], document: str) -> int:
    copies = answers.get(f"copies_{document}")
    return copies if type(copies) is int and copies > 0 else 1
