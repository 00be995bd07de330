"""Several procedures on one visit: their forms, and which of them stand beside each other and in what order. Pure."""

from collections.abc import Iterator, Sequence

from config.bundle import Bundle
from config.form import Form


def forms_of(bundle: Bundle, procedures: Sequence[str]) -> Iterator[tuple[str, Form]]:
    """(procedure, form) of those that have a form."""
    for procedure in procedures:
        known = bundle.procedures.get(procedure)
        if known is not None and known.form is not None:
            yield procedure, bundle.forms[known.form]


def has_people(form: Form) -> bool:
    """Whether it is a notification about people (住民異動届), not a request of one person."""
    return bool(people_of(form))


def people_of(form: Form) -> str:
    """Id of the list of people of a form; empty where it has none."""
    return next((field.id for step in form.steps for field in step.fields if field.kind == "person_list"), "")


def together(bundle: Bundle, chosen: Sequence[str], added: Sequence[str]) -> tuple[str, ...]:
    """All procedures of the visit: what others follow from first. Of two about the same people the later choice stands."""
    known = bundle.procedures
    own = {procedure: people_of(form) for procedure, form in forms_of(bundle, (*chosen, *added)) if has_people(form)}
    replaced = {
        procedure
        for procedure in chosen
        if procedure in own and any(own.get(other) == own[procedure] for other in added if other != procedure)
    }
    wanted = dict.fromkeys(procedure for procedure in (*chosen, *added) if procedure not in replaced)

    def rank(procedure: str) -> int:
        if procedure in own:
            return 0
        return 2 if any(before in wanted for before in known[procedure].after) else 1

    return tuple(sorted(wanted, key=rank))
