"""お呼びするのは 2回です: the way of a visit as its holder sees it, with what each step takes. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from config.bundle import Bundle
from config.place import floor_words
from config.words import local, words
from hub.domain.handling import Takes
from hub.domain.pace import STEP
from hub.web.pages.dates import hour, next_five
from hub.wire import Following, FollowStage

FINAL = ("done", "no_show", "cancelled", "left")
CALLS = ("reception", "accounting", "delivery")  # stages a person is called to
NAMED_DESKS = 2  # of more, which one it will be is not worth reading
Known = Mapping[tuple[str, str], Takes]


@dataclass(frozen=True, slots=True)
class Mark:
    """One step of the way, as the resident sees it.

    `look`: done, now, going (besides) or later. `service`, `floor`: whose call and where, of several services.
    `takes`: minutes, desks, by when.
    """

    look: str
    title: str
    note: str
    service: str = ""
    floor: str = ""
    takes: tuple[str, ...] = ()


def way(bundle: Bundle, following: Following, language: str, takes: Known, now: datetime) -> tuple[Mark, ...]:
    """Number taken, each call, and in between one step for all that happens inside the office."""
    taken = hour(following.issued_at) if following.issued_at else ""
    marks = [Mark("done", words(bundle, language, "phone.way.taken"), taken)]
    services = {each.id: each for each in bundle.site.services}
    several = len({stage.service for stage in following.way}) > 1
    calls = 0
    inside: list[FollowStage] = []
    for stage in following.way:
        if stage.stage not in CALLS:
            inside.append(stage)
            continue
        if inside:
            marks.append(_inside(bundle, following, inside, language, takes))
            inside = []
        calls += 1
        title = words(bundle, language, "phone.way.call", count=calls, stage=words(bundle, language, f"phone.stage.{stage.stage}"))
        mark = _mark(bundle, following, [stage], title, f"phone.way.{stage.stage}", language)
        if mark.look != "done":
            mark = replace(mark, takes=_of_call(bundle, following, stage, language, takes, now))
        service = services.get(stage.service)
        if several and service is not None:
            mark = replace(mark, service=local(service.name, language), floor=floor_words(bundle, service, language))
        marks.append(mark)
    if inside:
        marks.append(_inside(bundle, following, inside, language, takes))
    return tuple(marks)


def ready_by(following: Following, takes: Known, now: datetime) -> datetime | None:
    """By when nine of ten are called a second time, the next five minutes; None where any part of that is not known."""
    if len({stage.service for stage in following.way}) > 1 or len(following.way) < 2:
        return None
    end = now
    for stage in following.way:
        if stage.state in FINAL:
            continue
        known = takes.get((stage.service, stage.stage))
        if known is None:
            return None
        if stage.stage in CALLS[1:]:
            return next_five(end + timedelta(minutes=known.wait.most))
        if stage.state == "serving":
            end = max(now, stage.since + timedelta(minutes=known.work))
        elif stage.stage in CALLS:
            if stage.state != "waiting" or following.wait is None or following.wait.usual:
                return None
            end = now + timedelta(minutes=following.wait.most + known.work)
        else:
            end += timedelta(minutes=known.most)
    return None


def _of_call(
    bundle: Bundle, following: Following, stage: FollowStage, language: str, takes: Known, now: datetime
) -> tuple[str, ...]:
    """What a call to come takes: minutes at the desk of a reception; of all but the first, which desk, and the second by when."""
    # beside a wait the minutes at the desk would be read as what is left of it
    told = stage.stage == CALLS[0] and stage.state != "waiting"
    known = takes.get((stage.service, stage.stage)) if told else None
    found = [words(bundle, language, "phone.way.about", minutes=known.work)] if known is not None else []
    if stage.state != "blocked":
        return tuple(found)
    if len(stage.counters) <= NAMED_DESKS:
        found += [words(bundle, language, "phone.counter", counter=each) for each in stage.counters]
    by = ready_by(following, takes, now)
    if by is not None and _comes_second(following, stage):
        found.append(words(bundle, language, "phone.way.by", time=hour(by)))
    return tuple(found)


def _comes_second(following: Following, stage: FollowStage) -> bool:
    return stage == next((each for each in following.way if each.stage in CALLS[1:] and each.state not in FINAL), None)


def _inside(bundle: Bundle, following: Following, stages: Sequence[FollowStage], language: str, takes: Known) -> Mark:
    """Everything inside the office until the next call; the minutes of what is left of it."""
    mark = _mark(bundle, following, stages, words(bundle, language, "phone.way.inside"), "phone.way.inside_note", language)
    left = [takes.get((stage.service, stage.stage)) for stage in stages if stage.state not in FINAL]
    known = [each for each in left if each is not None]
    if mark.look == "done" or not known or len(known) < len(left):
        return mark
    least = sum(each.least for each in known) // STEP * STEP
    most = max(STEP, -(-sum(each.most for each in known) // STEP) * STEP)
    told = (
        words(bundle, language, "wait.about", least=least, most=most)
        if 0 < least < most
        else words(bundle, language, "wait.within", most=most)
    )
    return replace(mark, takes=(told,))


def _mark(bundle: Bundle, following: Following, stages: Sequence[FollowStage], title: str, note: str, language: str) -> Mark:
    """What is over says when; what is not says what happens there."""
    look = _look(stages, following)
    return Mark(look, title, hour(max(stage.since for stage in stages)) if look == "done" else words(bundle, language, note))


def _look(stages: Sequence[FollowStage], following: Following) -> str:
    if all(stage.state in FINAL for stage in stages):
        return "done"
    if any(stage.stage == following.stage and stage.service == following.service for stage in stages):
        return "now"
    return "later" if all(stage.state == "blocked" for stage in stages) else "going"
