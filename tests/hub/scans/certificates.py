"""Fictional 転出証明書, drawn as another office would print them, then spoilt as scanners, cameras and fax machines do."""

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from config.japanese import wareki
from config.scanned_paper import ScannedPaper
from hub.domain.crosscheck import Box, PaperPerson, Reading, Sheet
from tests.hub.web.running_hub import demo_bundle

DPI = 300
MM = DPI / 25.4
FONTS = {
    "IPAmj Mincho": ("/usr/share/fonts/truetype/ipamj/ipamjm.ttf", 0),
    "BIZ UDGothic": ("/usr/share/fonts/truetype/bizud-gothic/BIZUDGothic-Regular.ttf", 0),
    "BIZ UDPGothic": ("/usr/share/fonts/truetype/bizud-gothic/BIZUDPGothic-Regular.ttf", 0),
    "Noto Sans CJK JP": ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 0),
    "Noto Serif CJK JP": ("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", 0),
}
PLACES = (
    ("北浜県海野市", "港町", "一丁目"),
    ("北浜県海野市", "千代が丘", "三丁目"),
    ("神奈川県川崎市川崎区", "南町", ""),
    ("東京都江東区", "豊洲", "四丁目"),
    ("大阪府堺市堺区", "三国ヶ丘御幸通", ""),
    ("長崎県佐世保市", "瀬戸越", "二丁目"),
    ("千葉県船橋市", "習志野台", "五丁目"),
    ("埼玉県川越市", "新富町", "二丁目"),
    ("鹿児島県鹿屋市", "串良町下小原", ""),
    ("北海道札幌市中央区", "南一条西", "六丁目"),
)
NEW_PLACES = (
    ("神奈川県みどり野市川辺区", "南町", ""),
    ("神奈川県みどり野市川辺区", "本町", "二丁目"),
    ("神奈川県みどり野市丘上区", "緑ヶ丘", "一丁目"),
)
LABELS = {"性別": 8.0, "続柄": 8.0, "筆頭者": 14.0, "個人番号": 14.0}  # millimetres left of a cell
BUILDINGS = ("", "", "みどり荘１０１", "コーポ海野２０３号室", "グランハイツ港町　５０５")


def paper() -> ScannedPaper:
    return demo_bundle().papers["moving_out_certificate"]


@dataclass
class Someone:
    """A person nobody is, as the office that prints the paper has them."""

    name: str
    kana: str
    birth: str
    sex: str
    relationship: str
    domicile: str
    head: str

    def printed(self) -> dict[str, str]:
        return {
            "name": self.name, "name_kana": self.kana, "birth_date": self.birth, "sex": self.sex,
            "relationship": self.relationship, "domicile": self.domicile, "domicile_head": self.head,
        }  # fmt: skip


@dataclass
class Household:
    """What one paper says (`values`: field id → text above the people), and what the same family types (`answers`)."""

    values: dict[str, str]
    people: list[Someone]
    answers: dict[str, Any]


