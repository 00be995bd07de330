"""Whether identity documents (本人確認書類) are enough: one with a photo, or two of which one is from an office."""

from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import Literal

import msgspec

# each class as it is listed, what most people carry first
PHOTO = ("my_number_card", "driving_licence", "passport", "residence_card", "handbook")  # 1点
OFFICE = ("eligibility", "pension_book", "care_card", "maternity_handbook")  # 2点, at least one of these
OTHER = ("student_card", "employee_card", "cash_card")
DOCUMENTS = frozenset((*PHOTO, *OFFICE, *OTHER))

Demand = Literal["none", "usual", "photo"]  # photo: two without a photo are not enough (広域交付)
DEMANDS: tuple[Demand, ...] = ("none", "usual", "photo")
Person = Literal["self", "householder", "same_household", "legal_representative", "proxy"]  # options of the field `notifier`
# what says that somebody acts for another, one of them
AUTHORITY: dict[Person, frozenset[str]] = {
    "legal_representative": frozenset({"family_register", "guardianship"}),
    "proxy": frozenset({"letter_of_proxy", "registration_card"}),  # the card of the seal stands for a letter
}
PAPERS = frozenset().union(*AUTHORITY.values())


class Identity(StrEnum):
    """What to tell somebody before the wait. The check itself is the clerk's."""

    ENOUGH = "enough"
    ONE_MORE = "one_more"  # one from an office: any second will do
    ONE_FROM_OFFICE = "one_from_office"  # cards of a school, company or bank alone: one from an office is missing
    NONE = "none"


class Shown(msgspec.Struct, frozen=True):
    """What somebody showed at the counter, in closed words: kinds of documents and papers, never a number of one."""

    person: Person
    documents: tuple[str, ...]
    papers: tuple[str, ...] = ()


class Lacking(StrEnum):
    """Why what was shown is not enough."""

    DOCUMENT = "document"
    PHOTO = "photo"
    AUTHORITY = "authority"


def identity(documents: Collection[str]) -> Identity:
    """The verdict on what a person has today. Two of school, company and bank are refused."""
    shown = set(documents)
    if shown.intersection(PHOTO):
        return Identity.ENOUGH
    if shown.intersection(OFFICE):
        return Identity.ENOUGH if len(shown.intersection((*OFFICE, *OTHER))) >= 2 else Identity.ONE_MORE
    return Identity.ONE_FROM_OFFICE if shown.intersection(OTHER) else Identity.NONE


def lacking(shown: Shown, demand: Demand) -> Lacking | None:
    """What is missing of what the procedure demands. Nothing is demanded: nothing can be missing."""
    if demand == "none":
        return None
    if identity(shown.documents) is not Identity.ENOUGH:
        return Lacking.DOCUMENT
    if demand == "photo" and not set(PHOTO).intersection(shown.documents):
        return Lacking.PHOTO
    wanted = AUTHORITY.get(shown.person)
    return Lacking.AUTHORITY if wanted is not None and not wanted & set(shown.papers) else None


def strongest(demands: Iterable[Demand]) -> Demand:
    """What several procedures demand together."""
    return max(demands, key=DEMANDS.index, default="none")


def satisfied(demand: Demand, checked: Demand) -> bool:
    """Whether a check made for `checked` will do for `demand`."""
    return DEMANDS.index(checked) >= DEMANDS.index(demand)
