"""職員と端末 over HTTP: secrets shown once, people who left stay out, nobody locks the office out of itself."""

import asyncio
import re

from tests.hub.web.running_hub import running_hub


def with_chief(scenario, tmp_path):
    async def run():
        async with running_hub(tmp_path) as hub:
            chief = hub.browser()
            await chief.sign_in("kacho")
            await chief.get("/settings/staff")
            return await scenario(hub, chief)

    return asyncio.run(run())


def secret(page):
    return re.search(r'class="secret">([^<]+)<', page)[1]


def person(page, login):
    """Id of the person with this login on the page."""
    row = next(each for each in page.split("<tr") if f"<td>{login}</td>" in each)
    return row.split('name="person" value="')[1].split('"')[0]


async def enters(hub, login, password):
    browser = hub.browser()
    await browser.post("/sign-in", login=login, password=password, to="/")
    return browser.status == 200 and "/sign-in" not in browser.url


def test_somebody_new_signs_in_with_the_password_that_was_shown_once(tmp_path):
    async def scenario(hub, chief):
        page = await chief.post("/settings/staff", do="take_on", login="midori2", name="緑野（窓口）", role="clerk")
        again = await chief.get("/settings/staff")
        return await enters(hub, "midori2", secret(page)), secret(page) in again, "緑野（窓口）" in again

    assert with_chief(scenario, tmp_path) == (True, False, True)


def test_what_is_wrong_is_said_and_nobody_is_added(tmp_path):
    async def scenario(hub, chief):
        said, before = [], chief.text.count('scope="row"')
        for login, name, role in (
            ("Ｍidori", "緑野", "clerk"),
            ("kacho", "緑野", "clerk"),
            ("midori", "", "clerk"),
            ("midori", "緑野", "boss"),
        ):
            page = await chief.post("/settings/staff", do="take_on", login=login, name=name, role=role)
            said.append((chief.status, page.split('alarm" role="alert"><strong>')[1].split("。")[0]))
        return said, (await chief.get("/settings/staff")).count('scope="row"') - before

    said, more = with_chief(scenario, tmp_path)

    assert said == [
        (422, "ログイン名は、英小文字と数字で2文字から20文字です"),
        (422, "そのログイン名は、ほかの方が使っています"),
        (422, "名前は1文字から20文字です"),
        (422, "役割をえらんでください"),
    ]
    assert more == 0


def test_a_new_password_ends_the_old_one_and_every_session_begun_with_it(tmp_path):
    async def scenario(hub, chief):
        clerk = await hub.clerk(1)
        page = await chief.post("/settings/staff", do="password", person=person(chief.text, "madoguchi"))
        await clerk.get("/counter")
        old, new = hub.passwords["madoguchi"], secret(page)
        return "/sign-in" in clerk.url, await enters(hub, "madoguchi", old), await enters(hub, "madoguchi", new)

    assert with_chief(scenario, tmp_path) == (True, False, True)


def test_who_has_left_comes_in_no_more_frees_the_number_and_may_come_back(tmp_path):
    async def scenario(hub, chief):
        clerk, page = await hub.clerk(1), await chief.get("/settings/staff")
        madoguchi, floor = person(page, "madoguchi"), person(page, "floor")
        await chief.post("/settings/staff", do="leave", person=floor)
        await chief.post("/settings/staff", do="leave", person=madoguchi)
        await clerk.get("/counter")
        out = "/sign-in" in clerk.url and not await enters(hub, "madoguchi", hub.passwords["madoguchi"])
        back = secret(await chief.post("/settings/staff", do="back", person=madoguchi))
        pin = await chief.post("/settings/staff", do="pin", person=madoguchi, number="01")  # of who left
        return out, await enters(hub, "madoguchi", back), secret(pin), "番号 01" in pin

    out, back, pin, told = with_chief(scenario, tmp_path)

    assert out and back and told
    assert re.fullmatch(r"\d{6}", pin)


