"""What the dialogs of the counter page offer: reasons, times to be back, places to hand on to, and what a refusal says. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from config.bundle import Bundle
from config.openings import last_reception, takes_numbers
from config.site import Counter
from config.words import local, words
from hub.domain.reasons import REASONS
from hub.domain.stage import Action
from hub.web.pages.around import Around
from hub.web.pages.dates import hour
from hub.web.pages.naming import way_of
from hub.wire import Choice, ExpectedWait, LegView, VisitView

WORDS: dict[Action, dict[str, str]] = {
    Action.HOLD: {
        "fetching_papers": "書類を取りに行かれた",
        "waiting_for_family": "家族を待つ",
        "other_section": "ほかの課へ先に行かれる",
        "other": "そのほか",
    },
    Action.TRANSFER: {
        "wrong_line": "ちがう窓口の番号だった",
        "in_charge": "担当の窓口へ",
        "language": "通訳・ことば",
        "other": "そのほか",
    },
    Action.SEND_BACK: {
        "something_missing": "書類や記入が足りない",
        "entered_wrongly": "入力がちがう",
        "identity_again": "本人確認をもう一度",
        "something_else": "そのほか",
    },
    Action.LEAVE: {
        "cannot_wait": "待てない",
        "another_day": "別の日に来られる",
        "number_by_mistake": "まちがえて番号を取られた",
        "other": "そのほか",
    },
    Action.TAKE_OVER: {
        "colleague_away": "担当が席をはなれた",
        "colleague_asked": "担当にたのまれた",
        "told_to": "課長・係長の指示",
        "other": "そのほか",
    },
    Action.CALL: {
        "needs_to_go_first": "体調・小さな子ども",
        "continued": "前の手続きの続き",
        "was_waiting_for_staff": "通訳・担当者を待っていた",
        "other": "そのほか",
    },
}
BY_RESIDENT = {"minutes_by_phone": "電話から「5分かかります」"}  # what nobody at a counter can choose
OUTCOMES = {
    "guided": "案内だけで終わった",
    "incomplete": "書類が足りず、別の日に来られる",
    "withdrawn": "取り下げ・受け付けられない",
    "elsewhere": "ほかの役所・課を案内した",
}
RULES = {
    "consideration": "配慮",
    "returned": "戻り",
    "reserved": "この窓口へ",
    "picked": "番号を指定",
    "arrival": "その窓口の列の先頭",
    "appointment": "予約",
    "short": "事前入力",
    "due": "保留からの戻り",
}
HOLDS = (10, 20, 30, 60)  # minutes
# what the clerk reads where the office declined: (what it is, what to do)
DECLINED: dict[str, tuple[str, str]] = {
    "reason_needed": ("理由が選ばれていません", "理由をえらんで、もう一度押してください。"),
    "say_what": ("どこをなおすかが書かれていません", "項目をえらぶか、ひとこと書いてください。次の窓口にそのまま出ます。"),
    "unusable_time": ("その時刻は使えません", "今日の、これからの時刻を入れるか「戻られたら」をえらんでください。"),
    "service_closed": ("その業務は、今日の受付を終わりました", "ほかの行き先をえらんでください。"),
    "counter_closed": ("その窓口には、いまだれもいません", "業務の列か、ほかの窓口をえらんでください。"),
    "unknown_service": ("その業務はここにありません", "画面を開きなおして、行き先をえらんでください。"),
    "cannot_part": (
        "このままでは分けられません",
        "この窓口に残る手続きと、分ける手続きが、それぞれ要ります。えらび直してください。",
    ),
    "belongs_together": (
        "この手続きは、いっしょでないと進みません",
        "ほかの手続きの照合を待つものです。両方を分けるか、照合がすんでから分けてください。",
    ),
    "cannot_merge": ("この番号とは、まとめられません", "今日の、まだ終わっていない、もう一つの番号を入れてください。"),
    "unknown_number": ("その番号は、今日の番号にありません", "紙の番号を見て、もう一度入れてください。"),
    "visit_ended": ("その番号は、もう終わっています", "手続きが要るときは、新しい番号をお出しください。"),
    "at_counter": ("その番号は、ほかの窓口で呼んでいるか、受けています", "その窓口で終わってから、まとめるか分けてください。"),
    "numbers_used_up": ("この業務の今日の番号は、使い終わりました", "フロア案内に伝えて、ほかの番号をお出しください。"),
    "identity_needed": (
        "本人確認がまだです",
        "見せてもらったものをえらんでください。足りないときは、課長・係長が例外を認められます。",
    ),
    "certificate_open": (
        "転出証明書との照合が終わっていません",
        "「転出証明書と照合」（Ctrl+K）を開いて、のこりを決めてください。直せないときは差し戻してください。",
    ),
    "not_handed": ("まだ渡していないものがあります", "渡したら印をつけ、渡さないものは理由をえらんでください。"),
    "fee_open": ("手数料が収納済になっていません", "受け取って「収納済」を押すか、収納しない理由をえらんでください。"),
    "answers_open": (
        "「窓口で確認」の項目がのこっています",
        "来られた方に聞いて、うめてください。分からないときは「このまま送る」で理由をえらべます。",
    ),
    "checks_open": ("確かめていないものがあります", "「確かめること」を見て、印をつけてから送ってください。"),
    "procedure_open": (
        "何の手続きか、まだ決まっていません",
        "紙の届出書を見て、手続きを決めてください。ここにない手続きは、理由をえらんで送れます。",
    ),
    "identity_lacking": (
        "見せてもらったものが足りません",
        "顔写真つきは1点、ほかは2点。代理人は委任状も。例外は課長・係長が認めます。",
    ),
    "wrong_pin": ("番号か暗証番号がちがいます", "もう一度入れてください。5回ちがうと15分使えません。"),
    "not_allowed": ("この番号では認められません", "課長・係長の番号と暗証番号を入れてください。"),
    "too_many_tries": ("まちがいが続いたため、使えません", "15分たってから、もう一度入れてください。"),
    "too_short": ("短すぎて、さがせません", "カナは2文字から、英字は3文字から。漢字は名字か氏名の全部を入れてください。"),
    "own_entry": ("自分で入力したものは、照合できません", "ほかの方にお願いするか、次のものを取ってください。"),
    "record_held": ("ほかの窓口がこの記録を使っています", "いまは見るだけです。直すときは「引き継ぐ」を押してください。"),
    "record_conflict": ("ほかの方が先に訂正しました", "新しい内容を見て、もう一度決めてください。"),
    "nothing_changed": ("変わったところがありません", "そのままでよければ「やめる」を押してください。"),
    "no_such_application": ("この申請は、ここでは訂正できません", "紙の申請書で受け付けてください。"),
    "my_number_written": (
        "個人番号（マイナンバー）のような数字があります",
        "個人番号は書けません。消して書きなおしてください。",
    ),
    "not_at_your_counter": ("この方は、もうこの窓口にいません", "一覧を見て、もう一度選んでください。"),
    "record_destroyed": ("記録は、保存の期間が終わって消えました", "必要なことは、来られた方に聞いてください。"),
    "nothing_to_undo": ("取り消せる操作がありません", "取り消せるのは、この窓口の自分の最後の操作だけで、60秒のあいだです。"),
}
# the dialog it was pressed in comes back, with what was ticked there
DECLINED_IN = {"identity_lacking": "identity", "wrong_pin": "identity"}


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a dialog. `value`: what is sent; `note`: the second line; `closed`: why it cannot be chosen.

    `nobody`: no one is at work there just now; it is asked once more. `wait`: 約 10〜15分, until somebody is called there.
    `does`: what the button of the dialog says when this is chosen.
    """

    value: str
    label: str
    note: str = ""
    people: int | None = None
    closed: str = ""
    nobody: bool = False
    wait: str = ""
    does: str = ""


