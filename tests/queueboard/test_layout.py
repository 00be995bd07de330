from datetime import datetime, timedelta, timezone
from pathlib import Path

import msgspec
import pytest
from babel.messages.pofile import read_po

from config.languages import DRAFT, LANGUAGES
from hub.wire import BoardRow, BoardState, ExpectedWait, Notice, ServiceLine
from queueboard import layout
from queueboard.announcer import Announcer, call
from queueboard.board import start
from queueboard.columns import PAGE_SECONDS
from queueboard.items import Rectangle, Stroke, Text
from queueboard.letters import width_of
from queueboard.place import Place

NOW = datetime(2026, 11, 20, 10, 42, tzinfo=timezone(timedelta(hours=9)))
CATALOGUES = Path("config/catalogue/languages")


def texts(language):
    found = {}
    for name in ("board.po", "waiting.po"):
        with (CATALOGUES / language / name).open("rb") as file:
            found |= {message.id: message.string.removesuffix(DRAFT) for message in read_po(file) if message.id}
    return found


CATALOGUE = {language: texts(language) for language in LANGUAGES}


def say(key, language="ja", **placeholders):
    return CATALOGUE[language][key].format(**placeholders)


def row(number, stage="reception", state="called", counter=3, minutes=1, language="ja"):
    at = NOW - timedelta(minutes=minutes)
    return BoardRow(
        visit=number + stage, number=number, stage=stage, service="a", state=state, counter=counter, at=at, language=language
    )


PLACE = Place(
    office="みどり野市 川辺区役所 区民課",
    opens="8:30",
    closes="17:00",
    service_names={"a": "引っ越し", "f": "マイナンバーカード"},
)
LINES = (
    ServiceLine(service="a", letter="A", people_waiting=328, wait=ExpectedWait(95, 120)),
    ServiceLine(service="f", letter="F", people_waiting=0),
)
FULL = start(
    BoardState(
        seq=1,
        at=NOW,
        rows=(
            *(row(f"A-12{n:02}", counter=17, minutes=n) for n in range(9)),
            *(row(f"C-{n:03}", "delivery", minutes=n) for n in range(1, 4)),
            *(row(f"E-{n:03}", state="absent", minutes=n) for n in range(8)),
        ),
        lines=LINES,
        notices=(Notice("11月28日(土)は 12時30分 までの受付です"), Notice("エレベーター点検中", NOW + timedelta(minutes=1))),
    ),
    NOW,
)
EMPTY = start(BoardState(seq=1, at=NOW, rows=(), lines=LINES), NOW)
CALLING = call(call(Announcer(), row("A-1203", counter=17, language="en"), NOW), row("C-001", "delivery"), NOW)


def seconds_ago(seconds, number, stage="reception", counter=3):
    return msgspec.structs.replace(row(number, stage, counter=counter), at=NOW - timedelta(seconds=seconds))


def board_of(*rows):
    return start(BoardState(seq=1, at=NOW, rows=rows, lines=LINES), NOW)


THREE = msgspec.structs.replace(PLACE, columns=("reception", "accounting", "delivery"))
LARGE = msgspec.structs.replace(PLACE, large=True)
ONE = msgspec.structs.replace(PLACE, columns=("delivery",))
BUSY = board_of(
    *(seconds_ago(each, f"A-12{each:02}", counter=17) for each in range(5)),
    seconds_ago(400, "A-001"),
    seconds_ago(5, "C-1201", "accounting", 18),
    seconds_ago(5, "C-1202", "delivery", 19),
)
AT_ONCE = call(call(call(CALLING, row("C-013", "accounting"), NOW), row("D-001"), NOW), row("D-002"), NOW)


def called_in(language):
    return call(Announcer(), row("A-1203", counter=17, language=language), NOW)


LATER = NOW + timedelta(minutes=9)

READY = (ServiceLine("a", "A", 12, wait=ExpectedWait(5, 10)), ServiceLine("f", "F", 2, wait=ExpectedWait(95, 120)))

