"""Each subject as rows of a page and back: what is typed stays as typed until it can be read. Pure."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any, get_args

import msgspec

from config.bundle import Bundle
from config.japanese import wareki
from config.japanese.wareki import Misread
from config.overlay import OPEN_TEXTS, Subject
from config.procedure import Fee
from config.site import Counter, Opening, StageId
from config.words import local
from hub.web.pages.settings.wording import Wrong

DAYS = {"mon": "月", "tue": "火", "wed": "水", "thu": "木", "fri": "金", "sat": "土", "sun": "日"}
STAGES: tuple[str, ...] = get_args(StageId)
NO_TIME = "時刻は 8:30 のように入れてください。"
NO_DAY = "日付は 2027-05-01、令和9年5月1日 のように入れてください。"
NO_COUNT = "1日に出す数は 1 から 999 の数字で入れてください。空欄なら、かぎりません。"
NO_NUMBER = "窓口の番号は 1 から 99 の数字で入れてください。"
NO_SERVICE = "受ける業務を、1つはえらんでください。"
NO_STAGE = "工程を、1つはえらんでください。"
NO_AMOUNT = "金額は 300 のように、円の数字だけを入れてください。"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a page: `at` names it (`hours[2]`), `title` says what it is, `typed` field → what stands in it."""

    at: str
    title: str
    typed: Mapping[str, str]
    chosen: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Reading:
    """A page sent: the value for config.overlay, or what could not be read."""

    value: Any
    wrong: tuple[Wrong, ...]


def rows(bundle: Bundle, subject: Subject) -> tuple[Row, ...]:
    """What is in force, as typed."""
    site = bundle.site
    match subject:
        case "hours":
            found = [_hours_row(index, each) for index, each in enumerate(site.hours)]
            return (*found, _hours_row(len(found), None))
        case "closed":
            return (Row("closed", "休庁日", {"days": "\n".join(each.isoformat() for each in sorted(site.closed))}, {}),)
        case "counters":
            known = [_counter_row(index, each) for index, each in enumerate(site.counters)]
            return (*known, _counter_row(len(known), None))
        case "last_reception":
            return tuple(
                Row(f"last_reception.{each.id}", f"{each.letter}　{local(each.name, 'ja')}", {"time": _hm(each.last_reception)}, {})
                for each in site.services
            )
        case "quotas":
            given = {each.id: "" if each.quota is None else str(each.quota) for each in site.services}
            titles = {each.id: f"{each.letter}　{local(each.name, 'ja')}" for each in site.services}
            return tuple(Row(f"quotas.{name}", titles[name], {"count": count}, {}) for name, count in given.items())
        case "fees":
            return tuple(_fee_row(bundle, index, each) for index, each in enumerate(bundle.fees))
        case "texts":
            return tuple(
                Row(f"texts.{key}", key, {language: bundle.texts[language].get(key, "") for language in bundle.texts}, {})
                for key in sorted(bundle.texts["ja"])
                if key.startswith(OPEN_TEXTS)
            )


def typed(bundle: Bundle, subject: Subject, form: Mapping[str, str]) -> tuple[Row, ...]:
    """The rows as somebody sent them."""
    now = rows(bundle, subject)
    more = [row for row in (_hours_row(index, None) for index in range(len(now), 40)) if f"{row.at}.opens" in form]
    return tuple(
        Row(
            row.at,
            row.title,
            {name: form.get(f"{row.at}.{name}", "") for name in row.typed},
            {name: frozenset(form.get(f"{row.at}.{name}", "").split()) for name in row.chosen},
        )
        for row in (*now, *(more if subject == "hours" else ()))
        if subject != "texts" or f"{row.at}.ja" in form
    )


def read(bundle: Bundle, subject: Subject, sent: Sequence[Row]) -> Reading:
    """The value the rows stand for."""
    wrong: list[Wrong] = []
    match subject:
        case "hours":
            value: Any = _read_hours(bundle, sent, wrong)
        case "closed":
            value = tuple(_days(sent[0].typed["days"], "closed.days", wrong))
        case "counters":
            value = tuple(counter for _, counter in _read_counters(bundle, sent, wrong))
        case "last_reception":
            value = {row.at.partition(".")[2]: _time(row.typed["time"], f"{row.at}.time", wrong, empty=True) for row in sent}
        case "quotas":
            value = {row.at.partition(".")[2]: _count(row.typed["count"], f"{row.at}.count", wrong) for row in sent}
        case "fees":
            value = tuple(_read_fee(each, row, wrong) for each, row in zip(bundle.fees, sent, strict=True))
        case "texts":
            value = None
    return Reading(None if wrong else value, tuple(wrong))


