"""What staff are asked to see to: in the right words, what stops residents most first, and never twice."""

from datetime import timedelta

import pytest

from config.release import program
from hardware.printer.port import PrinterState
from hardware.scanner.port import ScannerState
from hub.web.pages import devices
from hub.web.pages.devices import notices
from hub.web.pages.floor import tile
from hub.web.pages.troubles import troubles
from hub.wire import BoardHealth, BoardView, KioskState, KioskView, PaperTrouble, RefusedNumber
from tests.hub.small_office import NINE

AGO = {minutes: NINE - timedelta(minutes=minutes) for minutes in range(60)}


def kiosk(name="06", seconds_ago=1, **state):
    return KioskView(name, KioskState("idle", **state), NINE - timedelta(seconds=seconds_ago))


def board(name="01", seconds_ago=1, **health):
    return BoardView(name, BoardHealth(**health), NINE - timedelta(seconds=seconds_ago))


def paper(result, fault="", number="A-024", minutes=1):
    return PaperTrouble("visit", number, "06", result, fault, AGO[minutes])


def told(*kiosks, boards=(), papers=()):
    return [(each.place, each.words) for each in notices(kiosks, boards, papers, NINE)]


def test_a_stopped_paper_is_told_with_its_number_its_cause_and_that_nobody_prints_it_again():
    (notice,) = notices([], [], [paper("held", "paper_end")], NINE)

    assert (notice.place, notice.words) == ("6番", "A-024 印刷中断（用紙切れ）")
    assert notice.cure == "ロール紙を交換してください。直すと続きが印刷されます。もう一度印刷しないでください。"
    assert (notice.look, notice.visit, notice.since) == ("alarm", "visit", AGO[1])


def test_the_printer_that_stopped_a_paper_is_not_told_a_second_time():
    ended = kiosk(printer="paper_end", reader="fault")

    assert told(ended, papers=[paper("held", "paper_end")]) == [("6番", "A-024 印刷中断（用紙切れ）"), ("6番", "読み取り機")]
    assert ("6番", "用紙切れ") in told(ended, papers=[paper("held", "cover")])
    assert ("7番", "用紙切れ") in told(kiosk("07", printer="paper_end"), papers=[paper("held", "paper_end")])


def test_a_silent_printer_is_told_with_the_time_of_its_last_answer():
    (notice,) = notices([kiosk(printer="unreachable", since={"printer": AGO[7]})], [], [], NINE)

    assert notice.words == "プリンタがつながらない"
    assert notice.remark == "最終応答 8:53"


def test_what_stops_residents_most_comes_first_and_of_the_same_kind_the_oldest():
    number = RefusedNumber("A-0601", "number_taken", AGO[1])
    every = told(
        kiosk("01", printer="near_end", speaker="stuck", camera="no_camera"),
        kiosk("02", printer="paper_end", reader="fault", since={"printer": AGO[3]}),
        kiosk("03", printer="cover", since={"printer": AGO[9]}),
        kiosk("04", seconds_ago=90),
        kiosk("06", refused=(number,)),
        boards=[board(speaker="no_device"), board("02", seconds_ago=60)],
        papers=[paper("failed_clean"), paper("held", number="A-025"), paper("uncertain", number="A-026", minutes=5)],
    )

    assert every == [
        ("6番", "A-0601 を受け取れません"),
        ("6番", "A-026 印刷結果不明"),
        ("6番", "A-025 印刷中断"),
        ("4番", "つながらない"),
        ("待合表示 2", "つながらない"),
        ("3番", "プリンタのふたが開いています"),
        ("2番", "用紙切れ"),
        ("待合表示 1", "音が出ない（スピーカーがない）"),
        ("2番", "読み取り機"),
        ("1番", "カメラがつながらない"),
        ("6番", "A-024 紙は出ていません"),
        ("1番", "音が出ない（止まっている）"),
        ("1番", "用紙残りわずか"),
    ]


