"""Screens made by hand from the design: a keyboard, a start screen, a ticket. And a tiny flow between them."""

import os
import time
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec

from hardware.printer.port import Slip
from hub.wire import OpenVisit
from kiosk.flow.effects import AnyEffect, CallHelp, Convert, End, PrintSlip, ShowStep, TakeNumber
from kiosk.flow.events import (
    AnyEvent,
    Back,
    Begin,
    Candidate,
    Candidates,
    Help,
    Key,
    Next,
    NumberOnly,
    NumberTaken,
    ShowLanguages,
    SlipChanged,
    Started,
)
from kiosk.viewmodels.boxes import Box, Line, Screen

ROWS = ("わらやまはなたさかあ", "をり みひにちしきい", "んるゆむふぬつすくう", "ーれ めへねてせけえ", " ろよもほのとそこお")
FUNCTIONS = (("voiced", "が・ぱ"), ("small", "つ → っ"), ("delete", "1つけす"), ("clear", "全部けす"), ("draw", "手で書く"))


@dataclass(frozen=True)
class Visit:
    screen: str = "start"
    kana: str = ""
    contrast: str = "light"
    key: str = ""
    number: str = "A-024"
    paper: str = ""
    candidates: tuple[str, ...] = ()
    interrupted: bool = False


class HandmadeBrain:
    def start(self) -> Visit:
        return Visit()

    def reduce(self, session: Visit, event: AnyEvent, now: datetime) -> tuple[Visit, tuple[AnyEffect, ...]]:
        match event:
            case Started(extra=extra, interrupted=interrupted):
                return replace(session, key=extra.get("key", ""), interrupted=interrupted), ()
            case Begin():
                return replace(session, screen="name"), (ShowStep(1, 7),)
            case Key("clear"):
                return replace(session, kana=""), ()
            case Key("draw"):
                time.sleep(3600)  # a bug: the loop that draws stands still
            case Key("delete"):
                os._exit(1)  # a bug: the process is gone
            case Key(key) if len(key) == 1:
                return replace(session, kana=session.kana + key), (Convert(session.kana + key),)
            case Candidates(kana, candidates) if kana == session.kana:
                return replace(session, candidates=candidates[:5]), ()
            case Next():
                return session, (TakeNumber(session.key, OpenVisit("ja", service="residence")),)
            case NumberTaken(ticket):
                slip = Slip(office="川辺区役所", service="住民異動", number=ticket.number)
                return replace(session, screen="ticket", number=ticket.number), (PrintSlip(ticket.visit, slip),)
            case SlipChanged(state):
                return replace(session, paper=state.value), ()
            case Back() if session.screen == "ticket":
                return Visit(), (End(),)
            case Back():
                return replace(session, screen="start"), ()
            case Help():
                return replace(session, contrast={"light": "black", "black": "blue", "blue": "light"}[session.contrast]), (
                    CallHelp(True),
                )
        return session, ()

    def screen(self, session: Visit, now: datetime) -> Screen:
        match session.screen:
            case "name":
                return name_screen(session.kana, session.contrast, session.candidates)
            case "ticket":
                return ticket_screen(session.contrast, session.number, session.paper)
            case _:
                start = start_screen(session.contrast)
                told = Box("interrupted", "text", 32, 640, 600, 36, (Line("もう一度はじめから", 24),))
                return msgspec.structs.replace(start, boxes=(*start.boxes, told)) if session.interrupted else start


def foot(*, back: bool = True, following: str = "つぎへ") -> tuple[Box, ...]:
    boxes = [
        Box("foot", "foot", 0, 680, 1280, 120),
        Box("help", "help", 240, 692, 240, 96, (Line("職員をよぶ", 28, bold=True),), "center", "bell", Help()),
        Box(
            "languages",
            "secondary",
            500,
            692,
            212,
            96,
            (Line("ことば", 28, bold=True), Line("Language", 24, language="en")),
            "center",
            "language",
            ShowLanguages(),
        ),
        Box(
            "appearance",
            "secondary",
            732,
            692,
            212,
            96,
            (Line("見やすさ", 28, bold=True), Line("音声", 24)),
            "center",
            "appearance",
            Back(),
        ),
    ]
    if back:
        boxes.append(Box("back", "secondary", 32, 692, 188, 96, (Line("もどる", 28, bold=True),), "center", "chevron_left", Back()))
    if following:
        boxes.append(Box("next", "primary", 964, 692, 284, 96, (Line(following, 36, bold=True),), "center", ">", Next()))
    return tuple(boxes)


def steps(now: int, name: str, count: int = 7) -> tuple[Box, ...]:
    boxes = [Box("procedure", "text", 32, 22, 100, 32, (Line("転入届", 24, bold=True),))]
    x, width = 128, 149
    for step in range(1, count + 1):
        if step == now:
            boxes.append(
                Box(f"step.{step}", "step_now", x, 14, 193, 44, (Line(f"{step} / {count}  {name}", 24, bold=True),), "center")
            )
            x += 199
        else:
            lines = () if step < now else (Line(str(step), 24, bold=True),)
            boxes.append(Box(f"step.{step}", "step_done" if step < now else "step_ahead", x, 14, width, 44, lines, "center"))
            x += width + 6
    return tuple(boxes)


