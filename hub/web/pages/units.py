"""Numbers with their units on one line: 待ち 3人, 約 35〜90分. A broken one is read twice. Pure."""

import re

from markupsafe import Markup, escape

UNITS = "人目|人|分|件|項目|点|秒|回|枚|通|台|日|円|番窓口|番|か所|年|歳|時間"
_PIECE = re.compile(
    rf"(?:(?:いま待ち|待ち|約|前に|ほか) ?)?[0-9][0-9,.:]*(?:[〜/][0-9]+)?[ \u00a0]?(?:{UNITS})(?:ごろまで|以内|まで| 待ち)?"
)


def units(text: str) -> Markup:
    """`text` with each number, what counts it and a word beside it kept together."""
    found, at = [], 0
    for piece in _PIECE.finditer(text):
        found += [escape(text[at : piece.start()]), Markup('<span class="whole">{}</span>').format(piece[0])]
        at = piece.end()
    return Markup("").join([*found, escape(text[at:])])