def reasons(action: Action) -> tuple[Option, ...]:
    """The closed list of an action, in its order."""
    return tuple(Option(word, WORDS[action][word]) for word in REASONS[action])


def reason_word(word: str, *actions: Action) -> str:
    """The words of a reason given for one of these actions."""
    return next((WORDS[action][word] for action in actions if word in WORDS[action]), BY_RESIDENT.get(word, ""))


def hold_times(bundle: Bundle, counter: Counter, now: datetime) -> tuple[Option, ...]:
    """10, 20, 30, 60 minutes from now, as long as the office is open then."""
    until = closing(bundle, counter, now)
    times = [(each, now + timedelta(minutes=each)) for each in HOLDS]
    return tuple(Option(at.isoformat(), f"{each}分後", hour(at)) for each, at in times if until is None or at <= until)


def closing(bundle: Bundle, counter: Counter, now: datetime) -> datetime | None:
    """When the last of this desk's services closes today; None where it never does or is closed all day."""
    if bundle.site.always_open:
        return None
    found = [last_reception(bundle.site, each, now.date()) for each in bundle.site.services if each.id in counter.services]
    last = max((each for each in found if each is not None), default=None)
    return now.replace(hour=last.hour, minute=last.minute, second=0, microsecond=0) if last is not None else None


