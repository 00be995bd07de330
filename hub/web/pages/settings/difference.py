"""What one change of the office makes different, line by line, in the words of its pages. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from config.bundle import Bundle
from config.overlay import OPEN_TEXTS, Subject, laid_over, overlay_of
from config.procedure import Fee
from config.site import Counter, Opening, Service
from config.words import local, words
from hub.web.pages.dates import full_day, hour_of
from hub.web.pages.settings.subjects import DAYS, fee_title

SIGNS = {"more": "＋", "less": "－", "other": "〜"}
SPOKEN = {"more": "ふえる", "less": "なくなる", "other": "かわる"}


@dataclass(frozen=True, slots=True)
class Difference:
    """`kind`: more, less or other. `before`, `after`: what stands there; empty where there is nothing."""

    kind: str
    what: str
    before: str
    after: str

    @property
    def sign(self) -> str:
        return SIGNS[self.kind]

    @property
    def spoken(self) -> str:
        return SPOKEN[self.kind]


def differences(files: Bundle, subject: Subject, before: Any, after: Any) -> tuple[Difference, ...]:
    """`before`, `after`: JSON values of the subject, None: as in the files."""
    old, new = (_lines(laid_over(files, overlay_of({} if body is None else {subject: body})), subject) for body in (before, after))
    found = [
        _difference(what, old.get(what, ""), new.get(what, ""), what in old, what in new)
        for what in dict.fromkeys((*old, *new))
        if old.get(what) != new.get(what)
    ]
    return tuple(found)


def _difference(what: str, before: str, after: str, was: bool, is_there: bool) -> Difference:
    return Difference("other" if was and is_there else "more" if is_there else "less", what, before, after)


def _lines(bundle: Bundle, subject: Subject) -> Mapping[str, str]:
    """Name of each thing a page shows → what stands there."""
    site, service = bundle.site, {each.id: local(each.name, "ja") for each in bundle.site.services}
    match subject:
        case "hours":
            return {_opening(each, service): "" for each in site.hours}
        case "closed":
            return {full_day(each): "" for each in sorted(site.closed)}
        case "counters":
            return {f"{each.number}番": _counter(bundle, each, service) for each in site.counters}
        case "last_reception":
            return _each_service(site.services, lambda each: hour_of(each.last_reception) if each.last_reception else "閉庁まで")
        case "quotas":
            return _each_service(site.services, lambda each: "かぎらない" if each.quota is None else f"1日 {each.quota}")
        case "fees":
            return {fee_title(bundle, each): _fee(each) for each in bundle.fees}
        case "texts":
            return {
                f"{key}（{language}）": text
                for language, texts in bundle.texts.items()
                for key, text in texts.items()
                if key.startswith(OPEN_TEXTS)
            }


def _each_service(services: tuple[Service, ...], told: Callable[[Service], str]) -> Mapping[str, str]:
    return {f"{each.letter}　{local(each.name, 'ja')}": told(each) for each in services}


def _opening(opening: Opening, names: Mapping[str, str]) -> str:
    weeks = "第" + "・".join(map(str, opening.weeks)) if opening.weeks else ""
    days = weeks + "".join(word for day, word in DAYS.items() if day in opening.days)
    dates = "、".join(full_day(each) for each in opening.dates)
    services = "・".join(names.get(each, each) for each in opening.services)
    when = f"{hour_of(opening.opens)}〜{hour_of(opening.closes)}"
    return "　".join(filter(None, [days, dates, when, services]))


def _counter(bundle: Bundle, counter: Counter, names: Mapping[str, str]) -> str:
    stages = "・".join(words(bundle, "ja", f"stage.{each}") for each in counter.stages)
    return "　".join([local(counter.name, "ja"), "・".join(names.get(each, each) for each in counter.services), stages])


def _fee(fee: Fee) -> str:
    store = "" if fee.store is None else f"・コンビニ {fee.store}円"
    return f"窓口 {fee.counter}円{store}"


def body_of(text: str | None) -> Any:
    """A stored version's body."""
    return None if text is None else msgspec.json.decode(text)
