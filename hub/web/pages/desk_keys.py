"""What each key does at a desk now: the key bar, the large button, and F1's list. Pure."""

from dataclasses import dataclass
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


LIST_KEYS = (
    Key("↑ ↓", "一覧の行をえらぶ", hint="Home・End で端へ", bar=False),
    Key("Enter", "えらんだ行を引き受ける", hint="手元に書類がないとき", bar=False),
    Key("1-5", "一覧をしぼる", hint="すべて・自分・差し戻し・配慮・おそい", bar=False),
    Key("S", "一覧をならべかえる", hint="列を順に", bar=False),
)


def keys(here: Here | None, first: Row | None, pickable: bool, onward: str, stage: Stage, undo: LastStep | None) -> tuple[Key, ...]:
    """Every key in the order of the key bar. `onward`: where the visit goes from here, empty after the last stage."""
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
        _gone(called, serving and not back),
        Key("F9", "転送" if stage == "reception" else "差し戻す" if back else "転送・差し戻す", Act("page") if here else None),
        Key("Shift+F9", "家族の番号", Act("page") if here is not None and not back else None, "まとめる・分ける", bar=False),
        Key("F10", f"{hand_on}だけ", Act("act", "finish") if serving else None, "次は呼びません"),
        Key("Ctrl+P", "申請書を印刷", Act("page") if serving else None, "入力された内容を A4 の用紙に"),
        Key("Shift+F8", "送らずに終える", Act("page") if serving and not back else None, "案内だけ、書類が足りないなど", bar=False),
        Key("Ctrl+I", "本人確認", Act("page") if serving else None, "何を見せてもらったか", bar=False),
        Key("Ctrl+M", "申し送りを書く", Act("page") if serving else None, "次の工程へ", bar=False),
        Key("Shift+F3", "番号・名前でさがす", Act("page"), "今日の番号がいまどこにあるか", bar=False),
        Key("Ctrl+B", "離席・鍵", Act("page"), "画面をかくし、もどるときパスワード", bar=False),
        Key("Ctrl+Z", "取り消す", Act("page") if undo else None, "60秒のあいだ、自分の最後の操作"),
    )


def _gone(called: bool, serving: bool) -> Key:
    """F8: who does not come is absent; who stood here and goes has left."""
    if serving:
        return Key("F8", "帰られた", Act("page"))
    return Key("F8", "不在", Act("act", "mark_absent") if called else None)


def _main(here: Here | None, first: Row | None, onward: str, back: bool) -> Key:
    """F2, the one key that moves the visit on; its label is always what it does."""
    verb = "取る" if back else "呼ぶ"
    if here is None:
        if first is None:
            return Key("F2", f"次を{verb}")
        return Key("F2", f"次を{verb}　{first.number}", Act("next"), f"{first.what} {first.people}人・待ち {first.minutes}分")
    if here.state == "called":
        return Key("F2", f"来られた　{here.number}", Act("act", "start"), "対応をはじめます")
    after = f"{onward}へ送" if onward else "終わ"
    if first is None:
        return Key("F2", f"{after}る", Act("next", finish=True), f"{here.number}。待っている方はいません")
    does = f"{here.number} は{after}ります"
    return Key("F2", f"{after}り、次を{verb}", Act("next", finish=True), does, f"次を{verb}　{first.number}")
