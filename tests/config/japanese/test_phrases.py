"""Where a line of Japanese may end: as somebody reading aloud would pause."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.bundle import Bundle
from config.japanese.phrases import NEVER_FIRST, line_ends
from config.load import load_site


def phrases(text):
    """`text` with | where a line may end, and ¦ where only a longer phrase is parted."""
    ends = line_ends(text)
    return "".join(("|" if at in ends.between else "¦" if at in ends.within else "") + one for at, one in enumerate(text))


@pytest.mark.parametrize(
    "read",
    [
        "手続きを|します",
        "名字¦（せい）を|ひらがなで|入力してください",
        "QRコードを|読み取ってください",
        "事前入力の|QRコードを|お持ちの¦方",
        "番号を|およびするまで、|お待ちください。",
        "まちがいが|続くと、|カードが|ロックされます。",
        "はい、|いいえ、|わからない、の|3つです",
        "ここは|職員用の|画面です。|「もどる」を|おすと、|つづけられます。",
        "置きなおすか、|入力してすすめてください",
        "もう一度|カードを|置いてください",
        "次の|受付は |8:30 からです。",
    ],
)
def test_a_line_ends_between_phrases(read):
    assert phrases(re.sub("[|¦]", "", read)) == read


def test_a_day_and_a_short_bracket_stay_whole_where_they_can():
    assert (
        phrases("カードの期限が令和8年（2026年）11月19日に切れています。")
        == "カードの|期限が|令和8年¦（2026年）¦11月19日に|切れています。"
    )
    assert phrases("2026（令和8）年度（2025年の所得）") == "2026¦（令和8）年度|（2025年の¦所得）"


def test_a_compound_is_parted_only_where_it_is_longer_than_its_line():
    assert phrases("マイナンバーカード") == "マイナンバー¦カード"
    assert phrases("身分証明書の通数") == "身分¦証明書の|通数"


def test_a_word_that_says_nothing_alone_stays_with_what_says_it():
    assert phrases("持っている方がいますか") == "持っている¦方が|いますか"
    assert phrases("世帯を分けられないことがあります。") == "世帯を|分けられないことがあります。"


def test_an_address_ends_its_lines_where_a_place_ends():
    assert phrases("神奈川県みどり野市川辺区見本町1丁目") == "神奈川県|みどり野市|川辺区|見本町|1丁目"


def test_the_word_for_all_prefectures_is_no_address():
    assert phrases("都道府県と市区町村はどこですか") == "都道府県と|市区町村は|どこですか"


KEYS = ("もどる", "はい", "いいえ", "やめる", "つづける", "ひらがな", "マイナンバー", "ください", "もう一度")


def test_no_text_of_the_catalogue_is_broken_inside_the_name_of_a_key():
    bundle = load_site(Path("config/sites/demo"))
    assert isinstance(bundle, Bundle)
    torn = {
        text
        for written in bundle.texts["ja"].values()
        for text in re.sub(r"\{[a-z_]+\}", "12", written).split("\n")
        for key in KEYS
        for at in (match.start() for match in re.finditer(re.escape(key), text))
        for end in line_ends(text).between | line_ends(text).within
        if at < end < at + len(key) and not (key == "はい" and text[at + 2 : at + 3] not in "、」")
    }
    assert torn == set()


@given(st.text(alphabet="あかさもどるんー亜漢字ABC 123、。・（）「」マカ\u3000", min_size=1, max_size=30))
def test_no_line_begins_with_a_sign_that_ends_something_or_ends_inside_a_number(text):
    ends = line_ends(text)
    assert not ends.between & ends.within
    for at in ends.between | ends.within:
        assert 0 < at < len(text)
        assert text[at] not in NEVER_FIRST
        assert not (text[at - 1].isdigit() and text[at].isdigit())
