"""A 転入届 entered with words that stand nowhere else, touch by touch, and a code shown to the camera: looked for afterwards."""

import asyncio
from pathlib import Path

import cv2
import numpy as np
import segno

from tests.e2e.quiet import QuietHand

# Fictional and rare: typed as kana, chosen as kanji, written by hand, typed as digits, read from a card.
FAMILY, KANA, KANJI = ("て", "し", "か", "voiced", "わ", "ら"), "てしがわら", "勅使河原"
GIVEN = "なゆかこ"
LOT = "83-47-19"
PHONE = "0443219876"
CARD, PIN, ON_CARD = "hanako", "2468", ("多摩　花子", "例示町４－５－６", "サンプルハイツ７０８号")
# Of one stroke each: the first answer of the recogniser is the whole answer.
SECOND = (((200, 200), (700, 200), (250, 600), (300, 800), (800, 800), (850, 650)),)
LINE = (((150, 500), (850, 500)),)
DRAWN = (SECOND, LINE, SECOND, LINE)  # 一 is U+4E00: a word that began with its zero byte would be tried at every empty byte

# Of the shape of a reception code, and known to nobody; below it in the picture stand dots that stand nowhere else.
CODE = "UK1:TESHIGAWARANAYUKAKO234567ABC"
DOTS = bytes((37 * at * at + 11 * at + 5) % 249 + 3 for at in range(32))


def held_up(folder: Path) -> Path:
    """What the camera sees while somebody holds the code before it. Narrow enough to be shown without being scaled."""
    code = np.array([list(row) for row in segno.make_qr(CODE, error="m").matrix_iter(scale=5, border=4)], dtype=np.uint8)
    picture = np.full((240, 320), 255, dtype=np.uint8)
    picture[: code.shape[0], : code.shape[1]] = np.where(code == 0, 255, 0)
    picture[-40:] = np.tile(np.frombuffer(DOTS, dtype=np.uint8), 10)
    coming = folder / "coming"  # the camera takes no notice of it under this name
    coming.write_bytes(cv2.imencode(".png", picture)[1].tobytes())
    return coming.rename(folder / "held-up.png")


async def show_code(hand: QuietHand, camera: Path) -> None:
    """From the start screen and back: the code is read, the hub does not know it, and it is taken away again."""
    await hand.until("start", box="begin")
    await hand.tap("code")
    await hand.until("code_scan", box="tips")
    code = held_up(camera)
    await hand.until("code_scan", box="wrong")
    code.unlink()


async def to_card(hand: QuietHand) -> None:
    """From the start screen, or the page after a crash, to where a card may be laid down."""
    if (await hand.until("start", "interrupted"))["screen"] == "interrupted":
        await hand.tap("next")
    await hand.until("start", box="begin")
    await hand.tap("begin")
    await hand.until("selection")
    await hand.tap("choice.moving")
    await hand.until("selection", box="choice.in")
    await hand.tap("choice.in")
    await hand.until("result")
    await hand.tap("next")
    await hand.until("page", box="choice.self")
    await hand.tap("choice.self")
    await hand.until("card_place")


async def type_names(hand: QuietHand) -> int:
    """Family name by kana and candidates, given name by kana and by hand. Returns the window's process id."""
    hand.phone = PHONE
    await to_card(hand)
    await hand.tap("way.none")
    await hand.pages_until("key.あ")
    for key in FAMILY:
        await hand.tap(f"key.{key}")
    await hand.until("page", box="candidate.0")
    await hand.tap("candidate.0")
    before = await hand.look()
    await hand.tap("next")
    await hand._changed(before)
    await hand.type(GIVEN)
    await hand.tap("key.hand")
    await hand.until("page", box="pad")
    for character in DRAWN:
        await hand.write(character)
    await hand.tap("next")
    await hand.until("page", box="candidate.0")
    before = await hand.look()
    await hand.tap("next")
    await hand._changed(before)
    return (await hand.state())["pid"]


async def take_number(hand: QuietHand) -> None:
    """Every page that is left, with rare words where words are typed, to the ticket."""
    hand.kana = {"family": "かわさき", "given": GIVEN}
    hand.lot, hand.phone = LOT, PHONE
    await hand.answer_pages()
    while (await hand.until("review", "consent", "ticket"))["screen"] != "ticket":
        await hand.tap("next")
        await asyncio.sleep(0.2)
    await hand.until("ticket", box="number")
