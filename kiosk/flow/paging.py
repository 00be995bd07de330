"""One page of a form: the answer out of its field or tiles, the next page. Pure."""

from typing import Any

from config.carrying import SUBJECT_BORN, SUBJECT_NAME
from config.form import LONG_AGO, Form, answer_at, is_odd, names_for, offered, refusal, toggled
from config.form.kinds import cleaned_answer, wrong
from config.japanese.postal import Town
from config.together import forms_of, people_of
from kiosk.flow import dating, keying
from kiosk.flow.answers import put, without
from kiosk.flow.checking import notices
from kiosk.flow.contradicting import to_contradiction
from kiosk.flow.heading import choose_head
from kiosk.flow.keeping import keep, parts, set_aside, untyped
from kiosk.flow.keying import in_latin, is_whole, name_known, spelled
from kiosk.flow.moves import Around, Step, at_key, forward, page_of, to_page, to_proxy
from kiosk.flow.pages import SPACE, Page, pages
from kiosk.flow.proposing import proposed
from kiosk.flow.state import Draft, Entry, Session, change

OTHER_OFFICE = "guidance.other_ward"
MOST_NAMES = 5  # offered beside each other


def choose(session: Session, around: Around, option: str) -> Step:
    """A tile: an option, an era, a town, はい・いいえ, a person to go on with."""
    page = page_of(session, around)
    if page is None:
        return session, ()
    match page.kind:
        case "people" if option.isdecimal():
            return choose_head(session, around, int(option))
        case "date":
            return _of_date(session, page, option), ()
        case "postal_code" if option.isdecimal() and int(option) < len(session.entry.towns):
            return _take_town(session, around, page, session.entry.towns[int(option)])
        case "yes_no" if option in ("yes", "no"):
            return _answered(session, around, page, option == "yes")
        case "multi" if option in page.field.options:
            chosen = answer_at(session.answers, page.path) or ()
            answers = put(session.answers, page.path, list(toggled(page.field, chosen, option)))
            return change(session, answers=answers), ()
        case "choice" | "yes_no_unknown" | "count":
            answer: Any = int(option) if page.kind == "count" and option.isdecimal() else option
            if (code := _refusal(session, around, page, answer)) is not None:
                return _wrong(session, code)
            if wrong(page.field, answer, session.devices.today) is None:
                return _answered(session, around, page, answer)
        case "words" | "family" if option.isdecimal() and page.field.kind == "text_name" and not session.entry.text:
            # a name already entered, offered for a householder
            names = known_names(session, around, page)
            if int(option) < len(names):
                if page.field.id == SUBJECT_NAME:  # a day that was typed is that of another person
                    session = change(session, answers=without(session.answers, SUBJECT_BORN))
                return _answered(session, around, page, names[int(option)])
    return session, ()


def offered_options(session: Session, around: Around, page: Page) -> tuple[str, ...]:
    """The options of a page that can be of who is asked about."""
    form = _form(session, around, page)
    return offered(form, session.answers, page.path, page.field, session.devices.today) if form is not None else page.field.options


def _refusal(session: Session, around: Around, page: Page, answer: Any) -> str | None:
    """A second householder is told at once, not after ten more pages."""
    form = _form(session, around, page)
    return refusal(form, session.answers, page.path, page.field, answer, session.devices.today) if form is not None else None


def _form(session: Session, around: Around, page: Page) -> Form | None:
    """The form the page is of."""
    return dict(forms_of(around.bundle, session.procedures)).get(page.procedure)


def _of_date(session: Session, page: Page, option: str) -> Session:
    """An era, or one of the parts to go to."""
    if option in dating.PARTS and session.entry.era:
        return change(session, entry=dating.to(session.entry, option))
    if option in dating.offered(page.field, session.language):
        entry = dating.in_era(session.entry, option, page.field, session.devices.today)
        return change(session, entry=entry, era=option)
    return session


