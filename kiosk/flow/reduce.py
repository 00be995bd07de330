"""The whole behaviour of a kiosk: (session, event, now) → (session, effects). Pure and total: the meaningless changes nothing."""

from datetime import datetime, timedelta

from config.bundle import Bundle
from kiosk.flow import (
    assisting,
    booked,
    closing,
    coding,
    events,
    everybody,
    idling,
    keying,
    looks,
    moves,
    paging,
    proxy,
    reading,
    selecting,
    store,
    taking,
    tray,
    unlocking,
    writing,
)
from kiosk.flow.effects import CallHelp, Effect, Speak
from kiosk.flow.moves import Around, Step
from kiosk.flow.saving import may_quit, not_saved, paper_of, save, saved
from kiosk.flow.state import Session, change

BOUNCE = timedelta(milliseconds=150)  # a panel that reports one touch twice
NOT_TOUCHES = (
    events.Touched,
    events.ReadOut,
    events.Tick,
    events.Candidates,
    events.Characters,
    events.Towns,
    events.CardSeen,
    events.CardRead,
    events.CardFailed,
    events.CardLies,
    events.CardLay,
    events.CodeSeen,
    events.CameraPicture,
    events.CameraChanged,
    events.EntryFound,
    events.EntryRefused,
    events.EntrySaved,
    events.EntryNotSaved,
    events.NumberTaken,
    events.NumberRefused,
    events.SlipChanged,
    events.PrinterChanged,
    events.ReaderChanged,
    events.HubChanged,
    events.LinesChanged,
    events.HelpSeen,
    events.KioskUnlocked,
    events.AssistRefused,
    events.SlipReissued,
    events.NumberHanded,
    events.NumberCancelled,
    events.RoleTaken,
    events.Started,
)
FINAL = ("saved", "ticket", tray.FORGOTTEN)  # nothing leads back from there
# Touches that leave the question はずしますか where it is.
KEEP_ASKING = (
    events.PersonRemove,
    events.ShowLanguages,
    events.ShowAppearance,
    events.ChooseLanguage,
    events.ChooseAppearance,
)


def reduce(session: Session, event: events.AnyEvent, now: datetime, bundle: Bundle) -> tuple[Session, tuple[Effect, ...]]:
    """The session after `event` at `now` (aware, JST), and what is to be done. After End the session is empty."""
    around = Around(bundle, now)
    if isinstance(event, NOT_TOUCHES):
        return tray.held(_told(session, event, around), around)
    if event == session.pressed and session.pressed_at is not None and now - session.pressed_at < BOUNCE:
        return session, ()
    asked = session.removing if isinstance(event, KEEP_ASKING) else 0  # any other touch leaves the person on the list
    session = change(session, touched_at=now, pressed=event, pressed_at=now, removing=asked)
    return tray.held(_touched(session, event, around), around)


