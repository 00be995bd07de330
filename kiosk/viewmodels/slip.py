"""The paper of a number as finished strings: in Japanese, and first in the resident's language for who reads none. Pure.

やさしい日本語 stands in kana, the usual words in kanji below it: readings above these would be 1.8 mm high, too small for a
thermal head.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, cast

import msgspec

from config.bundle import Bundle
from config.japanese.ruby import read
from config.site import Site
from config.theme import LANDSCAPE
from config.words import has_words, local
from hardware.printer.port import OwnWords, Slip
from hub.wire import ExpectedWait, Language, NextCall, Ticket
from kiosk.flow.state import EMPTY, Session, change
from kiosk.viewmodels.fees import fee_of, yen
from kiosk.viewmodels.grid import grid
from kiosk.viewmodels.saved import spelled
from kiosk.viewmodels.stage import Stage
from kiosk.viewmodels.ticket import call_words, service_line
from kiosk.viewmodels.waiting import wait_text

EASY = "ja-easy"
READING = re.compile("（[ぁ-ゖー]+）")  # behind the name of an office, which is kana already


def slip_of(session: Session, bundle: Bundle, now: datetime) -> Slip | None:
    """The slip of the session's ticket; None before there is one."""
    ticket = session.ticket
    if ticket is None:
        return None
    japanese, own = _stages(session, bundle, now)
    say, site, fee = japanese.say, bundle.site, fee_of(session, bundle)
    known = ticket.people_waiting is not None and not session.offline
    code = ticket.follow_url or "" if not session.offline else ""
    issued = ticket.issued_at
    return Slip(
        office=f"{local(site.name, 'ja')}　{local(site.office, 'ja')}",
        service=service_line(japanese, ticket),
        service_kana=_kana(bundle, ticket),
        number=ticket.number,
        people=_people(japanese, ticket) if known else "",
        as_of=_as_of(japanese, ticket) if known else "",
        calls_title=say("slip.calls", count=len(ticket.calls)) if ticket.calls else "",
        calls=_calls(japanese, ticket),
        bring_title=say("slip.bring") if ticket.bring or fee else "",
        bring=_bring(japanese, ticket, fee),
        own=_own(own, ticket, fee, known=known, code=bool(code)) if own is not None else None,
        qr=code,
        qr_note=_beside_code(japanese, code=bool(code)),
        notes=(_day(japanese, ticket), say("slip.kiosk", kiosk=session.devices.kiosk, time=f"{issued:%H:%M}".lstrip("0"))),
        marks=tuple(_marks(session, ticket, japanese, own)),
    )


def saved_slip(session: Session, bundle: Bundle, now: datetime) -> Slip | None:
    """The paper of a saved entry: its code and until when; no number, no name. None where nothing was saved."""
    entry = session.saved
    if entry is None:
        return None
    japanese, own = _stages(session, bundle, now)
    last = entry.expires_on.isoformat()
    site = bundle.site

    def until(stage: Stage) -> str:
        return stage.say("slip.saved.until", date=stage.day(last))

    def how(stage: Stage) -> str:
        return stage.say("slip.saved.how", button=stage.say("kiosk.start.code"))

    return Slip(
        office=f"{local(site.name, 'ja')}　{local(site.office, 'ja')}",
        service=japanese.say("slip.saved"),
        number="",
        code=spelled(entry.short_code),
        calls_title=until(japanese),
        calls=(how(japanese),),
        own=_in_kana(
            OwnWords(
                own.session.language,
                office=_own_office(own, site),
                service=own.say("slip.saved"),
                calls_title=until(own),
                calls=(how(own),),
                notes=(own.say("slip.saved.no_number"),),
            )
        )
        if own is not None
        else None,
        qr=entry.code,
        notes=(
            japanese.say("slip.saved.no_number"),
            japanese.say("slip.kiosk", kiosk=session.devices.kiosk, time=f"{now:%H:%M}".lstrip("0")),
        ),
    )


def _stages(session: Session, bundle: Bundle, now: datetime) -> tuple[Stage, Stage | None]:
    """In Japanese, and in the words of who does not read those."""
    panel = grid(LANDSCAPE, "M")
    japanese = change(EMPTY, ticket=session.ticket, offline=session.offline, devices=session.devices)
    other = session.language in bundle.texts and session.language != "ja"
    own = Stage(change(japanese, language=session.language), bundle, panel, now) if other else None
    return Stage(japanese, bundle, panel, now), own


