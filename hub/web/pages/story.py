"""What happened to one visit, in the clerk's words: each fact of the log one line. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from config.bundle import Bundle
from config.words import MissingWords, field_words
from config.words import words as text
from hub.domain.reasons import FILLED_IN
from hub.domain.stage import Action
from hub.office.desk_work import Given
from hub.web.pages import dialogs
from hub.web.pages.dates import hour
from hub.web.pages.naming import STATES, stage_word
from hub.wire import (
    ChecklistItem,
    Event,
    LegCalled,
    LegMoved,
    RecordChanged,
    RecordViewed,
    SlipReported,
    VisitEnded,
    VisitMerged,
    VisitOpened,
    VisitReopened,
    VisitSplit,
)

SLIPS = {
    "printed": "番号札を印刷",
    "printed_unverified": "番号札を印刷（確認なし）",
    "uncertain": "番号札が出たか不明",
    "held": "番号札は印刷待ち",
    "failed_clean": "番号札は出ていない",
    "cancelled": "番号札は印刷しない",
    "missing": "番号札が出ていないとのこと",
    "settled": "番号札は職員が確かめた",
}


CHANGED = {
    "identity_checked": "本人確認 済み",
    "identity_excepted": "本人確認 例外を認めた",
    "noted": "申し送りを書いた",
    "note_taken_back": "差し戻しの申し送りを取り消した",
    "handed": "お渡しした",
    "withheld": "渡さないことにした",
    "not_handed": "お渡しの印を外した",
    "fee_paid": "手数料を収納した",
    "fee_without": "手数料を収納しないことにした",
    "fee_open": "収納の印を外した",
    "made_sure": "確かめた",
    "not_made_sure": "確かめた印を外した",
    "shown": "持ち物を確かめた",
    "not_shown": "持ち物の印を外した",
    "passed_on": "「窓口で確認」をそのまま送ることにした",
    "not_passed_on": "紙から入力することにした",
    "procedure_decided": "手続きを決めた",
    "procedure_changed": "手続きを変えた",
    "taken": "記録を引き継いだ",
    "scanned": "転出証明書を読み取った",
    "scan_removed": "転出証明書の画像を外した",
    "checked": "転出証明書と照合をはじめた",
}
LOOK_WORDS = {
    "question_of_resident": "本人からの問い合わせ",
    "complaint": "苦情への対応",
    "check_of_work": "処理の確かめ",
    "repair": "まちがいの直し",
    "other": "そのほか",
}
HOW = {"taken_over": "引き継ぎ　", "undone": "取り消し　", "transferred": "転送　", "sent_back": "差し戻し　"}


def lines(
    bundle: Bundle,
    events: Sequence[Event],
    number: str = "",
    unchecked: int | None = None,
    given: Sequence[Given] = (),
    shown: Sequence[ChecklistItem] = (),
) -> tuple[tuple[str, str], ...]:
    """(時刻, 出来事), the newest first. Lines that say the same thing twice in a row are one.

    `shown`: 持ち物 of the record, which alone knows what was seen when.
    `given`: why what happened was done, each told with its own line.
    `unchecked`: fields of the paper still open, None where that is not known.
    `number`: of the visit; what happened under another number of the family is told with that number.
    """
    told: list[tuple[str, str]] = []
    called: dict[str, datetime | None] = {}  # stage → when, until they come
    done: dict[tuple[datetime, str], int] = {}  # when a stage of a service was done → its line
    reasons = list(given)
    for event in events:
        words, own = _words(bundle, event), event.row.number if isinstance(event, LegCalled) else getattr(event, "number", number)
        match event:
            case LegCalled(row=row):
                called[row.stage] = event.at
            case LegMoved(state="serving", stage=("reception" | "accounting" | "delivery") as stage, how=""):
                if stage not in called:
                    words += "（となりの端末から、呼ばずに）"
                elif (since := called[stage]) is not None:
                    words += f"（呼出から {_length(event.at - since)}）"
                called[stage] = None
            case RecordChanged(what="shown") if things := _things(bundle, shown, event.at):
                words = words.replace(CHANGED["shown"], f"持ち物「{things}」を確かめた")
            case LegMoved(state="waiting", stage=stage, how="") if (at := done.pop((event.at, event.service), None)) is not None:
                told[at] = (told[at][0], f"{told[at][1]} → {stage_word(bundle, stage)}へ")  # one press: 受付　完了 → 審査へ
                continue
        reason = next((each for each in reasons if _is_why(each, event)), None)
        if words and reason is not None:
            reasons.remove(reason)
            words += f"（{reason_of(reason)}）"
        words = f"{own} {words}" if words and number and own != number else words
        if words and (not told or told[-1][1] != words):
            told.append((hour(event.at), words))
        if isinstance(event, LegMoved) and event.state == "done":
            done[event.at, event.service] = len(told) - 1
    return tuple((at, _compared(words, unchecked)) for at, words in reversed(told))


def _things(bundle: Bundle, shown: Sequence[ChecklistItem], at: datetime) -> str:
    """What was ticked at this moment and still is."""
    return "・".join(text(bundle, "ja", each.item) for each in shown if each.said is not None and each.said.at == at)


_MADE_BY = {"transferred": Action.TRANSFER, "sent_back": Action.SEND_BACK, "taken_over": Action.TAKE_OVER}


def _is_why(given: Given, event: Event) -> bool:
    """Whether this line is the one the reason was given for."""
    if event.at != given.at:
        return False
    match event:
        case LegCalled():
            return given.action == Action.CALL
        case LegMoved(how="transferred" | "sent_back" | "taken_over" as how):
            return given.action == _MADE_BY[how]
        case LegMoved(how=""):
            return given.action != Action.CALL
        case RecordChanged(what="taken"):
            return given.action == Action.TAKE_OVER
        case _:
            return False


def reason_of(given: Given) -> str:
    """書類を取りに行かれた; of a number that was picked 番号を指定：前の手続きの続き."""
    action = Action(given.action)
    words = dialogs.OUTCOMES.get(given.reason, "") if action is Action.FINISH else ""
    words = words or dialogs.reason_word(given.reason, *({action} & dialogs.WORDS.keys())) or given.reason
    return f"{dialogs.RULES['picked']}：{words}" if action is Action.CALL else words


def _compared(words: str, unchecked: int | None) -> str:
    """The cross-check is said to be done only when nothing is open."""
    if unchecked is None or not words.startswith(CHANGED["checked"]):
        return words
    done = f"転出証明書と照合中　のこり{unchecked}" if unchecked else "転出証明書と照合した"
    return words.replace(CHANGED["checked"], done)


def _length(time: timedelta) -> str:
    """18秒, 3分."""
    seconds = max(0, int(time.total_seconds()))
    return f"{seconds}秒" if seconds < 60 else f"{seconds // 60}分"


def _words(bundle: Bundle, event: Event) -> str:
    match event:
        case VisitOpened():
            return "発券"
        case LegCalled(row=row):
            again = f"（{row.times}回目）" if row.times > 1 else ""
            return f"呼出{again}　{row.counter}番・{stage_word(bundle, row.stage)}"
        case LegMoved(state="serving", stage="reception" | "accounting" | "delivery", how=""):
            return f"来られた　{stage_word(bundle, event.stage)}"
        case LegMoved():
            how = HOW.get(event.how, "")
            return f"{how}{stage_word(bundle, event.stage)}　{STATES[event.state]}"
        case RecordChanged():
            where = f"　{event.counter}番" if event.counter is not None else ""
            return f"{_changed(bundle, event)}{where}"
        case RecordViewed(reason=reason):
            return f"課長・係長が記録を見た（{LOOK_WORDS.get(reason, reason)}）"
        case SlipReported():
            return SLIPS.get(event.result, event.result)
        case VisitEnded():
            return "すべて終わりました"
        case VisitSplit(origin_number=other, how=how):
            return f"取り消し　{other} から分かれました" if how else f"{other} から分けました"
        case VisitMerged(into_number=other, how=how):
            return f"取り消し　{other} へ戻りました" if how else f"{other} にまとめました"
        case VisitReopened():
            return "終わりを取り消しました"
        case _:
            return ""


def _changed(bundle: Bundle, event: RecordChanged) -> str:
    """番地を訂正, 番地を入力; of several answers how many."""
    if event.what == "not_all_made_sure":
        return f"確かめること {len(event.fields)}項目を残して送った"
    if event.what not in ("corrected", FILLED_IN):
        return CHANGED.get(event.what, event.what)
    did = "訂正" if event.what == "corrected" else "入力"
    if len(event.fields) > 1:
        return f"{len(event.fields)}項目を{did}"
    procedure, _, path = "".join(event.fields).partition(".")
    known = bundle.procedures.get(procedure)
    try:
        return f"{field_words(bundle, 'ja', known.form, path, 'label')}を{did}" if known and known.form else did
    except MissingWords:
        return did
