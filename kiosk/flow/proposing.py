"""What the first person said and the others of a family usually say too: it stands on their pages, to be agreed to. Pure.

A proposal is no answer: it is sent only once つぎへ has taken it over on its own page.
"""

from typing import Any

from config.form import answer_at, needs_staff
from kiosk.flow.pages import SPACE, Page
from kiosk.flow.state import Session

PROPOSED = frozenset({"family", "words", "choice"})  # kinds of page a proposal can stand on

REGISTER, REGISTER_HEAD = "domicile", "domicile_head"  # 筆頭者 is of the 本籍: of another one it is another


def proposed(session: Session, page: Page) -> Any:
    """The first person's answer, for a later person who has none; of a name (reading, writing) of the family name. None: none.

    窓口で確認 among tiles is proposed too, and half an answer with it; with nothing written it is carried (config.carrying).
    """
    first, index = _first(page)
    if not first or index == 0 or page.kind not in PROPOSED or not page.field.shared:
        return None
    if answer_at(session.answers, page.path) is not None or page.path in session.drafts:
        return None
    if page.field.id == REGISTER_HEAD and not _same_register(session, page):
        return None
    answer = answer_at(session.answers, first)
    if page.kind == "family" and not page.no_reading:
        return _family(answer_at(session.answers, _of_first(page.kana_path)), answer)
    if needs_staff(answer):
        return answer if page.field.staff_way and (page.kind == "choice" or answer.get("text")) else None
    return answer if isinstance(answer, str) and _fits(page, answer) else None


def _family(kana: Any, name: Any) -> tuple[str, str] | None:
    """Only where family and given name of the first person can be told apart."""
    if not isinstance(kana, str) or not isinstance(name, str):
        return None
    (reading, _, given), (family, _, own) = (text.replace(SPACE, " ").partition(" ") for text in (kana, name))
    return (reading, family) if given and own else None


def _fits(page: Page, answer: str) -> bool:
    return page.kind != "choice" or answer in page.field.options


def _same_register(session: Session, page: Page) -> bool:
    """Whether the 本籍 is the first person's, or left to the counter as theirs was."""
    own = f"{page.path.rpartition('.')[0]}.{REGISTER}"
    answer = answer_at(session.answers, own)
    return answer is not None and answer == answer_at(session.answers, _of_first(own))


def _first(page: Page) -> tuple[str, int]:
    """Where the first person's answer to the same question stands, and whose page this is."""
    parts = page.path.split(".")
    if len(parts) < 3 or not parts[1].isdigit():
        return "", 0
    return _of_first(page.path), int(parts[1])


def _of_first(path: str) -> str:
    group, _, *rest = path.split(".")
    return ".".join((group, "0", *rest))
