"""Forms of one kanji that names are registered with (異体字): shown beside each other, never replaced by one another.

A table of our own of common surnames and given names; the register knows many more, and the clerk sees the paper.
"""

# One row: forms of the same character, the usual one first.
_ROWS = (  # noqa: SIM905 - one string is read more easily than ninety
    "高髙 崎﨑嵜 辺邊邉 斎斉齋齊 浜濱濵 吉𠮷 沢澤 島嶋嶌 桜櫻 広廣 国國 黒黑 徳德 恵惠 竜龍 滝瀧 "
    "真眞 槙槇 清淸 静靜 緑綠 緒緖 横橫 桧檜 藪薮 薗園 関關 鉄鐵 塩鹽 実實 栄榮 円圓 宝寶 寿壽 万萬 会會 "
    "来來 亀龜 鶴靏靍 鷗鴎 芦蘆 富冨 峰峯 穂穗 瀬瀨 頼賴 巌巖 竹笁 土𡈽 柳栁桺 梅楳 松枩 野埜 橋𣘺 館舘 "
    "糸絲 与與 弥彌 礼禮 剣劍 凛凜 遥遙 尭堯 晃晄 角⻆ 船舩 児兒 将將 条條 蔵藏 団團 鎌鐮 総總 聡聰 仏佛 "
    "豊豐 郎郞 教敎 戸戶 内內 彦彥 冴冱 葛葛󠄀 辻辻󠄀 樋樋󠄀 榊榊󠄀 "
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
    "爫": "\ufa49",
}


def variants(character: str) -> tuple[str, ...]:
    """Every form of `character` that is known, itself included and first; one form alone where none is known.

    高 → 高 髙; 髙 → 髙 高. A form may be two code points (葛 + a variation selector).
    """
    found: dict[str, None] = {character: None}
    for row in _FORMS:
        if character in row:
            found |= dict.fromkeys(row)
    return tuple(found)


def _forms(row: str) -> tuple[str, ...]:
    forms: list[str] = []
    for c in row:
        if "\U000e0100" <= c <= "\U000e01ef":  # an ideographic variation selector belongs to the kanji before it
            forms[-1] += c
        else:
            forms.append(c)
    return tuple(dict.fromkeys(forms))


_FORMS = (*(_forms(row) for row in _ROWS), *_COMPATIBILITY.items())
