"""What each key does at a desk now: the key bar, the large button, and F1's list. Pure."""

from dataclasses import dataclass, replace
from typing import Literal

from hub.web.pages.naming import BACK_OFFICE
from hub.web.pages.queue import Row
from hub.web.pages.visitor import Here
from hub.wire import Action, LastStep, Stage


@dataclass(frozen=True, slots=True)
class Act:
    """What a key or button sends. `name`: next (CallNext), act (ActOnLeg), or one the page does itself."""

    name: Literal["next", "act", "page"]
    action: Action | None = None
    finish: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    """One cell of the key bar, and one line of F1's list. `act` None: not possible now."""

    key: str
    label: str
    act: Act | None = None
    hint: str = ""
    large: str = ""  # the words of the large button, where they differ
    bar: bool = True  # drawn in the key bar, not only in F1's list


@dataclass(frozen=True, slots=True)
class Missing:
    """What keeps a visit from being sent on. `word`: 本人確認, `does`: what F2 says instead, `place`: where it leads (CSS)."""

    word: str
    does: str
    place: str


@dataclass(frozen=True, slots=True)
class OnTable:
    """What the keys of the record find there. `entered`: answers; `corrects`: this desk may change them; `hands`: 交付.

    `ticks`: something is still to be ticked; `compares`: a paper belongs to one of the forms; `checks`: 本人確認 is done here.
    `on_paper`: what is open stands on paper.
    """

    entered: bool = False
    corrects: bool = False
    hands: bool = False
    ticks: bool = False
    compares: bool = False
    checks: bool = False
    on_paper: bool = False


LIST_KEYS = (
    Key("↑ ↓", "一覧の行をえらぶ", Act("page"), "Home・End で端へ", bar=False),
    Key("Enter", "えらんだ行を引き受ける", Act("page"), "手元に書類がないとき", bar=False),
    Key("1-5", "一覧をしぼる", Act("page"), "すべて・自分・差し戻し・配慮・おそい", bar=False),
    Key("S", "一覧をならべかえる", Act("page"), "列を順に", bar=False),
)
ROWS = Key("↑ ↓", "項目をえらぶ", hint="PageUp・PageDown で送る", bar=False)
CORRECT = Key("Enter", "えらんだ項目を訂正", bar=False)
TICK = Key("Space", "次の印をつける", hint="確かめた・渡した", bar=False)
ON_PAPER = Key("Shift+F2", "紙のまま進める", hint="ここでは入力しない", bar=False)
COMPARE = Key("Ctrl+K", "転出証明書と照合", hint="紙とならべて見る", bar=False)
DIALOG_KEYS = (
    Key("1-9", "たずねられたときの答え", Act("page"), "書いているときは Alt といっしょに", bar=False),
    Key("Esc", "閉じる・やめる", Act("page"), bar=False),
)


def keys(here: Here | None, first: Row | None, pickable: bool, onward: str, stage: Stage, undo: LastStep | None) -> tuple[Key, ...]:
    """Every key in the order of the key bar, before a record is open. `onward`: where the visit goes on, or empty."""
    back = stage in BACK_OFFICE
    called, serving = here is not None and here.state == "called", here is not None and here.state == "serving"
    hand_on = f"{onward}へ送る" if onward else "終わる"
    return (
        Key("F1", "キーの一覧", Act("page")),
        _main(here, first, onward, back),
        Key("F3", "番号を指定", Act("page") if here is None and pickable and not back else None),
        Key("F4", "もう一度呼ぶ", Act("act", "recall") if called else None),
        Key("F6", "区画を移る", Act("page")),
        *(LIST_KEYS if back else ()),
        Key("F7", "保留", Act("page") if here is not None else None, "戻る時刻と理由"),
        _gone(called, serving and not back, stage),
        Key("F9", "転送" if stage == "reception" else "差し戻す" if back else "転送・差し戻す", Act("page") if here else None),
        Key("Shift+F9", "家族の番号", Act("page") if here is not None and not back else None, "まとめる・分ける", bar=False),
        Key(
            "F10",
            f"{hand_on}だけ",
            Act("act", "finish") if serving else None,
            f"番号は{onward}へ進み、次は呼びません" if onward else "番号は終わり、次は呼びません",
        ),
        Key("Ctrl+P", "申請書を印刷", None, "入力された内容を A4 の用紙に"),
        ROWS,
        CORRECT,
        TICK,
        ON_PAPER,
        COMPARE,
        Key(
            "Shift+F8",
            "送らずに終える",
            Act("page") if serving and not back and stage != "delivery" else None,
            "案内だけ、書類が足りないなど。番号も手続きもここで終わり",
            bar=False,
        ),
        Key("Ctrl+I", "本人確認", None, "何を見せてもらったか", bar=False),
        Key("Ctrl+M", "申し送りを書く", None, "次の工程へ", bar=False),
        Key("Shift+F3", "番号・名前でさがす", Act("page"), "今日の番号がいまどこにあるか", bar=False),
        Key("Ctrl+B", "離席・鍵", Act("page"), "画面をかくし、もどるときパスワード", bar=False),
        Key(
            "Ctrl+Z",
            "取り消す",
            Act("page") if undo else None,
            "60秒のあいだ、自分の最後の操作。訂正も。印・申し送り・本人確認はその場所で戻します",
        ),
        *DIALOG_KEYS,
    )


def with_record(keys: tuple[Key, ...], table: OnTable) -> tuple[Key, ...]:
    """The keys once the record is open."""
    possible = {
        ROWS: table.corrects or table.hands,
        CORRECT: table.corrects and not table.hands,
        TICK: table.ticks,
        ON_PAPER: table.on_paper,
        COMPARE: table.compares,
        "Ctrl+P": table.entered,
        "Ctrl+I": table.checks,
        "Ctrl+M": True,
    }
    return tuple(replace(key, act=Act("page")) if possible.get(key, possible.get(key.key, False)) else key for key in keys)


def _gone(called: bool, serving: bool, stage: Stage) -> Key:
    """F8: who does not come is absent; who stood here and goes has left. At the delivery their papers go on a shelf first."""
    if serving:
        return Key("F8", "帰られた", Act("page"), "番号は終わり、受け取った書類の審査・入力は続く")
    if called and stage == "delivery":
        return Key("F8", "不在・預かる", Act("page"), "書類を置く預かり棚の番号")
    return Key("F8", "不在", Act("act", "mark_absent") if called else None)


def _main(here: Here | None, first: Row | None, onward: str, back: bool) -> Key:
    """F2, the one key that moves the visit on; its label is always what it does."""
    verb = "取る" if back else "呼ぶ"
    if here is None:
        if first is None:
            return Key("F2", f"次を{verb}")
        return Key("F2", f"次を{verb}　{first.number}", Act("next"), f"{first.what} {first.people}人　待ち\u00a0{first.minutes}分")
    if here.state == "called":
        return Key("F2", f"来られた　{here.number}", Act("act", "start"), "対応をはじめます")
    after = f"{onward}へ送" if onward else "終わ"
    if first is None:
        return Key("F2", f"{after}る", Act("next", finish=True), f"{here.number}。待っている方はいません")
    does = f"{here.number} は{after}ります"
    return Key("F2", f"{after}り、次を{verb}", Act("next", finish=True), does, f"次を{verb}　{first.number}")
