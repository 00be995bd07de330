"""The paper of a number: what stands on it, in which words."""

import io
import re
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
import numpy as np
import pytest
from PIL import Image
from pyzbar.pyzbar import decode

from config.theme import LANDSCAPE
from hardware.printer.lettering import width_of
from hardware.printer.sheet import Words
from hardware.printer.slip import draw, lay_out, number_area, preview
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
    assert slip.service == "転入届と、印鑑登録"
    assert "8" in slip.people
    assert "10時32分" in slip.as_of
    assert len(slip.calls) == 3
    assert "1〜2" in slip.calls[0]
    assert slip.qr == TICKET.follow_url
    assert slip.marks == ()


def test_who_is_first_in_line_reads_no_range_beside_nobody():
    first = msgspec.structs.replace(TICKET, people_waiting=0, wait=ExpectedWait(5, 40))
    assert paper(taken(ticket=first)).people == "あなたの前に 0人\nつぎによばれます"


def test_a_slip_of_a_kiosk_alone_says_nothing_it_cannot_know():
    ticket = msgspec.structs.replace(TICKET, number="A-1203", people_waiting=8)
    slip = paper(taken(ticket=ticket, offline=True))
    assert slip.number == "A-1203"
    assert (slip.people, slip.as_of, slip.qr) == ("", "", "")
    assert slip.qr_note == "番号はそのまま使えます"
    assert slip.notes == paper(taken()).notes


FOREIGN = ("en", "zh", "ko", "vi", "ne", "pt", "es", "fil")
PAPERS = ((576, 203), (512, 180), (384, 203), (360, 180))


WITH_PAPERS = msgspec.structs.replace(TICKET, bring=("bring.moving_out_certificate",))


def test_who_reads_no_japanese_reads_everything_first_in_their_language_and_the_japanese_stays_as_it_is():
    japanese, english = paper(taken(ticket=WITH_PAPERS)), paper(taken("en", WITH_PAPERS))
    assert japanese.own is None
    assert paper(taken("ja")).own is None
    assert msgspec.structs.replace(english, own=None) == japanese
    own = english.own
    assert own.language == "en"
    assert (own.office, japanese.office) == (
        "Kawabe Ward Office, Midorino City\nResidents' Section",
        "みどり野市 川辺区役所　区民課",
    )
    assert own.service == "Moving in (転入届), Seal registration (印鑑登録)"
    assert own.people == "People ahead of you: 8\nExpected wait: 20–30 min"
    assert own.calls_title == "You will be called 2 times"
    assert own.calls[:2] == ("1　Reception　Counters 1–2", "2　Pick-up　Counter 5")
    assert len(own.calls) == len(japanese.calls)
    assert own.bring == ("Moving-out certificate (転出証明書)",)
    assert own.qr_note == "Follow on your phone"
    assert own.notes == ("Valid on 2026-11-20 only",)


def test_of_three_procedures_the_first_is_named_and_the_others_are_counted():
    three = msgspec.structs.replace(TICKET, procedures=("moving_in", "seal_registration", "nhi_join"))
    assert paper(taken(ticket=three)).service == "転入届 ほか2件"
    assert paper(taken("en", three)).own.service == "Moving in (転入届) and 2 more"


@pytest.mark.parametrize(("width", "dpi"), PAPERS)
@pytest.mark.parametrize("language", ["ja", *FOREIGN])
def test_two_names_without_room_beside_each_other_stand_below_each_other_and_are_not_torn(language, width, dpi):
    two = msgspec.structs.replace(TICKET, procedures=("moving_in", "late_stage_medical"))
    slip = paper(taken(language, two))
    written = [item.text for item in lay_out(slip, width, dpi).items if isinstance(item, Words)]
    names = [demo().texts["ja"][f"procedure.{one}.name"] for one in two.procedures]

    assert all(any(name in text for text in written) for name in names)
    assert "ほか" not in "".join(written[:8])
    if language == "ja":
        named = [text for text in written if any(name in text for name in names)]
        assert named in ([f"{names[0]}と、{names[1]}"], [f"{names[0]}と、", names[1]])
    else:
        assert slip.service not in written, "its own words name them in Japanese, too"


def test_in_every_language_all_that_must_be_done_is_said_in_it():
    for language in FOREIGN:
        own, japanese = paper(taken(language, WITH_PAPERS)).own, paper(taken(ticket=WITH_PAPERS))
        for of_own, of_japanese in (
            (own.office, japanese.office),
            (own.service, japanese.service),
            (own.calls_title, japanese.calls_title),
            (own.bring_title, japanese.bring_title),
            *zip(own.calls, japanese.calls, strict=True),
            *zip(own.bring, japanese.bring, strict=True),
        ):
            assert of_own not in ("", of_japanese), language
            assert "(?)" not in of_own, language


