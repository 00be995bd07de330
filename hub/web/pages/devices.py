"""What kiosks, boards and papers need from a person, in the words of the staff, what stops residents first. Pure."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from config.release import program
from hub.web.pages.dates import hour
from hub.wire import BoardView, Device, KioskView, PaperTrouble

SILENT_SECONDS = 30  # six missed heartbeats

Words = tuple[str, str]  # what is wrong, what to do
Look = Literal["alarm", "caution", "note"]  # a person or a line, a device, to be known

PRINTER: dict[str, Words] = {
    "paper_end": ("用紙切れ", "ロール紙を交換してください。"),
    "cover": ("プリンタのふたが開いています", "ふたを閉じてください。"),
    "cutter": ("プリンタのカッター異常", "電源を切り、紙詰まりを除いて、電源を入れてください。"),
    "fault": ("プリンタの異常", "電源を切って入れ直してください。続くときは保守へ。"),
    "hot": ("プリンタが熱くなっています", "1分より長いので、印刷を休ませてください。続くときは保守へ。"),
    "busy": ("プリンタをほかのものが使っています", "ほかの端末の設定を確かめるか、プリンタの電源を入れ直してください。"),
    "unreachable": ("プリンタがつながらない", "電源とケーブルを確かめてください。"),
    "near_end": ("用紙残りわずか", "ロール紙を用意してください。印刷は続けられます。"),
}
READER: dict[str, Words] = {
    "fault": ("読み取り機", "カードが読めません。ケーブルを差し直してください。手で入力できます。"),
}
CARD_LEFT: Words = ("忘れ物のカード", "読み取り機のカードをすぐに預かり、持ち主をさがしてください。取ると消えます。")
CAMERA: dict[str, Words] = {
    "no_camera": ("カメラがつながらない", "ケーブルを差し直してください。受付コードは手で入力できます。"),
    "no_picture": ("カメラの画像が来ない", "ケーブルを差し直してください。受付コードは手で入力できます。"),
    "decoder_down": ("QRの読み取りが止まった", "自動で起動し直しています。続くときは市のIT担当へ。"),
}
SPEAKER: dict[str, Words] = {
    "no_device": ("音が出ない（スピーカーがない）", "ケーブルと音の出口の設定を確かめてください。"),
    "busy": ("音が出ない（ほかのものが使っている）", "ほかのプログラムを終えるか、音の出口を alsa:default にしてください。"),
    "stuck": ("音が出ない（止まっている）", "スピーカーを差し直してください。"),
    "no_voice": ("声が出ない（合成できない）", "チャイムと画面で案内しています。市のIT担当へ。"),
}
REFUSED: dict[str, str] = {
    "number_taken": "同じ番号の方がほかにいます。この番号の方を探し、新しい番号を出してください。",
    "malformed_number": "端末の番号がこの端末のものではありません。新しい番号を出し、市のIT担当へ。",
    "unknown_service": "いまの設定にない業務です。この番号の方に新しい番号を出し、市のIT担当へ。",
}
OTHER_PROGRAM: Words = ("親機と版がちがいます", "案内は続けられます。市のIT担当へ、古いほうの更新を頼んでください。")
OTHER_PROGRAM_STANDS = "親機と版がちがい、設定を読めません。市のIT担当へ、古いほうの更新を頼んでください。"
REFUSED_OTHERWISE = "この番号の方に新しい番号を出し、市のIT担当へ伝えてください。"

SHAPES: dict[Device, str] = {"printer": "▤", "reader": "▣", "camera": "◎", "speaker": "♪"}
_DEVICES: tuple[tuple[Device, dict[str, Words]], ...] = (
    ("printer", PRINTER),
    ("reader", READER),
    ("camera", CAMERA),
    ("speaker", SPEAKER),
)
RANKS: dict[Device, int] = {"printer": 4, "reader": 6, "camera": 7, "speaker": 9}  # among all that can be wrong, see `notices`
ON_SCREEN = "番号は画面に出しています。"
MINOR = ("near_end",)  # to be known, nothing is stopped


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to see to. `visit`: whose paper, `number`: of whom, where staff say that they saw to it.

    `remark`: what is known of this machine alone, where others may have the same.
    """

    place: str
    shape: str
    words: str
    cure: str
    since: datetime | None
    look: Look
    visit: str = ""
    kiosk: str = ""
    number: str = ""
    remark: str = ""

    @property
    def settled_at(self) -> str:
        """Where it is said that staff saw to it; empty where the device itself says when it is well."""
        if self.number:
            return f"/floor/numbers/{self.kiosk}/{self.number}"
        return f"/floor/papers/{self.visit}" if self.visit else ""


def notices(
    kiosks: Iterable[KioskView], boards: Iterable[BoardView], papers: Iterable[PaperTrouble], now: datetime
) -> tuple[Notice, ...]:
    """Everything to see to: what stops residents most first, then the oldest."""
    papers = tuple(papers)
    stopped = {(paper.kiosk, paper.fault) for paper in papers if paper.result == "held"}  # the cure stands there already
    found = [*_of_kiosks(kiosks, stopped, now), *_of_boards(boards, now), *(_of_paper(paper) for paper in papers)]
    return tuple(each for _, each in sorted(found, key=lambda one: (one[0], one[1].since or now)))


