"""The paper of a number as finished strings: Japanese first, two added lines in the resident's language. Pure."""

from collections.abc import Iterator
from datetime import datetime
from typing import cast

from config.bundle import Bundle
from config.theme import LANDSCAPE
from config.words import has_words, local, words
from hardware.printer.port import Slip
from hub.wire import ExpectedWait, Language, NextCall, Ticket
from kiosk.flow.state import EMPTY, Session, change
from kiosk.viewmodels.grid import grid
from kiosk.viewmodels.saved import spelled
from kiosk.viewmodels.stage import Stage
from kiosk.viewmodels.ticket import call_words, service_line
from kiosk.viewmodels.waiting import wait_text


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
    for at in range(len(ticket.calls)):
        calls.append(f"{at + 1}　{call_words(japanese, ticket, at)}")
    site = bundle.site
    known = ticket.people_waiting is not None and not session.offline
    if calls:
        calls.append(say("slip.announced"))
    other = session.language if session.language in bundle.texts and session.language not in ("ja", "ja-easy") else ""
    code = ticket.follow_url or "" if not session.offline else ""
    issued = ticket.issued_at
    marks: tuple[str, ...] = (say("slip.training"),) if session.devices.training else ()
    if ticket.booked is not None:
        marks += (say("slip.booked", time=f"{ticket.booked.hour}:{ticket.booked:%M}"),)
    if session.slip.copy > 1:
        marks += (say("slip.reissue", copy=session.slip.copy),)
    return Slip(
        office=f"{local(site.name, 'ja')}　{local(site.office, 'ja')}",
        service=service_line(japanese, ticket),
        service_kana=_kana(bundle, ticket),
        number=ticket.number,
        people=_people(japanese, ticket) if known else "",
        as_of=say("slip.as_of", hour=issued.hour, minute=f"{issued.minute:02}") if known else "",
        calls_title=say("slip.calls", count=len(ticket.calls)) if calls else "",
        calls=tuple(calls),
        bring_title=say("slip.bring") if ticket.bring else "",
        bring=tuple(words(bundle, "ja", key) for key in ticket.bring if has_words(bundle, key)),
        second_language=_second_language(bundle, other, len(ticket.calls), code=bool(code)) if other else (),
        language=other,
        qr=code,
        qr_note=say("slip.offline") if session.offline else say("slip.phone") if code else "",
        notes=(
            say("slip.day", year=ticket.day.year, month=ticket.day.month, day=ticket.day.day),
            say("slip.kiosk", kiosk=session.devices.kiosk, time=f"{issued:%H:%M}".lstrip("0")),
        ),
        marks=marks,
    )


def saved_slip(session: Session, bundle: Bundle, now: datetime) -> Slip | None:
    """The paper of a saved entry: its code and until when; no number, no name. None where nothing was saved."""
    entry = session.saved
    if entry is None:
        return None
    other = session.language if session.language in bundle.texts and session.language not in ("ja", "ja-easy") else ""
    japanese = Stage(EMPTY, bundle, grid(LANDSCAPE, "M"), now)
    own = Stage(change(EMPTY, language=session.language), bundle, grid(LANDSCAPE, "M"), now)
    last = entry.expires_on.isoformat()
    site = bundle.site
    return Slip(
        office=f"{local(site.name, 'ja')}　{local(site.office, 'ja')}",
        service=japanese.say("slip.saved"),
        number="",
        code=spelled(entry.short_code),
        calls_title=japanese.say("slip.saved.until", date=japanese.day(last)),
        calls=(japanese.say("slip.saved.how"),),
        second_language=(own.say("slip.saved.until", date=own.day(last)), own.say("slip.saved.how")) if other else (),
        language=other,
        qr=entry.code,
        notes=(
            japanese.say("slip.saved.no_number"),
            japanese.say("slip.kiosk", kiosk=session.devices.kiosk, time=f"{now:%H:%M}".lstrip("0")),
        ),
    )


def _people(stage: Stage, ticket: Ticket) -> str:
    """How many wait and for how long; what nobody can tell is not printed."""
    ahead = ticket.people_waiting or 0
    people = stage.say("slip.people", count=ahead)
    if not ahead:
        return f"{people}\n{stage.say('wait.next')}"
    if ticket.wait is None:
        return people
    return f"{people}\n{stage.say('slip.wait', wait=wait_text(stage, ticket.wait, ahead))}"


def _kana(bundle: Bundle, ticket: Ticket) -> str:
    """How the lead procedure is read; a name that is kana already needs none."""
    lead = bundle.procedures.get(ticket.procedures[0]) if ticket.procedures else None
    return lead.kana if lead else ""


def _second_language(bundle: Bundle, language: str, calls: int, *, code: bool) -> tuple[str, ...]:
    """One line under the calls, one under the code."""
    under_calls = words(bundle, language, "slip.second", count=calls)
    return (under_calls, words(bundle, language, "slip.phone")) if code else (under_calls,)


def specimens(bundle: Bundle, at: datetime) -> Iterator[Slip]:
    """Slips of nobody that hold every word a slip may have but numbers, counts and times: to be drawn before anybody comes."""
    site = bundle.site
    leads = [(service.id, service.letter, procedure) for service in site.services for procedure in ("", *service.procedures)]
    every_lead = [("ja", *lead) for lead in leads]
    every_language = [(language, *leads[0]) for language in site.languages if language != "ja"]
    nobody_waits = every_lead[:1]
    for people, kinds in ((1, every_lead + every_language), (0, nobody_waits)):
        for language, service, letter, procedure in kinds:
            ticket = Ticket(
                visit="",
                number=f"{letter}-000",
                day=at.date(),
                service=service,
                procedures=(procedure,) if procedure else (),
                issued_at=at,
                calls=(NextCall("reception", ()), NextCall("delivery", ())),
                people_waiting=people,
                follow_url="HTTPS://EXAMPLE.INVALID/",
                booked=at,
                wait=ExpectedWait(0, 5),
            )
            slip = slip_of(Session(language=cast(Language, language), ticket=ticket), bundle, at)
            if slip is not None:
                yield slip
