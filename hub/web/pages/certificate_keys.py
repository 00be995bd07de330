"""What each key does at the cross-check: the key bar and F1's list. Pure."""

from hub.web.pages.beside import OUTCOMES
from hub.web.pages.desk_keys import Act, Key


def keys(compared: bool, held: bool, scanned: bool) -> tuple[Key, ...]:
    """`compared`: there is a paper to compare with; `held`: by another desk; `scanned`: its picture lies beside the entry."""
    here, decides = Act("page"), Act("page") if compared and not held else None
    looks = here if compared else None
    return (
        Key("F1", "キーの一覧", here),
        *(Key(str(place), word, decides, "決めて、次の項目へ") for place, (_, _, word) in enumerate(OUTCOMES, start=1)),
        Key("5", "入力のまま", decides, "不一致のとき。本人に確かめて、入力のままにする"),
        Key("6", "紙に合わせる", decides, "不一致・字体ちがいのとき"),
        Key("Z", "切り抜きを大きく", here if compared and scanned else None),
        Key("N", "次の未決へ", looks),
        Key("F6", "区画を移る", here),
        Key("↑ ↓", "項目をえらぶ", looks, bar=False),
        Key("Ctrl+B", "離席・鍵", here, "画面をかくし、もどるときパスワード", bar=False),
        Key("Escape", "窓口の画面へ", here),
    )
