"""Whether identity documents (本人確認書類) are enough: one with a photo, or two of which one is from an office."""

from collections.abc import Collection
from enum import StrEnum

PHOTO = frozenset({"my_number_card", "driving_licence", "passport", "residence_card", "handbook"})  # 1点
OFFICE = frozenset({"eligibility", "pension_book", "care_card", "maternity_handbook"})  # 2点, at least one of these
OTHER = frozenset({"student_card", "employee_card", "cash_card"})


class Identity(StrEnum):
    """What to tell somebody before the wait. The check itself is the clerk's."""

    ENOUGH = "enough"
    ONE_MORE = "one_more"  # one from an office: any second will do
    ONE_FROM_OFFICE = "one_from_office"  # cards of a school, company or bank alone: one from an office is missing
    NONE = "none"


def identity(documents: Collection[str]) -> Identity:
    """The verdict on what a person has today. Two of school, company and bank are refused."""
    shown = set(documents)
    if shown & PHOTO:
        return Identity.ENOUGH
    if shown & OFFICE:
        return Identity.ENOUGH if len(shown & (OFFICE | OTHER)) >= 2 else Identity.ONE_MORE
    return Identity.ONE_FROM_OFFICE if shown & OTHER else Identity.NONE
