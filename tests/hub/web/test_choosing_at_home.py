"""The portal begins with the kiosk's questions: several procedures at once, what one form asks is not asked by the next."""

import re

from tests.hub.web.running_hub import NAME
from tests.hub.web.test_portal import ANSWERS, fill, on_hub

SEAL = {
    "notifier": "self",
    "applicant": "self",
    "photo_id_today": True,
    "seal_ready": True,
    "phone": "0441234567",
    "certificate_copies": 0,
}


async def follow(browser, label):
    """Press the tile with these words."""
    href = re.search(rf'<a class="button card" href="([^"]+)"><b>{label}</b>', browser.text)[1].replace("&amp;", "&")
    return await browser.get(href)


async def move_and_seal(hub, language="ja"):
    """Through the guide to the list of 転入届 and 印鑑登録."""
    browser = hub.browser()
    await browser.get(f"/enter?language={language}")
    await follow(browser, "引っ越しの届出")
    await follow(browser, "この市に来た")
    more = re.search(r'href="(/enter/choose/[^"]+with=[^"]+)"', browser.text)[1].replace("&amp;", "&")
    await browser.get(more)
    assert "転入届" in browser.text
    await follow(browser, "印鑑の登録")
    await follow(browser, "印鑑を登録する")
    return browser


def test_two_procedures_are_found_by_questions_and_entered_as_one_visit(tmp_path):
    async def scenario(hub, kiosk):
        browser = await move_and_seal(hub)
        assert "いまのところ、手続きは 2つ" in browser.text and "印鑑登録" in browser.text
        chosen = re.search(r'name="procedure" value="([^"]+)"', browser.text)[1]
        await browser.post("/enter", procedure=chosen, language="ja")
        await fill(browser, ANSWERS | SEAL)
        code = re.search(r'data-code="(UK1:\w+)"', browser.text)[1]
        found = await kiosk.find_entry(code)
        assert [each.procedure for each in found.applications] == ["moving_in", "seal_registration"]
        seal = found.applications[1].answers
        assert seal["name"] == found.applications[0].answers["movers"][0]["name"] == NAME
        assert seal["address"]["town"] == found.applications[0].answers["new_address"]["town"], "where one lives is asked once"

    on_hub(tmp_path, scenario)


def test_another_language_on_the_way_keeps_what_was_chosen(tmp_path):
    async def scenario(hub, kiosk):
        browser = await move_and_seal(hub)
        page = await browser.get(browser.url.removeprefix(hub.address).split("?")[0] + language_link(browser.text, "vi"))
        assert '<html lang="vi">' in page and 'value="moving_in,seal_registration"' in page

    on_hub(tmp_path, scenario)


def language_link(page, language):
    return re.search(rf'href="(\?language={language}[^"]*)"', page)[1].replace("&amp;", "&")


def test_what_a_tile_has_answered_is_ticked_already_and_an_address_by_hand_ticks_nothing_else(tmp_path):
    async def scenario(hub, kiosk):
        browser = hub.browser()
        await browser.get("/enter?language=ja")
        await follow(browser, "印鑑の登録")
        await follow(browser, "印鑑の証明書がほしい")
        chosen, ticked = (re.search(rf'name="{name}" value="([^"]+)"', browser.text)[1] for name in ("procedure", "ticked"))
        page = await browser.post("/enter", procedure=chosen, ticked=ticked, language="ja")
        box = r'<input[^>]*name="documents"[^>]*value="seal_certificate"[^>]*>'
        assert "checked" in re.search(box, page)[0] and len(re.findall(r'name="documents"[^>]*checked', page)) == 1

        page = await browser.post("/enter", procedure=chosen, ticked="seal.nothing,documents", language="ja")
        assert not re.findall(r'name="documents"[^>]*checked', page)

    on_hub(tmp_path, scenario)


def test_what_is_done_at_the_office_alone_says_so_and_offers_a_time(tmp_path):
    async def scenario(hub, kiosk):
        browser = hub.browser()
        page = await browser.get("/enter/list?language=ja&with=card_pickup")
        assert "家での入力はありません" in page and "/book/for/card_pickup" in page and "入力をはじめる" not in page
        assert "区役所でお聞きします" in await browser.get("/enter/list?language=ja&with=no_such_procedure")

    on_hub(tmp_path, scenario)


def test_every_tile_of_every_question_leads_somewhere_in_every_language(tmp_path):
    async def scenario(hub, kiosk):
        browser, waiting, seen = hub.browser(), ["/enter?language=ne"], set()
        while waiting:
            path = waiting.pop()
            seen.add(path)
            page = await browser.get(path)
            assert browser.status == 200, path
            tiles = re.findall(r'<a class="button card" href="(/enter/[^"]+)"', page)
            waiting += [each for each in (tile.replace("&amp;", "&") for tile in tiles) if each not in seen]
        assert len(seen) > 20

    on_hub(tmp_path, scenario)
