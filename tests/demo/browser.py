"""People at a browser: a resident at home, clerks at their desks, somebody who follows a number on the phone. Real Chromium."""

import asyncio
import io
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, Page, expect

DEAF_SECONDS = 1.1  # after F2 acted it is deaf for a second
JST = timezone(timedelta(hours=9))


async def open_page(browser: Browser, width: int, height: int) -> Page:
    context = await browser.new_context(viewport={"width": width, "height": height}, locale="ja-JP")
    page = await context.new_page()
    page.set_default_timeout(20_000)
    return page


class Clerk:
    """A clerk at one desk."""

    def __init__(self, page: Page, address: str, pictures: Path, prefix: str) -> None:
        self.page, self._address, self._pictures, self._prefix = page, address, pictures, prefix

    async def sign_in(self, login: str, password: str) -> None:
        await self.page.goto(f"{self._address}/sign-in")
        await self.picture("sign-in")
        await self.page.fill("#login", login)
        await self.page.fill("#password", password)
        await self.page.press("#password", "Enter")
        await self.page.wait_for_selector("nav")

    async def sit_down(self, counter: int) -> None:
        await self.page.goto(f"{self._address}/desk")
        await self.page.click(f"button[value='{counter}']")
        await self.page.wait_for_selector(".keybar")

    async def sees_next(self, number: str) -> None:
        """The F2 key offers this number, without a reload."""
        await expect(self.page.locator(".keybar .wide")).to_contain_text(number)

    async def press(self, key: str) -> None:
        await self.page.keyboard.press(key)
        await asyncio.sleep(DEAF_SECONDS)

    async def here(self) -> str:
        """The number at this desk."""
        return (await self.page.locator("#here").inner_text()).strip()

    async def decides_procedure(self) -> None:
        """手続きを決める of a number alone: F2 leads to it, the digit of the first, Enter."""
        await self.press("F2")
        await self.page.keyboard.press("1")
        await self.page.keyboard.press("Enter")
        await expect(self.page.locator(".keybar .wide")).not_to_contain_text("手続き")

    async def sees_licence(self) -> None:
        """本人確認: F2 leads to it, the digit of the driving licence, Enter."""
        await self.press("F2")
        await self.page.keyboard.press("2")
        await self.page.keyboard.press("Enter")
        await expect(self.page.locator(".identity .tag.ok")).to_be_attached()  # a tab of its own at 200 %

    async def ticks_everything(self) -> None:
        """お渡しするもの or 確かめること, one after the other."""
        ticks = self.page.locator(".tick:enabled")  # 審査 sees what the reception ticked, and cannot change it
        for place in range(await ticks.count()):
            await ticks.nth(place).press("Space")
            await expect(ticks.nth(place)).to_have_attribute("aria-checked", "true")

    async def picture(self, name: str) -> None:
        await self.page.screenshot(path=self._pictures / f"{self._prefix}-{name}.png")


async def pre_enter(page: Page, address: str, procedure: str, pictures: Path) -> tuple[str, Image.Image]:
    """Fill a form at home; the reception code and the picture of its QR."""
    await page.goto(f"{address}/enter")
    await page.screenshot(path=pictures / "home-01-begin.png")
    async with page.expect_navigation():
        await page.click(f"button[value={procedure}]")
    for step in range(20):
        if await page.locator(".qr-card").count():
            break
        await _fill(page)
        await page.screenshot(path=pictures / f"home-{step + 2:02}-step.png", full_page=True)
        async with page.expect_navigation():
            await page.locator("footer button.main").click()
    card = page.locator(".qr-card")
    await page.screenshot(path=pictures / "home-99-code.png", full_page=True)
    picture = Image.open(io.BytesIO(await card.locator("svg").screenshot()))
    return str(await card.get_attribute("data-code")), picture


async def _fill(page: Page) -> None:
    """Everything the page asks and is still empty."""
    for group in await page.locator("fieldset:has(> .choices input[type=radio])").all():
        if await group.locator("input:checked").count() == 0:
            await group.locator("label").first.click()
    if await page.locator(".plan").count() and not await page.locator(".plan input:checked").count():
        await page.locator(".plan label").first.click()
    for select in await page.locator("select").all():
        if not await select.input_value():
            name = str(await select.get_attribute("name"))
            day = date(1988, 4, 2) if "birth" in name else datetime.now(JST).date()
            wanted = {"year": str(day.year), "month": str(day.month), "day": str(day.day)}
            part = name.rsplit(".", 1)[-1]
            if part in wanted:
                await select.select_option(wanted[part])
            else:
                await select.select_option(index=1)
    for field in await page.locator("input:not([type])").all():
        if not await field.input_value():
            name = str(await field.get_attribute("name"))
            words = {
                "kana": "タマ　ハナコ",
                "postal": "2190001",
                "phone": "0440000000",
                "town": "南町",
                "new_address.lot": "3-4",  # one moves somewhere else
                "lot": "1-2",
                "building": "見本ハイツ203",
            }
            await field.fill(next((word for part, word in words.items() if part in name), "多摩 花子"))
    for group in await page.locator("fieldset:has(> .choices:not(.staff-way) input[type=checkbox])").all():
        if await group.locator(".choices:not(.staff-way) input:checked").count() == 0:
            await group.locator(".choices:not(.staff-way) label").last.click()
