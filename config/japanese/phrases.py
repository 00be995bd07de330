"""Where a line of Japanese may end: between phrases (文節), by BudouX, with what the words of an office need beside it. Pure."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

import budoux

# No line ends inside: words in kana that the model tears, a word beside なおす, figures.
WORD = re.compile(
    r"うかが[いうえっ]|ひらがな|ふりがな|まちが[いうえっ]|ちが[いうえっ]|もど[るりすせっ]|のこり|となり|はい(?=[、」]|$)|いいえ|やめる"
    r"|あてはま[るりっ]|の[せっ][るた]|はな[れし]|あとで|もうしわけ|もう一度|もういちど|いっしょ|さいふ|日中|一時|お?ください|いただ"
    r"|[^を、。」\s]?なお[すしせそ]|[\d０-９A-Za-z.,:/〜～-]+(?:年度?|[月日時分秒円人回枚問通歳字つ]目?|けた|か[所月])?"
)
# No line ends inside where another place is left: a day, a short bracket, a word that says nothing without what is before it.
GROUP = re.compile(
    r"(?:(?:明治|大正|昭和|平成|令和)?\d+年(?:（\d+年）)?)?\d+月\d+日|(?:明治|大正|昭和|平成|令和)\d+年（\d+年）|\d+（令和\d+）年度"
    r"|（[^（）]{1,14}）|「[^「」]{1,14}」|[^\s、。・]（[^（）]{1,4}）"
    r"|[るたのいなう](?:方(?!法)|かた(?!か)|もの|こと|とき|ため|まま|ところ|あと(?!から))|[にが]ある"
)
CLAUSE = re.compile(
    r"(?<=[を、。・])(?=[^、。・）」])(?!の\d)|(?<=もう一度)(?=\S)|(?<=[^\s（「])(?=[（「])|(?<=[）」])(?=[^、。）」・])"
)
# A compound of two long words; kana before another script, but not behind a polite お and not inside a verb of two (読み|取る).
COMPOUND = re.compile(
    r"(?<=[ァ-ヴー]{4})(?=カード|センター|サービス)"
    r"|(?<=[ぁ-ん])(?<![おごび])(?<!もう)(?<![一-龥々][いえきけしちっみめりれ])(?=[^ぁ-んー、。・）」\s])"
)
STRETCH = re.compile(r"[^ \u3000]+")
NEVER_FIRST = frozenset("、。，．・：；！？」』）〕】々ーぁぃぅぇぉっゃゅょァィゥェォッャュョ")  # 行頭禁則
KANA = re.compile(r"[ぁ-ん、。]|[ァ-ヴー](?![ァ-ヴー])")
BLANK = re.compile(r"(?<=[ \u3000])(?=[^ \u3000])")
# An address ends its lines behind 県, 市, 区 …, and before its digits.
ADDRESS = re.compile(r"(?:北海道|東京都|京都府|大阪府|(?!都道府県)[一-龥]{2,3}県)\S{2}")
PLACE = re.compile(
    r"(?<=\u3000)|(?<=[道府県])(?=\D)|(?<=東京都)|(?<=[^道府県]{2}[市区町村郡])(?=\D)|(?<=[^\d０-９－-])(?=[\d０-９])"
)
BOUND = re.compile(r"[をはがにでともの]|から|まで|より|です|や|年度")  # goes with the bracket or the figure before it
TWO_WORDS = re.compile(r"(?<=[一-龥]{2})(?=[一-龥]{2})|(?<=[一-龥\d])(?=[一-龥おご][ぁ-ん])")


class Ends(NamedTuple):
    """Offsets in a text at which a line may end; `within` a phrase only where that is longer than a line."""

    between: frozenset[int]
    within: frozenset[int]


def is_address(text: str) -> bool:
    """Whether `text` begins as an address does: its lines are filled, and end where a place does."""
    return ADDRESS.match(text) is not None


@lru_cache(maxsize=1024)
def line_ends(text: str) -> Ends:
    """Of Japanese without readings and written breaks."""
    if is_address(text):
        return Ends(frozenset(_at(PLACE, text)), frozenset())
    found = _by_model(text)
    never = _inside(WORD, text) | {at for at in range(1, len(text)) if text[at] in NEVER_FIRST}
    phrases = {at for at in found if KANA.match(text, at - 1)} | _at(CLAUSE, text)
    phrases = {at for at in phrases | _at(BLANK, text) if not (text[at - 1] in "）」 " and BOUND.match(text, at))}
    compounds = (found & _at(TWO_WORDS, text)) | _at(COMPOUND, text)
    between = phrases - never - _inside(GROUP, text)
    return Ends(frozenset(between), frozenset((phrases | compounds) - never - between))


def _by_model(text: str) -> set[int]:
    """Of each stretch without blanks what BudouX says; it never saw a text with blanks."""
    found: set[int] = set()
    for stretch in STRETCH.finditer(text):
        at = stretch.start()
        for phrase in _parser().parse(stretch[0])[:-1]:
            at += len(phrase)
            found.add(at)
    return found


@cache
def _parser() -> budoux.Parser:
    return budoux.load_default_japanese_parser()


def _at(pattern: re.Pattern[str], text: str) -> set[int]:
    """Where a pattern without width stands, but not at the ends."""
    return {match.start() for match in pattern.finditer(text)} - {0, len(text)}


def _inside(pattern: re.Pattern[str], text: str) -> set[int]:
    """Offsets inside what the pattern finds, also where two of its finds overlap."""
    return {at for begin in range(len(text)) if (match := pattern.match(text, begin)) for at in range(begin + 1, match.end())}
