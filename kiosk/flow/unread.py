"""A name in Latin letters: who reads no Japanese is not asked for its reading in kana, nor for kanji. Pure."""

from config.bundle import Bundle
from config.form import answer_at
from kiosk.flow.answers import put
from kiosk.flow.pages import Page, pages
from kiosk.flow.state import Session, change

READS_JAPANESE = frozenset({"ja", "ja-easy"})
WRITES_KANJI = READS_JAPANESE | {"zh", "ko"}
NAMES = ("", "_latin")  # behind `name`: where the name stands that a reading belongs to
IN_KANJI = "name_kanji"


def leave_unread(session: Session, bundle: Bundle) -> Session:
    """`session` with the readings of names in letters left to the counter, and kanji of those who write none passed over."""
    if session.language in READS_JAPANESE:
        return session
    answers, passed = session.answers, session.passed
    for page in pages(bundle, session.procedures, answers):
        if page.kind == "kana" and page.field.staff_way and answer_at(answers, page.path) is None:
            if _is_in_letters(session, page):
                answers = put(answers, page.path, {"needs_staff": True})
        elif page.field.id == IN_KANJI and not page.field.required and session.language not in WRITES_KANJI:
            passed = passed | {page.key}
    return change(session, answers=answers, passed=passed) if (answers, passed) != (session.answers, session.passed) else session


def _is_in_letters(session: Session, page: Page) -> bool:
    stem = page.path.removesuffix("_kana")
    names = [answer_at(session.answers, f"{stem}{behind}") for behind in NAMES]
    return any(isinstance(name, str) and name.isascii() for name in names)