PICTURES = {
    "deliveries": layout.picture(PLACE, msgspec.structs.replace(FULL, deliveries=READY), Announcer(), NOW, say),
    "full": layout.picture(PLACE, FULL, Announcer(), NOW, say),
    "empty": layout.picture(PLACE, EMPTY, Announcer(), NOW, say),
    "new call": layout.picture(PLACE, FULL, CALLING, NOW, say),
    "link lost": layout.picture(PLACE, FULL, Announcer(), LATER, say),
    "connecting": layout.picture(PLACE, None, Announcer(), NOW, say),
    "three stages": layout.picture(THREE, BUSY, Announcer(), NOW, say),
    "one stage": layout.picture(ONE, BUSY, Announcer(), NOW, say),
    "large": layout.picture(LARGE, BUSY, Announcer(), NOW, say),
    "large three": layout.picture(msgspec.structs.replace(THREE, large=True), BUSY, Announcer(), NOW, say),
    "several calls": layout.picture(THREE, BUSY, AT_ONCE, NOW, say),
    "several calls large": layout.picture(LARGE, BUSY, AT_ONCE, NOW, say),
    "large call": layout.picture(LARGE, BUSY, called_in("ne"), NOW, say),
    **{f"call in {language}": layout.picture(PLACE, FULL, called_in(language), NOW, say) for language in LANGUAGES},
}


def words(items):
    return [item.text for item in items if isinstance(item, Text)]


@pytest.mark.parametrize("name", PICTURES)
def test_no_words_are_wider_than_their_place_and_nothing_leaves_the_picture(name):
    for item in PICTURES[name]:
        if isinstance(item, Text):
            wide = width_of(item.text, item.px, bold=item.bold, number=item.number, language=item.language)
            assert wide <= item.width + 1, item.text
            assert item.x >= 0
            assert item.x + item.width <= layout.WIDTH, item.text
        elif isinstance(item, Rectangle):
            assert item.x + item.width <= layout.WIDTH
            assert item.y + item.height <= layout.HEIGHT
        else:
            assert isinstance(item, Stroke)


def test_the_number_one_is_called_by_reads_from_ten_metres_on_a_55_inch_screen():
    newest = max((item for item in PICTURES["full"] if isinstance(item, Text) and item.number), key=lambda item: item.px)

    digit_mm = newest.px * 0.85 / 1.58

    assert digit_mm >= 50


def sizes(items):
    """How large each number stands, in pixels."""
    numbers = [item for item in items if isinstance(item, Text) and item.number and "-" in item.text and item.y < 690]
    return {item.text: item.px for item in numbers}


@pytest.mark.parametrize("name", ["full", "three stages", "one stage", "large", "large three", "several calls"])
def test_every_number_that_is_called_reads_from_eight_metres_on_a_55_inch_screen(name):
    """Digits of 0.85 em at 1.58 pixels a millimetre; 50 mm for ten metres, 40 mm for eight."""
    called = {row.number for row in BUSY.calls} | {row.number for row in FULL.calls} | {"C-001", "C-013"}
    for number, px in sizes(PICTURES[name]).items():
        assert number not in called or px * 0.85 / 1.58 >= 40, (number, px)


def test_two_people_called_within_half_a_minute_stand_equally_large():
    shown = sizes(layout.picture(PLACE, board_of(seconds_ago(20, "A-024"), seconds_ago(5, "C-118")), Announcer(), NOW, say))
    apart = sizes(layout.picture(PLACE, board_of(seconds_ago(50, "A-024"), seconds_ago(5, "C-118")), Announcer(), NOW, say))

    assert shown["A-024"] == shown["C-118"]
    assert apart["A-024"] < apart["C-118"]


def test_who_is_called_while_another_call_is_said_stands_beside_it_equally_large():
    shown = sizes(layout.picture(PLACE, EMPTY, call(call(Announcer(), row("A-024"), NOW), row("C-001", "delivery"), NOW), NOW, say))

    assert shown["A-024"] == shown["C-001"] > 150


def test_older_calls_stay_to_be_seen_while_many_are_called_at_once():
    seen = set()
    for second in range(0, 60, PAGE_SECONDS):
        now = NOW + timedelta(seconds=second)
        seen |= set(words(layout.picture(PLACE, msgspec.structs.replace(BUSY, news_at=now), Announcer(), now, say)))

    assert {"A-001", *(f"A-12{each:02}" for each in range(5))} <= seen


def test_a_large_board_gives_the_room_of_the_waits_to_the_numbers():
    assert "328" not in words(PICTURES["large"]) and "328" in words(PICTURES["full"])
    assert sizes(PICTURES["large"])["A-1200"] > sizes(layout.picture(PLACE, BUSY, Announcer(), NOW, say))["A-1200"]


def test_a_notice_leaves_the_board_at_its_time():
    now = [words(layout.picture(PLACE, FULL, Announcer(), NOW + timedelta(seconds=each), say)) for each in (0, 6)]
    after = start(BoardState(seq=1, at=NOW, rows=(), lines=LINES, notices=FULL.notices), LATER)
    later = [words(layout.picture(PLACE, after, Announcer(), LATER + timedelta(seconds=each), say)) for each in (0, 6)]

    assert any("エレベーター点検中" in each for each in now)
    assert not any("エレベーター点検中" in each for each in later)