def name_of(kiosk: str) -> str:
    """The kiosk's number as it stands on the machine."""
    return str(int(kiosk)) if kiosk.isdecimal() else kiosk


def is_away(last_seen: datetime | None, now: datetime) -> bool:
    return last_seen is None or (now - last_seen).total_seconds() > SILENT_SECONDS


def is_of_another_program(view: KioskView) -> bool:
    """Whether the kiosk runs a program with other words than the hub's; one that tells nothing is not judged."""
    return view.state is not None and view.state.version not in ("", program())


def faults(view: KioskView) -> tuple[tuple[Device, Words, datetime | None], ...]:
    """What is wrong with the devices of a kiosk, the worst first."""
    state = view.state
    if state is None:
        return ()
    standing: dict[Device, str] = {
        "printer": state.printer,
        "reader": state.reader,
        "camera": state.camera,
        "speaker": state.speaker,
    }
    return tuple(
        (device, words[standing[device]], state.since.get(device)) for device, words in _DEVICES if standing[device] in words
    )


def _of_kiosks(views: Iterable[KioskView], stopped: Container[tuple[str, str]], now: datetime) -> Iterator[tuple[int, Notice]]:
    for view in views:
        place = f"{name_of(view.kiosk)}番"
        for refused in view.state.refused if view.state else ():
            words = f"{refused.number} を受け取れません"
            cure = REFUSED.get(refused.error, REFUSED_OTHERWISE)
            yield 0, Notice(place, "▲", words, cure, refused.since, "alarm", kiosk=view.kiosk, number=refused.number)
        if is_away(view.last_seen, now):
            cure = (
                "まだ一度もつながっていません"
                if view.last_seen is None
                else "電源と通信を確かめてください。番号は端末だけで出せます。"
            )
            yield 2, Notice(place, "×", "つながらない", cure, view.last_seen, "alarm", kiosk=view.kiosk)
            continue
        stands = view.state is not None and view.state.state == "out_of_service"
        if stands:
            cure = OTHER_PROGRAM_STANDS if is_of_another_program(view) else "端末の画面を確かめてください"
            yield 2, Notice(place, "×", "使えません", cure, None, "alarm", kiosk=view.kiosk)
        if view.state is not None and view.state.card_left is not None:
            words, cure = CARD_LEFT
            yield 1, Notice(place, SHAPES["reader"], words, cure, view.state.card_left, "alarm", kiosk=view.kiosk)
        printer = view.state.printer if view.state is not None else ""
        known = (view.kiosk, printer) in stopped
        yield from (_of_device(place, view, fault) for fault in faults(view) if not (known and fault[0] == "printer"))
        if is_of_another_program(view) and not stands:
            words, cure = OTHER_PROGRAM
            yield 11, Notice(place, "⇄", words, cure, None, "note", kiosk=view.kiosk)


def _of_device(place: str, view: KioskView, fault: tuple[Device, Words, datetime | None]) -> tuple[int, Notice]:
    device, (words, cure), since = fault
    printer = view.state.printer if device == "printer" and view.state is not None else ""
    if printer in MINOR:
        return 10, Notice(place, SHAPES[device], words, cure, since, "note", kiosk=view.kiosk)
    last = f"最終応答 {hour(since)}" if printer == "unreachable" and since is not None else ""
    shown = ON_SCREEN if device == "printer" else ""
    return RANKS[device], Notice(place, SHAPES[device], words, cure + shown, since, "caution", kiosk=view.kiosk, remark=last)


def _of_boards(views: Iterable[BoardView], now: datetime) -> Iterator[tuple[int, Notice]]:
    for view in views:
        place = f"待合表示 {name_of(view.board)}"
        if is_away(view.last_seen, now):
            never = "まだ一度もつながっていません"
            cure = never if view.last_seen is None else "画面の電源と通信を確かめてください。呼出は窓口で声をかけてください。"
            yield 3, Notice(place, "×", "つながらない", cure, view.last_seen, "alarm")
        elif view.health is not None and view.health.speaker in SPEAKER:
            words, cure = SPEAKER[view.health.speaker]
            yield 5, Notice(place, SHAPES["speaker"], words, cure, view.health.since, "caution")


def _of_paper(paper: PaperTrouble) -> tuple[int, Notice]:
    cause, mend = PRINTER.get(paper.fault, ("", ""))
    why = f"（{cause}）" if cause else ""
    look: Look = "alarm"
    match paper.result:
        case "held":
            rank, words = 1, f"{paper.number} 印刷中断{why}"
            cure = f"{mend}直すと続きが印刷されます。もう一度印刷しないでください。"
        case "missing":
            rank, words = 1, f"{paper.number} 番号札が出ていないとのこと"
            cure = "番号は有効です。番号を書いた紙を渡してください。"
        case "uncertain":
            rank, words = 1, f"{paper.number} 印刷結果不明"
            cure = "番号は有効です。番号札が出たか、来庁者に確かめてください。"
        case _:
            rank, words, look = 8, f"{paper.number} 紙は出ていません{why}", "caution"
            cure = "番号は画面で案内ずみ。番号は有効です。"
    return rank, Notice(f"{name_of(paper.kiosk)}番", "▤", words, cure, paper.since, look, paper.visit, paper.kiosk)
