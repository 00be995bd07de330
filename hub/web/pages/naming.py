"""What states, stages, procedures and services are called on the staff's pages, and who of the house is meant. Pure."""

from config.bundle import Bundle
from config.site import Counter, Service
from config.words import has_words, local, words
from hub.wire import LegView, VisitView

STATES = {
    "blocked": "前の工程待ち",
    "waiting": "待ち",
    "called": "呼出中",
    "serving": "対応中",
    "on_hold": "保留",
    "absent": "不在",
    "done": "完了",
    "no_show": "不在のまま終了",
    "cancelled": "取消",
    "left": "帰られた",
}
FINAL = ("done", "no_show", "cancelled", "left")
BACK_OFFICE = ("examination", "entry", "verification")


def stage_word(bundle: Bundle, stage: str) -> str:
    return words(bundle, "ja", f"stage.{stage}")


def procedure_word(bundle: Bundle, procedure: str, service: str, language: str = "ja") -> str:
    """The name of a procedure; of a number without one, the service's."""
    if procedure and has_words(bundle, f"procedure.{procedure}.name"):
        return words(bundle, language, f"procedure.{procedure}.name")
    return local(service_of(bundle, service).name, language)


def service_of(bundle: Bundle, service: str) -> Service:
    return next(each for each in bundle.site.services if each.id == service)


def services_of(counter: Counter) -> frozenset[str]:
    """What may be called here, help for other lines included: whether it is helped just now, the order of the line says."""
    return frozenset((*counter.services, *(service for each in counter.helps for service in each.services)))


def way_of(view: VisitView, leg: LegView) -> tuple[LegView, ...]:
    """The legs of what this leg is for: a procedure handed on to another line at one stage is still itself at the others."""
    if not leg.procedure:
        return tuple(each for each in view.legs if (each.procedure, each.service) == ("", leg.service))
    return tuple(each for each in view.legs if each.procedure == leg.procedure)


def what_for(bundle: Bundle, view: VisitView) -> str:
    """転入 ほか2件."""
    procedures = list({way_of(view, leg)[0].leg: (leg.procedure, leg.service) for leg in view.legs}.values())
    first = procedure_word(bundle, *procedures[0])
    return f"{first} ほか{len(procedures) - 1}件" if len(procedures) > 1 else first