def test_a_paper_from_a_kiosk_alone_and_a_second_one_say_it_too():
    ticket = msgspec.structs.replace(TICKET, number="A-1203")
    alone = paper(taken("vi", ticket, offline=True)).own
    assert (alone.people, alone.as_of) == ("", "")
    assert alone.qr_note == "Số này có hiệu lực"
    assert len(alone.calls) == 3
    visitor = taken("vi", ticket)
    visitor.session = change(visitor.session, slip=change(visitor.session.slip, copy=2))
    assert paper(visitor).marks == ("再発行（2枚目）\nCấp lại (2)",)


@pytest.mark.parametrize("language", FOREIGN)
@pytest.mark.parametrize(("width", "dpi"), PAPERS)
def test_the_longest_slip_fits_its_paper_and_no_band_of_it_slows_the_head(language, width, dpi):
    things = ("bring.identity", "bring.photo_identity", "bring.moving_out_certificate", "bring.card", "bring.cards_of_all")
    longest = msgspec.structs.replace(TICKET, people_waiting=128, wait=ExpectedWait(100, 120, usual=True), bring=things)
    slip = paper(taken(language, longest))

    written = [item for item in lay_out(slip, width, dpi).items if isinstance(item, Words)]
    for item in written:
        reach = width_of(item.text, item.face)
        left = {"left": item.x, "middle": item.x - reach // 2, "right": item.x - reach}[item.align]
        assert left > 0, item
        assert left + reach <= width, item
    raster, number = draw(slip, width, dpi), number_area(slip, width, dpi)
    rows = np.unpackbits(np.frombuffer(raster.packed, np.uint8)).reshape(raster.height, raster.width).mean(axis=1)
    for part in (rows[: number.top], rows[number.bottom :]):
        band = round(96 * dpi / 203)  # what is sent at once, 12 mm
        assert np.convolve(part, np.ones(band) / band, "valid").max() <= 0.25
    assert raster.height / dpi * 25.4 <= 340, "mm"


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
        if slip.own is not None:
            its_own |= {slip.own.service, *slip.own.calls[:2], *slip.own.bring}
        assert set(words_of(slip)) - its_own <= ahead, language


def words_of(slip):
    yield from (slip.office, slip.service, slip.service_kana, slip.bring_title or "窓口で使うもの", slip.calls_title, slip.qr_note)
    yield from (*slip.calls, *slip.bring)
    if slip.own is not None:
        yield from (slip.own.calls_title, slip.own.qr_note, *slip.own.calls, *slip.own.bring)


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
    assert slip.own.calls_title == "You can go on until 27 November 2026"
    assert slip.own.notes == ("This is not a number slip",)
    assert TICKET.number not in str(slip)
    for width in (576, 384):
        (found,) = decode(Image.open(io.BytesIO(preview(slip, width))))
        assert found.data.decode() == SAVED.code


@pytest.mark.parametrize(
    ("language", "own", "words"),
    [("ja", False, "手数料 600円（窓口で払います）"), ("en", True, "Fee: 600 yen, paid at the counter")],
)
def test_what_there_is_to_pay_stands_on_the_paper_last_of_what_to_bring(language, own, words):
    visitor = taken(language)
    answers = {"documents": ["residence_certificate"], "copies_residence_certificate": 2}
    visitor.session = change(visitor.session, procedures=("certificates",), answers=answers)
    slip = paper(visitor)

    assert (slip.own.bring if own else slip.bring)[-1] == words
    assert "円" not in "".join(paper(taken(language)).bring), "nothing is due for a move"


def test_the_screen_of_the_number_says_what_there_is_to_pay():
    visitor = taken(ticket=msgspec.structs.replace(TICKET, procedures=("certificates",)))
    answers = {"documents": ["residence_certificate"], "copies_residence_certificate": 2}
    visitor.session = change(visitor.session, procedures=("certificates",), answers=answers)
    shown = {box.id: "".join(line.text for line in box.lines) for box in visitor.brain.screen(visitor.session, visitor.now).boxes}

    assert shown["number.service"].endswith("手数料 600円")


KANJI = re.compile("[\u3400-\u9fff]")


def test_who_reads_easy_japanese_has_the_paper_in_kana_and_the_clerk_the_usual_words_below():
    easy, japanese = paper(taken("ja-easy", WITH_PAPERS)), paper(taken(ticket=WITH_PAPERS))
    own = easy.own

    assert msgspec.structs.replace(easy, own=None) == japanese
    assert own.office == "みどりのし かわべくやくしょ\nくみんか"
    assert own.bring == ("まえの まちで もらった かみ（てんしゅつしょうめいしょ）",)
    told = (own.service, own.people, own.as_of, own.calls_title, *own.calls, own.bring_title, own.qr_note, *own.notes)
    assert [words for words in told if KANJI.search(words) or "{" in words] == []


def test_a_saved_entry_is_told_in_kana_too():
    visitor = Visitor(LANDSCAPE, "M", "ja-easy")
    visitor.session = change(visitor.session, saved=SAVED)
    own = saved_slip(visitor.session, demo(), visitor.now).own

    assert [words for words in (own.service, own.calls_title, *own.calls, *own.notes) if KANJI.search(words) or "{" in words] == []