@cache
def names() -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """Surnames and given names as (kanji, reading)."""
    found: dict[str, list[tuple[str, str]]] = {"surname": [], "given": []}
    for line in Path("tests/bench/names.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, _, reading, spelling = line.split("\t")
            found["surname" if kind == "surname" else "given"].append((spelling, reading))
    return tuple(found["surname"]), tuple(found["given"])


def household(seed: int, people: int = 3) -> Household:
    """A family with addresses, days and names drawn by `seed`."""
    dice = random.Random(seed)
    surnames, given = names()
    surname, reading = dice.choice(surnames)
    place, new, building = dice.choice(PLACES), dice.choice(NEW_PLACES), dice.choice(BUILDINGS)
    domicile = f"{place[0]}{place[1]}{dice.randint(1, 4000)}番地"
    first = dice.choice(given)
    head = f"{surname}　{first[0]}"
    family, typed = [], []
    heads_birth: date | None = None
    for number in range(people):
        own = first if number == 0 else dice.choice(given)
        born = date(1940, 1, 1) + timedelta(days=dice.randint(0, 30000 if number else 22000))
        word = "世帯主" if number == 0 else dice.choice(("妻", "子", "夫", "母"))
        sex = dice.choice("男女")
        if number:  # a family that can be: the spouse of the other sex, child and mother of an age to be
            word = SPOUSE[family[0].sex] if word in SPOUSE.values() else word
            sex = SEX.get(word, sex)
            born = heads_birth + timedelta(days=LATER[word]) if word in LATER else born
        heads_birth = heads_birth or born
        kana = katakana(f"{reading}　{own[1]}")
        family.append(Someone(f"{surname}　{own[0]}", kana, wareki.format(born), sex, word, domicile, head))
        typed.append(
            {
                "nationality": "japan", "name": f"{surname}{dice.choice(('', ' '))}{own[0]}", "name_kana": kana,
                "birth_date": born.isoformat(), "sex": {"男": "male", "女": "female"}[sex], **RELATIONSHIPS[word],
                "domicile": domicile, "domicile_head": head.replace("　", " "),
            }
        )  # fmt: skip
    moved = date(2027, 3, 1) + timedelta(days=dice.randint(0, 27))
    lot, new_lot = (dice.randint(1, 30), dice.randint(1, 40)), (dice.randint(1, 30), dice.randint(1, 40))
    values = {
        "householder": head,
        "move_date": wareki.format(moved),
        "old_address": written(place, lot),
        "new_address": written(new, new_lot, building),
    }
    old_town, new_town = place[1] + dice.choice(BLOCKS[place[2]]), new[1] + dice.choice(BLOCKS[new[2]])
    flat = {"is_flat": True, "building": building} if building else {"is_flat": False}
    answers = {
        "movers": typed,
        "old_address": {"kind": "japan", "prefecture_city": place[0], "town": old_town, "lot": short(lot)},
        "old_householder": head.replace("　", " "),
        "new_address": {"ward": new[0][-3:], "town": new_town, "lot": short(new_lot), **flat},
        "move_date": moved.isoformat(),
        "new_household": "new",
    }
    return Household(values, family, answers)


def as_read(house: Household, order: Sequence[int] | None = None) -> Sheet:
    """Their paper as a reader without a fault would give it. `order`: of the people on it."""
    sheet = paper()
    people = [house.people[place].printed() for place in (order if order is not None else range(len(house.people)))]
    boxes = {each.id: Box(0, sheet.frame[0] + each.box[0], sheet.frame[1] + each.box[1], *each.box[2:]) for each in sheet.fields}
    inner = {each.id: each.box for each in sheet.people.fields}
    persons = []
    for down, texts in zip(sheet.blocks(), people, strict=False):
        left, top = sheet.frame[0], sheet.frame[1] + down
        persons.append(
            PaperPerson(
                {
                    field: Reading(Box(0, left + inner[field][0], top + inner[field][1], *inner[field][2:]), text, 0.99)
                    for field, text in texts.items()
                }
            )
        )
    return Sheet(sheet.id, 1, {field: Reading(boxes[field], text, 0.99) for field, text in house.values.items()}, tuple(persons))


SPOUSE = {"男": "妻", "女": "夫"}
SEX = {"妻": "女", "夫": "男", "母": "女"}
LATER = {"子": 9500, "母": -8000}  # days from the birth of the householder
RELATIONSHIPS: dict[str, dict[str, Any]] = {
    "世帯主": {"relationship": "self"}, "妻": {"relationship": "wife", "marriage_filed": True}, "子": {"relationship": "child"},
    "夫": {"relationship": "husband", "marriage_filed": True}, "母": {"relationship": "mother"},
}  # fmt: skip
BLOCKS = {"": ("",)} | {
    f"{kanji}丁目": (f"{kanji}丁目", f"{number}丁目", f"{number}-") for number, kanji in enumerate("一二三四五六七八九", start=1)
}


def short(lot: tuple[int, int]) -> str:
    """As people type it."""
    return f"{lot[0]}-{lot[1]}"


def written(place: tuple[str, str, str], lot: tuple[int, int], building: str = "") -> str:
    """As an office writes an address."""
    lots = f"{lot[0]}番{lot[1]}号" if place[2] else f"{lot[0]}番地{lot[1]}"
    return f"{place[0]}{place[1]}{place[2]}{lots}{'　' if building else ''}{building}"


def katakana(text: str) -> str:
    return "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in text)


def wide(text: str) -> str:
    """Digits in full width, as many offices print."""
    return text.translate({ord("0") + n: ord("０") + n for n in range(10)})


def drawn(
    house: Household,
    font: str = "IPAmj Mincho",
    *,
    full_width: bool = True,
    guard: bool = False,
    page: int = 0,
    title: str | None = None,
) -> np.ndarray:
    """One page at 300 dpi. `guard`: on paper that shows 複写 when it is copied."""
    sheet = paper()
    picture = Image.new("L", (round(sheet.size[0] * MM), round(sheet.size[1] * MM)), 255)
    pen = ImageDraw.Draw(picture)
    if guard:
        _guard(pen, picture.size)
    left, top, width, height = sheet.frame
    _text(pen, font, title if title is not None else sheet.title, sheet.title_box, 8.0, middle=True)
    _text(pen, font, "この証明書のとおり転出することを証明します。", (left + 4, top + height + 8, 120, 6), 4.0)
    _text(pen, font, "北浜県海野市長", (left + 100, top + height + 20, 60, 8), 5.0)
    pen.rectangle(_px((left, top, width, height)), outline=0, width=5)
    for each in sheet.fields:
        box = (left + each.box[0], top + each.box[1], *each.box[2:])
        _cell(pen, font, each.label, box, house.values.get(each.id, ""), full_width)
    first = page * sheet.people.rows
    for row, down in enumerate(sheet.blocks()):
        someone = house.people[first + row].printed() if first + row < len(house.people) else {}
        pen.rectangle(_px((left, top + down + 30, width, sheet.people.pitch)), outline=0, width=3)
        for hidden, number in zip(sheet.people.hidden, ("12345678901", "123456789012"), strict=True):
            box = (left + hidden[0], top + hidden[1] + down, *hidden[2:])
            _cell(pen, font, "住民票コード" if len(number) == 11 else "個人番号", box, number if someone else "", full_width=False)
        for each in sheet.people.fields:
            box = (left + each.box[0], top + each.box[1] + down, *each.box[2:])
            _cell(pen, font, each.label, box, someone.get(each.id, ""), full_width)
    return np.asarray(picture)


def _cell(pen, font, label, box, text, full_width):
    pen.rectangle(_px(box), outline=0, width=3)
    room = LABELS.get(label, 16.0)
    _text(pen, font, label, (box[0] - room, box[1], room, box[3]), 2.6, middle=True)
    _text(pen, font, wide(text) if full_width else text, (box[0] + 1.2, box[1], box[2] - 2.4, box[3]), 3.7)


def _text(pen, font, text, box, size, middle=False):
    """In one line, smaller where it is too long, in two where it would be too small."""
    while size > 2.7 and _width(font, text, size) > box[2]:
        size -= 0.2
    lines = [text]
    if _width(font, text, size) > box[2]:
        half = (len(text) + 1) // 2
        lines = [text[:half], text[half:]]
        size = min(size, box[3] / 2.6)
    face = _font(font, size)
    for number, line in enumerate(lines):
        middle_of_line = box[1] + box[3] * (number + 0.5) / len(lines)
        x = box[0] + (box[2] / 2 if middle else 0)
        pen.text((x * MM, middle_of_line * MM), line, font=face, fill=20, anchor="mm" if middle else "lm")


def _width(font, text, size):
    return _font(font, size).getlength(text) / MM


@cache
def _font(name, size):
    path, index = FONTS[name]
    return ImageFont.truetype(path, round(size * MM), index=index)


def _px(box):
    return tuple(round(each * MM) for each in (box[0], box[1], box[0] + box[2], box[1] + box[3]))


def _guard(pen, size):
    dice = random.Random(1)
    for y in range(0, size[1], 14):
        for x in range((y // 14) % 2 * 7, size[0], 14):
            pen.point((x, y), fill=190)
            pen.ellipse((x, y, x + 3, y + 3), fill=205 + dice.randint(0, 10))
    big = _font("BIZ UDGothic", 30.0)
    for y in range(200, size[1], 700):
        pen.text((300, y), "複　写", font=big, fill=225)


# --- what happens to a sheet on its way -------------------------------------------------------------------------------


def scanned(
    page: np.ndarray, dpi: int = 200, seed: int = 0, turn: float = 0.0, noise: float = 3.0, blur: float = 0.5
) -> np.ndarray:
    """A flatbed: turned a little, a margin around, fewer dots, some noise."""
    dice = np.random.default_rng(seed)
    height, width = page.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), turn, 1.0)
    turned = cv2.warpAffine(page, matrix, (width, height), borderValue=250, flags=cv2.INTER_CUBIC)
    small = cv2.resize(turned, None, fx=dpi / DPI, fy=dpi / DPI, interpolation=cv2.INTER_AREA)
    if blur:
        small = cv2.GaussianBlur(small, (0, 0), blur)
    return np.clip(small + dice.normal(0, noise, small.shape), 0, 255).astype(np.uint8)


def photographed(page: np.ndarray, seed: int = 0, wide_side: int = 2592) -> np.ndarray:
    """A document camera: from a slant, on a dark desk, lit from one side."""
    dice = np.random.default_rng(seed)
    height, width = page.shape
    scale = wide_side * 0.92 / height
    size = (round(width * scale * 1.25), wide_side)
    shift = dice.uniform(-0.02, 0.02, (4, 2)) * wide_side
    inner = np.float32([[0.1, 0.03], [0.9, 0.03], [0.9, 0.97], [0.1, 0.97]]) * np.float32(size) + shift.astype(np.float32)
    corners = np.float32([[0, 0], [width, 0], [width, height], [0, height]])
    matrix = cv2.getPerspectiveTransform(corners, inner)
    flat = cv2.warpPerspective(page, matrix, size, borderValue=70, flags=cv2.INTER_AREA)
    light = np.linspace(1.0, 0.6, size[0])[None, :] * np.linspace(0.95, 0.85, size[1])[:, None]
    soft = cv2.GaussianBlur(flat, (0, 0), 0.8) * light
    return np.clip(soft + dice.normal(0, 4, soft.shape), 0, 255).astype(np.uint8)


def faxed(page: np.ndarray, seed: int = 0) -> np.ndarray:
    """200 dpi, black or white, with dust and a turn."""
    grey = scanned(page, 200, seed, turn=0.6, noise=22, blur=0.8)
    _, flat = cv2.threshold(grey, 150, 255, cv2.THRESH_BINARY)
    dice = np.random.default_rng(seed)
    dust = dice.random(flat.shape) < 0.002
    return np.where(dust, 0, flat).astype(np.uint8)


def png(page: np.ndarray) -> bytes:
    out = io.BytesIO()
    Image.fromarray(page).save(out, "PNG")
    return out.getvalue()


def jpeg(page: np.ndarray, quality: int = 80) -> bytes:
    out = io.BytesIO()
    Image.fromarray(page).save(out, "JPEG", quality=quality)
    return out.getvalue()


def pdf(*pages: np.ndarray) -> bytes:
    out = io.BytesIO()
    first, *rest = [Image.fromarray(page) for page in pages]
    first.save(out, "PDF", save_all=True, append_images=rest, resolution=200)
    return out.getvalue()
