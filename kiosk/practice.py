"""操作研修: what would leave the window is answered here, with fictional people; hub, queue and reader hear nothing. Pure.

A number of practice is written `研-001`: no letter of any series, so no hub takes it for a number and no board can show it.
"""

from datetime import date, datetime
from typing import Final

from config.bundle import Bundle
from hardware.cards.port import CardData, CardKind, Present
from hub.wire import OpenVisit, Refusal, Reissued, Ticket
from kiosk.flow import effects, events
from kiosk.flow.state import Session
from kiosk.pipe import TakeSealed
from kiosk.tickets import lead_service, own_ticket

LETTER: Final = "研"
PREFIX: Final = "practice-"  # of its visits: their papers are printed and never reported

# Nothing of it reaches a queue; that staff are here is told to the hub as always, so that practice can be ended.
GOES_OUT: Final = (
    effects.Convert,
    effects.Recognise,
    effects.LookUpPostalCode,
    effects.StartScanner,
    effects.StopScanner,
    effects.PrintSlip,
    effects.PrintCode,
    effects.ShowStep,
    effects.Speak,
    effects.Hush,
    effects.Unlock,
    effects.TakeRole,
    effects.NoteAssistance,
    effects.EndUnlock,
    effects.SetTraining,
    effects.End,
)

UNKNOWN_CODE = Refusal(error="unknown_code", message="There are no pre-entries in practice.", cure="Begin without a code.")
NOTHING_KEPT = Refusal(error="practice", message="Nothing of practice is kept.", cure="Go on, or end the practice.")


def answered(effect: effects.AnyEffect, session: Session, bundle: Bundle, now: datetime) -> tuple[events.AnyEvent, ...] | None:
    """What follows in practice in place of `effect`; None where it is done as always. What may not be harmless is dropped."""
    match effect:
        case effects.TakeNumber(key, visit, bring, adds):
            return (events.NumberTaken(_ticket(key, visit, session, bundle, now, bring, adds)),)
        case effects.FindEntry():
            return (events.EntryRefused(UNKNOWN_CODE),)
        case effects.SaveEntry():
            return (events.EntryNotSaved(NOTHING_KEPT),)
        case effects.WaitForCard(changed=False):
            return (events.CardSeen(Present(CardKind.MY_NUMBER, 3)),)
        case effects.ReadCard():
            return (events.CardRead(_person(bundle)),)
        case effects.ReissueSlip(message):
            ticket = session.ticket or _ticket(message.number, OpenVisit(language="ja"), session, bundle, now)
            return (events.SlipReissued(Reissued(ticket, session.language, session.slip.copy + 1)),)
        case effects.HandNumber(key, message):
            return (events.NumberHanded(_ticket(key, message.visit, session, bundle, now)),)
        case effects.CancelNumber(message):
            return (events.NumberCancelled(message.number),)
    return None if isinstance(effect, GOES_OUT) else ()


def is_practice(visit: str) -> bool:
    """Whether a visit is one of practice."""
    return visit.startswith(PREFIX)


def number_of(running: int) -> str:
    """研-001."""
    return f"{LETTER}-{running % 1000:03d}"


def _ticket(
    key: str,
    visit: OpenVisit,
    session: Session,
    bundle: Bundle,
    now: datetime,
    bring: tuple[str, ...] = (),
    adds: tuple[str, ...] = (),
) -> Ticket:
    press = TakeSealed(f"{PREFIX}{key}", "", tuple(one.procedure for one in visit.applications), visit.service, bring, adds)
    return own_ticket(number_of(session.devices.practice), now, lead_service(bundle, press), press, bundle)


def _person(bundle: Bundle) -> CardData:
    """Nobody: the name says so."""
    address = bundle.site.address
    return CardData(
        CardKind.MY_NUMBER, "研修　花子", f"{address.prefecture}{address.city}研修町１丁目２番３号", date(1980, 2, 17), "female"
    )