def reworded(bundle: Bundle, files: Bundle, row: Row) -> dict[str, dict[str, str]]:
    """All texts that differ from the files, with this row's words in them; a language left empty says what the files say."""
    key = row.at.partition(".")[2]
    new = {language: words.strip() or files.texts[language].get(key, "") for language, words in row.typed.items()}
    found: dict[str, dict[str, str]] = {}
    for language, words in bundle.texts.items():
        now = {name: text for name, text in words.items() if name.startswith(OPEN_TEXTS)} | {key: new.get(language, "")}
        changed = {name: text for name, text in now.items() if text != files.texts[language].get(name, "")}
        if changed:
            found[language] = changed
    return found


def counter_places(bundle: Bundle, sent: Sequence[Row]) -> tuple[str, ...]:
    """The rows behind the counters of the value, in its order."""
    return tuple(at for at, _ in _read_counters(bundle, sent, []))


def _counter_row(index: int, counter: Counter | None) -> Row:
    at = f"counters[{index}]"
    if counter is None:
        return Row(at, "窓口をたす", {"number": "", "name": ""}, {"stages": frozenset(), "services": frozenset()})
    ticks = {"stages": frozenset(counter.stages), "services": frozenset(counter.services), "gone": frozenset[str]()}
    return Row(at, f"{counter.number}番", {"name": local(counter.name, "ja")}, ticks)


def _read_counters(bundle: Bundle, sent: Sequence[Row], wrong: list[Wrong]) -> list[tuple[str, Counter]]:
    """(row, counter) in the order of their numbers. A row marked gone is left out, an empty last one is nothing."""
    ids, found = [service.id for service in bundle.site.services], []
    for number, row in enumerate(sent):
        before = bundle.site.counters[number] if number < len(bundle.site.counters) else _new_counter(row, wrong)
        if before is None or row.chosen.get("gone"):
            continue
        name = row.typed["name"].strip() or local(before.name, "ja")
        counter = msgspec.structs.replace(
            before,
            name=before.name | {"ja": name},
            stages=_ticked(before.stages, STAGES, row.chosen["stages"]),
            services=_ticked(before.services, ids, row.chosen["services"]),
        )
        found.append((row.at, counter))
    if len(found) != len(bundle.site.counters) or any(at == f"counters[{len(bundle.site.counters)}]" for at, _ in found):
        return sorted(found, key=lambda each: each[1].number)
    return found


def _new_counter(row: Row, wrong: list[Wrong]) -> Counter | None:
    """None where nothing was typed, or nothing that can be read."""
    number = unicodedata.normalize("NFKC", row.typed["number"]).strip()
    if not number and not row.typed["name"].strip() and not any(row.chosen.values()):
        return None
    if not (number.isascii() and number.isdecimal() and 1 <= int(number[:3]) <= 99):
        wrong.append(Wrong(f"{row.at}.number", NO_NUMBER))
        return None
    missing = [words_ for name, words_ in (("services", NO_SERVICE), ("stages", NO_STAGE)) if not row.chosen[name]]
    if missing:
        wrong.extend(Wrong(f"{row.at}.services" if words_ == NO_SERVICE else f"{row.at}.stages", words_) for words_ in missing)
        return None
    return Counter(int(number), {"ja": f"{int(number)}番窓口"}, (), ())


def _hours_row(index: int, opening: Opening | None) -> Row:
    at = f"hours[{index}]"
    if opening is None:
        blank = dict.fromkeys(("opens", "closes", "weeks", "dates"), "")
        return Row(at, "行をたす", blank, {"days": frozenset(), "services": frozenset()})
    return Row(
        at,
        f"{index + 1}行目",
        {
            "opens": _hm(opening.opens),
            "closes": _hm(opening.closes),
            "weeks": ",".join(map(str, opening.weeks)),
            "dates": ", ".join(each.isoformat() for each in opening.dates),
        },
        {"days": frozenset(opening.days), "services": frozenset(opening.services)},
    )


