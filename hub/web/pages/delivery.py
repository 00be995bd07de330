"""交付 as its page shows it: what is handed over, what it costs, what is still open, and whose papers are nearly ready. Pure."""

from dataclasses import dataclass
from datetime import datetime

from config.bundle import Bundle
from config.words import has_words, words
from hub.domain.reasons import WITHHELD, WITHOUT_FEE
from hub.office.being_made import BeingMade
from hub.web.pages.corrections import who
from hub.web.pages.dates import hour, minutes
from hub.web.pages.desk_keys import Missing
from hub.web.pages.dialogs import Option
from hub.web.pages.naming import STATES, stage_word, what_for
from hub.wire import RecordView

WITHHELD_WORDS = {
    "not_wanted": "いらないとのこと",
    "by_post": "郵送する",
    "later": "後日お渡しする",
    "not_made": "作らなかった",
    "other": "そのほか",
}
WITHOUT_WORDS = {
    "exempt": "免除（法令・条例）",
    "not_handed": "書類を渡さない",
    "paid_elsewhere": "ほかの窓口で収納",
    "other": "そのほか",
}


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing to hand over. `said`: 渡した or 渡さない and why, empty while open; `told`: when and who."""

    item: str
    label: str
    copies: int
    handed: bool
    said: str
    told: str

    @property
    def place(self) -> str:
        return f"thing-{self.item.replace('.', '-')}"


@dataclass(frozen=True, slots=True)
class Price:
    """One line of the fee, in yen."""

    label: str
    price: int
    copies: int

    @property
    def amount(self) -> int:
        return self.price * self.copies


@dataclass(frozen=True, slots=True)
class Panel:
    """`fee`: how the amount was settled, empty while it is open; `fee_told`: when and who. `paid`: taken, not let off."""

    things: tuple[Thing, ...]
    prices: tuple[Price, ...]
    amount: int
    fee: str
    fee_told: str
    paid: bool
    withheld: tuple[Option, ...]
    without: tuple[Option, ...]

    @property
    def open(self) -> tuple[Thing, ...]:
        return tuple(each for each in self.things if not each.said)

    @property
    def fee_open(self) -> bool:
        return self.amount > 0 and not self.fee


@dataclass(frozen=True, slots=True)
class Soon:
    """もうすぐできる: one number, where its papers lie, and in how many minutes they are done; None: nobody can tell."""

    number: str
    what: str
    people: int
    where: str
    minutes: int | None


def panel(bundle: Bundle, view: RecordView) -> Panel | None:
    """None where nothing is handed over at this stage."""
    shown = view.delivery
    if shown is None:
        return None
    things = []
    for each in shown.items:
        said = each.said
        words_ = "" if said is None else "渡した" if said.outcome == "handed" else f"渡さない：{WITHHELD_WORDS[said.reason]}"
        told = f"{hour(said.at)} {who(view, said.staff, said.counter)}" if said is not None else ""
        handed = said is not None and said.outcome == "handed"
        things.append(Thing(each.item, label(bundle, each.item), each.copies, handed, words_, told))
    fee = shown.fee
    settled = "" if fee is None else "収納済" if fee.outcome == "paid" else f"収納しない：{WITHOUT_WORDS[fee.reason]}"
    return Panel(
        things=tuple(things),
        prices=tuple(Price(label(bundle, each.item), each.price, each.copies) for each in shown.prices),
        amount=shown.amount,
        fee=settled,
        fee_told=f"{hour(fee.at)} {who(view, fee.staff, fee.counter)}" if fee is not None else "",
        paid=fee is not None and fee.outcome == "paid",
        withheld=tuple(Option(each, WITHHELD_WORDS[each]) for each in WITHHELD),
        without=tuple(Option(each, WITHOUT_WORDS[each]) for each in WITHOUT_FEE),
    )


def missing(panel: Panel | None) -> Missing | None:
    """What F2 leads to instead of the next number: the first thing not handed over, then the fee."""
    if panel is None:
        return None
    if panel.open:
        return Missing("お渡し", f"のこり {len(panel.open)}点を渡す", f"#{panel.open[0].place}")
    return Missing("手数料", f"手数料 {panel.amount:,}円を収納する", "#fee-paid") if panel.fee_open else None


def label(bundle: Bundle, item: str) -> str:
    """What a thing is called: a certificate as in the table of fees, else its own words."""
    name = item.partition(".")[2]
    key = next((key for key in (f"give.{name}", f"fee.{name}") if has_words(bundle, key)), None)
    return words(bundle, "ja", key) if key is not None else name


def soon(bundle: Bundle, made: BeingMade, now: datetime) -> tuple[Soon, ...]:
    """照合 対応中 3分, in the order they will come."""
    found = []
    for each in made.soon:
        view, stage = each.visit, each.stage
        leg = next(leg for leg in view.legs if leg.stage == stage and leg.state not in ("blocked", "done"))
        where = f"{stage_word(bundle, stage)} {STATES[leg.state]} {minutes(leg.since, now)}分"
        found.append(Soon(view.number, what_for(bundle, view), view.people, where, each.minutes))
    return tuple(found)
