"""What is wrong with a change, in the words of who made it: the checks are those of the files and speak to who edits files."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from config.overlay import Subject
from config.strict import ConfigProblem


@dataclass(frozen=True, slots=True)
class Wrong:
    """`place`: `hours[2].closes`, as the page names its fields. `words`: what it is and what to do."""

    place: str
    words: str


TITLES: dict[Subject, tuple[str, str]] = {
    "hours": ("開庁時間", "曜日ごとの時間、第何週、臨時に開く日"),
    "closed": ("休庁日", "祝日と年末年始のほかに閉じる日"),
    "counters": ("窓口の担当", "窓口の名前、受ける業務と工程"),
    "last_reception": ("受付終了の時刻", "業務ごとに、番号を出すのをやめる時刻。空欄は閉庁まで"),
    "quotas": ("1日に出す番号の数", "業務ごとに、予約のほかに出す数。空欄は、かぎらない"),
    "fees": ("手数料", "窓口とコンビニの金額。コンビニの空欄は、取れないもの"),
    "texts": ("ご案内の文章", "持ち物と手続きのご案内。10の言語で"),
}

# (what the check says, what the office reads), `{0}` the first thing it names
_SAID: tuple[tuple[str, str], ...] = (
    (r"it closes at (.+), before it opens", "終わりの時刻 {0} が、始まりより前です。始まりより後の時刻を入れてください。"),
    (r"there is no day", "曜日も日付もありません。曜日をえらぶか、日付を入れてください。"),
    (r"a month has the weeks 1 to 5", "第何週かは 1 から 5 までです。第2と第4なら「2,4」と入れてください。"),
    (
        r"it overlaps hours\[(\d+)\] on the same day",
        "ほかの行と、同じ日の時間が重なっています。時間を分けるか、業務を分けてください。",
    ),
    (r"the site never opens", "開庁の時間が1つもありません。1行は残してください。"),
    (r"no counter serves (\w+) of '(.+)'", "業務「{1}」の工程「{0}」を受ける窓口がなくなります。どこかの窓口に残してください。"),
    (
        r"none of its services has the stage (\w+)",
        "えらんだ業務に工程「{0}」がありません。工程を外すか、その工程のある業務をえらんでください。",
    ),
    (r"'(\d+)' is there twice", "{0}番の窓口は、もうあります。ほかの番号にしてください。"),
    (
        r"counter (\d+) is at work",
        "{0}番にはいま職員がいるか、対応中の方・書類があります。終わって席をはなれてから、またはあすから変えてください。",
    ),
    (
        r"the tablet stands beside no counter with reception \((\d+)\)",
        "{0}番の横には、窓口用の端末があります。先に市のIT担当へ伝えてください。",
    ),
    (r"the series has (\d+) numbers", "この業務の番号は1日に {0} 個までです。それより少なくしてください。"),
    (r"ends before it begins", "終わりの日が、始まりの日より前です。"),
    (r"an office does not word this text", "この文章は、ここでは変えられません。"),
    (r"there are no words", "文章がありません。文章を入れるか、変更をやめてください。"),
    (r"the places to fill in differ", "{{ }} のところは、もとのまま残してください。"),
)


def worded(problems: Sequence[ConfigProblem], names: dict[str, str]) -> tuple[Wrong, ...]:
    """`names`: ids of services and stages → what they are called here."""
    return tuple(Wrong(each.place, _words(each, names)) for each in problems)


def beside(wrong: Sequence[Wrong], place: str) -> tuple[str, ...]:
    """What stands beside this field: its own, and what is wrong inside it."""
    return tuple(each.words for each in wrong if each.place == place or each.place.startswith((f"{place}[", f"{place}.")))


def _words(problem: ConfigProblem, names: dict[str, str]) -> str:
    for pattern, words in _SAID:
        if match := re.search(pattern, problem.wrong):
            return words.format(*(names.get(group, group) for group in match.groups()))
    return f"{problem.wrong} → {problem.cure}"