def test_a_stale_board_shows_no_count_no_yellow_and_says_how_staff_call():
    shown = PICTURES["link lost"]

    assert "328" not in words(shown)
    assert say("board.link_lost.title") in words(shown)
    assert not any(item.colour == "#ffd43d" for item in shown)
    assert "10:51" in words(shown)  # the clock is local and runs on


def test_several_open_calls_page_so_that_each_is_seen():
    seen = set()
    for second in range(0, 60, PAGE_SECONDS):
        seen |= set(words(layout.picture(PLACE, FULL, Announcer(), NOW + timedelta(seconds=second % 10), say)))
        board = start(BoardState(seq=1, at=NOW, rows=(*FULL.calls, *FULL.missed), lines=LINES), NOW + timedelta(seconds=second))
        seen |= set(words(layout.picture(PLACE, board, Announcer(), NOW + timedelta(seconds=second), say)))

    assert {f"A-12{n:02}" for n in range(9)} <= seen


def test_absent_numbers_that_find_no_room_are_counted_and_take_their_turn():
    assert say("board.missed_more", count=4) in words(PICTURES["full"])
    seen = set()
    for second in range(10):
        now = NOW + timedelta(seconds=second)
        seen |= set(words(layout.picture(PLACE, msgspec.structs.replace(FULL, news_at=now), Announcer(), now, say)))
    assert {f"E-{n:03}" for n in range(8)} <= seen


def test_a_new_call_says_number_and_counter_in_the_tickets_language():
    assert "Number A-1203, counter 17" in words(PICTURES["new call"])
    alone = words(layout.picture(PLACE, FULL, called_in("en"), NOW, say))
    assert "Number A-1203, counter 17" in alone and say("board.come_to", counter=17) in alone


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_board_is_there_in_every_language(language):
    assert CATALOGUE[language].keys() == CATALOGUE["ja"].keys()


@pytest.mark.parametrize(
    ("wait", "people", "said"),
    [
        (ExpectedWait(20, 30), 8, "20〜30分"),
        (ExpectedWait(0, 5), 2, "5分以内"),
        (ExpectedWait(130, 180), 60, "2時間以上"),
        (ExpectedWait(10, 25, usual=True), 3, "ふだん 10〜25分"),
        (None, 3, "時間は まだ分かりません"),
    ],
)
def test_who_sits_in_the_room_reads_how_long_the_wait_is_or_that_nobody_can_tell(wait, people, said):
    lines = (ServiceLine("a", "A", people, wait=wait),)
    board = start(BoardState(seq=1, at=NOW, rows=(), lines=lines), NOW)

    assert said in words(layout.picture(PLACE, board, Announcer(), NOW, say))


@pytest.mark.parametrize("wait", [None, ExpectedWait(10, 35), ExpectedWait(15, 30, usual=True)])
def test_nothing_is_said_of_the_wait_where_nobody_waits(wait):
    lines = (ServiceLine("a", "A", 0, wait=wait),)
    board = start(BoardState(seq=1, at=NOW, rows=(), lines=lines), NOW)

    assert not [each for each in words(layout.picture(PLACE, board, Announcer(), NOW, say)) if "分" in each or "時間" in each]


def test_who_waits_for_the_delivery_reads_it_beside_the_line_of_the_service():
    ready = (ServiceLine("a", "A", 2, wait=ExpectedWait(5, 10)),)
    board = start(BoardState(seq=1, at=NOW, rows=(), lines=LINES, deliveries=ready), NOW)
    shown = words(layout.picture(PLACE, board, Announcer(), NOW, say))
    before = words(layout.picture(PLACE, EMPTY, Announcer(), NOW, say))

    ready_words = "交付 2人　5〜10分"
    assert ready_words in shown and ready_words not in before
    stale = words(layout.picture(PLACE, board, Announcer(), LATER, say))
    assert ready_words not in stale, "what may be old is not said"


def test_a_notice_is_shown_in_each_of_its_languages_one_after_the_other():
    notice = Notice("エレベーター点検中", others={"en": "The lift is closed", "ne": "लिफ्ट बन्द छ"})
    seen = set()
    for second in range(0, 30, PAGE_SECONDS):
        now = NOW + timedelta(seconds=second)
        board = start(BoardState(seq=1, at=now, rows=(), lines=LINES, notices=(notice,)), now)
        seen |= set(words(layout.picture(PLACE, board, Announcer(), now, say)))

    assert {notice.text, *notice.others.values()} <= seen
