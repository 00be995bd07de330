"""A resident's hand at a kiosk: real touches on the real window, by the ids of boxes; a picture of every screen on the way."""

import asyncio
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from tests.demo.process import Control

PATIENCE_SECONDS = 60.0
JST = timezone(timedelta(hours=9))
# What this resident answers where a choice is asked; the first that is offered.
CHOICES = ("japan", "self", "new", "no", "card_or_online", "individual", "some", "none", "yes")
KANA = {"family": "かわさき", "given": "たろう"}
LOT, PHONE = "1-2-3", "0440000000"


class Lost(Exception):
    """The kiosk did not show what was waited for; the message tells what it showed."""


class Hand:
    """Touches one kiosk and waits for what it shows."""

    def __init__(self, screen: Control, pictures: Path, prefix: str) -> None:
        self._screen, self._pictures, self._prefix = screen, pictures, prefix
        self._taken: set[str] = set()
        self.kana, self.lot, self.phone = KANA, LOT, PHONE
        self.touches = 0

    async def look(self) -> dict[str, Any]:
        """What the kiosk shows now: `screen`, `boxes` by id."""
        seen = await self._screen.ask(screen=True)
        if "boxes" not in seen:
            return {"screen": "", "boxes": {}}
        return {**seen, "boxes": {box["id"]: box for box in seen["boxes"]}}

    async def tap(self, box: str) -> None:
        """One touch on a box, as soon as it can be touched."""
        last: dict[str, Any] = {}
        for _ in range(int(PATIENCE_SECONDS / 0.1)):
            last = await self._screen.ask(tap=box)
            if "error" not in last:
                self.touches += 1
                await asyncio.sleep(0.16)  # a hand is no faster than the double-touch guard
                return
            await asyncio.sleep(0.1)
        raise Lost(f"{box} cannot be touched: {last.get('error')}")

    async def type(self, keys: str) -> None:
        for key in keys:
            await self.tap(f"key.{key}")

    async def until(self, *screens: str, box: str = "") -> dict[str, Any]:
        """Wait for one of these screens (and a box on it)."""
        seen: dict[str, Any] = {}
        for _ in range(int(PATIENCE_SECONDS / 0.1)):
            seen = await self.look()
            if seen["screen"] in screens and (not box or box in seen["boxes"]):
                return seen
            await asyncio.sleep(0.1)
        title = seen.get("boxes", {}).get("title", {}).get("texts")
        raise Lost(f"waited for {screens} {box}, the kiosk shows {seen.get('screen')!r} {title}")

    async def picture(self, name: str) -> None:
        """Once for each name."""
        if name not in self._taken:
            self._taken.add(name)
            await self._screen.ask(picture=str(self._pictures / f"{self._prefix}-{len(self._taken):02}-{name}.png"))

    async def answer_pages(self) -> int:
        """Every page of the form, to the review; the number of pages answered."""
        answered = 0
        while True:
            seen = await self.until("page", "review", "guidance")
            if seen["screen"] == "review":
                return answered
            if seen["screen"] == "guidance":
                await self.picture("guidance")
                await self.tap("next")
                await self._changed(seen)
                continue
            await self._answer(seen)
            answered += 1
            await self._changed(seen)

    async def _answer(self, seen: dict[str, Any]) -> None:
        boxes = seen["boxes"]
        chosen = next((f"choice.{one}" for one in CHOICES if f"choice.{one}" in boxes), None)
        first = next((box for box in boxes if box.startswith("choice.")), None)
        if "era.western" in boxes:
            await self._date(boxes)
        elif "digit.0" in boxes:
            await self._postal_code(boxes)
        elif "key.あ" in boxes:
            await self._kana(boxes)
        elif "key.1" in boxes:
            await self.type(self.lot if "key.-" in boxes else self.phone)
            await self.picture("digits")
            await self.tap("next")
        elif "add" in boxes:
            await self.picture("people")
            await self.tap("next")
        elif (chosen or first) and "notice" in boxes and boxes.get("next", {}).get("touchable"):
            await self.tap("next")  # what the answer leads to was read
        elif chosen or first:
            await self.picture("choice" if "choice.unknown" not in boxes else "questionnaire")
            await self.tap(chosen or str(first))
            if "next" in boxes:
                await self.tap("next")
        else:
            raise Lost(f"no way to answer {list(boxes)}")

    async def _date(self, boxes: dict[str, Any]) -> None:
        birth = "生" in "".join("".join(box["texts"]) for id, box in boxes.items() if id == "title")
        await self.tap("era.showa" if birth else "era.western")
        moved = datetime.now(JST).date() - timedelta(days=1)
        await self.type("550217" if birth else f"{moved:%Y%m%d}")
        await self.picture("date")
        await self.tap("next")

    async def _postal_code(self, boxes: dict[str, Any]) -> None:
        await self.type("2190001")
        await self.until("page", box="town")
        await self.picture("postal-code")
        await self.tap("next")

    async def _kana(self, boxes: dict[str, Any]) -> None:
        title = "".join(boxes["title"]["texts"])
        if "candidate.0" in boxes and "名字" not in title and "名前" not in title:
            # names entered before are offered for a householder
            await self.picture("known-names")
            await self.tap("candidate.0")
            return
        word = self.kana["given"] if "名前" in title else self.kana["family"]
        await self.type(word)
        if "kanji" not in boxes and "kanji.panel" in boxes:
            await self.until("page", box="candidate.0")  # what Mozc offers; a card gives the kanji by itself
        await self.picture("kana")
        await self.tap("next")

    async def _changed(self, before: dict[str, Any]) -> None:
        """Until the screen is another one than `before`."""
        for _ in range(int(PATIENCE_SECONDS / 0.1)):
            now = await self.look()
            if now["screen"] != before["screen"] or _face(now) != _face(before):
                return
            await asyncio.sleep(0.05)
        wrong = now["boxes"].get("wrong", {}).get("texts")
        raise Lost(f"the page {before['boxes'].get('title', {}).get('texts')} does not go on: {wrong}")


def _face(seen: dict[str, Any]) -> list[Any]:
    """What tells one page from another."""
    return [
        (id, box["texts"])
        for id, box in seen["boxes"].items()
        if id in ("title", "sub", "label") or id.startswith(("choice.", "step."))
    ]
