"""The slip in the resident's hand: readable, complete, and the same number always the same dots."""

import io
from itertools import pairwise

import msgspec
import numpy as np
import pytest
import segno
from PIL import Image, ImageDraw, ImageFont
from pyzbar.pyzbar import decode

from config import fonts
from hardware.printer.job import ask_marker, body, defuse, initialise
from hardware.printer.lettering import Face, ink_of, language_of, lines_of, runs, width_of
from hardware.printer.machine import Machine
from hardware.printer.port import OwnWords, Section, Slip
from hardware.printer.sheet import Code, Frame, Rule, Words
from hardware.printer.sheet import picture as as_png
from hardware.printer.slip import LEAST, MORE_TO_BRING, draw, lay_out, number_area, preview

WIDTHS = [576, 384]
PAPERS = [(576, 203), (512, 180), (384, 203), (360, 180)]
LANGUAGES = {
    "en": ("We will call you 2 times. Please keep this slip.", "Track your number"),
    "zh": ("我们会叫您两次，请留意画面和广播。", "用手机查看您的号码"),
    "ko": ("두 번 불러 드립니다. 화면과 안내 방송을 확인해 주세요.", "휴대폰으로 순번 보기"),
    "vi": ("Chúng tôi sẽ gọi quý khách 2 lần.", "Xem số thứ tự trên điện thoại"),
    "ne": ("हामी तपाईंलाई २ पटक बोलाउनेछौं", "फोनमा आफ्नो नम्बर हेर्नुहोस्"),
    "pt": ("Vamos chamar você 2 vezes. Não perca este papel.", "Acompanhe a sua vez"),
    "es": ("Le llamaremos 2 veces. ¡Guarde este papel!", "Siga su número"),
    "fil": ("Tatawagin ka namin nang 2 beses.", "Tingnan ang iyong numero"),
    "ja-easy": ("", ""),
    "ja": ("", ""),
}


def changed(slip, **fields):
    return msgspec.structs.replace(slip, **fields)


def in_language(slip, language):
    """A slip with all its words in the resident's language too, as the kiosk fills it."""
    sentence, short = LANGUAGES[language]
    if language in ("ja", "ja-easy"):
        return changed(slip, own=None)
    own = OwnWords(
        language,
        office=f"{short}\n{sentence}",
        service=short,
        people=f"{short}: 8\n{short}: 20–30",
        as_of=short,
        calls_title=short,
        calls=(f"1\u3000{short}\u3000{short} 1–3", f"2\u3000{short}\u3000{short} 4", sentence),
        bring_title=short,
        bring=(f"{short} (転出証明書)", sentence, f"3 {short}")[: len(slip.bring)],
        more_to_bring=short,
        qr_note=short,
        notes=(sentence,),
    )
    return changed(slip, own=own)


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
        changed(in_language(slip, "ko"), people="", qr="", service="印鑑登録"),
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


def test_a_paper_lists_all_there_is_to_bring_and_points_to_screen_and_phone_past_eight_things(slip, hardest):
    texts = [item.text for item in words(hardest, 576)]
    assert texts.count("□") == len(hardest.bring) > 4
    assert "印鑑" in texts and MORE_TO_BRING not in texts

    many = changed(slip, bring=tuple(f"書類 {each}" for each in range(1, 11)))
    texts = [item.text for item in words(many, 576)]
    assert texts.count("□") == 8
    assert "書類 8" in texts and "書類 9" not in texts and MORE_TO_BRING in texts


@pytest.mark.parametrize("language", ["ja", "vi"])
def test_without_a_code_the_paper_alone_lists_everything_there_is_to_bring(slip, language):
    things = tuple(f"書類 {each}" for each in range(1, 15))
    many = in_language(changed(slip, bring=things), language)
    away = changed(many, qr="", own=many.own and changed(many.own, bring=tuple(f"giấy {each}" for each in range(1, 15))))
    texts = [item.text for item in words(away, 576)]

    assert texts.count("□") == 14 and MORE_TO_BRING not in texts
    assert set(things) <= set(texts)


