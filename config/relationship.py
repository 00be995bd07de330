"""The word of the register (続柄) for what a resident chose on the screen.

The register knows only 世帯主 夫 妻 子 父 母 兄 姉 弟 妹 縁故者 同居人, joined by の up to four generations.
Words such as 孫, おじ, 長男 are not allowed.
Source: 住民記録システム標準仕様書 §1.1.11.
"""

from config.form import Answers

_PLAIN = {
    "self": "世帯主",
    "child": "子",
    "father": "父",
    "mother": "母",
    "grandchild": "子の子",
    "relative": "縁故者",
    "cohabitant": "同居人",
}
_KIN = {
    "father": "父",
    "mother": "母",
    "husband": "夫",
    "wife": "妻",
    "child": "子",
    "older_brother": "兄",
    "younger_brother": "弟",
    "older_sister": "姉",
    "younger_sister": "妹",
}
_DETAIL = {
    "sibling": "which_sibling",
    "spouse_parent": "which_spouse_parent",
    "child_spouse": "which_child_spouse",
    "grandparent": "which_grandparent",
    "uncle_aunt": "which_uncle_aunt",
    "nephew_niece": "which_nephew_niece",
    "spouse_sibling": "which_spouse_sibling",
}


def record_word(person: Answers) -> str | None:
    """The word for one person's answers; None where it is not known yet, or staff find it with the resident.

    A foreign national without papers for a foreign householder is 縁故者 until they are shown.
    """
    if person.get("relationship_proof") == "not_today" and person.get("relationship") != "self":
        return "縁故者"
    match person.get("relationship"):
        case "husband" | "wife" as spouse:
            return _spouse(_KIN[spouse], person.get("marriage_filed"))
        case "spouse_child":
            if person.get("adopted") is True:
                return "子"
            parent = _KIN.get(str(person.get("whose_child")))
            return f"{parent}の子" if parent else None
        case "partner":
            return {"husband_unregistered": "夫（未届）", "wife_unregistered": "妻（未届）"}.get(str(person.get("which_partner")))
        case str() as plain if plain in _PLAIN:
            return _PLAIN[plain]
        case str() as detailed if detailed in _DETAIL:
            return _joined(str(person.get(_DETAIL[detailed])))
    return None


def _spouse(word: str, filed: object) -> str | None:
    return word if filed is True else f"{word}（未届）" if filed is False else None


def _joined(chosen: str) -> str | None:
    """wife_older_brother → 妻の兄: known words, the longest first."""
    words: list[str] = []
    rest = chosen
    while rest:
        name = max((name for name in _KIN if rest == name or rest.startswith(f"{name}_")), key=len, default=None)
        if name is None:
            return None
        words.append(_KIN[name])
        rest = rest[len(name) + 1 :]
    return "の".join(words) or None