def next_(session: Session, around: Around) -> Step:
    """つぎへ: take the answer over where it is right, else say what is wrong with it."""
    page = page_of(session, around)
    if page is None:
        return session, ()
    entry = session.entry
    match page.kind:
        case "people":
            return _passed(session, around, page)
        case "multi":
            answer = answer_at(session.answers, page.path) or []
            trouble = wrong(page.field, answer, session.devices.today)
            return _wrong(session, trouble[0]) if trouble and page.field.required else _passed(session, around, page)
        case "family" | "given" if entry.text and untyped(session, page) is None:
            return _take_name(session, around, page)
        case "choice" | "yes_no" | "yes_no_unknown" | "count" if (answer := answer_at(session.answers, page.path)) is not None:
            code = _refusal(session, around, page, answer)
            return _wrong(session, code) if code is not None else _on(session, around, page)
        case "choice" if (offer := proposed(session, page)) is not None:
            return _answered(session, around, page, offer)
        case "postal_code" if len(entry.towns) == 1:
            return _take_town(session, around, page, entry.towns[0])
        case "postal_code" if entry.towns:
            return _wrong(session, "choose_town")
        case "postal_code" if entry.elsewhere:
            return _wrong(session, "other_city")
        case "date" if entry.text:
            return _take_date(session, around, page)
        case _ if (left := untyped(session, page)) is not None:
            return _answered(session, around, page, left)
        case _ if entry.text:
            return _take(session, around, page, spelled(page, entry))
    if page.field.required:
        return _wrong(session, "missing")
    return _passed(session, around, page)


def _take(session: Session, around: Around, page: Page, text: str) -> Step:
    answer: Any = cleaned_answer(page.field.kind, text)
    if page.field.kind == "address":
        answer = {"needs_staff": True, "text": text}
    trouble = wrong(page.field, answer, session.devices.today) if page.field.kind != "address" else None
    if trouble is not None:
        return _wrong(session, trouble[0])
    return _answered(session, around, page, answer)


def _take_name(session: Session, around: Around, page: Page) -> Step:
    """名字 goes to the draft, 名前 makes both answers."""
    known = answer_at(session.answers, page.path)
    if page.kind == "family" and is_whole(page, session.entry.text):
        return _take(session, around, page, session.entry.text)
    if page.kind == "family":
        family = parts(known)[0] if name_known(session, page) and isinstance(known, str) else spelled(page, session.entry)
        return _to_given(session, around, page, Draft(session.entry.text, family))
    draft = session.drafts.get(page.path) or _draft_again(session, page)
    if draft is None:
        return _to_family(session, around, page)
    if page.no_reading:
        return _take_unread(session, around, page, draft)
    kana = cleaned_answer("text_kana", f"{draft.kana}{SPACE}{session.entry.text}")
    name: Any = known if name_known(session, page) else {"needs_staff": True, "kana": kana}
    if draft.name is not None and name is not known:
        name = cleaned_answer("text_name", f"{draft.name}{SPACE}{spelled(page, session.entry)}")
        if trouble := wrong(page.field, name, session.devices.today):
            return _wrong(session, trouble[0])
    answers = put(put(session.answers, page.kana_path, kana), page.path, name)
    return _on(change(session, answers=answers, drafts=_drafts_without(session, page)), around, page)


def _take_unread(session: Session, around: Around, page: Page, draft: Draft) -> Step:
    """Both parts of a name of which no reading is kept."""
    text = session.entry.text
    name: Any = cleaned_answer("text_name", f"{draft.name}{SPACE}{spelled(page, session.entry)}")
    if draft.name is None:
        name = {"needs_staff": True, "text": cleaned_answer("text_name", f"{draft.kana}{SPACE}{text}")}
    elif trouble := wrong(page.field, name, session.devices.today):
        return _wrong(session, trouble[0])
    return _answered(change(session, drafts=_drafts_without(session, page)), around, page, name)


def _to_given(session: Session, around: Around, page: Page, draft: Draft) -> Step:
    """The family name is drafted; the given name makes it an answer."""
    session = keep(change(session, drafts={**session.drafts, page.path: draft}), page, taken=True)
    given = at_key(session, around, f"{page.path}:given")
    return to_page(session, around, given) if given else (session, ())


def _to_family(session: Session, around: Around, page: Page) -> Step:
    """The reading was left to staff and is typed now after all: 名字 first; what stands here stays."""
    family = at_key(session, around, f"{page.path}:family")
    return to_page(keep(session, page), around, family) if family else (session, ())


def _drafts_without(session: Session, page: Page) -> dict[str, Draft]:
    return {path: one for path, one in session.drafts.items() if path != page.path}


def _draft_again(session: Session, page: Page) -> Draft | None:
    """The family name of an answer that is there: 修正する of the given name alone."""
    name = answer_at(session.answers, page.path)
    if page.no_reading:
        return Draft(parts(name)[0], parts(name)[0]) if isinstance(name, str) else None
    kana = answer_at(session.answers, page.kana_path)
    if not isinstance(kana, str):
        return None
    return Draft(parts(kana)[0], parts(name)[0] if isinstance(name, str) else None)