def targets(bundle: Bundle, counter: Counter, leg: LegView, around: Around, now: datetime) -> tuple[Option, ...]:
    """転送: other services with this stage, then other desks of this service. What is closed is shown and cannot be chosen.

    The lines where somebody is at work come first, those where that is this desk alone after them.
    """
    found: list[Option] = []
    alone: set[str] = set()
    for service in bundle.site.services:
        desks = [each.number for each in bundle.site.counters if leg.stage in each.stages and service.id in each.services]
        if service.id == leg.service or not desks:
            continue
        closed = "" if takes_numbers(bundle.site, service, now) else "今日は終わりました"
        people = around.waiting.get(service.id) if leg.stage == "reception" else None
        nobody = not closed and not around.staffed & set(desks)
        wait = "" if closed or nobody or people is None else _wait(around.waits.get(service.id))
        name, value = local(service.name, "ja"), f"service:{service.id}"
        alone |= {value} if around.staffed & set(desks) == {counter.number} else set()
        note = f"{_names(desks)}　いまは この窓口だけ" if value in alone else _open(desks, around.staffed)
        found.append(Option(value, name, note, people, closed, nobody, wait, f"{name}へ転送"))
    found.sort(key=lambda option: (bool(option.closed), option.nobody, option.value in alone))
    own = [
        each
        for each in bundle.site.counters
        if each.number != counter.number and leg.stage in each.stages and leg.service in each.services
    ]
    for each in own:
        if each.number in around.staffed:
            name = local(each.name, "ja")
            found.append(Option(f"counter:{each.number}", name, "この窓口だけで呼ぶ", does=f"{name}へ転送"))
    empty = "・".join(local(each.name, "ja") for each in own if each.number not in around.staffed)
    return (*found, Option("", empty, closed="だれもいません")) if empty else tuple(found)


def earlier(bundle: Bundle, view: VisitView, leg: LegView) -> tuple[Option, ...]:
    """差し戻す: stages of the same procedure that are done, the last one first."""
    way = way_of(view, leg)
    before = way[: next(index for index, each in enumerate(way) if each.leg == leg.leg)]
    done = [each.stage for each in reversed(before) if each.state == "done"]
    named = [(stage, f"{words(bundle, 'ja', f'stage.{stage}')}へ差し戻す") for stage in done]
    return tuple(Option(f"stage:{stage}", name, does=name) for stage, name in named)


def gone(called_times: int | None) -> tuple[Option, ...]:
    """What to do with somebody who does not come (`called_times` so far), or goes while being served (None)."""
    waiting = (
        ()
        if called_times is None
        else (
            Option("recall", "もう一度呼ぶ", f"{called_times + 1}回目。画面・音声・スマートフォン"),
            Option("mark_absent", "不在にして待つ", "戻られたら一度だけ 3番目に入ります"),
            Option("return", "まちがえて呼んだ", "待ちへ戻します。順番は変わりません"),
        )
    )
    left = tuple(
        Option(f"leave:{each.value}", each.label, "" if called_times is None else "帰られた") for each in reasons(Action.LEAVE)
    )
    return (
        *waiting,
        *left,
        Option("cancel", "受付をやめる", "番号も書類もここで終わり。この窓口の手続きと、それを待つ手続きがなくなります"),
    )


def overtaken(calls: Sequence[Choice], since: datetime) -> tuple[str, ...]:
    """Who of one line came after `since` and was called before somebody who waits since then, and by which rule: 10:38 A-121 配慮.

    `calls`: out of that line.
    """
    return tuple(
        f"{hour(each.at)}　{each.number}　{RULES.get(each.rule, each.rule)}"
        + (f"（{reason_word(each.reason, Action.CALL)}）" if each.reason else "")
        + f"・あとの {hour(each.arrived)} に到着"
        for each in calls
        if each.arrived is not None and each.arrived > since and each.at >= since
    )


def _wait(wait: ExpectedWait | None) -> str:
    return f"約 {wait.least}〜{wait.most}分" if wait is not None and wait.most > wait.least else f"約 {wait.most}分" if wait else ""


def _open(desks: Sequence[int], staffed: frozenset[int]) -> str:
    here = sum(each in staffed for each in desks)
    return f"{_names(desks)}　{here}窓口 開設中" if here else _names(desks)


def _names(desks: Sequence[int]) -> str:
    return "・".join(f"{each}番" for each in desks)
