"""The slip in the resident's hand: readable, complete, and the same number always the same dots."""

import io
from itertools import pairwise

import msgspec
import numpy as np
import pytest
from PIL import Image
from pyzbar.pyzbar import decode

from config import fonts
from hardware.printer.lettering import Face, language_of, lines_of, width_of
from hardware.printer.port import Slip
from hardware.printer.sheet import Words
from hardware.printer.slip import LEAST, MORE_TO_BRING, draw, lay_out, number_area, preview

WIDTHS = [576, 384]
LANGUAGES = {
    "en": ("We will call you 2 times. Please keep this slip.", "Track your number"),
    "zh": ("我们会叫您两次，请留意画面和广播。", "用手机查看您的号码"),
    "ko": ("두 번 불러 드립니다. 화면과 안내 방송을 확인해 주세요.", "휴대폰으로 순번 보기"),
    "vi": ("Chúng tôi sẽ gọi quý khách 2 lần.", "Xem số thứ tự trên điện thoại"),
    "ne": ("हामी तपाईंलाई २ पटक बोलाउनेछौं", "फोनमा आफ्नो नम्बर हेर्नुहोस्"),
}


def changed(slip, **fields):
    return msgspec.structs.replace(slip, **fields)


def dots(raster):
    return np.unpackbits(np.frombuffer(raster.packed, np.uint8)).reshape(raster.height, raster.width)


def words(slip, width):
    return [item for item in lay_out(slip, width).items if isinstance(item, Words)]


@pytest.fixture(scope="module")
def hardest(slip):
    """Everything at once, long."""
    return changed(
        slip,
        service="住民異動届（世帯変更・世帯分離・世帯合併）及び関連する手続 ほか12件",
        people="待っている方 128人\n待ち時間の目安 120〜150分",
        number="A-1203",
        marks=("訓練", "再発行（3枚目）\n10時41分　番号は同じです"),
        bring=(*slip.bring, "在留カードまたは特別永住者証明書（外国籍の方全員分）", "国民健康保険の資格確認書", "印鑑"),
        second_language=LANGUAGES["en"],
    )


