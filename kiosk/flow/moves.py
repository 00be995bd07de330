"""Moving between screens: forward, back, to a page, to the review. Every move keeps the answers and what is being typed. Pure."""

from datetime import datetime
from typing import Any, NamedTuple

from config.bundle import Bundle
from config.fees import StoreHint, instead_of_visit
from config.form import Problem, answer_at, head_problems, needs_staff
from config.proxy import LETTER
from config.together import forms_of
from kiosk.flow.answers import people
from kiosk.flow.carrying import carry
from kiosk.flow.checking import following, problems
from kiosk.flow.effects import AnyEffect, Convert, Effect, LeaveCard, ShowStep, StartScanner, StopScanner, WaitForCard, WatchTray
from kiosk.flow.keeping import entry_of, is_pending, keep, take_up
from kiosk.flow.laying import CARD, is_due, may_exchange, may_read
from kiosk.flow.pages import Page, at_path, is_done, pages, steps_of
from kiosk.flow.state import Card, Entry, Place, ScreenName, Session, change
from kiosk.flow.unread import leave_unread

Step = tuple[Session, tuple[Effect, ...]]
LONGEST_HISTORY = 200
ONE_HEAD = "one_householder"  # a head count that needs one
_last: list[Any] = [None, None, None, ()]  # of all_pages: what the last were asked of, and they
# Among the pages passed: shown, offered until it was declined, told once.
GUIDANCE, STORE, PROXY = "guidance", "store", "proxy"
BY_CODE = frozenset({"prefecture_city", "ward", "town"})  # parts of an address that its postal code fills


class Around(NamedTuple):
    """What a decision needs besides the session."""

    bundle: Bundle
    now: datetime


def go(session: Session, screen: ScreenName, *effects: AnyEffect, question: str = "", page: str = "") -> Step:
    """To a screen, remembering where もどる leads."""
    return stand(_remembered(session, screen), screen, *effects, question=question, page=page)


def _remembered(session: Session, to: ScreenName) -> Session:
    """Past a card that was read もどる leads to before it, never onto a pad that reads nothing."""
    history = (*session.history, Place(session.screen, session.question, session.page, session.list_page))
    while history and history[-1].screen.startswith("card_") and not to.startswith("card_"):
        history = history[:-1]
    return change(session, history=history[-LONGEST_HISTORY:])


def stand(session: Session, screen: ScreenName, *effects: AnyEffect, question: str = "", page: str = "") -> Step:
    """On a screen, without a way back to the one before. Devices of the screen left are let go, those of this one begin."""
    moving: tuple[AnyEffect, ...] = ()
    if screen == "card_place" and session.card_before:
        screen = "card_trouble"
        session = change(session, card=Card())
    if session.screen.startswith("card_") and not screen.startswith("card_"):
        # A card that was met is watched as long as the visit goes on: nobody is to go without it.
        moving += (WatchTray() if session.card_met or session.card_before else LeaveCard(),)
        card = change(session.card, digits="", reading=False, fault=None, last_try_agreed=False, told="", awaited=False)
        session = change(session, card=card)
    if session.screen == "code_scan" and screen != "code_scan":
        moving += (StopScanner(),)
    if screen == "code_scan" and session.screen != "code_scan":
        moving += (StartScanner(),)
        session = change(session, entry=Entry(), code_wrong="", camera_state="")
    if screen == "code_type" and session.screen != "code_type":
        session = change(session, entry=Entry(), code_wrong="")
    if screen == "card_trouble":
        # The right card in place of the wrong one is answer enough: nobody need press as well.
        moving += (WatchTray() if session.card_before else WaitForCard(changed=True),)
    if screen == "card_place":
        moving += (LeaveCard(), WaitForCard()) if session.screen.startswith("card_") else (WaitForCard(),)
        read = session.card if may_exchange(session) else Card()  # it stays until another one is read
        session = change(session, card=Card(kind=read.kind, read=read.read, by_pin=read.by_pin), card_lies=False)
    if screen in ("card_pin", "card_code_b"):
        moving += (WatchTray(),)
        session = change(session, card=change(session.card, digits="", reading=False, awaited=False))
    if (screen, page) != (session.screen, session.page):
        session = change(session, notice="", notice_of="")  # it was of the page that is left
    moved = change(session, screen=screen, question=question, page=page, list_page=0, shown_at=None)
    return moved, (*moving, *effects)


