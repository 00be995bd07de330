"""取り消す as a desk tells it: what Ctrl+Z takes back now, and what it does not, so that nothing older goes by mistake. Pure."""

from dataclasses import dataclass

from hub.wire import LastStep

STEPS = {
    "call": "呼出",
    "recall": "再呼出",
    "start": "来られた",
    "finish": "送った",
    "mark_absent": "不在",
    "mark_no_show": "終わり",
    "return": "待ちへ戻した",
    "cancel": "取消",
    "hold": "保留",
    "transfer": "転送",
    "send_back": "差し戻し",
    "leave": "帰られた",
    "take_over": "引き継いだ",
    "split": "番号を分けた",
    "merge": "番号をまとめた",
    "decide": "手続きを決めた",
    "correct": "入力・訂正",
}
OFF = {"": "操作なし", "over": "60秒すぎました", "moved": "先へ進みました"}
AGAIN = "もう一度押すと外れます。"
OWN_WAY = {  # what was done to a record → (what it is called, its own way back)
    "made_sure": ("確かめた印", AGAIN),
    "not_made_sure": ("印を外したこと", "もう一度押すと付きます。"),
    "shown": ("持ち物の印", AGAIN),
    "not_shown": ("印を外したこと", "もう一度押すと付きます。"),
    "handed": ("渡した印", AGAIN),
    "withheld": ("渡さないことにしたこと", "その行を押すと戻ります。"),
    "not_handed": ("印を外したこと", "もう一度押すと付きます。"),
    "fee_paid": ("収納の印", "お支払いの「取り消す」で外れます。"),
    "fee_without": ("収納しないことにしたこと", "お支払いの「取り消す」で戻ります。"),
    "fee_open": ("収納の印を外したこと", "もう一度「収納済」を押してください。"),
    "identity_checked": ("本人確認", "「変える」（Ctrl+I）で直してください。"),
    "identity_excepted": ("本人確認の例外", "「変える」（Ctrl+I）で直してください。"),
    "noted": ("申し送り", "消せません。続けて書き足してください。"),
    "note_taken_back": ("差し戻しの申し送りを取り消したこと", "差し戻しをもう一度してください。"),
    "passed_on": ("「窓口で確認」をそのまま送ること", "紙のままなら「ここで入力する」、ほかは「訂正」で内容を入れてください。"),
    "not_passed_on": ("紙から入力すること", "もう一度「紙のまま進める」を押してください。"),
    "scanned": ("転出証明書の読み取り", "照合の画面で外せます。"),
    "scan_removed": ("画像を外したこと", "照合の画面で読み取り直してください。"),
    "checked": ("照合の判定", "照合の画面で決めなおしてください。"),
}


@dataclass(frozen=True, slots=True)
class Older:
    """Something was done since the step that Ctrl+Z takes back. `done`: what; `way`: how that goes back; `step`: A-031 来られた."""

    done: str
    way: str
    step: str
    does: str  # the step without its number


def words(step: LastStep, *, behind: bool = False) -> str:
    """`behind`: at a work list, where papers are taken and nobody is called."""
    did = "取った" if behind and step.action == "call" else STEPS.get(step.action, "")
    return f"{'・'.join(step.numbers)} {did}"


def off(step: LastStep | None) -> str:
    """Why nothing can be undone: nothing was done, the minute is over, or somebody else has it already."""
    if step is None or not step.barred:
        return OFF[""]
    return f"もう{step.by}番にあります" if step.by is not None else OFF[step.barred]


def short(step: LastStep, *, behind: bool = False) -> str:
    """A-031 保留; of several numbers those alone, or how many."""
    if len(step.numbers) == 1:
        return words(step, behind=behind)
    return "・".join(step.numbers) if len(step.numbers) == 2 else f"{step.numbers[0]} ほか{len(step.numbers) - 1}"


def older(step: LastStep | None) -> Older | None:
    """What Ctrl+Z asks about first; None where what it takes back is the last thing that was done."""
    if step is None or not step.since:
        return None
    done, way = OWN_WAY.get(step.since, ("記録への操作", "その場所で戻してください。"))
    return Older(done, way, words(step), STEPS.get(step.action, step.action))
