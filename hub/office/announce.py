"""Domain events become wire events here, once. Pure: everything a board needs is in the event itself."""

from collections.abc import Iterable
from typing import Literal, assert_never

import msgspec

from hub import wire
from hub.domain import events
from hub.domain.notice import Notice
from hub.domain.stage import State
from hub.office.literals import appointment_state_of, language_of, stage_of, state_of
from hub.store.transaction import Logged


def to_wire(logged: Logged) -> wire.Event:
    """The form in which everybody outside hears of it."""
    seq, event = logged.seq, logged.event
    match event:
        case events.VisitOpened():
            return wire.VisitOpened(
                seq=seq, at=event.at, visit=event.visit, number=event.number, service=event.service, line=_line_of(event.line)
            )
        case events.LegCalled():
            return wire.LegCalled(seq=seq, at=event.at, row=_row(event, "called"), line=_line(event.line))
        case events.LegMoved():
            return wire.LegMoved(
                seq=seq,
                at=event.at,
                visit=event.visit,
                number=event.number,
                stage=stage_of(event.stage),
                state=state_of(event.state),
                service=event.service,
                off_board=event.off_board,
                missed=_row(event, "absent") if event.state == State.ABSENT else None,
                called=_row(event, "called") if event.state == State.CALLED else None,
                line=_line(event.line),
                how=event.how,
            )
        case events.VisitEnded():
            return wire.VisitEnded(seq=seq, at=event.at, visit=event.visit, number=event.number)
        case events.VisitReopened():
            return wire.VisitReopened(seq=seq, at=event.at, visit=event.visit, number=event.number)
        case events.RecordViewed():
            return wire.RecordViewed(
                seq=seq, at=event.at, visit=event.visit, number=event.number, staff=event.staff, reason=event.reason
            )
        case events.RecordChanged():
            return wire.RecordChanged(
                seq=seq,
                at=event.at,
                visit=event.visit,
                number=event.number,
                what=event.what,
                counter=event.counter,
                fields=event.fields,
            )
        case events.VisitSplit():
            return wire.VisitSplit(
                seq=seq,
                at=event.at,
                visit=event.visit,
                number=event.number,
                origin=event.origin,
                origin_number=event.origin_number,
                service=event.service,
                people=event.people,
                standing=tuple(wire.Standing(each.service, stage_of(each.stage), state_of(each.state)) for each in event.standing),
                lines=tuple(_line_of(line) for line in event.lines),
                how=event.how,
            )
        case events.VisitMerged():
            return wire.VisitMerged(
                seq=seq,
                at=event.at,
                visit=event.visit,
                number=event.number,
                into=event.into,
                into_number=event.into_number,
                lines=tuple(_line_of(line) for line in event.lines),
                how=event.how,
            )
        case events.KioskChanged():
            return wire.KioskChanged(
                seq=seq,
                at=event.at,
                kiosk=event.kiosk,
                state=msgspec.convert(event.state, wire.KioskState),
                help_since=event.help_since,
            )
        case events.SlipReported():
            return wire.SlipReported(
                seq=seq,
                at=event.at,
                visit=event.visit,
                number=event.number,
                kiosk=event.kiosk,
                result=event.result,
                fault=event.fault,
            )
        case events.BoardChanged():
            return wire.BoardChanged(
                seq=seq, at=event.at, board=event.board, health=msgspec.convert(event.health, wire.BoardHealth)
            )
        case events.KioskUnlocked():
            return wire.KioskUnlocked(
                seq=seq, at=event.at, kiosk=event.kiosk, staff=event.staff, since=event.since, ended=event.ended, done=event.done
            )
        case events.NoticesChanged():
            return wire.NoticesChanged(seq=seq, at=event.at, notices=notices_to_wire(event.notices))
        case events.AppointmentChanged():
            return wire.AppointmentChanged(
                seq=seq,
                at=event.at,
                appointment=event.appointment,
                service=event.service,
                begins=event.begins,
                state=appointment_state_of(event.state),
                visit=event.visit,
                moved_from=event.moved_from,
            )
        case events.SettingsChanged():
            return wire.SettingsChanged(seq=seq, at=event.at, bundle=event.bundle)
        case events.DayClosed():
            return wire.DayClosed(seq=seq, at=event.at, day=event.day)
        case _:
            assert_never(event)


def notices_to_wire(notices: Iterable[Notice | str]) -> tuple[wire.Notice, ...]:
    """What a board shows of each."""
    return tuple(
        wire.Notice(each) if isinstance(each, str) else wire.Notice(each.text, each.until, each.others) for each in notices
    )


def _line(line: events.Line | None) -> wire.ServiceLine | None:
    return None if line is None else _line_of(line)


def _line_of(line: events.Line) -> wire.ServiceLine:
    return wire.ServiceLine(service=line.service, letter=line.letter, people_waiting=line.people_waiting, full=line.full)


def _row(event: events.LegCalled | events.LegMoved, state: Literal["called", "absent"]) -> wire.BoardRow:
    return wire.BoardRow(
        visit=event.visit,
        number=event.number,
        stage=stage_of(event.stage),
        service=event.service,
        state=state,
        counter=event.counter,
        at=event.at,
        times=max(1, event.times),
        language=language_of(event.language),
    )
