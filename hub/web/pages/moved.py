"""What a clerk is told whose stage, services or whole counter were taken away by a change of the settings. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from config.bundle import Bundle
from config.site import Counter
from config.words import local
from hub.office.branch import TakenAway
from hub.web.pages.dates import hour
from hub.web.pages.naming import services_of, stage_word
from hub.wire import Stage

ROLES = {"manager": "課長・係長"}
FILES = "市のIT担当"  # who keeps the configuration files


@dataclass(frozen=True, slots=True)
class Moved:
    """`what`: is no more; `who`: changed it and when, empty where nobody can tell; `here`: where the clerk is now, and what to do.

    `stage`: that was taken away; `services`: that were, by their ids.
    """

    what: str
    who: str
    here: str
    stage: str = ""
    services: tuple[str, ...] = ()


def had(header: str, counter: Counter) -> tuple[str, ...]:
    """The services a page of this counter was drawn with (`17 residence seal`), which it has no more."""
    number, *services = header[:1000].split()[:50] or [""]
    own = services_of(counter)
    return tuple(dict.fromkeys(each for each in services if each not in own)) if number == str(counter.number) else ()


def from_stage(
    bundle: Bundle, seat: str, stage: Stage, now_at: Stage, change: TakenAway | None, today: date, holds: str = ""
) -> Moved:
    """`seat`: the counter's name; `holds`: the number of that stage still in hand."""
    lost, left = stage_word(bundle, stage), stage_word(bundle, now_at)
    known = change if change is not None and stage in change.stages else None
    here = f"手元の {holds} は、最後まで対応できます。次の方は呼べません。" if holds else f"いまの席は {seat}　{left} です。"
    what = f"{seat}は、{lost}を受けなくなりました" if known or holds else f"{seat}は、{lost}を受けない窓口です"
    return Moved(what, _who(known, today), here, stage)


def from_services(bundle: Bundle, counter: Counter, lost: Sequence[str], change: TakenAway | None, today: date) -> Moved | None:
    """None where the office does not know any of them any more."""
    names = {each.id: local(each.name, "ja") for each in bundle.site.services}
    words = "・".join(name for each, name in names.items() if each in lost)
    if not words:
        return None
    left = "・".join(name for each, name in names.items() if each in counter.services)
    known = change if change is not None and set(change.services) & set(lost) else None
    here = f"その方たちは、この窓口の待ちからなくなりました。いま受けるのは {left} です。"
    return Moved(f"{local(counter.name, 'ja')}は、{words}を受けなくなりました", _who(known, today), here, services=tuple(lost))


def from_counter(number: int, change: TakenAway | None, today: date, holds: str) -> Moved:
    """`holds`: the number that is still served there."""
    left = f"対応中の {holds} は、そのまま残っています。同じ業務の席にすわり、「さがす」で引き継いでください。" if holds else ""
    known = change if change is not None and change.gone else None
    return Moved(f"{number}番の席は、なくなりました", _who(known, today), f"{left}ほかの席をえらんでください。")


def _who(change: TakenAway | None, today: date) -> str:
    """10:41 に 課長・係長 が設定を変えました."""
    if change is None:
        return ""
    when = hour(change.at) if change.at.date() == today else f"{change.at.month}月{change.at.day}日"
    return f"{when} に {ROLES.get(change.role, FILES)}が、窓口の設定を変えました。"
