"""What cannot be of one person of a list: a husband who is a woman, a parent of five years. Pure."""

from datetime import date
from typing import Any

from config.form.ages import day_of, full_years
from config.form.conditions import holds, is_list, is_map
from config.form.fields import Answers, Condition, Field, Never


def impossible(field: Field, answers: Answers, path: str, option: Any, today: date) -> bool:
    """Whether `option` at `path` (`movers.1.relationship`) cannot be, by what is known of this person and the others listed."""
    rules = [rule for rule in field.never if option in rule.options]
    if not rules:
        return False
    list_, _, rest = path.partition(".")
    at = rest.partition(".")[0]
    listed = answers.get(list_)
    people = [one if is_map(one) else {} for one in listed] if is_list(listed) else []
    person = people[int(at)] if at.isdigit() and int(at) < len(people) else {}
    others = [one for index, one in enumerate(people) if str(index) != at]
    return any(_stands(rule, answers, person, others, today) for rule in rules)


def _stands(rule: Never, answers: Answers, person: Answers, others: list[dict[str, Any]], today: date) -> bool:
    born = day_of(person.get(rule.born))

    def than(condition: Condition | None) -> list[date]:
        met = [day_of(one.get(rule.born)) for one in others if condition is not None and holds(condition, one)]
        return [day for day in met if day is not None]

    return (
        (rule.when is None or holds(rule.when, answers, person))
        and (rule.other is None or any(holds(rule.other, one) for one in others))
        and (rule.to is None or (born is not None and full_years(born, today) <= rule.to))
        and (rule.beside is None or any(_of_age(one.get(rule.born), rule.beside, today) for one in others))
        and (rule.younger_than is None or (born is not None and any(born > day for day in than(rule.younger_than))))
        and (rule.older_than is None or (born is not None and any(born < day for day in than(rule.older_than))))
    )


def _of_age(answer: Any, least: int, today: date) -> bool:
    born = day_of(answer)
    return born is not None and full_years(born, today) >= least