def test_equal_troubles_are_one_card_with_every_machine_and_papers_stay_one_by_one():
    silent = [kiosk(f"{name:02}", seconds_ago=40 + name) for name in (11, 2, 5)]
    without_paper = [kiosk(f"{name:02}", printer="unreachable", since={"printer": AGO[name]}) for name in (3, 9)]
    papers = [paper("uncertain", number="A-026", minutes=5), paper("uncertain", number="A-027")]
    never = KioskView("30", None, None)

    found = troubles(notices([*without_paper, never, *silent], [board(seconds_ago=90)], papers, NINE))

    assert [(each.first.words, each.places) for each in found] == [
        ("A-026 印刷結果不明", "6番"),
        ("A-027 印刷結果不明", "6番"),
        ("つながらない", "2・5・11番"),
        ("つながらない", "30番"),
        ("つながらない", "待合表示 1"),
        ("プリンタがつながらない", "3・9番"),
    ]
    assert [(each.place, each.remark) for each in found[-1].machines] == [("9番", "最終応答 8:51"), ("3番", "最終応答 8:57")]
    assert len({each.id for each in found[2:]}) == len(found[2:])


def test_a_card_keeps_its_name_while_machines_come_to_it():
    (before,) = troubles(notices([kiosk("02", seconds_ago=90)], [], [], NINE))
    (after,) = troubles(notices([kiosk("01", seconds_ago=120), kiosk("02", seconds_ago=90)], [], [], NINE))

    assert before.id == after.id


def test_of_a_kiosk_that_is_silent_nothing_else_is_known():
    assert told(kiosk(seconds_ago=90, printer="paper_end", reader="fault")) == [("6番", "つながらない")]


def test_devices_that_are_well_absent_or_not_heard_of_yet_are_nothing_to_see_to():
    absent = dict.fromkeys(("printer", "reader", "camera", "speaker"), "none")

    assert told(kiosk(), kiosk("01", **absent), kiosk("02", printer="ready", reader="ready"), boards=[board(speaker="none")]) == []


@pytest.mark.parametrize("state", PrinterState)
def test_every_state_of_a_printer_is_well_or_has_its_words_and_cure(state):
    assert (state in (PrinterState.READY, PrinterState.UNKNOWN)) != (state.value in devices.PRINTER)


@pytest.mark.parametrize("state", ScannerState)
def test_every_state_of_a_camera_is_well_or_has_its_words_and_cure(state):
    assert (state is ScannerState.READY) != (state.value in devices.CAMERA)


def test_a_roll_that_nears_its_end_and_a_camera_stop_nobody_and_stand_on_the_tile():
    found = tile(kiosk(printer="near_end", camera="no_picture"), NINE)

    assert (found.look, found.fault) == ("idle", None)
    assert found.marks == (("▤", "用紙残りわずか"), ("◎", "カメラの画像が来ない"))


def test_what_the_tile_says_in_large_is_not_said_again_in_small():
    alone = tile(kiosk(printer="paper_end", reader="fault"), NINE)
    calling = tile(KioskView("06", KioskState("help_called", printer="paper_end"), NINE, NINE), NINE)

    assert (alone.state, alone.marks) == ("用紙切れ", (("▣", "読み取り機"),))
    assert (calling.fault, calling.marks) == (("▤", "用紙切れ"), ())


def test_a_kiosk_of_another_version_than_the_hub_is_told_of_last_and_one_of_the_same_or_none_is_not():
    assert told(kiosk(version=program()), kiosk("07", version="")) == []

    (notice,) = notices([kiosk(version="0.0.9+00000000")], [], [], NINE)
    assert (notice.place, notice.words, notice.look) == ("6番", "親機と版がちがいます", "note")
    assert "市のIT担当" in notice.cure


def test_a_kiosk_that_cannot_read_the_configuration_of_a_hub_of_another_version_is_told_of_as_standing_still():
    (notice,) = notices([KioskView("06", KioskState("out_of_service", version="0.0.9+00000000"), NINE, None)], [], [], NINE)

    assert (notice.place, notice.words, notice.look) == ("6番", "使えません", "alarm")
    assert "版がちがい" in notice.cure


def test_a_card_that_was_left_behind_is_fetched_before_any_paper_is_seen_to():
    (notice, other) = notices([kiosk(card_left=AGO[2])], [], [paper("printed_unverified")], NINE)

    assert (notice.place, notice.words, notice.since, notice.look) == ("6番", "忘れ物のカード", AGO[2], "alarm")
    assert "預かり" in notice.cure
    assert other.number == notice.number == ""
