"""照合 is done by somebody else than 入力: who entered the papers of a procedure does not verify them."""

from hub.domain.visit import Leg, Visit

ENTRY, VERIFICATION = "entry", "verification"


def entered_by(visit: Visit, leg: Leg) -> str:
    """Who entered what this leg verifies, of all procedures that move with it; empty where anybody may take it."""
    if leg.stage != VERIFICATION:
        return ""
    here = (leg.service, leg.stage, leg.state)
    together = {each.procedure for each in visit.legs if (each.service, each.stage, each.state) == here}
    entered = (each for each in visit.legs if (each.service, each.stage) == (leg.service, ENTRY) and each.procedure in together)
    return next((each.by for each in entered if each.by), "")


def barred(visit: Visit, leg: Leg, who: str) -> bool:
    """Whether `who` entered it."""
    return who != "" and who == entered_by(visit, leg)