def back(session: Session, around: Around) -> Step:
    """もどる: to where one came from. What was typed on this page and not yet taken over stays there too."""
    if session.over:
        return change(session, over="", shown_at=None), ()
    here = page_of(session, around)
    session = change(keep(session, here) if here else session, notice="", edited="")
    if session.screen.startswith("card_"):
        session = change(session, passed=session.passed - {CARD})
    if session.answers and session.history and session.history[-1].screen == "start":
        # The next resident may stand there already: with answers one leaves by saying so.
        return change(session, over="quit", shown_at=None), ()
    while session.history:
        *history, place = session.history
        session = change(session, history=tuple(history))
        if place.screen == "review":
            return to_review_again(change(session, editing=False), place)
        if place.screen == "card_place" and may_exchange(session):
            return stand(session, "card_place")
        if place.screen.startswith("card_") and not may_read(session, around.bundle):
            continue  # the reader is out of order by now, or there is nothing left a card would fill
        if place.screen == "card_pin" and session.card.kind is None:
            return stand(session, "card_place")  # the card it was for has been taken away
        if place.screen == "store" and store_prices(session, around) is None:
            continue
        if place.screen != "page":
            return stand(session, place.screen, question=place.question)
        session = take_up(session, place.page)
        page = at_key(session, around, place.page) or _of_answer(session, around, place.page)
        if page is not None:  # a page that an answer has closed since is passed over
            return show_page(session, around, page)
    return session, ()


def all_pages(session: Session, around: Around) -> tuple[Page, ...]:
    """Every page of this visit as it stands. A touch asks several times, and most touches change no answer: the last are kept."""
    of = (around.bundle, session.procedures, session.answers)  # maps that are never changed, only replaced
    if not all(one is other for one, other in zip(of, _last[:3], strict=False)):
        _last[:] = [*of, pages(*of)]
    found: tuple[Page, ...] = _last[3]
    return found


def at_key(session: Session, around: Around, key: str) -> Page | None:
    """The page with this key; None where it is no more asked."""
    return next((page for page in all_pages(session, around) if page.key == key), None)


def _of_answer(session: Session, around: Around, key: str) -> Page | None:
    """The page where the same answer is given now: a name in Latin letters is one page, no longer two."""
    return next((page for page in all_pages(session, around) if page.path == key.rpartition(":")[0]), None)


def page_of(session: Session, around: Around) -> Page | None:
    """The page shown now."""
    return at_key(session, around, session.page) if session.screen == "page" else None


def show_page(session: Session, around: Around, page: Page) -> Step:
    """Stand on a page, what was typed or answered there before in the field again."""
    if page.kind == "people":
        session = _without_nobody(session, page.path)
    entry = entry_of(session, page)
    session = change(session, entry=entry)
    steps = steps_of(around.bundle, page)
    # A reading that was entered at home without its kanji: they are offered as if it had just been typed.
    unwritten = page.kind in ("family", "given") and not page.no_reading and entry.text and not entry.candidates
    asked = (
        (Convert(entry.text, "given" if page.kind == "given" else "family"),)
        if unwritten and answer_at(session.answers, page.path) is None
        else ()
    )
    return stand(session, "page", ShowStep(page.step + 1, len(steps)), *asked, page=page.key)


def _without_nobody(session: Session, path: str) -> Session:
    """A person who was added and of whom nothing was said is not on the list."""
    listed = list(people(session.answers, path))
    while len(listed) > 1 and not listed[-1]:
        listed.pop()
    return change(session, answers={**session.answers, path: listed})


def to_page(session: Session, around: Around, page: Page) -> Step:
    """To a page, remembering the way back."""
    return show_page(_remembered(session, "page"), around, page)


def to_wrong(session: Session, around: Around, page: Page, code: str) -> Step:
    """To a page whose answer cannot stay as it is, saying why."""
    moved, effects = show_page(session, around, page) if page.key == session.page else to_page(session, around, page)
    return change(moved, entry=change(moved.entry, wrong=f"problem.{code}")), effects


def forward(session: Session, around: Around) -> Step:
    """To the next page that is not done; with none left, to what the hub would refuse; else to the review."""
    session = leave_unread(carry(session, around.bundle), around.bundle)
    if (letter := to_proxy(session)) is not None:
        return letter
    if not session.editing and is_due(session, around.bundle):
        return to_card(session)
    if not session.editing and (choice := to_store(session, around)) is not None:
        return choice
    order = all_pages(session, around)
    if not session.editing and (headless := to_list_without_head(session, around)) is not None:
        return headless
    at = next((index for index, page in enumerate(order) if page.key == session.page), -1)
    rest = order[at + 1 :]
    if session.edited:
        here = session.page.rpartition(":")[0]  # a name that was taken whole has no second page
        parts = (page for page in rest if page.path.startswith(f"{session.edited}.") and page.path != here)
        following = next((page for page in parts if not _went_by(session, page)), None)
        if following is not None:
            return to_page(session, around, following)
        session = change(session, edited="")
    pending = next((page for page in rest if is_pending(session, page)), None) if not session.editing else None
    for page in (*rest, *order):
        if page is pending or (not is_done(page, session.answers, session.passed) and page.key != session.page):
            return to_page(session, around, page)
    return to_problem(session, around) or to_guidance(session, around) or to_review(session, around)


