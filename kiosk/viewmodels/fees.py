"""手数料: what this visit costs at the counter, where it is decided and on the paper. Pure."""

from config.bundle import Bundle
from config.handing import fees_due
from kiosk.flow.checking import applications
from kiosk.flow.state import Session
from kiosk.viewmodels.stage import Stage


def fee_of(session: Session, bundle: Bundle) -> int:
    """Yen, as the counter reckons them (config.handing); 0 where nothing is due, or where the counter decides that (免除)."""
    if not any(bundle.procedures[one].fees for one in session.procedures if one in bundle.procedures):
        return 0
    applied = [(one.procedure, one.answers) for one in applications(session, bundle)]
    if any(answers.get("fee_exempt") is True for _, answers in applied):
        return 0
    return sum(line.amount for line in fees_due(bundle, session.procedures, applied, session.devices.today))


def yen(stage: Stage, amount: int) -> str:
    """600円."""
    return stage.say("fee.yen", yen=f"{amount:,}")