def _read_hours(bundle: Bundle, sent: Sequence[Row], wrong: list[Wrong]) -> tuple[Opening, ...]:
    """A row without times is taken out. Places are told as they will stand."""
    found: list[Opening] = []
    for number, row in enumerate(sent):
        if not row.typed["opens"].strip() and not row.typed["closes"].strip():
            continue
        weeks = [each.strip() for each in row.typed["weeks"].replace("、", ",").split(",") if each.strip()]
        if not all(each.isdecimal() for each in weeks):
            wrong.append(Wrong(f"{row.at}.weeks", "第何週かを数字で入れてください。第2と第4なら「2,4」です。"))
        opens, closes = (_time(row.typed[name], f"{row.at}.{name}", wrong) for name in ("opens", "closes"))
        dates = tuple(_days(row.typed["dates"], f"{row.at}.dates", wrong))
        if wrong or opens is None or closes is None:
            continue
        before = bundle.site.hours[number] if number < len(bundle.site.hours) else Opening((), opens, closes)
        found.append(
            msgspec.structs.replace(
                before,
                days=tuple(day for day in DAYS if day in row.chosen["days"]),
                opens=opens,
                closes=closes,
                weeks=tuple(map(int, weeks)),
                dates=dates,
                services=_ticked(before.services, [each.id for each in bundle.site.services], row.chosen["services"]),
            )
        )
    return tuple(found)


def _ticked(before: Sequence[str], known: Sequence[str], chosen: frozenset[str]) -> tuple[Any, ...]:
    """What is ticked: as it stood before, then what is new in the order of the page."""
    return tuple(each for each in dict.fromkeys((*before, *known)) if each in chosen and each in known)


def fee_title(bundle: Bundle, fee: Fee) -> str:
    """What is paid, and from when to when where that is limited."""
    said = bundle.texts["ja"].get(f"fee.{fee.id}", fee.id)
    ends = f"（{fee.valid_from or ''}〜{fee.valid_until or ''}）" if fee.valid_from or fee.valid_until else ""
    return f"{said}{ends}"


def _fee_row(bundle: Bundle, index: int, fee: Fee) -> Row:
    store = "" if fee.store is None else str(fee.store)
    return Row(f"fees[{index}]", fee_title(bundle, fee), {"counter": str(fee.counter), "store": store}, {})


def _read_fee(fee: Fee, row: Row, wrong: list[Wrong]) -> Fee:
    counter, store = row.typed["counter"].strip(), row.typed["store"].strip()
    for name, text in (("counter", counter), ("store", store)):
        if not (text.isascii() and text.isdecimal() and len(text) < 7) and (text or name == "counter"):
            wrong.append(Wrong(f"{row.at}.{name}", NO_AMOUNT))
            return fee
    return msgspec.structs.replace(fee, counter=int(counter), store=int(store) if store else None)


def _count(text: str, place: str, wrong: list[Wrong]) -> int | None:
    """Numbers a day; empty: as many as come."""
    plain = text.strip()
    if not plain:
        return None
    if plain.isascii() and plain.isdecimal() and 0 < int(plain[:5]) < 1000:
        return int(plain)
    wrong.append(Wrong(place, NO_COUNT))
    return None


def _time(text: str, place: str, wrong: list[Wrong], empty: bool = False) -> time | None:
    plain = text.strip().replace("：", ":")
    if not plain and empty:
        return None
    hour, _, minute = plain.partition(":")
    if hour.isdecimal() and minute.isdecimal() and len(minute) == 2 and int(hour) < 24 and int(minute) < 60:
        return time(int(hour), int(minute))
    wrong.append(Wrong(place, NO_TIME))
    return None


def _days(text: str, place: str, wrong: list[Wrong]) -> Iterable[date]:
    """One a line or between commas, in any way a day is written."""
    for written in filter(None, (each.strip() for each in text.replace("、", "\n").replace(",", "\n").splitlines())):
        day = wareki.parse(written)
        if isinstance(day, Misread):
            wrong.append(Wrong(place, f"「{written}」は日付として読めません。{NO_DAY}"))
        else:
            yield day


def _hm(moment: time | None) -> str:
    return "" if moment is None else f"{moment.hour}:{moment.minute:02}"
