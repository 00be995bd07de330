"""What comparing two writings of one value can find: four outcomes, each with its reason in one closed word."""

from enum import StrEnum
from typing import Literal

import msgspec


class Outcome(StrEnum):
    """The order of the keys 1 to 4."""

    SAME = "same"  # 一致
    VARIANT = "variant"  # 字体ちがい
    MISMATCH = "mismatch"  # 不一致
    UNREADABLE = "unreadable"  # 読めない


Reason = Literal[
    "equal",
    "notation",  # 表記のゆれ: 一丁目 and 1丁目, widths, spaces
    "era",  # 和暦 and 西暦
    "alike",  # the machine cannot print a form of this character: eyes have to
    "form",  # another form of the same character
    "form_unseen",  # the entry names a form by a variation selector, which no machine reads
    "kana_size",  # ッ and ツ, ヂ and ジ, a missing ー
    "building",  # only the building is written in another way, or left out
    "differs",
    "not_entered",
    "blank_on_paper",
    "faint",  # read, but not surely, and it differs
    "no_text",  # there is ink, and nothing was read
    "not_a_date",
    "not_read",  # no machine has read this paper
]


class Finding(msgspec.Struct, frozen=True):
    """`forms`: pairs of characters that differ as forms only, as (entered, on the paper)."""

    outcome: Outcome
    reason: Reason
    forms: tuple[tuple[str, str], ...] = ()
