"""Forms of one kanji that names are registered with (異体字): shown beside each other, never replaced by one another.

Two tables of our own for common surnames and given names: forms with a code point of their own, and forms that one code point and
a variation selector stand for (IVS). The register knows many more, and the clerk sees the paper.
"""

# One row: forms of the same character, the usual one first.
_ROWS = (  # noqa: SIM905 - one string is read more easily than ninety
    "高髙 崎﨑嵜 辺邊邉 斎斉齋齊 浜濱濵 吉𠮷 沢澤 島嶋嶌 桜櫻 広廣 国國 黒黑 徳德 恵惠 竜龍 滝瀧 "
    "真眞 槙槇 清淸 静靜 緑綠 緒緖 横橫 桧檜 藪薮 薗園 関關 鉄鐵 塩鹽 実實 栄榮 円圓 宝寶 寿壽 万萬 会會 "
    "来來 亀龜 鶴靏靍 鷗鴎 芦蘆 富冨 峰峯 穂穗 瀬瀨 頼賴 巌巖 竹笁 土圡𡈽 柳栁桺 梅楳 松枩 野埜 橋𣘺槗 館舘 "
    "糸絲 与與 弥彌 礼禮 剣劍 凛凜 遥遙 尭堯 晃晄 船舩 児兒 将將 条條 蔵藏 団團 鎌鐮 総總 聡聰 仏佛 "
    "豊豐 郎郞 教敎 戸戶 内內 彦彥 冴冱 "
    "曽曾 渕淵渊 桑桒 臈﨟 籠篭 亘亙 祢禰 昇曻 昂昻 衛衞 縄繩 丈𠀋 脇𦚰 村邨 荘莊 壮壯 歩步 黄黃 巻卷 巣巢 鶏鷄 "
).split()

# Forms that NFC would replace silently: written by their code points, or an editor might do the same.
_COMPATIBILITY = {
    "海": "\ufa45",
    "都": "\ufa26",
    "塚": "\ufa10",
    "神": "\ufa19",
    "福": "\ufa1b",
    "祥": "\ufa1a",
    "靖": "\ufa1c",
    "晴": "\ufa12",
    "逸": "\ufa67",
    "諸": "\ufa22",
    "隆": "\uf9dc",
    "祐": "\ufa4f",
    "朗": "\uf929",
    "勉": "\ufa33",
    "節": "\ufa56",
    "祝": "\ufa51",
    "響": "\ufa69",
    "羽": "\ufa1e",
    "益": "\ufa17",
    "琢": "\ufa4a",
    "繁": "\ufa59",
    "渚": "\ufa46",
    "祖": "\ufa50",
    "者": "\ufa5b",
    "練": "\ufa57",
    "漢": "\ufa47",
    "悔": "\ufa3d",
}

# Selectors (the last two digits of U+E01xx) of the collection Moji_Joho (文字情報基盤, the register's own) whose form differs from
# the character alone and from each other as IPAmj Mincho draws them.
_SEQUENCES = {
    "辺": "02",
    "邊": "09 0a 0b 0c 0d 0e 0f 10 11 12",
    "邉": "10 11 12 13 14 15 16 17 18 19 1a 1b 1c 1d 1f",
    "葛": "02 04 05 06 07 08",
    "辻": "02",
    "樋": "02",
    "榊": "02",
    "斎": "02",
    "齋": "03 04 05 06",
    "齊": "03",
    "斉": "03",
    "﨑": "03",
    "藤": "03 04 05 06",
    "蓮": "03 04 05 06",
    "芦": "02 04 05 06 07 08 09",
    "祇": "02",
    "逢": "03",
    "角": "03 04",
    "祢": "03 04 05 06",
    "曾": "02 03",
    "桒": "03 04 05",
    "栁": "03",
    "柳": "02",
    "茨": "02 04",
    "近": "03",
    "遠": "03 04",
    "連": "03",
}


def variants(character: str) -> tuple[str, ...]:
    """Every form of `character` that is known, itself included and first; one form alone where none is known.

    高 → 高 髙; 髙 → 髙 高. Each is one code point.
    """
    found: dict[str, None] = {character: None}
    for row in _FORMS:
        if character in row:
            found |= dict.fromkeys(row)
    return tuple(found)


def sequences(character: str) -> tuple[str, ...]:
    """Forms of `character` that are two code points: itself with a variation selector; () where none is known."""
    return tuple(character + chr(0xE0100 + int(selector, 16)) for selector in _SEQUENCES.get(character, "").split())


def all_forms() -> tuple[str, ...]:
    """Every form of both tables once."""
    known = [form for row in _FORMS for form in row]
    return tuple(dict.fromkeys([*known, *(form for character in _SEQUENCES for form in sequences(character))]))


_FORMS = (*(tuple(row) for row in _ROWS), *_COMPATIBILITY.items())