def _take_date(session: Session, around: Around, page: Page) -> Step:
    """The day; つぎへ behind a part that is all there leads to the next, else it is said what is missing or impossible, there."""
    day = dating.day_of(session.entry)
    if day is None:
        if (on := dating.onward(session.entry)) is not None:
            return change(session, entry=on), ()
        code, at = dating.trouble(session.entry)
        return _wrong(change(session, entry=dating.to(session.entry, dating.PARTS[at])), code)
    trouble = wrong(page.field, day.isoformat(), session.devices.today)
    if trouble is not None:
        return _wrong(session, trouble[0])
    given = (page.path, day.isoformat())
    if given not in session.asked_back and is_odd(page.field, given[1], session.devices.today):
        return _wrong(change(session, asked_back=session.asked_back | {given}), LONG_AGO)
    return _answered(session, around, page, given[1])


def _take_town(session: Session, around: Around, page: Page, town: Town) -> Step:
    """A postal code fills what follows it in its address; in another town the lot is asked anew."""
    prefecture, city, name = town[:3]
    group = page.path.rsplit(".", 1)[0]
    answers = put(session.answers, page.path, session.entry.text)
    before = answer_at(answers, f"{group}.town")
    if before is not None and name and not str(before).startswith(name):
        anew = frozenset(f"{group}.{part}" for part in ("lot", "building", "is_flat"))
        for path in anew:
            answers = without(answers, path)
        # also where one went on without it before
        session = change(session, passed=frozenset(key for key in session.passed if key.rpartition(":")[0] not in anew))
    shown = {one.path: one for one in pages(around.bundle, session.procedures, answers)}
    ward = shown.get(f"{group}.ward")
    if ward is not None:
        own = f"{around.bundle.site.address.prefecture}{around.bundle.site.address.city}"
        here = next((option for option in ward.field.options if f"{prefecture}{city}" == f"{own}{option}"), None)
        if here is None:
            # a code of another city fills nothing here; staff say where to go
            return _on(change(session, entry=Entry()), around, page, told=OTHER_OFFICE)
        answers = put(answers, f"{group}.ward", here)
    if f"{group}.prefecture_city" in shown:
        answers = put(answers, f"{group}.prefecture_city", f"{prefecture}{city}")
    if name and (before is None or not str(before).startswith(name)):
        answers = put(answers, f"{group}.town", name)
    moved, effects = _on(change(session, answers=answers), around, page)
    if moved.page == page.key:  # the other towns of the code are asked about no more
        moved = change(moved, entry=change(moved.entry, towns=(town,)))
    return moved, effects


def at_counter(session: Session, around: Around) -> Step:
    """窓口で確認: a normal way on; what was typed goes along. In its place where there may be none: 電話はない."""
    page = page_of(session, around)
    if page is None:
        return session, ()
    text = dating.written(session.entry) if page.kind == "date" else session.entry.text
    if page.kind == "people":
        return session, ()
    if page.field.none_way:
        return _answered(change(session, entry=Entry()), around, page, {"none": True})
    if page.kind == "postal_code" or not page.field.required:
        return _passed(change(session, entry=Entry()), around, page)
    if not page.field.staff_way:
        return session, ()
    if page.group:
        return _on(set_aside(session, page.group, text), around, page)
    known = name_known(session, page)
    if page.no_reading and (not text or page.kind == "given" or is_whole(page, text)):
        return _unread_to_counter(session, around, page)
    if page.kind == "family" and in_latin(text):
        unread = put(session.answers, page.kana_path, {"needs_staff": True})
        return _answered(change(session, answers=unread), around, page, {"needs_staff": True, "text": text})
    if page.kind in ("family", "given") and (known or not text) and page.kana_staff_way:
        return _name_to_counter(session, around, page)
    if known:
        return session, ()
    if page.kind == "family":
        return _to_given(session, around, page, Draft(text, None)) if text else _wrong(session, "missing")
    if page.kind == "given":
        draft = session.drafts.get(page.path) or _draft_again(session, page)
        if draft is None or not text:
            return _wrong(session, "missing") if draft or not text else _to_family(session, around, page)
        full = cleaned_answer("text_kana", f"{draft.kana}{SPACE}{text}")
        answers = put(put(session.answers, page.kana_path, full), page.path, {"needs_staff": True, "kana": full})
        return _on(change(session, answers=answers, drafts=_drafts_without(session, page)), around, page)
    answer = {"needs_staff": True, **({"text": text} if text else {})}
    return _answered(session, around, page, answer)