def _told(session: Session, event: events.AnyEvent, around: Around) -> Step:
    """News from the parent process, and time."""
    match event:
        case events.Touched():
            return change(closing.still_pressing(session, around), touched_at=around.now), ()
        case events.ReadOut(text):
            return change(session, touched_at=around.now), (Speak(session.language, text),)
        case events.Tick() if session.assist is not None:
            return unlocking.tick(session, around)
        case events.Tick() if session.screen == tray.FORGOTTEN:
            return tray.tick(session, around)
        case events.Tick(to_read):
            return idling.tick(session, around, to_read)
        case events.Started():
            return _started(session, event, around)
        case events.Candidates(kana, found):
            return keying.candidates(session, around, kana, found)
        case events.Characters(turn, found):
            return writing.recognised(session, turn, found)
        case events.Towns(code, found):
            return keying.towns(session, around, code, found)
        case events.CardSeen(present):
            return reading.seen(session, around, present)
        case events.CardRead(data):
            return reading.filled(session, around, data)
        case events.CardFailed(fault):
            return reading.failed(session, fault)
        case events.CardLies(there):
            return tray.lies(session, there=there)
        case events.CardLay():
            return tray.lay_before(session)
        case events.CodeSeen(text):
            return coding.seen(session, text)
        case events.CameraChanged(state):
            return coding.camera(session, state)
        case events.EntryFound(entry) if entry.appointment is not None:
            return booked.found(session, entry.appointment, entry, around) if session.screen in coding.SCREENS else (session, ())
        case events.EntryFound(entry):
            return taking.entry_found(change(session, appointment=None), around, entry)
        case events.EntryRefused(refusal):
            return coding.refused(session, refusal)
        case events.EntrySaved(entry):
            return saved(session, around, entry)
        case events.EntryNotSaved(refusal):
            return not_saved(session, around, refusal)
        case events.NumberTaken(ticket, offline):
            return taking.taken(session, around, ticket, offline=offline)
        case events.NumberRefused(refusal):
            return taking.refused(session, around, refusal)
        case events.SlipChanged(state, fault, visit) if session.saved is not None and visit == paper_of(session):
            return change(session, slip=change(session.slip, state=state, fault=fault, since=around.now)), ()
        case events.SlipChanged(state, fault, visit) if session.sheet is not None and visit == session.sheet.name:
            return change(session, sheet=change(session.sheet, state=state, fault=fault)), ()
        case events.SlipChanged(visit=visit) if visit and not (session.ticket and session.ticket.visit == visit):
            return assisting.slip_changed(session, event), ()
        case events.SlipChanged(state, fault):
            session = assisting.slip_changed(session, event)
            return taking.slip_changed(session, state, fault, around)
        case events.PrinterChanged(state):
            return change(session, devices=change(session.devices, printer=state)), ()
        case events.ReaderChanged(ready):
            return change(session, devices=change(session.devices, reader=ready)), ()
        case events.HubChanged(up):
            return change(session, devices=change(session.devices, hub=up)), ()
        case events.LinesChanged(lines):
            return change(session, lines=lines), ()
        case events.HelpSeen():
            return change(session, help_seen=session.help_called), ()
        case events.KioskUnlocked(answer):
            return unlocking.unlocked(session, around, answer)
        case events.AssistRefused(refusal):
            return assisting.refused(session, refusal)
        case events.SlipReissued(answer):
            return assisting.reissued(session, answer)
        case events.NumberHanded(ticket):
            return assisting.handed(session, ticket)
        case events.RoleTaken(counter):
            return assisting.role_taken(session, counter)
        case events.NumberCancelled(number):
            return assisting.cancelled(session, number, around)
    return session, ()


def _started(session: Session, event: events.Started, around: Around) -> Step:
    devices = change(
        session.devices,
        kiosk=event.kiosk,
        today=event.today,
        printer=event.printer,
        reader=event.reader,
        camera=event.camera,
        hub=event.hub,
        training=event.training,
        practice=int(event.extra.get("practice", 1)),
        headphones=event.headphones,
        has_reader=bool(event.extra.get("has_reader", True)),
        key=str(event.extra.get("key", "")),
    )
    over = "interrupted" if event.interrupted else session.over
    return change(session, devices=devices, over=over, touched_at=around.now, shown_at=around.now), ()


def _touched(session: Session, event: events.AnyEvent, around: Around) -> Step:
    """A touch: first what works on every screen, then what the screen is about."""
    if session.assist is not None:
        return assisting.act(session, event, around)
    match event:
        case events.StaffKnock():
            return unlocking.knock(session, around)
        case events.Help():
            return _help(session)
        case events.Continue():
            return change(session, over="", shown_at=around.now), ()
        case events.MoreTime():
            return change(session, patience=2, over="", shown_at=around.now), ()
        case events.Back():
            if not session.over and (session.screen in (*FINAL, "saving", "sending") or reading.holds(session)):
                return session, ()
            if session.entry.hand is not None and not session.over:
                return change(session, entry=writing.put_down(session.entry)), ()
            return moves.back(session, around)
        case events.Quit():
            return _quit(session)
        case events.SaveForLater():
            return save(session, around)
        case events.ShowLanguages() | events.ShowAppearance() | events.ChooseLanguage() | events.ChooseAppearance():
            return looks.choose(session, event, around)
    if session.over == "idle":
        return change(session, over="", shown_at=around.now), ()
    if session.over:
        return session, ()
    return _on_screen(session, event, around)


