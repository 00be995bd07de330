"""The paper of a number as finished strings: Japanese first, one added line in the resident's language. Pure."""

from datetime import datetime

from config.bundle import Bundle
from config.theme import LANDSCAPE
from config.words import has_words, local, words
from hardware.printer.port import Slip
from kiosk.flow.state import Session
from kiosk.viewmodels.grid import grid
from kiosk.viewmodels.stage import Stage
from kiosk.viewmodels.ticket import counters_words, service_line

BRING_MOST = 4


def slip_of(session: Session, bundle: Bundle, now: datetime) -> Slip | None:
    """The slip of the session's ticket; None before there is one."""
    ticket = session.ticket
    if ticket is None:
        return None
    japanese = Stage(
        session.__class__(ticket=ticket, offline=session.offline, devices=session.devices), bundle, grid(LANDSCAPE, "M"), now
    )
    say = japanese.say
    calls = []
    for at, call in enumerate(ticket.calls):
        calls.append(f"{at + 1}　{say(f'stage.{call.stage}')}　{counters_words(japanese, call)}")
    site = bundle.site
    known = ticket.people_waiting is not None and not session.offline
    other = session.language not in ("ja", "ja-easy")
    issued = ticket.issued_at
    marks: tuple[str, ...] = (say("slip.training"),) if session.devices.training else ()
    if session.slip.copy > 1:
        marks += (say("slip.reissue", copy=session.slip.copy),)
    return Slip(
        office=f"{local(site.name, 'ja')}　{local(site.office, 'ja')}",
        service=service_line(japanese, ticket),
        number=ticket.number,
        people=say("slip.people", count=ticket.people_waiting) if known else "",
        as_of=say("slip.as_of", hour=issued.hour, minute=f"{issued.minute:02}") if known else "",
        calls_title=say("slip.calls", count=len(ticket.calls)) if calls else "",
        calls=tuple(calls),
        bring_title=say("slip.bring") if ticket.bring else "",
        bring=tuple(words(bundle, "ja", key) for key in ticket.bring if has_words(bundle, key)),
        second_language=(words(bundle, session.language, "slip.second", count=len(ticket.calls)),) if other else (),
        qr=ticket.follow_url or "" if not session.offline else "",
        qr_note=say("slip.offline") if session.offline else say("slip.phone") if ticket.follow_url else "",
        notes=(
            say("slip.day", year=ticket.day.year, month=ticket.day.month, day=ticket.day.day),
            say("slip.kiosk", kiosk=session.devices.kiosk, time=f"{issued:%H:%M}".lstrip("0")),
        ),
        marks=marks,
    )
