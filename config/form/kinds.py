"""What one answer of each kind must look like: answer in, code of what is wrong out. And how typed text is cleaned before."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from config.form.conditions import is_list
from config.form.fields import Field, Kind
from config.japanese import kana, text
from config.my_number import holds_my_number

Wrong = tuple[str, int | str | None]  # code, limit

FIRST_DAY = date(1873, 1, 1)  # the calendar of today begins in Japan
LONGEST = 200  # characters of a text without a limit of its own
_POSTAL_CODE = re.compile(r"[0-9]{7}")
_PHONE = re.compile(r"0[0-9]{9,10}|\+[1-9][0-9]{5,14}")
_MOBILE_CUT_SHORT = re.compile(r"0[789]0[0-9]{7}")  # 電気通信番号計画: 070, 080 and 090 begin eleven digits
_CARD_NUMBER = re.compile(r"[A-Z]{2}[0-9]{8}[A-Z]{2}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def wrong(field: Field, answer: Any, today: date) -> Wrong | None:
    """What is wrong with an answer that is there, or None. Not for groups."""
    if field.fixed is not None:
        return None if answer == field.fixed else ("unknown_option", str(field.fixed))
    found = _wrong_kind(field, answer, today)
    if found is None and field.must_be is not None and answer != field.must_be:
        return ("not_agreed", None)
    return found


def _wrong_kind(field: Field, answer: Any, today: date) -> Wrong | None:
    match field.kind:
        case "text_name" | "text_kana" | "text_latin" | "text":
            return _text(field, answer)
        case "choice":
            return _one_of(field.options, answer)
        case "multi_choice":
            return _several_of(field, answer)
        case "yes_no":
            return None if isinstance(answer, bool) else ("wrong_kind", None)
        case "yes_no_unknown":
            return _one_of(("yes", "no", "unknown"), answer)
        case "date":
            return _day(field, answer, today)
        case "postal_code":
            return _shaped(_POSTAL_CODE, answer, "not_a_postal_code")
        case "phone":
            cut_short = isinstance(answer, str) and _MOBILE_CUT_SHORT.fullmatch(answer)
            return ("not_a_mobile", None) if cut_short else _shaped(_PHONE, answer, "not_a_phone")
        case "card_number":
            return _shaped(_CARD_NUMBER, answer, "not_a_card_number")
        case "count":
            return _between(field, answer) if type(answer) is int else ("wrong_kind", None)
        case "address" | "person_list":
            return ("wrong_kind", None)


def cleaned_answer(kind: Kind, answer: Any) -> Any:
    """One typed answer in the form it is kept: names composed but never folded, kana in full-width katakana, digits in ASCII.

    Empty text is no answer (None). What is not text stays as it is.
    """
    if not isinstance(answer, str):
        return answer
    match kind:
        case "text_kana":
            result = text.clean(kana.to_katakana(answer), space="\u3000")
        case "text_latin":
            result = text.clean(unicodedata.normalize("NFKC", answer).upper().replace("’", "'").replace("‐", "-"))
        case "text_name" | "text":
            result = text.clean(answer)
        case "postal_code" | "phone":
            result = re.sub(r"[-\s()‐-―−ー〒]", "", unicodedata.normalize("NFKC", answer))
        case "card_number":
            result = re.sub(r"[-\s]", "", unicodedata.normalize("NFKC", answer)).upper()
        case _:
            result = answer
    return result or None


def _text(field: Field, answer: Any) -> Wrong | None:
    if not isinstance(answer, str) or not text.is_clean(answer) or not answer.strip():
        return ("wrong_kind", None)
    longest = field.max if field.max is not None else LONGEST
    if _too_long(answer, longest):
        return ("too_long", longest)
    if holds_my_number(answer):
        return ("my_number", None)
    if field.kind == "text_kana" and not text.is_kana(answer):
        return ("not_kana", None)
    if field.kind == "text_latin" and not text.is_latin(answer):
        return ("not_latin", None)
    return None


def _too_long(answer: str, longest: int) -> bool:
    """Counted as people count; no text has more characters than code points, and nobody's character has twenty."""
    return len(answer) > longest and (len(answer) > 20 * longest or text.length(answer) > longest)


def _one_of(options: tuple[str, ...], answer: Any) -> Wrong | None:
    if not isinstance(answer, str):
        return ("wrong_kind", None)
    return None if answer in options else ("unknown_option", None)


def _several_of(field: Field, answer: Any) -> Wrong | None:
    if not is_list(answer) or not all(isinstance(one, str) for one in answer):
        return ("wrong_kind", None)
    if any(one not in field.options for one in answer) or len(set(answer)) != len(answer):
        return ("unknown_option", None)
    if "none" in answer and len(answer) > 1:
        return ("not_together", None)
    if len(answer) < (field.min if field.min is not None else int(field.required)):
        return ("missing", None)
    return ("too_many", field.max) if field.max is not None and len(answer) > field.max else None


def _between(field: Field, answer: int) -> Wrong | None:
    if answer < (field.min if field.min is not None else 0):
        return ("too_few", field.min or 0)
    return ("too_many", field.max) if field.max is not None and answer > field.max else None


def _day(field: Field, answer: Any, today: date) -> Wrong | None:
    if not isinstance(answer, str):
        return ("wrong_kind", None)
    try:
        day = date.fromisoformat(answer) if _DAY.fullmatch(answer) else None
    except ValueError:
        day = None
    if day is None:
        return ("not_a_date", None)
    first = max(FIRST_DAY, today - timedelta(days=field.min)) if field.min is not None else FIRST_DAY
    if day < first:
        return ("too_early", first.isoformat())
    last = today + timedelta(days=field.max) if field.max is not None else date.max
    return ("too_late", last.isoformat()) if day > last else None


def _shaped(pattern: re.Pattern[str], answer: Any, code: str) -> Wrong | None:
    if not isinstance(answer, str):
        return ("wrong_kind", None)
    return None if pattern.fullmatch(answer) else (code, None)


def is_day(answer: str) -> bool:
    """Whether it is a day of the calendar, as answers write one."""
    try:
        return bool(_DAY.fullmatch(answer) and date.fromisoformat(answer))
    except ValueError:
        return False


def staff_answer_wrong(answer: Mapping[str, Any]) -> Wrong | None:
    """An answer left to the counter may carry what the resident did write: `kana` or `text`, in at most 200 characters."""
    for key, value in answer.items():
        if key == "needs_staff":
            continue
        if key not in {"kana", "text"} or not isinstance(value, str) or not text.is_clean(value):
            return ("wrong_kind", None)
        if _too_long(value, LONGEST):
            return ("too_long", LONGEST)
        if holds_my_number(value):
            return ("my_number", None)
    return None
