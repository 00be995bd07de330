"""The office: every use case of the hub, one method each. One command is one transaction; what it decides is in hub.domain."""

from hub.office.office import Office, open_office
from hub.office.refusals import Conflict, CounterBusy, Declined, UnknownVisit, WrongCounter, refusal_of
from hub.store.commands import KeyReused

__all__ = [
    "Conflict",
    "CounterBusy",
    "Declined",
    "KeyReused",
    "Office",
    "UnknownVisit",
    "WrongCounter",
    "open_office",
    "refusal_of",
]
