"""Words that hold somebody's 個人番号 are not kept: twelve digits whose last one is the check digit of the other eleven."""

import re
import unicodedata

_RUN = re.compile(r"(?<![0-9+])[0-9](?:[ -]?[0-9]){11}(?![ -]?[0-9])")


def holds_my_number(text: str) -> bool:
    """Whether a run of exactly twelve digits in it, written together or in groups, is a My Number by its check digit."""
    plain = re.sub(r"[‐-―−ー\s]", "-", unicodedata.normalize("NFKC", text))
    return any(_is_one([int(each) for each in run if each.isdigit()]) for run in _RUN.findall(plain))


def _is_one(digits: list[int]) -> bool:
    """The check digit as in 行政手続における特定の個人を識別するための番号の利用等に関する法律施行令 8条 (総務省令85号 5条)."""
    *rest, check = digits
    weighted = sum(digit * (n + 1 if n <= 6 else n - 5) for n, digit in enumerate(reversed(rest), 1))
    remainder = weighted % 11
    return check == (0 if remainder <= 1 else 11 - remainder)
