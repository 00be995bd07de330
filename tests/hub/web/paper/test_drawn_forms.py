"""Forms as PDF: A4, read back by another program, with the right drawing of every name, and a second sheet where one is full."""

import ctypes
from datetime import date, datetime

import pypdfium2
import pypdfium2.raw
import pytest

from hub.store.moments import JST
from hub.web.paper.blank import blank_sheet
from hub.web.paper.drawing import pdf
from hub.web.paper.form import form_sheet
from hub.web.paper.glyphs import drawn, pieces
from hub.web.paper.sheet import Order
from hub.wire import IdentityCheck
from tests.hub.web.paper.filled_forms import LONG, OTHER_FORM, RARE, every_form, moving_in
from tests.hub.web.running_hub import demo_bundle

TODAY = date(2027, 3, 29)
A4 = (595, 842)  # points


def printed(*filled, number="A-024"):
    bundle = demo_bundle()
    sheets = tuple(form_sheet(bundle, bundle.forms[each.procedure], each, "ab" * 16, number, TODAY) for each in filled)
    return pypdfium2.PdfDocument(pdf(Order(f"{number} {sheets[0].title}", sheets)))


def words(page):
    return page.get_textpage().get_text_range()


def squeezed(page):
    """Without the breaks of lines: where they fall is not what is asked."""
    return "".join(words(page).split())


def fonts(page):
    """Name and embedding of every font of the texts of a page."""
    found = set()
    for each in page.get_objects():
        if each.type == pypdfium2.raw.FPDF_PAGEOBJ_TEXT:
            font = pypdfium2.raw.FPDFTextObj_GetFont(each.raw)
            name = ctypes.create_string_buffer(100)
            pypdfium2.raw.FPDFFont_GetBaseFontName(font, name, 100)
            found.add((name.value.decode(), bool(pypdfium2.raw.FPDFFont_GetIsEmbedded(font))))
    return found


@pytest.mark.parametrize("filled", every_form(), ids=lambda each: each.procedure)
def test_every_form_stands_on_a4_and_can_be_read_out_again(filled):
    document = printed(filled)

    assert [tuple(map(round, page.get_size())) for page in document] == [A4]
    text = squeezed(document[0])
    for word in ("A-024", "令和9年3月29日", "本人確認", "1/1", "みどり野市長", "𠮷川"):
        assert word in text


def test_names_keep_the_form_of_their_kanji_beyond_the_first_plane_and_by_selector():
    assert RARE.replace(" ", "") in squeezed(printed(moving_in(1))[0])


def test_names_are_drawn_in_the_font_of_the_registers_and_every_font_is_in_the_file_as_a_part():
    found = fonts(printed(moving_in(1))[0])

    assert all(embedded for _, embedded in found)
    assert any("IPAmj" in name for name, _ in found)
    assert any("BIZ-UDPGothic" in name for name, _ in found)
    assert all(name[6] == "+" for name, _ in found)


def test_a_form_no_font_has_is_shown_as_missing_and_never_as_another_one():
    page = printed(moving_in(1, old_householder=f"{OTHER_FORM}田"))[0]

    assert "〓田" in squeezed(page)
    assert "手で書いてください" in squeezed(page)
    assert not drawn("\ue000")
    assert "手で書いてください" not in squeezed(printed(moving_in(1))[0])


def test_characters_of_other_scripts_are_drawn_by_other_fonts():
    assert all(known for text in ("한국", "नेपाल", "Nguyễn Văn", "王小明", RARE) for _, known in pieces(text))


def test_the_sixth_of_a_family_stands_on_a_second_sheet_that_says_whose_it_is():
    document = printed(moving_in(8))

    assert len(document) == 2
    first, second = map(squeezed, document)
    assert "𠮷川5郎" in first and "つづきの紙があります" in first and "1/2" in first
    assert "𠮷川6郎" in second and "𠮷川8郎" in second and "以下余白" in second
    assert second.endswith("A-024住民異動届（転入届）2/2")
    assert "本人確認" not in second


def test_a_name_as_long_as_one_may_be_stays_whole():
    assert LONG.replace(" ", "") in squeezed(printed(moving_in(1, old_householder=LONG))[0])


def test_there_is_room_to_sign_across_the_page():
    page = printed(moving_in(1))[0]
    text = page.get_textpage()
    begins, ends = (text.search(words).get_next()[0] for words in ("本人が書いて", "署名のと"))

    assert text.get_charbox(ends)[0] - text.get_charbox(begins)[2] > 250  # points: nine centimetres


def test_what_was_shown_at_the_counter_is_ticked_and_the_rest_is_left_to_the_pen():
    bundle, filled = demo_bundle(), moving_in(1)
    at = datetime(2027, 3, 29, 9, 5, tzinfo=JST)
    check = IdentityCheck(at, "c1", 1, "proxy", ("driving_licence",), ("letter_of_proxy",))
    sheet = form_sheet(bundle, bundle.forms["moving_in"], filled, "ab" * 16, "A-024", TODAY, check)

    text = squeezed(pypdfium2.PdfDocument(pdf(Order("A-024", (sheet,))))[0])

    assert "■運転免許証" in text and "■委任状" in text and "9:05確認" in text
    assert text.count("■") == 2 and "□マイナンバーカード" in text


def test_several_applications_of_a_visit_are_one_file_and_each_counts_its_own_pages():
    document = printed(moving_in(8), every_form()[-1])

    assert ["1/2" in squeezed(page) or "2/2" in squeezed(page) for page in document] == [True, True, False]
    assert "1/1" in squeezed(document[2])


def test_the_file_is_titled_by_the_number_and_holds_no_name_outside_its_pages():
    document = printed(moving_in(1))

    assert document.get_metadata_value("Title") == "A-024 住民異動届（転入届）"
    assert document.get_metadata_value("Author") == ""


def test_what_a_resident_typed_is_never_markup():
    assert "<b>海野</b>" in squeezed(printed(moving_in(1, old_householder="<b>海野</b>"))[0])


def test_the_code_of_a_form_is_read_from_the_paper():
    from pyzbar.pyzbar import decode

    picture = printed(moving_in(1))[0].render(scale=3).to_pil().convert("L")

    assert [each.data.decode() for each in decode(picture)] == ["UV1:" + "AB" * 16]


def blank(procedure, people):
    """An empty form for so many, as the floor prints it."""
    bundle = demo_bundle()
    form = bundle.forms[bundle.procedures[procedure].form]
    sheet = blank_sheet(bundle, form, procedure, "ab" * 16, "A-024", TODAY, people)
    return pypdfium2.PdfDocument(pdf(Order("A-024", (sheet,))))


@pytest.mark.parametrize("people", [1, 2])
@pytest.mark.parametrize("procedure", sorted(id_ for id_, each in demo_bundle().procedures.items() if each.form))
def test_an_empty_form_for_one_or_two_is_one_sheet(procedure, people):
    assert len(blank(procedure, people)) == 1


def test_an_empty_form_has_a_row_for_everybody_of_a_family_and_goes_on_over_the_page():
    first, second = blank("moving_within", 8)

    assert {str(each) for each in range(1, 6)} <= set(words(first).split())
    assert {"6", "7", "8", "9"} <= set(words(second).split())
    assert "異動する方（つづき）" not in words(second)
    assert "おたずねしたこと" in squeezed(second)
