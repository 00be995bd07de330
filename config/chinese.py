"""Where a line of Chinese may end without parting a word, by BudouX. Pure."""

from functools import cache, lru_cache
from itertools import accumulate

import budoux


@lru_cache(maxsize=1024)
def word_ends(text: str) -> frozenset[int]:
    """Offsets behind each word of simplified Chinese."""
    return frozenset(accumulate(map(len, _parser().parse(text))))


@cache
def _parser() -> budoux.Parser:
    return budoux.load_default_simplified_chinese_parser()