def _help(session: Session) -> Step:
    """Rings the floor view and keeps everything; pressed again it takes the call back."""
    if session.help_called and session.over != "help":
        return change(session, help_called=False, help_seen=False), (CallHelp(False),)
    if session.help_called:
        return change(session, help_called=False, help_seen=False, over=""), (CallHelp(False),)
    return change(session, help_called=True, over="help", shown_at=None), (CallHelp(True),)


def _quit(session: Session) -> Step:
    """やめる（入力を消す）asks once, then erases."""
    if session.over == "quit" or session.screen == "start":
        return taking.finish(session)
    if not may_quit(session):
        return session, ()
    return change(session, over="quit", save_wrong="", shown_at=None), ()


def _on_screen(session: Session, event: events.AnyEvent, around: Around) -> Step:
    if session.screen == "start":
        session = tray.begun(session)
    if session.screen == "page" and session.entry.hand is not None:
        return writing.act(session, event, around)
    match session.screen, event:
        case _, events.Page(by):
            return paging.turn(session, around, by)
        case "start", events.Begin():
            return selecting.begin(session, around)
        case "start", events.HaveCode():
            return selecting.have_code(session)
        case "start", events.NumberOnly():
            return selecting.number_only(session)
        case "selection", events.Choose(option):
            return selecting.choose(session, around, option)
        case "services", events.Choose(option):
            return selecting.choose_service(session, around, option)
        case "result", events.Choose(option):
            return selecting.on_result(session, around, option)
        case "result", events.Next():
            return selecting.start_forms(session, around)
        case (("card_place" | "card_pin" | "card_code_b" | "card_trouble"), events.UseCard(way)):
            return reading.use(session, around, way)
        case "card_place", events.Next():
            return reading.keep_card(session, around)
        case (("card_pin" | "card_code_b"), events.Key(pressed)):
            return reading.key(session, pressed)
        case (("card_pin" | "card_code_b"), events.Next()):
            if session.card.fault is not None and session.card.fault.value == "last_try":
                return reading.agree_last_try(session)
            return reading.read(session)
        case "card_trouble", events.Next():
            return reading.put_again(session)
        case "page", events.Key(pressed):
            return keying.key(session, around, pressed)
        case "page", events.Choose(option):
            return paging.choose(session, around, option)
        case "page", events.Candidate(index):
            return keying.pick(session, index)
        case "page", events.WriteByHand():
            return writing.begin(session, around)
        case "page", events.CheckAtCounter():
            return paging.at_counter(session, around)
        case "page", events.PersonAdd():
            return everybody.add_person(session, around)
        case "page", events.PersonRemove(index):
            return everybody.remove_person(session, around, index)
        case (("page" | "review"), events.Edit(path)):
            return moves.edit(session, around, path)
        case "page", events.Next():
            return paging.next_(session, around)
        case (("store" | "store_way"), _):
            return store.act(session, event, around)
        case "proxy", _:
            return proxy.act(session, event, around)
        case "guidance", events.Next():
            return moves.to_review(session, around)
        case "review", events.Next():
            return taking.to_consent(session, around)
        case "consent", events.Next():
            return taking.take_number(session, around)
        case "code_scan", events.Choose("type"):
            return coding.type_instead(session)
        case "code_type", events.Choose("scan"):
            return coding.scan_again(session)
        case "code_type", events.Key(pressed):
            return coding.key(session, pressed)
        case "code_type", events.Next():
            return coding.look_up(session)
        case "appointment", _:
            return booked.act(session, event, around)
        case "refused", events.Choose("general"):
            return selecting.general_number(session, around)
        case "refused", events.Next():
            return taking.take_number(session, around)
        case "ticket", events.PaperCame(came):
            return taking.paper_came(session, came)
        case "ticket", events.PrintAgain():
            return taking.print_again(session)
        case (("ticket" | "saved"), events.Next()):
            return closing.close(session, around)
    return session, ()