def _unread_to_counter(session: Session, around: Around, page: Page) -> Step:
    """Of a name without a reading, what was typed of it here and on the page before."""
    draft = session.drafts.get(page.path) if page.kind == "given" else None
    typed = cleaned_answer("text_name", SPACE.join(part for part in (draft.kana if draft else "", session.entry.text) if part))
    answer = {"needs_staff": True, **({"text": typed} if typed else {})}
    return _answered(change(session, drafts=_drafts_without(session, page)), around, page, answer)


def _name_to_counter(session: Session, around: Around, page: Page) -> Step:
    """The reading is staff's to write too, with what was typed of it here and on the page before; kanji of a card stay."""
    draft = session.drafts.get(page.path) if page.kind == "given" else None
    typed = SPACE.join(part for part in (draft.kana if draft is not None else "", session.entry.text) if part)
    written = {"kana": cleaned_answer("text_kana", typed)} if typed else {}
    answers = put(session.answers, page.kana_path, {"needs_staff": True, **written})
    if not name_known(session, page):
        answers = put(answers, page.path, {"needs_staff": True, **written})
    return _on(change(session, answers=answers, drafts=_drafts_without(session, page)), around, page)


def known_names(session: Session, around: Around, page: Page) -> tuple[str, ...]:
    """Names entered so far, where one of them may be the answer, as the form says whose."""
    form = _form(session, around, page)
    if form is None or not page.field.names:
        return ()
    lists = filter(None, (people_of(one) for _, one in forms_of(around.bundle, session.procedures)))
    found = names_for(form, page.field, session.answers, dict.fromkeys(lists), session.devices.today)
    # who asks for the certificate of somebody else is not that person
    own = session.answers.get("name") if page.field.id == SUBJECT_NAME else None
    return tuple(name for name in found if name != own)[:MOST_NAMES]


def offered_names(session: Session, around: Around, page: Page) -> tuple[str, ...]:
    """Names entered so far, as long as nothing is typed where one of them may be the answer."""
    nothing = not session.entry.text and not session.entry.candidates
    whole = page.kind == "words" or (page.kind == "family" and page.no_reading)
    return known_names(session, around, page) if nothing and whole and page.field.kind == "text_name" else ()


def turn(session: Session, around: Around, by: int) -> Step:
    """ほかの字 of a page, or of the names it offers; of a list its next lines."""
    page = page_of(session, around)
    names = offered_names(session, around, page) if page is not None else ()
    if page is not None and (session.entry.candidates or names):
        return keying.turn(session, by, names)
    return change(session, list_page=max(0, session.list_page + by), corrected=""), ()


def _answered(session: Session, around: Around, page: Page, answer: Any) -> Step:
    return _on(change(session, answers=put(session.answers, page.path, answer)), around, page)


def _passed(session: Session, around: Around, page: Page) -> Step:
    """Left empty, on purpose."""
    answers = session.answers
    if page.kind not in ("people", "multi") and session.entry.text == "" and answer_at(answers, page.path) is not None:
        answers = without(answers, page.path)
    return _on(change(session, answers=answers), around, page)


def _on(session: Session, around: Around, page: Page, told: str = "") -> Step:
    """The page is done and the next one comes; unless it contradicts another answer, or leads to what is said first.

    `told`: what else is to be said, besides what follows from the answers.
    """
    done = change(session, passed=session.passed | {page.key})
    if (wrong := to_contradiction(done, around, page)) is not None:
        return wrong
    session = keep(change(done, notice=""), page, taken=True)
    new = [one for one in (told, *notices(session, around.bundle)) if one and one not in session.noticed][:1]
    if new and at_key(session, around, page.key) is not None:
        session = change(session, noticed=session.noticed | set(new))
        if to_proxy(session) is None:  # which says it itself
            # A notice is of the answer it follows from: the page stays until つぎへ, or the same answer again.
            return change(session, notice=new[0], notice_of=page.path, entry=change(session.entry, wrong="")), ()
    return forward(change(session, entry=Entry()), around)


def _wrong(session: Session, code: str) -> Step:
    return change(session, entry=change(session.entry, wrong=f"problem.{code}")), ()
