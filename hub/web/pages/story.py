"""What happened to one visit, in the clerk's words: each fact of the log one line. Pure."""

from collections.abc import Sequence

from config.bundle import Bundle
from config.words import MissingWords, field_words
from hub.web.pages.dates import hour
from hub.web.pages.naming import STATES, stage_word
from hub.wire import (
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
    "handed": "お渡しした",
    "withheld": "渡さないことにした",
    "not_handed": "お渡しの印を外した",
    "fee_paid": "手数料を収納した",
    "fee_without": "手数料を収納しないことにした",
    "fee_open": "収納の印を外した",
    "made_sure": "確かめた",
    "not_made_sure": "確かめた印を外した",
    "passed_on": "「窓口で確認」をそのまま送ることにした",
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


def lines(bundle: Bundle, events: Sequence[Event], number: str = "", unchecked: int | None = None) -> tuple[tuple[str, str], ...]:
    """(時刻, 出来事), the newest first. Lines that say the same thing twice in a row are one.

    `unchecked`: fields of the paper still open, None where that is not known.
    `number`: of the visit; what happened under another number of the family is told with that number.
    """
    told: list[tuple[str, str]] = []
    for event in events:
        words, own = _words(bundle, event), event.row.number if isinstance(event, LegCalled) else getattr(event, "number", number)
        words = f"{own} {words}" if words and number and own != number else words
        if words and (not told or told[-1][1] != words):
            told.append((hour(event.at), words))
    return tuple((at, _compared(words, unchecked)) for at, words in reversed(told))


def _compared(words: str, unchecked: int | None) -> str:
    """The cross-check is said to be done only when nothing is open."""
    if unchecked is None or not words.startswith(CHANGED["checked"]):
        return words
    done = f"転出証明書と照合中　のこり{unchecked}" if unchecked else "転出証明書と照合した"
    return words.replace(CHANGED["checked"], done)


def _words(bundle: Bundle, event: Event) -> str:
    match event:
        case VisitOpened():
            return "発券"
        case LegCalled(row=row):
            again = f"（{row.times}回目）" if row.times > 1 else ""
            return f"呼出{again}　{row.counter}番・{stage_word(bundle, row.stage)}"
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
    """番地を訂正; of several answers how many."""
    if event.what != "corrected":
        return CHANGED.get(event.what, event.what)
    if len(event.fields) > 1:
        return f"{len(event.fields)}項目を訂正"
    procedure, _, path = "".join(event.fields).partition(".")
    known = bundle.procedures.get(procedure)
    try:
        return f"{field_words(bundle, 'ja', known.form, path, 'label')}を訂正" if known and known.form else "訂正"
    except MissingWords:
        return "訂正"