def test_while_the_hub_is_away_the_words_stand_without_a_code(slip):
    away = changed(slip, people="", as_of="", qr="", qr_note="番号はそのまま使えます")

    assert "番号はそのまま使えます" in [item.text for item in words(away, 576)]
    assert decode(Image.open(io.BytesIO(preview(away)))) == []


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"ja", "ja-easy"}))
@pytest.mark.parametrize(("width", "dpi"), PAPERS)
def test_every_word_of_the_resident_stands_whole_in_its_own_font_and_the_japanese_smaller(slip, language, width, dpi):
    chosen = in_language(slip, language)
    written = [item for item in lay_out(chosen, width, dpi).items if isinstance(item, Words)]
    lines = [item for item in written if item.face.language == language]
    told = chosen.own
    wanted = [told.service, told.as_of, told.calls_title, told.bring_title, *told.bring, told.qr_note, *told.notes]
    wanted += [piece for line in told.people.split("\n") for piece in line.split(": ")]
    wanted += [piece for call in told.calls for piece in call.split("\u3000") if piece not in ("1", "2")]

    said = "".join("".join(item.text for item in lines).split())
    for piece in wanted:
        assert "".join(piece.split()) in said, piece
    for item in lines:
        text = item.text.replace("(転出証明書)", "").strip("□①② ")
        if text:
            assert {run.font.path for run in runs(text, item.face)} == {fonts.font(language, bold=item.face.bold).path}, item
            assert MISSING not in {letter_dots(letter, item.face) for letter in text if not letter.isspace()}
    japanese = [item.face.size for item in written if item.text.startswith(("受付", "本人確認書類"))]
    assert len(japanese) == 2
    assert max(japanese) < min(item.face.size for item in lines if item.text.startswith("3 "))


@pytest.mark.parametrize("width", WIDTHS)
def test_what_stands_in_brackets_already_is_not_printed_twice(slip, width):
    own = changed(in_language(slip, "en").own, bring=("Moving-out certificate (転出証明書)", "Cards of all", "Identity documents"))
    texts = [item.text for item in words(changed(slip, own=own), width)]

    assert sum("転出証明書" in text for text in texts) == 1
    assert any("マイナンバーカード" in text for text in texts)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"ja", "ja-easy"}))
def test_two_languages_keep_clear_of_the_edge_and_of_each_other(hardest, width, language):
    chosen = in_language(hardest, language)
    found = words(chosen, width)

    for item in found:
        reach = width_of(item.text, item.face)
        left = {"left": item.x, "middle": item.x - reach // 2, "right": item.x - reach}[item.align]
        assert left >= 4, item
        assert left + reach <= width - 4, item
        assert item.face.size >= LEAST, item
    bases = sorted({item.y for item in found})
    assert all(below - above >= 25 for above, below in pairwise(bases))


MISSING = object()


def letter_dots(letter, face):
    """The dots of one letter, or MISSING where the font shows its box for "no such letter"."""
    opened = runs(letter, face)[0].font
    drawn = bytes(opened.getmask(letter))
    return MISSING if drawn == bytes(opened.getmask("\U0010fffd")) else drawn


def test_nepali_is_shaped_not_set_letter_by_letter():
    face = Face(30, language="ne")

    assert len(runs("हेर्नुहोस्", face)) == 1
    # The r of र्न hangs above as a hook and the sign ि of कि stands before its letter: neither comes from letters side by side.
    font = fonts.font("ne")
    letters = ImageFont.truetype(font.path, 30, layout_engine=ImageFont.Layout.BASIC)

    assert width_of("हेर्नुहोस्", face) < letters.getlength("हेर्नुहोस्")
    assert ink_of("कि", face).dots.convert("L").tobytes() != bytes(letters.getmask("कि", mode="1"))


def test_an_offices_own_term_keeps_its_japanese_letters_in_every_language():
    for language in ("en", "vi", "ne", "ko", "pt"):
        face = Face(30, language=language)
        fonts_used = {run.text.strip("()"): run.font.path for run in runs("(転入届)", face)}
        assert all(letter_dots(letter, face) is not MISSING for letter in "x(転入届)"), language
        if language != "ko":  # the Korean font has Japanese letters too
            assert fonts_used["転入届"] == fonts.font("ja").path
    assert runs("用手机(転入届)", Face(30, language="zh"))[0].font.path == fonts.font("zh").path


def test_english_is_drawn_with_tails_on_its_letters_and_japanese_in_it_with_its_own_font():
    assert fonts.font(language_of("Please ask any questions")) == fonts.font("en") != fonts.font("ja")
    assert fonts.runs("Kawabe-ku (川辺区)", "en") == (("en", "Kawabe-ku ("), ("ja", "川辺区"), ("en", ")"))
    assert fonts.runs("Please ask any questions", "en") == (("en", "Please ask any questions"),)


def test_phrases_and_brackets_stay_whole_where_a_line_breaks():
    face = Face(31)

    assert lines_of("マイナンバーカード（全員分）", face, 320) == ("マイナンバーカード", "（全員分）")
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


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("width", "dpi"), PAPERS)
def test_no_band_of_rows_is_so_black_that_a_head_slows_down(hardest, language, width, dpi):
    chosen = in_language(hardest, language)
    number = number_area(chosen, width, dpi)
    rows = dots(draw(chosen, width, dpi)).mean(axis=1)
    band = round(96 * dpi / 203)  # what is sent at once, 12 mm
    others = np.concatenate([rows[: number.top], rows[number.bottom :]])

    assert np.convolve(others, np.ones(band) / band, "valid").max() <= 0.25
    # The number is as large as fits, which the head pays with a fraction of a second; it is never white on black.
    assert rows[number.top : number.bottom].mean() <= 0.45
    assert rows.mean() <= 0.18


