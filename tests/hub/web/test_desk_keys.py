"""One table of keys: F1's list, the key bar and what is on the page to be pressed agree in every state of a desk."""

import asyncio
import html
import re

from hub.wire import OpenVisit
from tests.hub.test_office_delivery import certificates
from tests.hub.web.running_hub import issue, moving_in, running_hub
from tests.hub.web.test_counter_dialogs import dialog

MOVE = OpenVisit("ja", applications=(moving_in(people=2),))
OF_THE_LIST = (
    ("↑ ↓", "一覧の行をえらぶ"),
    ("Enter", "えらんだ行を引き受ける"),
    ("1-5", "一覧をしぼる"),
    ("S", "一覧をならべかえる"),
)
OPENS = {
    "F3": "pick",
    "F7": "hold",
    "F9": "hand-on",
    "Shift+F8": "outcome",
    "Shift+F9": "family",
    "Ctrl+I": "identity",
    "Ctrl+P": "print",
}
OF_THE_PAGE = ("1-9", "Esc", "F6")  # always there


def listed(page):
    """(key, label) → whether F1's list offers it now."""
    rows = re.findall(r'<div( class="off")?><dt><kbd>([^<]+)</kbd></dt><dd>([^<]+)', page)
    return {(key, html.unescape(label).strip("　 ")): not off for off, key, label in rows}


def pressed(page):
    """Keys of buttons and links on the page that do something now."""
    tags = re.findall(r'<(?:a|button)\b[^>]*\bdata-key="([^"]+)"([^>]*)>', page)
    return {key for key, rest in tags if not re.search(r"\sdisabled\b", rest)}


def barred(page):
    """Key → (label, whether it can be pressed) of the key bar."""
    bar = re.search(r'<div class="keybar".*?</div>\s*<form id="undo"', page, re.DOTALL)[0]
    cells = re.findall(r"<button([^>]*)>(.*?)</button>", bar, re.DOTALL)
    return {re.findall(r"<span>([^<]+)</span>", inside)[-1]: (inside, " disabled" not in tag) for tag, inside in cells}


def on_the_page(page):
    """Whether what keys act on by themselves is there."""
    record = re.search(r'id="record".*?</section>', page, re.DOTALL)
    things = re.search(r'id="handing".*?</section>', page, re.DOTALL)
    checks = re.search(r'class="panel checks".*?</section>', page, re.DOTALL)
    correct, tick = r'class="correct', r'class="tick[^>]*>'
    ticks = re.findall(tick, "".join(found[0] for found in (things, checks) if found))
    return {
        ("↑ ↓", "項目をえらぶ"): bool((record and re.search(correct, record[0])) or (things and re.search(tick, things[0]))),
        ("Enter", "えらんだ項目を訂正"): bool(record and re.search(correct, record[0])),
        ("Space", "次の印をつける"): any('aria-checked="false"' in each and "disabled" not in each for each in ticks),
        **dict.fromkeys(OF_THE_LIST, 'id="work"' in page),
    }


def agree(page, state):
    table, beside = listed(page), on_the_page(page)
    assert len(table) > 15, state
    by_key = {key: on for (key, label), on in table.items() if (key, label) not in beside and key not in OF_THE_PAGE}
    assert {key for key, on in by_key.items() if on} == pressed(page) - {"F6"}, state
    assert {each: table.get(each, False) for each in beside} == beside, state
    there = {key for key, place in OPENS.items() if f'id="{place}"' in page}
    assert {key for key in OPENS if by_key[key]} <= there, f"{state}: a key opens what is not on the page"
    assert by_key["Ctrl+M"] == ('class="panel notes"' in page), state
    for key, (inside, can) in barred(page).items():
        label = next(label for known, label in table if known == key)
        assert can == (key == "F6" or by_key.get(key, key == "F1")), (state, key)
        assert label in inside or key == "Ctrl+Z", (state, key)


def test_the_list_of_keys_the_key_bar_and_the_page_agree_in_every_state(tmp_path):
    async def scenario(hub, kiosk):
        clerk = await hub.clerk()
        agree(await clerk.get("/counter"), "nobody waits")
        await issue(kiosk, "a-number-alone")
        await issue(kiosk, "with-a-form", MOVE)
        agree(await clerk.get("/counter"), "two wait")
        agree(await clerk.post("/counter/next", stage="reception", finish="false", key="press-0001"), "called")
        page = await clerk.post("/counter/act", **(dialog(clerk, "hold") | {"action": "start", "key": "press-0002"}))
        agree(page, "served, a number alone")
        agree(await clerk.settles_number(), "served, complete")
        await clerk.post("/counter/next", stage="reception", finish="true", key="press-0003")
        page = await clerk.post("/counter/act", **(dialog(clerk, "hold") | {"action": "start", "key": "press-0004"}))
        agree(page, "served with a form, identity missing")
        hub.clock.forward(seconds=2)
        agree(await clerk.shows_licence(), "served with a form, complete")
        await clerk.post("/counter/next", stage="reception", finish="true", key="press-0005")
        await clerk.post("/desk", counter="21")
        agree(await clerk.get("/counter"), "papers wait")
        agree(await clerk.post("/counter/next", stage="examination", finish="false", key="press-0006"), "papers in hand")
        agree(await clerk.post("/counter/next", stage="examination", finish="true", key="press-0007"), "other papers in hand")
        await issue(kiosk, "certificates", OpenVisit("ja", applications=(certificates(),)))
        await clerk.post("/desk", counter="3")
        await clerk.post("/counter/next", stage="reception", finish="false", key="press-0008")
        await clerk.post("/counter/act", **(dialog(clerk, "hold") | {"action": "start", "key": "press-0009"}))
        await clerk.shows_licence()
        await clerk.post("/counter/next", stage="reception", finish="true", key="press-0010")
        await clerk.post("/desk", counter="6")
        agree(await clerk.post("/counter/next", stage="delivery", finish="false", key="press-0011"), "called to the delivery")
        page = await clerk.post("/counter/act", **(dialog(clerk, "hold") | {"action": "start", "key": "press-0012"}))
        assert 'id="handing"' in page
        agree(page, "handing over")

    async def play():
        async with running_hub(tmp_path) as hub, hub.client() as kiosk:
            await scenario(hub, kiosk)

    asyncio.run(play())