def name_screen(
    kana: str, contrast: str = "light", candidates: tuple[str, ...] = ("川崎", "河崎", "川﨑", "河﨑", "川嵜")
) -> Screen:
    boxes = [
        *steps(1, "お名前"),
        Box("title", "text", 32, 66, 220, 80, (Line("名字(せい)", 32, bold=True), Line("ひらがなで", 24, second=True))),
        Box("field.kana", "field_now", 268, 68, 480, 66, (Line(kana, 45),), caret=len(kana)),
        Box("arrow", "icon", 780, 76, 20, 50, icon="chevron_right"),
        Box("kanji", "soft_panel", 820, 68, 428, 66, (Line("漢字 川崎", 36, bold=True),)),
    ]
    for i, word in enumerate(candidates):
        boxes.append(
            Box(
                f"candidate.{i}",
                "candidate",
                32 + 151 * i,
                148,
                136,
                75,
                (Line(word, 36),),
                "center",
                "",
                Candidate(i),
                selected=i == 0,
            )
        )
    boxes.append(Box("more", "candidate", 787, 148, 176, 75, (Line("ほかの字", 24), Line("1 / 3", 24)), "center", "", Next()))
    for row, keys in enumerate(ROWS):
        for column, key in enumerate(keys):
            if key != " ":
                boxes.append(
                    Box(f"key.{key}", "key", 224 + 104 * column, 238 + 90 * row, 88, 75, (Line(key, 36),), "center", "", Key(key))
                )
        name, words = FUNCTIONS[row]
        boxes.append(
            Box(f"key.{name}", "function_key", 32, 238 + 90 * row, 168, 75, (Line(words, 28, bold=True),), "center", "", Key(name))
        )
    return Screen("name", 1280, 800, (*boxes, *foot()), contrast=contrast)


def start_screen(contrast: str = "light") -> Screen:
    boxes = [
        Box("office", "text", 32, 24, 700, 40, (Line("川辺区役所  区民課", 28, bold=True, second=True),)),
        Box("title", "text", 32, 70, 800, 76, (Line("手続きと番号札の受付です", 57, bold=True),)),
        Box("sub", "text", 32, 152, 800, 40, (Line("ご用件に合うボタンに、指でふれてください。", 28, second=True),)),
        Box(
            "waiting",
            "soft_panel",
            880,
            24,
            368,
            172,
            (Line("いまの待ち時間の目安", 24, bold=True), Line("25〜35分", 45, bold=True), Line("待っている方  12人", 24)),
            icon="clock",
        ),
        Box("begin", "primary", 32, 216, 598, 212, (Line("手続きをはじめる", 45, bold=True),), "center", "pencil>", Begin()),
        Box(
            "have_code",
            "row",
            650,
            216,
            598,
            96,
            (Line("事前入力のQRコードをお持ちの方", 28, bold=True),),
            icon="qr",
            event=Begin(),
        ),
        Box(
            "number_only",
            "row",
            650,
            332,
            598,
            96,
            (Line("番号札だけ取る", 32, bold=True), Line("紙の申請書の方・相談の方", 24, second=True)),
            icon="ticket",
            event=NumberOnly(),
        ),
        Box(
            "banner",
            "banner_warning",
            32,
            450,
            820,
            100,
            (Line("この番号は有効です", 28, bold=True), Line("職員が紙の番号札をお渡しします。", 28)),
            icon="printer",
        ),
        Box(
            "off",
            "secondary",
            872,
            450,
            376,
            100,
            (Line("前の4人", 28, bold=True),),
            "center",
            "chevron_left",
            Back(),
            enabled=False,
        ),
    ]
    words = ("日本語", "やさしい日本語", "English", "中文", "한국어", "Tiếng Việt", "नेपाली")
    tags = ("ja", "ja-easy", "en", "zh", "ko", "vi", "ne")
    for i, (word, tag) in enumerate(zip(words, tags, strict=True)):
        boxes.append(
            Box(
                f"language.{tag}",
                "secondary",
                32 + 174 * i,
                570,
                160,
                86,
                (Line(word, 26 if i != 1 else 20, bold=True, language=tag),),
                "center",
                "",
                Begin(),
                selected=i == 0,
            )
        )
    return Screen("start", 1280, 800, (*boxes, *foot(back=False, following="")), contrast=contrast)


def ticket_screen(contrast: str = "light", number: str = "A-024", paper: str = "") -> Screen:
    boxes = (
        Box("done", "icon", 36, 26, 44, 44, icon="success"),
        Box("title", "text", 100, 20, 900, 60, (Line("番号札をお取りください", 45, bold=True),)),
        Box("number", "soft_panel", 32, 92, 700, 300, (Line(number, 208, number=True),), "center"),
        Box("people", "panel", 752, 92, 496, 300, (Line("待っている方", 28), Line("8人", 72, bold=True))),
        Box(
            "question",
            "text",
            32,
            410,
            800,
            150,
            (
                Line("{家族|かぞく}の{中|なか}に マイナンバーカードを", 45, bold=True),
                Line("{持|も}っている{人|ひと}は いますか", 45, bold=True),
            ),
        ),
        Box("paper", "text", 752, 400, 100, 30, (Line(paper, 24),)),
        Box("link", "qr", 892, 440, 188, 188, (Line("HTTP://EXAMPLE.JP/T/ABCDEFGHIJKLM", 20),)),
        Box("name", "text", 32, 580, 800, 60, (Line("葛󠄂飾 邊󠄉子 𠮷田", 36),)),
    )
    return Screen("ticket", 1280, 800, (*boxes, *foot(following="おわる")), contrast=contrast)