@pytest.mark.parametrize("language", ["ja", "en", "ne"])
@pytest.mark.parametrize("marks", [(), ("再発行（2枚目）",), ("訓練", "再発行（3枚目）")], ids=len)
@pytest.mark.parametrize(("width", "dpi"), PAPERS)
def test_every_layout_comes_out_of_the_printer_as_drawn_and_its_code_is_read(slip, width, dpi, marks, language):
    chosen = changed(in_language(slip, language), marks=marks)
    drawn = draw(chosen, width, dpi)
    machine = Machine(width=width, buffer_bytes=1 << 20)

    machine.receive(initialise() + body(width, drawn.packed) + ask_marker(b"0000"))
    while machine.work(10_000):
        pass

    (sheet,) = machine.sheets
    assert (b"".join(sheet.rows), sheet.junk) == (drawn.packed, 0)
    assert machine.take_answers().endswith(b"\x37\x220000\x00")
    assert drawn.rows(number_area(chosen, width, dpi)) in b"".join(sheet.rows)
    (found,) = decode(Image.open(io.BytesIO(as_png(drawn))))
    assert found.data.decode() == slip.qr


@pytest.mark.parametrize(("width", "dpi"), PAPERS)
def test_nothing_is_white_on_black(hardest, width, dpi):
    picture = dots(draw(hardest, width, dpi))
    thick = round(12 * dpi / 203)  # a rule is thinner, a stroke of the number narrower
    bars = np.lib.stride_tricks.sliding_window_view(picture, (thick, width // 4))[:, :: width // 32].all(axis=(2, 3))

    assert not bars.any()


@pytest.mark.parametrize(("width", "dpi"), PAPERS)
@pytest.mark.parametrize("case", ["plain", "hardest"])
def test_a_slip_put_together_from_kept_words_is_the_slip_drawn_at_once(slip, hardest, width, dpi, case):
    chosen = in_language(slip if case == "plain" else hardest, "ne")
    for other in LANGUAGES:
        draw(changed(in_language(slip, other), number="A-025", people="待っている方 9人"), width, dpi)

    kept = draw(chosen, width, dpi)
    ink_of.cache_clear()

    assert kept == draw(chosen, width, dpi)
    assert kept.packed == drawn_at_once(lay_out(chosen, width, dpi), width)


def drawn_at_once(layout, width):
    """The same items on one canvas by Pillow alone."""
    canvas = Image.new("1", (width, layout.height), 0)
    pen = ImageDraw.Draw(canvas)
    for item in layout.items:
        match item:
            case Words(x, y, text, face, align):
                reach = width_of(text, face)
                at = x - {"left": 0, "middle": reach // 2, "right": reach}[align]
                for run in runs(text, face):
                    pen.text((at, y), run.text, fill=1, font=run.font, anchor="ls")
                    at += round(run.font.getlength(run.text))
            case Rule(left, right, y, thickness, dashed):
                for start in range(left, right, 12 if dashed else right - left):
                    end = min(start + 7, right) if dashed else right
                    pen.rectangle((start, y, end - 1, y + thickness - 1), fill=1)
            case Frame(area):
                for inset in (0, 5):
                    box = (area.left + inset, area.top + inset, area.right - 1 - inset, area.bottom - 1 - inset)
                    pen.rectangle(box, outline=1, width=2)
            case Code(x, y, module, text):
                code = segno.make(text, error="m", version=3, mask=3, micro=False, boost_error=False)
                file = io.BytesIO()
                code.save(file, kind="png", scale=module, border=0)
                canvas.paste(Image.open(file).convert("L").point(lambda dot: 255 - dot).convert("1"), (x, y))
    return defuse(canvas.tobytes())


@pytest.mark.parametrize(("width", "dpi"), PAPERS)
def test_a_slip_has_the_same_millimetres_on_every_head(slip, width, dpi):
    same = 576 if width in (576, 512) else 384
    sizes = [item.face.size / dpi * 203 for item in lay_out(slip, width, dpi).items if isinstance(item, Words)]
    usual = [item.face.size for item in lay_out(slip, same).items if isinstance(item, Words)]

    assert all(abs(size - other) <= 4 for size, other in zip(sizes, usual, strict=True))
    assert draw(slip, width, dpi).height / dpi == pytest.approx(draw(slip, same).height / 203, rel=0.03)
    points = min(item.face.size for item in lay_out(slip, width, dpi).items if isinstance(item, Words)) * 72 / dpi
    assert points >= 8.8
    (found,) = decode(Image.open(io.BytesIO(preview(slip, width, dpi))))
    assert found.data.decode() == slip.qr


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


SHEET = Slip(
    "みどり野市 川辺区役所　区民課",
    "委任状",
    "",
    sections=(
        Section("代理人", blanks=("住所", "氏名", "日中つながる電話番号（Daytime telephone number）")),
        Section("委任すること", text=("私は、次のことを委任します。",), ticks=("転入届", "住民票の写し　（　　　）通")),
    ),
    notes=("これは番号札ではありません",),
)


@pytest.mark.parametrize(("width", "dpi"), PAPERS)
def test_a_sheet_to_fill_in_has_room_for_a_hand_above_every_line(width, dpi):
    items = lay_out(SHEET, width, dpi).items
    lines = [item for item in items if isinstance(item, Rule) and not item.dashed and item.thickness == round(2 * dpi / 203)]
    assert len(lines) == 3

    for line in lines:
        above = [item.y for item in items if isinstance(item, Rule | Words) and item.y < line.y - 9 * dpi / 203]
        assert line.y - max(above) >= 70 * dpi / 203, "8.6 mm"


@pytest.mark.parametrize(("width", "dpi"), PAPERS)
def test_a_sheet_has_no_number_on_it(width, dpi):
    assert number_area(SHEET, width, dpi) == (0, 0, 0, 0)
    assert {"委任状", "転入届", "□"} <= {item.text for item in lay_out(SHEET, width, dpi).items if isinstance(item, Words)}


def test_whoever_reads_no_japanese_reads_where_this_was_and_the_japanese_stands_below(slip):
    written = words(in_language(slip, "en"), 576)
    sentence, short = LANGUAGES["en"]
    lines = [item.text for item in written]
    japanese = written[lines.index(slip.office)]
    own = written[: lines.index(slip.office)]

    assert " ".join(item.text for item in own) == f"{short} {sentence}"
    assert all(item.y < japanese.y and item.face.size >= japanese.face.size for item in own if item.text == short)