def test_nobody_takes_away_their_own_right_and_one_manager_stays(tmp_path):
    async def scenario(hub, chief):
        own = person(chief.text, "kacho")
        page = await chief.post("/settings/staff", do="leave", person=own)
        first = secret(await chief.post("/settings/staff", do="take_on", login="kakaricho", name="係長", role="manager"))
        other = hub.browser()
        await other.post("/sign-in", login="kakaricho", password=first, to="/")
        await other.get("/settings/staff")
        await other.post("/settings/staff", do="leave", person=own)
        alone = await other.post("/settings/staff", do="leave", person=person(other.text, "kakaricho"))
        return page, alone

    page, alone = with_chief(scenario, tmp_path)

    assert "自分はやめられません" in page and "自分はやめられません" in alone


def test_a_number_at_kiosks_belongs_to_one_person(tmp_path):
    async def scenario(hub, chief):
        madoguchi = person(chief.text, "madoguchi")
        taken = await chief.post("/settings/staff", do="pin", person=madoguchi, number="01")
        wrong = await chief.post("/settings/staff", do="pin", person=madoguchi, number="一")
        return taken, wrong

    taken, wrong = with_chief(scenario, tmp_path)

    assert "その番号は、ほかの方が使っています" in taken
    assert "数字2けたから4けた" in wrong


def test_a_device_comes_in_with_the_token_that_was_shown_once_until_it_is_taken_away(tmp_path):
    async def known(hub, token):
        async with hub.client(token) as device:
            answer = await device.hub()
            return hasattr(answer, "site")

    async def scenario(hub, chief):
        await chief.get("/settings/devices")
        token = secret(await chief.post("/settings/devices", do="enrol", kind="kiosk", name="07"))
        first = await known(hub, token)
        renewed = secret(await chief.post("/settings/devices", do="enrol", kind="kiosk", name="07"))
        replaced = (await known(hub, token), await known(hub, renewed))
        await chief.post("/settings/devices", do="revoke", kind="kiosk", name="07")
        page = await chief.get("/settings/devices")
        wrong = await chief.post("/settings/devices", do="enrol", kind="kiosk", name="七")
        return first, replaced, await known(hub, renewed), "<td>07</td>" in page, wrong

    first, replaced, after, listed, wrong = with_chief(scenario, tmp_path)

    assert first and replaced == (False, True)
    assert not after and not listed
    assert "01 から 99" in wrong


def test_only_managers_come_here_and_every_change_is_in_the_audit_without_a_secret(tmp_path):
    async def scenario(hub, chief):
        guide = hub.browser()
        await guide.sign_in("floor")
        await guide.get("/settings/staff")
        page = await chief.post("/settings/staff", do="take_on", login="midori2", name="緑野", role="clerk")
        await chief.post("/settings/staff", do="leave", person=person(page, "midori2"))
        await chief.post("/settings/devices", do="enrol", kind="board", name="02")
        rows = "SELECT action, subject FROM audit ORDER BY id"
        noted = await hub.office._store.read(lambda connection: [tuple(row) for row in connection.execute(rows).fetchall()])
        return guide.status, noted, secret(page)

    status, noted, password = with_chief(scenario, tmp_path)

    assert status == 403
    assert [action for action, _ in noted] == ["staff_taken_on", "staff_left", "device_enrolled"]
    assert noted[-1] == ("device_enrolled", "board:02")
    assert password not in str(noted)


def test_no_secret_lies_readable_below_the_state_of_the_hub(tmp_path):
    async def scenario(hub, chief):
        page = await chief.post("/settings/staff", do="take_on", login="midori2", name="緑野", role="clerk")
        token = await chief.post("/settings/devices", do="enrol", kind="kiosk", name="07")
        return secret(page), secret(token)

    secrets = with_chief(scenario, tmp_path)

    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert kept and not any(each.encode() in kept for each in secrets)
