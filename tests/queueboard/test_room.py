"""Whatever is called, absent or written at once: nothing on the board is cut or lies over another, and no called number is lost."""

from datetime import timedelta

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.wire import BoardState, ExpectedWait, Notice, ServiceLine
from queueboard import layout
from queueboard.announcer import Announcer, call, drop
from queueboard.board import start
from queueboard.items import Rectangle, Stroke, Text
from queueboard.letters import width_of
from tests.queueboard.test_layout import LARGE, NOW, PLACE, THREE, row, say, words

JAPANESE = "17番のキオスクは紙がありません。となりの18番をお使いください。"
NOTICES = {
    "none": (),
    "ja": (Notice(JAPANESE),),
    "ja and en": (Notice(JAPANESE, others={"en": "Kiosk 17 is out of paper. Please use kiosk 18 next to it."}),),
    "longest": (Notice("あ" * 60, others={"ne": "लिफ्ट बन्द छ " * 7}),),
}
NAMES = ("証明発行", "住民異動", "印鑑登録", "戸籍", "マイナンバーカード", "国保・年金", "こども・高齢・障害", "総合案内")
PLACES = tuple(
    msgspec.structs.replace(place, service_names={f"{at}": name for at, name in enumerate(NAMES)})
    for place in (PLACE, THREE, LARGE, msgspec.structs.replace(THREE, large=True))
)
LINES = tuple(
    ServiceLine(f"{at}", "CADEFKHT"[at], (0, 342, 7)[at % 3], wait=ExpectedWait(95, 120, usual=at % 4 == 1) if at % 2 else None)
    for at in range(len(NAMES))
)
READY = tuple(ServiceLine(line.service, line.letter, 42, wait=ExpectedWait(75, 100)) for line in LINES[:6])

calls = st.lists(
    st.tuples(
        st.sampled_from(["A-{:03}", "A-12{:02}", "C-{:03}"]),
        st.sampled_from(["reception", "delivery", "accounting"]),
        st.sampled_from([3, 17, 64]),
        st.sampled_from(["ja", "en", "ne", "pt", "es"]),
        st.integers(0, 90),
    ),
    max_size=10,
)


def rows_of(place, told):
    found = [
        msgspec.structs.replace(
            row(number.format(at), stage, counter=counter, language=language), at=NOW - timedelta(seconds=100 - at + ago)
        )
        for at, (number, stage, counter, language, ago) in enumerate(told)
    ]
    return [each for each in found if each.stage in place.columns]


def announced(rows):
    announcer = Announcer()
    for each in rows:
        announcer = call(announcer, each, NOW)
    return announcer


def ink(item):
    """Left, top, right, bottom of its letters."""
    wide = width_of(item.text, item.px, bold=item.bold, number=item.number, language=item.language)
    left = item.x + {"left": 0, "center": (item.width - wide) / 2, "right": item.width - wide}[item.align]
    middle = item.y + item.height / 2
    return left, middle - item.px * 0.4, left + wide, middle + item.px * 0.4


def holds(field, sign):
    across, down = sign.points[::2], sign.points[1::2]
    return (
        field.x <= min(across)
        and max(across) <= field.x + field.width
        and field.y <= min(down)
        and max(down) <= field.y + field.height
    )


def over_each_other(one, other):
    return one[0] < other[2] - 1 and other[0] < one[2] - 1 and one[1] < other[3] - 1 and other[1] < one[3] - 1


@settings(max_examples=120)
@given(st.sampled_from(PLACES), calls, st.integers(0, 5), st.sampled_from(list(NOTICES)), st.integers(0, 9), st.integers(0, 30))
def test_nothing_is_cut_and_nothing_lies_over_another(place, told, new, notice, missed, second):
    rows, now = rows_of(place, told), NOW + timedelta(seconds=second)
    absent = tuple(row(f"E-12{each:02}" if each % 2 else f"E-{each:03}", state="absent") for each in range(missed))
    state = BoardState(seq=1, at=now, rows=(*rows, *absent), lines=LINES, notices=NOTICES[notice], deliveries=READY)

    picture = layout.picture(place, start(state, now), announced(rows[:new]), now, say)
    items = [each for each in picture if isinstance(each, Text)]
    fields = [each for each in picture if isinstance(each, Rectangle)]

    for sign in picture:
        assert not isinstance(sign, Stroke) or any(holds(field, sign) for field in fields[1:]), sign
    boxes = [(item.text, ink(item)) for item in items if item.text.strip()]
    for text, (left, top, right, bottom) in boxes:
        assert left >= 0 and right <= layout.WIDTH and top >= 0 and bottom <= layout.HEIGHT, text
    for at, (text, box) in enumerate(boxes):
        for other, second_box in boxes[at + 1 :]:
            assert not over_each_other(box, second_box), (text, other)


def test_words_in_the_callers_language_that_do_not_fit_beside_number_and_counter_are_left_to_the_voice():
    rows = rows_of(PLACES[2], [("A-{:03}", "reception", 3, "ja", 0), ("A-12{:02}", "reception", 17, "en", 0)])

    picture = layout.picture(
        PLACES[2], start(BoardState(seq=1, at=NOW, rows=tuple(rows), lines=()), NOW), announced(rows), NOW, say
    )

    assert "A-1201" in words(picture) and "Number A-1201, counter 17" not in words(picture)


@settings(max_examples=30)
@given(st.sampled_from(PLACES), calls, st.integers(1, 5))
def test_every_number_called_is_seen_within_twelve_seconds_while_others_are_called_out(place, told, new):
    rows = rows_of(place, told)
    announcer = announced(rows[:new])
    board = start(BoardState(seq=1, at=NOW, rows=tuple(rows), lines=LINES), NOW)
    seen = set()
    for second in range(12):
        now = NOW + timedelta(seconds=second)
        board = msgspec.structs.replace(board, news_at=now)
        for item in layout.picture(place, board, announcer, now, say):
            if isinstance(item, Text) and item.number and "-" in item.text:
                seen.add(item.text)
                assert item.px * 0.85 / 1.58 >= 36, "from seven metres on 55 inches"

    assert seen >= {each.number for each in (rows if announcer.now_calling is not None else ())}


def test_who_looks_up_for_ten_seconds_reads_of_every_service_how_many_wait_whoever_is_called():
    board = start(BoardState(seq=1, at=NOW, rows=(row("A-001"),), lines=LINES, deliveries=READY), NOW)
    seen = set()
    for second in range(10):
        now = NOW + timedelta(seconds=second)
        seen |= set(words(layout.picture(PLACES[0], msgspec.structs.replace(board, news_at=now), announced(board.calls), now, say)))

    assert set(NAMES) <= seen


def test_who_came_while_being_called_out_is_on_the_board_no_more_and_the_voice_ends_by_itself():
    announcer = announced([row("A-001"), row("C-002", "delivery")])
    came = drop(announcer, "A-001reception", "reception")
    board = start(BoardState(seq=1, at=NOW, rows=(row("C-002", "delivery"),), lines=LINES), NOW)

    shown = words(layout.picture(PLACES[0], board, came, NOW, say))

    assert "C-002" in shown and "A-001" not in shown
