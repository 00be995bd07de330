"""Sheets without a number: what stands on them, and what never does."""

import pytest

from config.languages import LANGUAGES
from config.theme import LANDSCAPE
from hardware.printer.port import JobState, PrinterState
from kiosk.flow import effects
from kiosk.flow import events as e
from kiosk.flow.state import change
from kiosk.viewmodels.sheets import sheet_slip
from tests.pictures.tour import CARD, NOW, Visitor, demo


def at_the_letter(language="ja", **answers):
    visitor = Visitor(LANDSCAPE, "M", language).do(e.Begin(), e.Choose("certificate"), e.Next())
    known = {"documents": ["residence_certificate"], "requester": "proxy", "letter_of_proxy": False, **answers}
    visitor.session = change(visitor.session, screen="proxy", answers=known)
    return visitor


def printed(visitor):
    """The slip that goes to the printer with the press."""
    visitor.session, done = visitor.brain.reduce(visitor.session, e.Choose("print"), visitor.now)
    (order,) = [effect for effect in done if isinstance(effect, effects.PrintSlip)]
    return order


def every_word(slip):
    return "\n".join(
        word for section in slip.sections for word in (section.title, *section.text, *section.ticks, *section.blanks) if word
    )


def test_the_letter_names_what_this_visit_is_about_and_leaves_every_person_blank():
    order = printed(at_the_letter(name="川崎　太郎", subject_name="多摩　花子"))
    words = every_word(order.slip)

    assert order.slip.service == "委任状" and order.slip.number == ""
    assert "住民票の写し" in words and "転入届" not in words and "税" not in words
    assert "みどり野市長" in words
    assert "川崎" not in words and "多摩" not in words
    assert sum(len(section.blanks) for section in order.slip.sections) >= 9  # two people, a day, and more


def test_who_came_for_the_form_alone_finds_everything_that_may_be_delegated_on_it():
    visitor = Visitor(LANDSCAPE, "M", "ja").do(e.Begin(), e.Choose("other"), e.Choose("proxy_form"))
    words = every_word(printed(visitor).slip)

    assert "転入届" in words and "住民票の写し" in words
    assert "印鑑登録証明書" not in words.replace("印鑑登録証明書には", "")  # its card is the authority


def test_beside_the_japanese_words_stand_those_of_the_reader():
    words = every_word(printed(at_the_letter("en")).slip)
    assert "代理人" in words and "Proxy" in words.title()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sheet_says_what_it_is_and_that_it_is_no_number_in_the_language_of_who_takes_it(language):
    slip = printed(at_the_letter(language)).slip
    texts = demo().texts[language]

    assert slip.service == "委任状" and slip.notes[0] == "これは番号札ではありません"
    if language in ("ja", "ja-easy"):
        assert slip.own is None
    else:
        assert (slip.own.language, slip.own.service) == (language, texts["proxy.letter.title"])
        assert slip.own.notes == (texts["slip.saved.no_number"],)


def test_the_way_to_the_store_is_printed_in_the_language_it_was_read_in():
    visitor = at_the_letter("es", requester="self", letter_of_proxy=None)
    visitor.session = change(visitor.session, screen="store_way")
    words = every_word(printed(visitor).slip)

    assert "Tarjeta My Number" in words and "200" in words


@pytest.mark.parametrize(
    ("state", "told"),
    [(None, "印刷しています"), (JobState.PRINTED, "お取りください"), (JobState.HELD, "職員"), (JobState.FAILED_CLEAN, "職員")],
)
def test_what_became_of_the_sheet_stands_where_the_key_was(state, told):
    visitor = at_the_letter()
    order = printed(visitor)
    if state is not None:
        visitor.do(e.SlipChanged(state, None, order.visit))
        if state is not JobState.PRINTED:
            visitor.do(e.PrinterChanged(PrinterState.PAPER_END))
    shown = {box.id: box for box in visitor.brain.screen(visitor.session, visitor.now).boxes}

    assert told in "".join(line.text for line in shown["sheet"].lines)
    assert "print" not in shown


def test_where_nothing_came_out_and_the_printer_is_well_again_the_key_is_back():
    visitor = at_the_letter()
    order = printed(visitor)
    visitor.do(e.SlipChanged(JobState.FAILED_CLEAN, PrinterState.PAPER_END, order.visit))

    shown = {box.id: box for box in visitor.brain.screen(visitor.session, visitor.now).boxes}
    assert shown["print"].enabled and "sheet" not in shown


def test_a_test_print_says_which_kiosk_and_nothing_of_the_visit():
    visitor = Visitor(LANDSCAPE, "M", "ja").do(e.Begin(), e.Choose("moving"), e.Choose("in")).read_card(CARD)
    slip = sheet_slip(visitor.session, demo(), NOW)

    assert slip.service == "テスト印刷" and "12番端末" in "".join(slip.notes)
    assert "川崎" not in every_word(slip)
