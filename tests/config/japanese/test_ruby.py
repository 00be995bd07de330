"""Furigana come from readings that were checked, stand over kanji alone, and are there for every text a kiosk can show."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from config.japanese.ruby import KANJI, annotated, base, read, spread, unread
from config.languages import DRAFT, PLACEHOLDER
from config.load import load_site
from config.readings import read_readings

CATALOGUE = Path("config/catalogue")
SITES = sorted(file.parent for file in Path("config/sites").rglob("site.toml"))
SHOWN = ("kiosk", "cards", "forms", "procedures", "guidance", "office", "saving")  # files whose texts a kiosk shows
READINGS = read_readings((CATALOGUE,), [])


def texts(language):
    for name in SHOWN:
        with (CATALOGUE / "languages" / language / f"{name}.po").open("rb") as file:
            for message in read_po(file):
                if message.id and not message.id.startswith("language."):
                    yield message.id, PLACEHOLDER.sub("3", message.string.removesuffix(DRAFT))


@pytest.mark.parametrize("language", ["ja", "ja-easy"])
def test_every_kanji_a_kiosk_can_show_has_its_reading(language):
    """Where this fails: add the word to config/catalogue/languages/ja/readings.tsv, with the kana after it where they matter."""
    without = {key: text for key, text in texts(language) if unread(annotated(text, READINGS))}

    assert without == {}


@pytest.mark.parametrize("folder", SITES, ids=lambda folder: folder.name)
def test_the_names_of_every_site_have_their_reading(folder):
    bundle = load_site(folder)
    site = bundle.site
    named = [site.name, site.office, *(one.name for one in (*site.services, *site.counters, *site.bands))]

    without = [one["ja"] for one in named if unread(annotated(one["ja"], bundle.readings))]
    without += [ward for ward in site.address.wards if unread(annotated(ward, bundle.readings))]

    assert without == []


@pytest.mark.parametrize("language", ["ja", "ja-easy"])
def test_the_words_below_stay_as_they_were_and_no_reading_holds_a_kanji(language):
    for _, text in texts(language):
        marked = annotated(text, READINGS)
        assert base(marked) == text
        assert not KANJI.search(read(marked))


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("本籍", "ほんせき"),
        ("世帯主との続柄", "せたいぬしとのつづきがら"),
        ("転出届", "てんしゅつとどけ"),
        ("引っ越した方は1人ですか", "ひっこしたかたはひとりですか"),
        ("2人目の方", "ふたりめのかた"),
        ("3人目の方", "3にんめのかた"),
        ("今日はどのようなご用件ですか", "きょうはどのようなごようけんですか"),
        ("昭和55年2月1日", "しょうわ55ねん2がつついたち"),
        ("14日以内", "じゅうよっかいない"),
        ("20日", "はつか"),
        ("31日", "31にち"),
        ("20〜30分", "20〜30ぷん"),
        ("5分", "5ふん"),
        ("1人分", "ひとりぶん"),
        ("手続きの手続き書類", "てつづきのてつづきしょるい"),
        ("月", "がつ"),
        ("もらえない月があります", "もらえないつきがあります"),
        ("番号札だけ取る", "ばんごうふだだけとる"),
        ("届出人", "とどけでにん"),
        ("旧氏", "きゅううじ"),
        ("カードの表の数字", "カードのおもてのすうじ"),
        ("何年度の証明書が何通いりますか", "なんねんどのしょうめいしょがなんつういりますか"),
        ("電話番号は何番ですか", "でんわばんごうはなんばんですか"),
        ("アルファベットの大文字", "アルファベットのおおもじ"),
        ("在留期間の満了日", "ざいりゅうきかんのまんりょうび"),
        ("入力した世帯に入る", "にゅうりょくしたせたいにはいる"),
        ("まだ来ない日、来る日、来た日", "まだこないひ、くるひ、きたひ"),
        ("読み取り中です。お待ちください", "よみとりちゅうです。おまちください"),
        ("1枚の番号札で受け付けます", "1まいのばんごうふだでうけつけます"),
    ],
)
def test_a_word_is_read_as_its_sentence_wants_it(text, reading):
    assert read(annotated(text, READINGS)) == reading


@pytest.mark.parametrize(
    ("word", "reading", "marked"),
    [
        ("引っ越し", "ひっこし", "{引|ひ}っ{越|こ}し"),
        ("読み取り機", "よみとりき", "{読|よ}み{取|と}り{機|き}"),
        ("届", "とどけ", "{届|とどけ}"),
        ("入る", "いれ", None),
    ],
)
def test_a_reading_stands_over_the_kanji_of_a_word_alone(word, reading, marked):
    assert spread(word, reading) == marked


def test_a_name_that_no_dictionary_knows_gets_no_guess():
    assert annotated("髙橋 幸子", {}) == "髙橋 幸子"


def test_markup_that_a_text_carries_itself_stays():
    assert annotated("{今日|こんにち}の方", READINGS) == "{今日|こんにち}の{方|かた}"


@given(st.text(alphabet="あ人日分月年1２3方届出入る々、 ", max_size=30))
def test_whatever_stands_there_is_never_changed_below(text):
    marked = annotated(text, READINGS)
    assert base(marked) == text
    assert re.sub(r"[^{}|]", "", marked) == "{|}" * marked.count("{")


def test_a_reading_that_does_not_fit_its_word_is_told_with_its_line(tmp_path):
    file = tmp_path / "languages" / "ja" / "readings.tsv"
    file.parent.mkdir(parents=True)
    file.write_text("# ours\n本籍\tほんせき\n入る\tいれ\n方\n本籍\tもとせき\n", encoding="utf-8")
    problems = []

    found = read_readings((tmp_path,), problems)

    assert found == {"本籍": "ほんせき"}
    assert [problem.place for problem in problems] == ["line 3", "line 4", "line 5"]


ONE_KANJI = re.compile(r"\{(.)\|([^}]+)\}([ぁ-ん]{2,})")


def read_apart(text, readings):
    """Words of which one kanji is written and the rest in kana, where that kanji alone is read otherwise: {国|くに}せき."""
    return [
        found[0]
        for found in ONE_KANJI.finditer(text)
        for word, kana in readings.items()
        if len(word) == 2 and word[0] == found[1] and KANJI.match(word[1])
        if kana.endswith(found[3]) and kana != found[3] and kana.removesuffix(found[3]) != found[2]
    ]


def test_a_word_half_in_kana_is_never_read_as_its_kanji_alone():
    """国せき would be read くにせき: such a word is written whole, 国籍."""
    wrong = {key: apart for key, text in texts("ja-easy") if (apart := read_apart(annotated(text, READINGS), READINGS))}

    assert wrong == {}
    assert read_apart(annotated("国せき・地いき", READINGS), READINGS) == ["{国|くに}せき"]
