"""What each call of a visit is for, where the visit has calls of several services. Pure."""

from collections.abc import Sequence

from config.bundle import Bundle
from config.words import local


def service_of_call(bundle: Bundle, services: Sequence[str], at: int, language: str) -> str:
    """The name of the service of call `at`; empty where all are of one. `services`: of every call of the visit, in their order."""
    if len(set(filter(None, services))) < 2:
        return ""
    return next((local(each.name, language) for each in bundle.site.services if each.id == services[at]), "")
