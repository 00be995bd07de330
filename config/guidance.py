"""What follows from the answers (手続きのご案内): further procedures, what to bring, by when, what to say before going on."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from config.bundle import Bundle
from config.form import Ages, Answers, answer_at, holds, said
from config.form.ages import day_of, full_years
from config.openings import network_runs_on, next_open_day
from config.procedure import GuidanceRule, ThingToBring

Applications = Sequence[tuple[str, Answers]]  # procedure, answers


@dataclass(frozen=True, slots=True)
class Followed:
    """One rule that holds. `deadline`: last day, on an open day; `text`: the key of its words."""

    rule: GuidanceRule
    deadline: date | None

    @property
    def text(self) -> str:
        return f"guidance.{self.rule.id}"


@dataclass(frozen=True, slots=True)
class Guidance:
    """All of it for one visit. `adds`: procedures of today besides those applied for; `bring`, `notices`: text keys, once each."""

    followed: tuple[Followed, ...]
    adds: tuple[str, ...]
    bring: tuple[str, ...]
    notices: tuple[str, ...]


def guidance(bundle: Bundle, applications: Applications, day: date | None = None) -> Guidance:
    """What the answers of all applications of a visit lead to, in the order of the rules.

    `day`: of the visit, today at a kiosk; a pre-entry says its own. Rules about days hold only where it is known.
    """
    followed: dict[str, Followed] = {}
    for procedure, answers in applications:
        on = day or _day_at(answers, "visit_date")
        for rule in bundle.guidance:
            if rule.procedure_in and procedure not in rule.procedure_in:
                continue
            if rule.id not in followed and _follows(bundle, rule, answers, on):
                followed[rule.id] = Followed(rule, deadline(bundle, rule, answers))
    applied = [procedure for procedure, _ in applications]
    today = [one.rule for one in followed.values() if one.rule.kind == "today"]
    adds = _once(procedure for rule in today for procedure in rule.adds if procedure not in applied)
    of_procedures = things_of(bundle, applications, adds)
    of_rules = (thing for rule in today for thing in rule.bring)
    return Guidance(
        followed=tuple(followed.values()),
        adds=adds,
        bring=to_bring(bundle, (*of_procedures, *of_rules)),
        notices=_once(one.rule.notice for one in followed.values() if one.rule.notice is not None),
    )


def without_form(bundle: Bundle, led: Guidance) -> tuple[str, ...]:
    """Of what the answers add today, what a service here does without a form: further legs of this visit, no second number."""
    here = {each for service in bundle.site.services for each in service.procedures}
    return tuple(
        each for each in led.adds if each in here and (known := bundle.procedures.get(each)) is not None and known.form is None
    )


def leads_on(bundle: Bundle, procedures: Iterable[str]) -> bool:
    """Whether answers may add procedures to these: how many they are is then known only so far."""
    chosen = set(procedures)
    return any(rule.adds and (not rule.procedure_in or chosen.intersection(rule.procedure_in)) for rule in bundle.guidance)


def things_of(bundle: Bundle, applications: Applications, adds: Iterable[str] = ()) -> tuple[str, ...]:
    """Ids of what the procedures applied for, and those they lead to, ask to bring; what the answers exclude is left out.

    A procedure with a form is looked at by its own answers, one without by those of the whole visit. Two families on one ticket
    may answer differently: what one of them needs is told.
    """
    everybody: dict[str, Any] = {name: answer for _, answers in applications for name, answer in answers.items()}
    visit: tuple[Answers, ...] = tuple({**everybody, **answers} for _, answers in applications) or ({},)
    asked = [(procedure, (answers,) if answers else visit) for procedure, answers in applications]
    asked += [(procedure, visit) for procedure in adds]
    applied = {procedure for procedure, _ in applications}
    told = (_told(thing, seen) for procedure, seen in asked for thing in _things(bundle, procedure) if _concerns(thing, applied))
    return _once(thing for thing in told if thing)


def _things(bundle: Bundle, procedure: str) -> tuple[ThingToBring, ...]:
    known = bundle.procedures.get(procedure)
    return known.things if known else ()


def _concerns(thing: ThingToBring, applied: Collection[str]) -> bool:
    return not thing.procedure_in or any(one in applied for one in thing.procedure_in)


def _told(thing: ThingToBring, seen: Iterable[Answers]) -> str:
    verdicts = [True] if thing.when is None else [said(thing.when, answers) for answers in seen]
    if True in verdicts:
        return thing.id
    if None in verdicts:
        return thing.id if thing.unsure is None else thing.unsure
    return ""


def to_bring(bundle: Bundle, things: Iterable[str]) -> tuple[str, ...]:
    """Text keys of what to bring, once each, the foremost first; of two papers that prove the same the stricter alone."""
    every = _once(things)
    ordered = (*(thing for thing in bundle.foremost if thing in every), *(thing for thing in every if thing not in bundle.foremost))
    return tuple(f"bring.{thing}" for thing in ordered if bundle.stricter.get(thing) not in every)


def brought_together(bundle: Bundle, keys: Iterable[str]) -> tuple[str, ...]:
    """The lists of several visits made one: text keys, by the same rule."""
    return to_bring(bundle, (key.removeprefix("bring.") for key in keys))


def _follows(bundle: Bundle, rule: GuidanceRule, answers: Answers, day: date | None) -> bool:
    if not holds(rule.when, answers):
        return False
    if rule.ages is not None and day is not None and not _may_be_somebody(rule.ages, answers, day):
        return False
    if rule.network_closed and (day is None or network_runs_on(bundle.site, day)):
        return False
    if rule.late_days is None:
        return True
    event = _day_at(answers, rule.deadline_from or "")
    return event is not None and day is not None and event + timedelta(days=rule.late_days) < day


def _may_be_somebody(ages: Ages, answers: Answers, day: date) -> bool:
    """Whether one of the list is of that age on `day`, or may be: nobody is listed, or a date of birth is not known."""
    listed = answers.get(ages.list_)
    asked = [one for one in listed or () if ages.who is None or holds(ages.who, answers, one)]
    years = [None if (born := day_of(one.get(ages.field))) is None else full_years(born, day) for one in asked]
    return not years or any(each is None or (ages.from_ <= each and (ages.to is None or each <= ages.to)) for each in years)


def deadline(bundle: Bundle, rule: GuidanceRule, answers: Answers) -> date | None:
    """The last day of a rule: day one is the day after the event; where the office is closed then, the next open day."""
    if rule.deadline_days is None or rule.deadline_from is None:
        return None
    event = _day_at(answers, rule.deadline_from)
    return next_open_day(bundle.site, event + timedelta(days=rule.deadline_days)) if event is not None else None


def _day_at(answers: Answers, path: str) -> date | None:
    written = answer_at(answers, path)
    try:
        return date.fromisoformat(written) if isinstance(written, str) else None
    except ValueError:
        return None


def _once(things: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(things))
