"""窓口 added and taken away by the office, and every change seen before it is made and in the history after."""

import html
import re
from datetime import date

from config.site import Counter
from hub.web.pages.settings.difference import differences
from tests.hub.web.running_hub import demo_bundle
from tests.hub.web.test_settings import fields_of, with_chief

LAST = len(demo_bundle().site.counters)
NEW = {f"counters[{LAST}].number": "３１", f"counters[{LAST}].name": "出張窓口"}
TICKS = {f"counters[{LAST}].services": "residence", f"counters[{LAST}].stages": "reception"}


def plain(page):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


async def fields(chief, subject="counters"):
    return fields_of(await chief.get(f"/settings/{subject}"))


def numbers(hub):
    return [counter.number for counter in hub.office.bundle.site.counters]


def test_a_counter_is_added_seen_in_the_history_and_taken_back(tmp_path):
    async def scenario(hub, chief):
        before = numbers(hub)
        page = await chief.post("/settings/counters", **await fields(chief) | NEW | TICKS, do="change")
        assert numbers(hub) == sorted([*before, 31])
        added = next(each for each in hub.office.bundle.site.counters if each.number == 31)
        assert added == Counter(31, {"ja": "出張窓口"}, ("reception",), ("residence",))
        assert "＋ ふえる 31番 出張窓口 住民異動 受付" in plain(page)
        await chief.post(undo_of(page))
        assert numbers(hub) == before
        assert "－ なくなる 31番" in plain(chief.text)

    with_chief(scenario, tmp_path)


def undo_of(page):
    return re.search(r'action="(/settings/undo/\d+)"', page)[1]


def test_a_counter_that_is_there_already_or_has_no_work_is_refused_beside_its_field(tmp_path):
    async def scenario(hub, chief):
        sent = await fields(chief)
        twice = await chief.post("/settings/counters", **sent | NEW | TICKS | {f"counters[{LAST}].number": "1"}, do="change")
        assert chief.status == 422 and "1番の窓口は、もうあります" in twice
        idle = await chief.post("/settings/counters", **sent | NEW, do="change")
        assert "受ける業務を、1つは" in idle and "工程を、1つは" in idle
        typed = await chief.post("/settings/counters", **sent | NEW | TICKS | {f"counters[{LAST}].number": "百"}, do="change")
        assert "1 から 99 の数字" in typed and 'value="百"' in typed
        assert hub.office.bundle.hash == demo_bundle().hash

    with_chief(scenario, tmp_path)


def test_the_last_counter_of_a_service_does_not_go_and_one_of_two_does(tmp_path):
    async def scenario(hub, chief):
        sent = await fields(chief)
        needed = next(
            index
            for index, counter in enumerate(hub.office.bundle.site.counters)
            if counter.stages == ("verification",) or "entry" in counter.stages
        )
        refused = await chief.post("/settings/counters", **sent | {f"counters[{needed}].gone": "yes"}, do="change")
        assert chief.status == 422 and "受ける窓口がなくなります" in refused
        await chief.post("/settings/counters", **sent | {"counters[1].gone": "yes"}, do="change")
        assert numbers(hub) == [each.number for each in demo_bundle().site.counters if each.number != 2]
        assert "－ なくなる 2番" in plain(chief.text)

    with_chief(scenario, tmp_path)


def test_a_counter_does_not_go_from_under_who_sits_there(tmp_path):
    async def scenario(hub, chief):
        await hub.clerk(2)
        sent = await fields(chief)
        page = await chief.post("/settings/counters", **sent | {"counters[1].gone": "yes"}, do="change")
        assert chief.status == 422 and "2番にはいま職員がいる" in page
        tomorrow = date.fromordinal(hub.clock.now.date().toordinal() + 1).isoformat()
        await chief.post("/settings/counters", **sent | {"counters[1].gone": "yes", "begins": tomorrow}, do="change")
        assert chief.url.endswith("?changed=counters") and 2 in numbers(hub), "from tomorrow on"

    with_chief(scenario, tmp_path)


def test_what_changes_is_shown_before_it_is_made_and_nothing_else_is_taken_with_it(tmp_path):
    async def scenario(hub, chief):
        sent = await fields(chief, "hours")
        page = await chief.post("/settings/hours", **sent | {"hours[0].closes": "19:00"}, do="look")
        assert chief.status == 200 and hub.office.bundle.hash == demo_bundle().hash
        assert "もうひとりの方と" in page and re.search(r"＋ ふえる [^＋－]*〜19:00", plain(page)), plain(page)
        mark = page.split('name="looked" value="')[1].split('"')[0]

        again = await chief.post("/settings/hours", **sent | {"hours[0].closes": "20:00"}, looked=mark, do="change")
        assert "〜20:00" in plain(again) and hub.office.bundle.hash == demo_bundle().hash, "changed since it was looked at"
        await chief.post("/settings/hours", **sent | {"hours[0].closes": "19:00"}, looked=mark, do="change")
        assert hub.office.bundle.site.hours[0].closes.hour == 19

    with_chief(scenario, tmp_path)


def test_every_subject_tells_its_differences_in_words():
    files = demo_bundle()
    site = files.site
    first, fee = site.services[0], files.fees[0]
    changed = {
        "hours": [{"days": ["sat"], "opens": "09:00:00", "closes": "12:00:00", "weeks": [2, 4]}],
        "closed": ["2027-05-01"],
        "last_reception": {first.id: "16:30:00"},
        "quotas": {first.id: 30},
        "fees": [{"id": fee.id, "counter": fee.counter + 50}],
        "texts": {"en": {"bring.identity": "Something with a photo"}},
    }
    told = {
        subject: " ".join(f"{each.what} {each.after}" for each in differences(files, subject, None, body))
        for subject, body in changed.items()
    }

    assert "第2・4土　9:00〜12:00" in told["hours"]
    assert "2027(令和9)年5月1日（土）" in told["closed"]
    assert "16:30" in told["last_reception"] and "1日 30" in told["quotas"]
    assert f"窓口 {fee.counter + 50}円" in told["fees"]
    assert "Something with a photo" in told["texts"]
    assert all(differences(files, subject, body, body) == () for subject, body in changed.items())
