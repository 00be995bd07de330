"""The blank letter of proxy: what a proxy may do here with it, in Japanese and in the reader's language, on one sheet."""

import asyncio

import msgspec
import pypdfium2
import pytest

from hub.web.paper.drawing import pdf
from hub.web.paper.letter import letter_sheet
from hub.web.paper.sheet import Order
from tests.hub.web.running_hub import demo_bundle, running_hub


def titles(words):
    return [each.japanese for each in words]


def test_the_letter_offers_what_the_forms_here_ask_a_letter_for_and_no_certificate_of_a_seal():
    sheet = letter_sheet(demo_bundle(), "ja")

    assert titles(sheet.notices)[:3] == ["転入届", "転居届", "転出届"]
    assert "住民票の写し" in titles(sheet.certificates)
    assert "印鑑登録" in titles(sheet.notices)
    # Whoever brings the seal's card gets it without a letter.
    assert not any("印鑑" in each for each in titles(sheet.certificates))


def test_an_office_without_moves_offers_none():
    site = demo_bundle().site
    only = msgspec.structs.replace(site, services=tuple(each for each in site.services if each.id == "certificates"))

    assert letter_sheet(msgspec.structs.replace(demo_bundle(), site=only), "ja").notices == ()


def test_japanese_stands_alone_and_every_other_language_beside_it():
    assert not letter_sheet(demo_bundle(), "ja").said["title"].beside
    assert letter_sheet(demo_bundle(), "en").said["title"].beside == "Letter of proxy"


@pytest.mark.parametrize("language", ["ja", "ne", "pt"])
def test_the_letter_fits_on_one_sheet_of_a4(language):
    sheet = letter_sheet(demo_bundle(), language)

    document = pypdfium2.PdfDocument(pdf(Order("委任状", (sheet,))))

    assert len(document) == 1
    text = "".join(document[0].get_textpage().get_text_range().split())
    assert "みどり野市長" in text and "私は、上の者を代理人と定め" in text


def test_everybody_can_have_the_letter_in_the_language_of_the_page(tmp_path):
    async def run():
        async with running_hub(tmp_path) as hub:
            resident = hub.browser()
            begin = await resident.get("/enter?language=en")
            async with resident.session.get(hub.address + "/proxy-letter.pdf?language=en") as first:
                drawn = await first.read()
            async with resident.session.get(hub.address + "/proxy-letter.pdf?language=nobody's") as other:
                japanese = await other.read()
            async with resident.session.get(hub.address + "/proxy-letter.pdf?language=en") as again:
                return begin, first.content_type, drawn, await again.read(), japanese

    begin, kind, drawn, again, japanese = asyncio.run(run())

    assert "/proxy-letter.pdf?language=en" in begin
    assert kind == "application/pdf" and drawn == again
    assert "Letter of proxy" in pypdfium2.PdfDocument(drawn)[0].get_textpage().get_text_range()
    assert "Letter" not in pypdfium2.PdfDocument(japanese)[0].get_textpage().get_text_range()