@pytest.mark.parametrize("width", WIDTHS)
def test_a_phone_reads_the_code(slip, width):
    (found,) = decode(Image.open(io.BytesIO(preview(slip, width))))

    assert found.data.decode() == slip.qr


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("case", ["plain", "hardest"])
def test_nothing_runs_over_the_edge_and_nothing_is_too_small_to_read(slip, hardest, width, case):
    chosen = slip if case == "plain" else hardest

    for item in words(chosen, width):
        reach = width_of(item.text, item.face)
        left = {"left": item.x, "middle": item.x - reach // 2, "right": item.x - reach}[item.align]
        assert left >= 4, item
        assert left + reach <= width - 4, item
        assert item.face.size >= LEAST, item
    picture = dots(draw(chosen, width))
    assert not picture[:, :4].any()
    assert not picture[:, -4:].any()
    assert not picture[:12].any()
    assert not picture[-12:].any()


@pytest.mark.parametrize("width", WIDTHS)
def test_lines_keep_their_distance(hardest, width):
    bases = sorted({item.y for item in words(hardest, width)})

    assert all(below - above >= 25 for above, below in pairwise(bases))


@pytest.mark.parametrize("width", WIDTHS)
def test_the_number_is_the_same_dots_on_every_paper(slip, hardest, width):
    first = draw(slip, width).rows(number_area(slip, width))
    others = [
        changed(slip, marks=("再発行（2枚目）",)),
        changed(slip, people="", qr="", service="印鑑登録", second_language=LANGUAGES["ko"]),
        changed(hardest, number=slip.number),
    ]

    assert all(draw(other, width).rows(number_area(other, width)) == first for other in others)
    different = changed(slip, number="A-025")
    assert draw(different, width).rows(number_area(different, width)) != first


@pytest.mark.parametrize(
    ("width", "number", "tallest"), [(576, "A-024", 170), (384, "A-024", 115), (576, "A-1203", 145), (384, "A-1203", 95)]
)
def test_the_number_is_as_large_as_the_paper_allows(slip, width, number, tallest):
    chosen = changed(slip, number=number)
    area = number_area(chosen, width)
    ink = dots(draw(chosen, width))[area.top : area.bottom]

    assert ink.any(axis=1).sum() >= tallest
    left, right = ink.any(axis=0).nonzero()[0][[0, -1]]
    assert right - left >= width * 0.86


@pytest.mark.parametrize("width", WIDTHS)
def test_a_second_paper_differs_only_by_the_box_above(slip, width):
    first, second = draw(slip, width), draw(changed(slip, marks=("再発行（2枚目）",)), width)
    margin = 12 * width // 8

    assert second.packed.endswith(first.packed[3 * margin :])
    assert second.height > first.height


def test_more_than_four_things_to_bring_point_to_screen_and_phone(slip, hardest):
    assert MORE_TO_BRING not in [item.text for item in words(slip, 576)]
    texts = [item.text for item in words(hardest, 576)]

    assert texts.count("□") == 4
    assert MORE_TO_BRING in texts
    assert "印鑑" not in texts


def test_while_the_hub_is_away_the_words_stand_without_a_code(slip):
    away = changed(slip, people="", as_of="", qr="", qr_note="番号はそのまま使えます")

    assert "番号はそのまま使えます" in [item.text for item in words(away, 576)]
    assert decode(Image.open(io.BytesIO(preview(away)))) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_language_has_its_letters(slip, language, width):
    font = fonts.font(language_of(LANGUAGES[language][0]))
    assert font == fonts.font(language)

    texts = [item.text for item in words(changed(slip, second_language=LANGUAGES[language]), width)]

    written = "".join(texts).replace(" ", "")
    assert all(line.replace(" ", "") in written for line in LANGUAGES[language])


def test_english_is_drawn_with_tails_on_its_letters_and_japanese_in_it_with_its_own_font():
    assert fonts.font(language_of("Please ask any questions")) == fonts.font("en") != fonts.font("ja")
    assert fonts.language_to_draw("Kawabe-ku (川辺区)", "en") == "ja"
    assert fonts.language_to_draw("Please ask any questions", "en") == "en"


def test_phrases_and_brackets_stay_whole_where_a_line_breaks():
    face = Face(31)

    assert lines_of("マイナンバーカード（全員分）", face, 320) == ["マイナンバーカード", "（全員分）"]
    assert lines_of("Please keep this slip until called", face, 270)[0] == "Please keep this"
    assert all(
        not line.startswith(("、", "。", "）", "ー"))
        for width in range(60, 400, 7)
        for line in lines_of("カード、番号（全員）。", face, width)
    )


def test_paper_saves_black(slip):
    for width in WIDTHS:
        picture = dots(draw(slip, width))
        assert 0.08 < picture.mean() < 0.18


def test_a_narrower_printer_is_refused_by_name(slip):
    with pytest.raises(ValueError, match="a slip needs 384 dots across, the printer has 300"):
        draw(slip, 300)


@pytest.mark.parametrize("width", [580, 640, 832])
def test_on_wider_paper_the_slip_stands_in_the_middle(slip, width):
    chosen = width // 8 * 8
    picture = dots(draw(slip, chosen))
    left, right = picture.any(axis=0).nonzero()[0][[0, -1]]

    assert picture.shape[1] == chosen
    assert abs((left + right) // 2 - chosen // 2) <= 8


@pytest.mark.parametrize("width", WIDTHS)
def test_a_slip_of_the_three_required_words_is_just_those(width):
    bare = Slip(office="みほん市役所", service="証明", number="C-001")

    assert [item.text for item in words(bare, width)] == ["みほん市役所", "証明", "C-001"]
