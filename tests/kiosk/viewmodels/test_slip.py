"""The paper of a number: what stands on it, in which words."""

import io
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
from PIL import Image
from pyzbar.pyzbar import decode

from config.theme import LANDSCAPE
from hardware.printer.slip import preview
from hub.wire import ExpectedWait
from kiosk.flow import events as e
from kiosk.flow.effects import PrintSlip
from kiosk.flow.state import change
from kiosk.viewmodels.slip import saved_slip, slip_of, specimens
from tests.pictures.tour import NOW, SAVED, TICKET, Visitor, demo


def taken(language="ja", ticket=TICKET, *, offline=False, **started):
    """A visitor with a number in hand."""
    visitor = Visitor(LANDSCAPE, "M", language, **started)
    return visitor.do(e.NumberOnly(), e.Choose("residence"), e.NumberTaken(ticket, offline))


def paper(visitor):
    return slip_of(visitor.session, demo(), visitor.now)


def test_the_slip_says_number_service_people_and_both_calls():
    slip = paper(taken())
    assert slip.number == "A-024"
    assert slip.service == "転入届 ほか1件"
    assert "8" in slip.people
    assert "10時32分" in slip.as_of
    assert len(slip.calls) == 3
    assert "1〜2" in slip.calls[0]
    assert slip.qr == TICKET.follow_url
    assert slip.marks == ()


def test_who_is_first_in_line_reads_no_range_beside_nobody():
    first = msgspec.structs.replace(TICKET, people_waiting=0, wait=ExpectedWait(5, 40))
    assert paper(taken(ticket=first)).people == "あなたの前に 0人\nつぎの順番です"


def test_a_slip_of_a_kiosk_alone_says_nothing_it_cannot_know():
    ticket = msgspec.structs.replace(TICKET, number="A-1203", people_waiting=8)
    slip = paper(taken(ticket=ticket, offline=True))
    assert slip.number == "A-1203"
    assert (slip.people, slip.as_of, slip.qr) == ("", "", "")
    assert slip.qr_note == "番号はそのまま使えます"
    assert slip.notes == paper(taken()).notes


def test_a_slip_for_one_who_reads_english_stays_japanese_with_a_line_under_the_calls_and_one_under_the_code():
    japanese, english = paper(taken()), paper(taken("en"))
    assert english.service == japanese.service
    assert english.calls == japanese.calls
    assert (japanese.second_language, japanese.language) == ((), "")
    assert len(english.second_language) == 2
    assert all(line.isascii() for line in english.second_language)
    assert english.language == "en"
    assert len(paper(taken("en", offline=True)).second_language) == 1


def test_the_slip_says_how_the_call_comes():
    assert paper(taken()).calls[-1] == "画面と声で番号をお知らせします。"


def test_the_name_of_the_procedure_is_printed_with_its_reading():
    assert paper(taken()).service_kana == "てんにゅうとどけ"
    number_only = msgspec.structs.replace(TICKET, procedures=())
    assert paper(taken(ticket=number_only)).service_kana == ""


def test_every_procedure_says_how_it_is_read():
    readings = {procedure.id: procedure.kana for procedure in demo().procedures.values()}
    assert {name for name, kana in readings.items() if not kana or any("\u4e00" <= letter <= "\u9fff" for letter in kana)} == set()


def test_what_is_drawn_ahead_holds_every_fixed_word_of_a_real_slip():
    ahead = {line for slip in specimens(demo(), NOW) for line in words_of(slip)}
    for language in demo().site.languages:
        slip = paper(taken(language))
        its_own = {slip.number, slip.service, slip.people, slip.as_of, *slip.notes, *slip.calls[:2], *slip.bring}
        assert set(words_of(slip)) - its_own <= ahead, language


def words_of(slip):
    yield from (slip.office, slip.service, slip.service_kana, slip.bring_title or "窓口で使うもの", slip.calls_title, slip.qr_note)
    yield from (*slip.calls, *slip.bring, *slip.second_language)


def test_a_second_paper_is_marked_and_otherwise_the_same():
    visitor = taken()
    first = paper(visitor)
    visitor.session = change(visitor.session, slip=change(visitor.session.slip, copy=2))
    second = paper(visitor)
    assert any("再発行" in mark for mark in second.marks)
    assert msgspec.structs.replace(second, marks=()) == first


def test_a_slip_of_training_is_marked():
    assert any("訓練" in mark for mark in paper(taken(training=True)).marks)


def test_before_there_is_a_number_there_is_no_slip():
    visitor = Visitor(LANDSCAPE, "M", "ja")
    assert paper(visitor) is None


def test_the_paper_is_printed_once_with_the_number():
    visitor = Visitor(LANDSCAPE, "M", "ja").do(e.NumberOnly(), e.Choose("residence"))
    session, first = visitor.brain.reduce(visitor.session, e.NumberTaken(TICKET), visitor.now)
    _, again = visitor.brain.reduce(session, e.NumberTaken(TICKET), visitor.now)
    assert [effect.slip.number for effect in first if isinstance(effect, PrintSlip)] == ["A-024"]
    assert not any(isinstance(effect, PrintSlip) for effect in again)


def test_the_day_of_the_slip_is_the_day_of_the_number():
    assert any("2026" in note or "11月20日" in note for note in paper(taken()).notes)
    assert datetime(2026, 11, 20, 10, 32, tzinfo=ZoneInfo("Asia/Tokyo")) == NOW


def test_the_paper_of_a_saved_entry_has_its_code_and_day_and_neither_number_nor_name():
    session = change(taken("en").session, saved=SAVED)
    slip = saved_slip(session, demo(), NOW)

    assert (slip.number, slip.code, slip.qr) == ("", "7GQ2-XN4K", SAVED.code)
    assert "11月27日まで" in slip.calls_title
    assert slip.second_language[0] == "You can go on until 27 November 2026"
    assert TICKET.number not in str(slip)
    for width in (576, 384):
        (found,) = decode(Image.open(io.BytesIO(preview(slip, width))))
        assert found.data.decode() == SAVED.code
