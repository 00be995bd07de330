"""Sheets without a number as finished strings: letter of proxy, the way to the store, a test of the printer. Pure."""

from datetime import datetime

from config.bundle import Bundle
from config.proxy import DOCUMENTS, delegated_certificates, delegated_notices
from config.theme import LANDSCAPE
from config.words import local, option_words, words
from hardware.printer.port import OwnWords, Section, Slip
from kiosk.flow.state import EMPTY, Session, change
from kiosk.viewmodels import store
from kiosk.viewmodels.grid import grid
from kiosk.viewmodels.stage import Stage

PERSON = ("address", "name", "birth_date", "phone")
LETTERS = "あいうえお　アイウエオ　0123456789　ABCDEFG"


def sheet_slip(session: Session, bundle: Bundle, now: datetime) -> Slip:
    """The sheet asked for last."""
    kind = session.sheet.kind if session.sheet is not None else "test"
    sections = {"proxy": _letter, "store": _way, "test": _test}[kind](session, bundle, now)
    title = {"proxy": "proxy.letter.title", "store": "kiosk.store_way.title", "test": "staff.test"}[kind]
    site = bundle.site
    printed = words(bundle, "ja", "slip.kiosk", kiosk=session.devices.kiosk, time=f"{now:%H:%M}".lstrip("0"))
    return Slip(
        office=f"{local(site.name, 'ja')}　{local(site.office, 'ja')}",
        service=words(bundle, "ja", title),
        number="",
        sections=sections,
        notes=(words(bundle, "ja", "slip.saved.no_number"), printed),
        own=_own_words(bundle, session.language, title) if kind != "test" else None,
        marks=(words(bundle, "ja", "slip.training"),) if session.devices.training else (),
    )


def _own_words(bundle: Bundle, language: str, title: str) -> OwnWords | None:
    """What sheet this is and that it is no number, for who reads no Japanese; None for who does."""
    if language in ("ja", "ja-easy"):
        return None
    return OwnWords(language, service=words(bundle, language, title), notes=(words(bundle, language, "slip.saved.no_number"),))


def _letter(session: Session, bundle: Bundle, now: datetime) -> tuple[Section, ...]:
    """委任状 to fill in by hand: of what may be delegated only what this visit is about, all of it where nothing was chosen."""
    language = session.language

    def say(key: str) -> str:
        return _pair(words(bundle, "ja", key), words(bundle, language, key))

    person = tuple(_pair(*(words(bundle, each, f"field.{one}.label") for each in ("ja", language))) for one in PERSON)
    return (
        Section(text=(f"（あて先）{bundle.site.address.city}長", say("proxy.letter.by_hand")), blanks=(say("proxy.letter.date"),)),
        Section(say("proxy.letter.agent"), blanks=person),
        Section(
            say("proxy.letter.matters"),
            text=(words(bundle, "ja", "proxy.letter.appoint"),),
            ticks=tuple(_matters(session, bundle)),
            blanks=(say("proxy.letter.other"),),
        ),
        Section(say("proxy.letter.grantor"), blanks=person),
        Section(text=(say("proxy.letter.bring"),)),
    )


def _matters(session: Session, bundle: Bundle) -> list[str]:
    """Notices, and certificates with how many of each."""
    language, chosen, asked = session.language, session.procedures, session.answers.get(DOCUMENTS, ())
    found = [
        _pair(*(words(bundle, each, f"procedure.{one}.name") for each in ("ja", language)))
        for one in delegated_notices(bundle)
        if not chosen or one in chosen
    ]
    forms = {bundle.procedures[one].form for one in chosen}
    for form, field, option in delegated_certificates(bundle):
        if not chosen or (form.id in forms and (not asked or option in asked)):
            name = _pair(*(option_words(bundle, each, form.id, DOCUMENTS, field, option) for each in ("ja", language)))
            found.append(f"{name}　（　　　）{words(bundle, 'ja', 'proxy.letter.copies')}")
    return found


def _way(session: Session, bundle: Bundle, now: datetime) -> tuple[Section, ...]:
    """コンビニで取る, in the resident's own language."""
    stage = Stage(session, bundle, grid(LANDSCAPE, "M"), now, heard=True)
    return (
        Section(stage.say("kiosk.store_way.bring"), ticks=store.bring(stage)),
        Section(stage.say("kiosk.store_way.where"), text=store.where(stage)),
    )


def _test(session: Session, bundle: Bundle, now: datetime) -> tuple[Section, ...]:
    """Large and small letters, and a line across: what is worn or dirty shows."""
    stage = Stage(change(EMPTY, devices=session.devices), bundle, grid(LANDSCAPE, "M"), now)
    return (Section(stage.say("staff.test.look"), text=(LETTERS, LETTERS), blanks=("",)), Section(LETTERS, ticks=(LETTERS,)))


def _pair(japanese: str, beside: str) -> str:
    """The Japanese word, with the reader's beside it."""
    return japanese if beside in ("", japanese) else f"{japanese}（{beside}）"
