"""手数料 of what was entered at home: each certificate with its copies, the sum, and what a store takes for it. Pure."""

from dataclasses import dataclass
from datetime import date

from config.bundle import Bundle
from config.fees import instead_of_visit
from config.handing import FeeLine, fees_due
from config.words import words
from hub.web.pages.entries import Entry
from hub.web.pages.filling import applications_of


@dataclass(frozen=True, slots=True)
class Prices:
    """`lines`: (what, copies × price = amount). `store`: where all of it can be had for less, what it costs there and how."""

    lines: tuple[tuple[str, str], ...]
    total: str
    store: tuple[str, str] | None


def prices(bundle: Bundle, entry: Entry, today: date, language: str) -> Prices | None:
    """On the day planned, else today; None where nothing is to be paid."""
    applied = [(each.procedure, each.answers) for each in applications_of(bundle, entry)]
    planned = next((day for _, answers in applied if (day := _day(answers.get("visit_date"))) is not None), today)
    due = fees_due(bundle, entry.procedures, applied, planned)
    if not due:
        return None
    answers = {name: value for _, each in applied for name, value in each.items()}
    hint = instead_of_visit(bundle, entry.procedures, answers, planned)
    store = None
    if hint is not None:
        price = words(bundle, language, "hint.price_at_home", store_fee=f"{hint.store_fee:,}", difference=f"{hint.difference:,}")
        store = price, words(bundle, language, "hint.time")
    return Prices(
        tuple(_line(bundle, each, language) for each in due),
        words(bundle, language, "fee.yen", yen=f"{sum(each.amount for each in due):,}"),
        store,
    )


def _line(bundle: Bundle, each: FeeLine, language: str) -> tuple[str, str]:
    counted = words(bundle, language, "fee.copies", copies=each.copies, price=each.price, amount=f"{each.amount:,}")
    return words(bundle, language, f"fee.{each.id.partition('.')[2]}"), counted


def _day(written: object) -> date | None:
    try:
        return date.fromisoformat(written) if isinstance(written, str) else None
    except ValueError:
        return None