def _in_kana(own: OwnWords) -> OwnWords:
    """やさしい日本語 as it is read; every other language as it is."""
    if own.language != EASY:
        return own
    words: dict[str, Any] = {
        name: tuple(map(read, value)) if isinstance(value, tuple) else read(value)
        for name, value in msgspec.structs.asdict(own).items()
    }
    return OwnWords(**words | {"language": "ja", "office": READING.sub("", words["office"])})


def _own_office(own: Stage, site: Site) -> str:
    """House and section for who reads no Japanese; nothing where they are written as in Japanese."""
    names = [own.local(names) for names in (site.name, site.office)]
    return "\n".join(names) if names != [local(each, "ja") for each in (site.name, site.office)] else ""


def _own(own: Stage, ticket: Ticket, fee: int, *, known: bool, code: bool) -> OwnWords:
    """All that tells the resident what to do and where to go."""
    told = OwnWords(
        own.session.language,
        office=_own_office(own, own.bundle.site),
        service=service_line(own, ticket),
        people=_people(own, ticket) if known else "",
        as_of=_as_of(own, ticket) if known else "",
        calls_title=own.say("slip.calls", count=len(ticket.calls)) if ticket.calls else "",
        calls=_calls(own, ticket),
        bring_title=own.say("slip.bring") if ticket.bring or fee else "",
        bring=_bring(own, ticket, fee),
        more_to_bring=own.say("slip.bring.more"),
        qr_note=_beside_code(own, code=code),
        notes=(_day(own, ticket),),
    )
    return _in_kana(told)


def _people(stage: Stage, ticket: Ticket) -> str:
    """How many wait and for how long; what nobody can tell is not printed."""
    ahead = ticket.people_waiting or 0
    people = stage.say("slip.people", count=ahead)
    if not ahead:
        return f"{people}\n{stage.say('wait.next')}"
    if ticket.wait is None:
        return people
    return f"{people}\n{stage.say('slip.wait', wait=wait_text(stage, ticket.wait, ahead))}"


def _as_of(stage: Stage, ticket: Ticket) -> str:
    return stage.say("slip.as_of", hour=ticket.issued_at.hour, minute=f"{ticket.issued_at.minute:02}")


def _calls(stage: Stage, ticket: Ticket) -> tuple[str, ...]:
    """One line a call, and how it comes."""
    calls = tuple(f"{at + 1}　{call_words(stage, ticket, at)}" for at in range(len(ticket.calls)))
    return (*calls, stage.say("slip.announced")) if calls else ()


def _bring(stage: Stage, ticket: Ticket, fee: int) -> tuple[str, ...]:
    """Papers, and last what there is to pay."""
    money = (stage.say("slip.fee", fee=yen(stage, fee)),) if fee else ()
    return (*(stage.say(key) for key in ticket.bring if has_words(stage.bundle, key)), *money)


def _beside_code(stage: Stage, *, code: bool) -> str:
    return stage.say("slip.offline") if stage.session.offline else stage.say("slip.phone") if code else ""


def _day(stage: Stage, ticket: Ticket) -> str:
    return stage.say("slip.day", year=ticket.day.year, month=ticket.day.month, day=ticket.day.day)


def _marks(session: Session, ticket: Ticket, japanese: Stage, own: Stage | None) -> Iterator[str]:
    """Staff look for these, so that the Japanese words stand first here."""

    def mark(key: str, **about: object) -> str:
        both = [read(stage.say(key, **about)) for stage in (japanese, own) if stage is not None]
        return "\n".join(dict.fromkeys(both))

    if session.devices.training:
        yield mark("slip.training")
    if ticket.booked is not None:
        yield mark("slip.booked", time=f"{ticket.booked.hour}:{ticket.booked:%M}")
    if session.slip.copy > 1:
        yield mark("slip.reissue", copy=session.slip.copy)


def _kana(bundle: Bundle, ticket: Ticket) -> str:
    """How the lead procedure is read; a name that is kana already needs none."""
    lead = bundle.procedures.get(ticket.procedures[0]) if ticket.procedures else None
    return lead.kana if lead else ""


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
