"""手数料 at home: copies, price and sum before anybody comes, and what a store takes where it has everything asked for."""

from datetime import date

import msgspec
import pytest

from hub.web.pages.entries import Entry
from hub.web.pages.prices import prices
from tests.hub.small_office import NINE
from tests.hub.web.running_hub import demo_bundle
from tests.hub.web.test_portal import begin, on_hub, sent_for

ANSWERS = {
    "documents": ["residence_certificate", "seal_certificate"],
    "copies_residence_certificate": "2",
    "copies_seal_certificate": "1",
    "requester": "self",
    "name_kana": "ミドリノ　ハナコ",
    "name": "緑野 花子",
    "birth_date": "1988-04-02",
    "address": {"prefecture_city": "神奈川県みどり野市川辺区", "town": "南町", "lot": "2-3-14", "postal_code": "2190001"},
    "phone": "0441234567",
    "scope": "all",
    "shown_items": ["none"],
    "style": "household",
    "registration_card": True,
}


def entry(answers):
    copies = {name: int(value) for name, value in answers.items() if name.startswith("copies_")}
    return Entry("ja", ("certificates",), "key", NINE, answers=answers | copies)


def priced(answers):
    return prices(demo_bundle(), entry(answers), date(2027, 3, 29), "ja")


async def documents(hub, answers, language="ja"):
    """The page of the certificates, with these answers."""
    browser = await begin(hub, "certificates", language)
    assert browser.url.endswith("/documents")
    await browser.post("/enter/step/documents", **sent_for(browser.text, answers) | {"do": "look"})
    await browser.post("/enter/step/documents", **sent_for(browser.text, answers))
    return browser


def test_copies_price_and_sum_are_told_where_the_certificates_are_chosen(tmp_path):
    async def scenario(hub, kiosk):
        browser = await documents(hub, ANSWERS)
        page = await browser.get("/enter/step/documents")
        assert "2通 × 300円 ＝ 600円" in page and "1通 × 300円 ＝ 300円" in page and "<b>900円</b>" in page
        assert "コンビニなら" not in page, "whose they are is not known yet"
        await browser.post("/enter/step/documents", **sent_for(page, ANSWERS | {"documents": ["seal_certificate"]}))
        page = await browser.get("/enter/step/documents")
        assert "<b>300円</b>" in page and "2通" not in page, "what was taken back costs nothing"

    on_hub(tmp_path, scenario)


def test_the_last_page_says_the_sum_and_what_a_store_takes_for_everything(tmp_path):
    async def scenario(hub, kiosk):
        browser = await documents(hub, ANSWERS)
        for _ in range(10):
            if browser.url.endswith("/guidance"):
                break
            await browser.post("/enter/" + browser.url.rsplit("/enter/", 1)[1], **sent_for(browser.text, ANSWERS))
        assert "<b>900円</b>" in browser.text and "コンビニなら600円です。窓口より300円安いです。" in browser.text
        await browser.post("/enter/step/guidance", **sent_for(browser.text, ANSWERS | {"consent": True}))
        assert browser.url.endswith("/done") and "<dt>手数料</dt><dd>900円</dd>" in browser.text

    on_hub(tmp_path, scenario)


@pytest.mark.parametrize(
    "changed",
    [
        {"documents": ["residence_certificate", "identity_status"], "copies_identity_status": 1},  # no store has it
        {"requester": "proxy"},
        {"requester": None},  # not known yet
        {"birth_date": "2015-04-02"},  # too young for the machine
    ],
)
def test_a_store_is_named_only_to_who_can_have_all_of_it_there(changed):
    told = priced(ANSWERS | changed)
    assert told is not None and told.store is None
    assert priced(ANSWERS).store is not None


def test_who_plans_another_day_is_told_the_price_of_that_day():
    dearer = next(each for each in demo_bundle().fees if each.id == "seal_certificate")
    dearer = msgspec.structs.replace(dearer, counter=400, valid_from="2027-04-01")
    bundle = msgspec.structs.replace(demo_bundle(), fees=(*demo_bundle().fees, dearer))
    only = {"documents": ["seal_certificate"], "copies_seal_certificate": 1}
    assert prices(bundle, entry(only), date(2027, 3, 29), "ja").total == "300円"
    assert prices(bundle, entry(only), date(2027, 4, 1), "ja").total == "400円"


def test_who_moves_in_pays_nothing_and_reads_nothing_of_fees(tmp_path):
    async def scenario(hub, kiosk):
        browser = await begin(hub)
        assert "手数料" not in browser.text

    on_hub(tmp_path, scenario)