def _went_by(session: Session, page: Page) -> bool:
    """Whether a page was never shown and need not be: a postal code fills it, or it was left out of who cannot read it."""
    seen = any(place.page == page.key for place in session.history)
    if seen or not is_done(page, session.answers, session.passed):
        return False
    group, _, part = page.path.rpartition(".")
    answer = answer_at(session.answers, page.path)
    if "." in group:  # of a person
        return answer is None or needs_staff(answer)
    return part in BY_CODE and answer_at(session.answers, f"{group}.postal_code") is not None


def to_card(session: Session) -> Step:
    """To the place for the card, the reader waiting."""
    return go(change(session, passed=session.passed | {CARD}), "card_place")


def to_problem(session: Session, around: Around) -> Step | None:
    """To the first page with an answer the hub would refuse; None where all is right."""
    order = all_pages(session, around)
    for problem in problems(session, around.bundle):
        page = at_path(order, of_list(problem) or problem.path)
        if page is not None:
            return to_wrong(session, around, page, problem.code)
    return None


def of_list(problem: Problem) -> str:
    """Key of the list whose householder is missing or there twice: one of them is chosen by name. Empty for all other problems."""
    return f"{problem.path.partition('.')[0]}:people" if problem.code == ONE_HEAD else ""


def to_list_without_head(session: Session, around: Around) -> Step | None:
    """To the list of everybody, as soon as it is complete and has no householder though it needs one."""
    order = all_pages(session, around)
    for _, form in forms_of(around.bundle, session.procedures):
        for problem in head_problems(form, session.answers):
            key = of_list(problem)
            page = at_path(order, key) if key in session.passed else None
            if page is not None:
                return to_wrong(session, around, page, problem.code)
    return None


def to_proxy(session: Session) -> Step | None:
    """To the letter of proxy of whoever came without one, once; None for everybody else."""
    if PROXY in session.passed or session.answers.get(LETTER) is not False:
        return None
    return go(change(session, passed=session.passed | {PROXY}), "proxy")


def to_store(session: Session, around: Around) -> Step | None:
    """To the choice between store and office; None where there is none, or 窓口 was chosen, or the visit was planned at home."""
    if STORE in session.passed or session.home is not None or store_prices(session, around) is None:
        return None
    return go(session, "store")


def store_prices(session: Session, around: Around) -> StoreHint | None:
    """What everything asked for costs at a store and here, where it can be had there for less."""
    return instead_of_visit(around.bundle, session.procedures, session.answers, session.devices.today)


def to_guidance(session: Session, around: Around) -> Step | None:
    """To what the answers lead to, and again once they lead elsewhere; None where it was seen, or nothing follows."""
    led = following(session, around.bundle)
    if session.editing or not led.followed:
        return None
    said = (*(f"{one.text} {one.deadline}" for one in led.followed), *led.bring)
    if GUIDANCE in session.passed and session.guided in ((), said):  # who goes on from a saved entry has seen it
        return None
    return go(change(session, passed=session.passed | {GUIDANCE}, guided=said), "guidance")


def to_review(session: Session, around: Around) -> Step:
    """To the review, from where 修正する leads back to one page."""
    order = all_pages(session, around)
    steps = len(steps_of(around.bundle, order[0])) if order else 1
    if session.editing:
        before = [at for at, place in enumerate(session.history) if place.screen == "review"]
        past = session.history[: before[-1]] if before else session.history
        place = session.history[before[-1]] if before else Place("review")
        session = change(session, history=past, editing=False, edited="")
        return to_review_again(session, place, ShowStep(steps, steps))
    return go(change(session, corrected=""), "review", ShowStep(steps, steps))


def to_review_again(session: Session, place: Place, *effects: AnyEffect) -> Step:
    """To the page of it where one was, or that of what has been corrected since."""
    moved, all_effects = stand(session, "review", *effects)
    return change(moved, list_page=place.list_page), all_effects


def edit(session: Session, around: Around, path: str) -> Step:
    """修正する: to that one page, or through the pages of that person or address, and back."""
    page = at_path(all_pages(session, around), path)
    if page is None:
        return session, ()
    whole = path if page.path.startswith(f"{path}.") else ""
    here = page_of(session, around)
    session = keep(session, here) if here else session
    passed = session.passed - {here.key} if here and here.kind == "people" else session.passed  # the list is shown again after it
    editing = session.editing or session.screen == "review"
    corrected = path if session.screen == "review" else session.corrected
    return to_page(change(session, editing=editing, edited=whole, passed=passed, corrected=corrected), around, page)
