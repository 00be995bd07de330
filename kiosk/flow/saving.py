"""あとで つづける（一時保存）: the entry goes to the hub under a code, and is taken up again where it was left. Pure."""

from collections.abc import Mapping
from typing import Any

import msgspec

from config.bundle import Bundle
from config.form import answer_at, asked, completed
from config.together import forms_of
from hub.wire import Application, FoundEntry, Refusal, SavedEntry, SaveEntry, Unfinished
from kiosk.flow.closing import deaf
from kiosk.flow.effects import CallHelp
from kiosk.flow.effects import SaveEntry as Save
from kiosk.flow.keeping import keep
from kiosk.flow.laying import CARD
from kiosk.flow.moves import Around, Step, all_pages, at_key, back, forward, go, page_of, stand, to_page
from kiosk.flow.reading import holds
from kiosk.flow.state import Draft, Entry, Place, ScreenName, Session, Slip, Typed, change
from kiosk.flow.tray import FORGOTTEN

# Everywhere between the first answer and the number: a child cries at the card as well as at a question.
SAVEABLE: frozenset[ScreenName] = frozenset(
    {
        "selection",
        "result",
        "card_place",
        "card_pin",
        "card_code_b",
        "card_trouble",
        "page",
        "store",
        "store_way",
        "proxy",
        "guidance",
        "review",
        "consent",
        "refused",
    }
)
ENDED = ("saving", "saved", "sending", "ticket", FORGOTTEN)  # nothing to leave any more
NO_HUB, NOT_SAVED, GOING_ON = "kiosk.saved.no_hub", "kiosk.saved.failed", "kiosk.saved.going_on"
PAPER = "entry-"  # before the key of the press: what a paper of a saved entry is known by


class Progress(msgspec.Struct, frozen=True):
    """How far an entry has come, besides its answers. The hub keeps it as it is."""

    page: str = ""  # key of the page it was left on; else the first that is not done
    passed: tuple[str, ...] = ()
    drafts: dict[str, Draft] = {}
    typed: dict[str, Typed] = {}  # typed and not yet taken over
    aside: dict[str, Any] = {}
    carried: tuple[str, ...] = ()  # paths
    noticed: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return "Progress()"


def may_save(session: Session) -> bool:
    """Whether there is an entry to be saved. What is practised is not kept; a card that is being read is waited for."""
    something = bool(session.answers or session.drafts or session.typed or session.entry.text)
    possible = session.screen in SAVEABLE and bool(session.procedures) and not holds(session)
    return possible and something and not session.devices.training


def may_quit(session: Session) -> bool:
    """Whether somebody has begun and not come to an end: やめる has something to leave."""
    return session.screen not in (*ENDED, "start") and not holds(session)


def save(session: Session, around: Around) -> Step:
    """あとで つづける. While the hub is away nothing is kept, and the entry goes on."""
    if not may_save(session):
        return session, ()
    if not session.devices.hub:
        return change(session, over="quit", save_wrong=NO_HUB, shown_at=None), ()
    here = page_of(session, around)
    kept = change(keep(session, here) if here else session, over="", save_wrong="", saves=session.saves + 1)
    taken_back = (CallHelp(False),) if kept.help_called else ()  # who goes needs nobody any more
    kept = change(kept, help_called=False, help_seen=False)
    if kept.screen.startswith("card_"):
        kept = change(kept, passed=kept.passed - {CARD})  # it is asked for again
    return go(kept, "saving", Save(key_of(kept), message(kept, around.bundle)), *taken_back)


def key_of(session: Session) -> str:
    """Of the press: another one may come with other answers."""
    return f"{session.devices.key}-saved-{session.saves}"


def paper_of(session: Session) -> str:
    """What the paper with the code is known by; it is no paper of a visit, and the hub hears nothing of it."""
    return f"{PAPER}{key_of(session)}"


def message(session: Session, bundle: Bundle) -> SaveEntry:
    """Of every form what shows, as for a number; the entry it came of is forgotten."""
    forms = dict(forms_of(bundle, session.procedures))
    applications = tuple(
        Application(procedure, form.version, asked(form, session.answers, "kiosk"))
        if (form := forms.get(procedure)) is not None
        else Application(procedure, "", {})
        for procedure in session.procedures
    )
    left = {key: one for key, one in session.typed.items() if not one.taken and one.entry != Entry()}
    progress = Progress(
        session.page,
        tuple(sorted(session.passed)),
        session.drafts,
        left,
        session.aside,
        tuple(session.carried),
        tuple(sorted(session.noticed)),
    )
    unfinished: Unfinished = msgspec.to_builtins(progress)
    return SaveEntry(session.language, applications, unfinished, session.reception_token)


def saved(session: Session, around: Around, entry: SavedEntry) -> Step:
    """The codes, on the screen and on paper. Nothing else of the entry is needed here any more."""
    if session.screen != "saving":
        return session, ()
    bare = change(session, answers={}, drafts={}, typed={}, aside={}, carried={}, home=None, entry=Entry(), history=())
    return stand(change(deaf(bare, around), saved=entry, slip=Slip(orders=1)), "saved")


def not_saved(session: Session, around: Around, refusal: Refusal) -> Step:
    """Nothing is kept; the entry goes on where it was."""
    if session.screen != "saving":
        return session, ()
    returned, effects = back(session, around)
    wrong = NO_HUB if refusal.error == "hub_away" else NOT_SAVED
    return change(returned, editing=session.editing, edited=session.edited, over="quit", save_wrong=wrong, shown_at=None), effects


def with_entry(session: Session, found: FoundEntry) -> Session:
    """With the procedures and answers of an entry; where two forms ask the same, the first one's answer."""
    answers: dict[str, Any] = {}
    for application in found.applications:
        answers = completed(answers, application.answers)
    procedures = tuple(dict.fromkeys(application.procedure for application in found.applications))
    return change(session, reception_token=found.reception_token, procedures=procedures, answers=answers, code_wrong="")


def go_on(session: Session, around: Around, found: FoundEntry) -> Step:
    """To the page it was left on, else to the first that is not done; もどる leads through those before it."""
    progress = _progress(found.unfinished or {})
    brought = with_entry(session, found)
    answers = brought.answers
    known = change(
        brought,
        passed=frozenset(progress.passed),
        drafts=progress.drafts,
        typed=progress.typed,
        aside=progress.aside,
        carried={path: answer_at(answers, path) for path in progress.carried},
        noticed=frozenset(progress.noticed),
        page="",
    )
    page = at_key(known, around, progress.page)
    moved, effects = to_page(known, around, page) if page else forward(known, around)
    order = [page.key for page in all_pages(moved, around)]
    before = order[: order.index(moved.page)] if moved.page in order else order
    history = (*moved.history, *(Place("page", page=key) for key in before))
    return change(moved, history=history, notice=GOING_ON if moved.screen == "page" else ""), effects


def _progress(unfinished: Mapping[str, Any]) -> Progress:
    """What another version of this program wrote is left out: the answers are there all the same."""
    try:
        progress = msgspec.convert(unfinished, Progress)
    except msgspec.ValidationError:
        return Progress()
    typed = {
        key: change(one, answer=tuple(one.answer)) if key.endswith((":family", ":given")) and isinstance(one.answer, list) else one
        for key, one in progress.typed.items()
    }
    return change(progress, typed=typed)
