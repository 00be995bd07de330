"""A resident at a kiosk without glass: touches go into the reducer, and its effects are answered as the parent process would."""

from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from config.form import answer_at, check
from config.load import load_site
from config.together import forms_of
from hardware.printer.port import PrinterState
from kiosk.flow import effects, events
from kiosk.flow.checking import applications
from kiosk.flow.moves import Around, all_pages, page_of
from kiosk.flow.reduce import reduce
from kiosk.flow.state import EMPTY, change

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
TODAY = NOW.date()
KANJI = {
    "かわさき": ("川崎", "河崎", "川﨑"),
    "たろう": ("太郎", "太朗"),
    "はなこ": ("花子",),
    "じろう": ("次郎",),
    "ほんまち": ("本町",),
    "ひばりそう": ("ひばり荘",),
}
TOWNS = {
    "2250013": (("神奈川県", "横浜市青葉区", "荏田町", "エダチョウ"),),
    "2190001": (("神奈川県", "みどり野市川辺区", "南町", "ミナミマチ"),),
    "2190002": (
        ("神奈川県", "みどり野市川辺区", "川岸", "カワギシ"),
        ("神奈川県", "みどり野市川辺区", "川岸新田", "カワギシシンデン"),
    ),
    "2190011": (("神奈川県", "みどり野市中央区", "本町", "ホンチョウ"),),
}


@cache
def demo():
    """The demo office. Its card policy allows the PIN."""
    return load_site(Path("config/sites/demo"))


class Resident:
    """`answers_effects` False: the parent process stays silent."""

    def __init__(self, bundle=None, *, card=False, camera=True, today=TODAY):
        self.bundle = bundle or demo()
        self.session = EMPTY
        self.now = NOW
        self.effects = []
        self.answers_effects = True
        self.reads_on = True  # goes on from 手続きのご案内 by itself
        self.passes_by = {"store": events.Choose("at_counter"), "proxy": events.Next()}  # by the touch that goes on
        self.tell(
            events.Started(
                today=today,
                kiosk="12",
                printer=PrinterState.READY,
                reader=card,
                camera=camera,
                hub=True,
                extra={"key": "press"},
            )
        )

    # --- touches and news ----------------------------------------------------------------------------------------------------

    def touch(self, *touches):
        for event in touches:
            self.now += timedelta(milliseconds=400)
            self._step(event)
        return self

    def tell(self, *news):
        for event in news:
            self._step(event)
        return self

    def wait(self, seconds):
        for _ in range(seconds):
            self.now += timedelta(seconds=1)
            self._step(events.Tick())
        return self

    def _step(self, event):
        self.session, done = reduce(self.session, event, self.now, self.bundle)
        self.effects += done
        for effect in done if self.answers_effects else ():
            match effect:
                case effects.Convert(kana):
                    self._step(events.Candidates(kana, KANJI.get(kana, (kana,))))
                case effects.LookUpPostalCode(code):
                    self._step(events.Towns(code, TOWNS.get(code, ())))
        went_there = not isinstance(event, events.Back | events.Tick)
        if self.reads_on and self.screen == "guidance" and not self.session.over and went_there:
            self.now += timedelta(milliseconds=400)
            self._step(events.Next())
        if self.screen in self.passes_by and not self.session.over and went_there:
            self.now += timedelta(milliseconds=400)
            self._step(self.passes_by[self.screen])

    # --- what one sees -------------------------------------------------------------------------------------------------------

    @property
    def screen(self):
        return self.session.screen

    @property
    def answers(self):
        return self.session.answers

    @property
    def around(self):
        return Around(self.bundle, self.now)

    @property
    def page(self):
        return page_of(self.session, self.around)

    @property
    def where(self):
        """The path and kind of the page shown; else the screen."""
        return self.page.key if self.page else self.session.screen

    def at(self, path):
        return answer_at(self.answers, path)

    def done(self, kind):
        """Effects of one kind so far."""
        return [effect for effect in self.effects if isinstance(effect, kind)]

    def problems(self):
        """What the hub would say to the applications as they are sent."""
        forms = dict(forms_of(self.bundle, self.session.procedures))
        today = self.session.devices.today
        return [
            (one.procedure, problem)
            for one in applications(self.session, self.bundle)
            if one.procedure in forms
            for problem in check(forms[one.procedure], one.answers, "kiosk", today, self.bundle.site)
        ]

    @property
    def forgotten(self):
        """Ended, and nothing but the seconds since is known."""
        ended = bool(self.effects) and self.effects[-1] == effects.End()
        return ended and change(self.session, touched_at=None, shown_at=None) == EMPTY

    # --- whole acts ----------------------------------------------------------------------------------------------------------

    def choose_procedure(self, *options):
        """From the start screen, or for one more, to the result."""
        self.touch(events.Begin() if self.screen == "start" else events.Choose("more"))
        return self.touch(*(events.Choose(option) for option in options))

    def type(self, text):
        return self.touch(*(events.Key(character) for character in text))

    def enter(self, text):
        return self.type(text).touch(events.Next())

    def choose(self, option):
        return self.touch(events.Choose(option))

    def go_on(self):
        return self.touch(events.Next())

    def take_number(self):
        """From the review past what is agreed to: 番号札をとる."""
        self.go_on()
        return self.go_on() if self.screen == "consent" else self

    def for_themselves(self):
        """Past who comes, and the telephone: to the card, else to what the form is about."""
        while self.page is not None and self.page.path in ("notifier", "phone"):
            self.answer_one()
        return self

    def name(self, family, given):
        return self.enter(family).enter(given)

    def born(self, era, digits):
        return self.choose(era).enter(digits)

    def answer(self, wanted):
        """Pages one after another up to where there is none. `wanted`: by path without indexes; else as an ordinary resident."""
        for _ in range(300):
            if self.page is None:
                return self
            self.answer_one(wanted)
        raise AssertionError("the pages go round")

    def answer_one(self, wanted=None):
        page, before = self.page, self.session
        plain = ".".join(part for part in page.path.split(".") if not part.isdigit())
        act = (wanted or {}).get(plain) or ORDINARY.get(plain) or OF_KIND[page.kind]
        act(self)
        while self.session.page == before.page and self.screen == before.screen and self.session.notice:
            self.go_on()  # what the answer leads to was read
        assert self.session.page != before.page or self.session.screen != before.screen, (page.key, self.session.entry.wrong)
        return self


def until(resident, key, wanted=None):
    """As an ordinary resident answers, or as `wanted`, up to the page `key`."""
    for _ in range(100):
        if resident.where == key:
            return resident
        resident.answer_one(wanted)
    raise AssertionError(f"never at {key}")


def choosing(option):
    return lambda resident: resident.choose(option)


def entering(text):
    return lambda resident: resident.enter(text)


def named(family, given):
    """A name on its two pages, or the page for the whole of it."""
    return lambda resident: resident.enter({"family": family, "given": given}.get(resident.page.kind, family))


def ticking(*options):
    return lambda resident: resident.touch(*(events.Choose(option) for option in options), events.Next())


def nothing(resident):
    resident.touch(events.CheckAtCounter())


def in_another_city(resident):
    """The code of another city; without it where the address must be in this one."""
    resident.type("2250013").touch(events.CheckAtCounter() if resident.session.entry.elsewhere else events.Next())


def on(day: date):
    return lambda resident: resident.choose("western").touch(events.Key("clear")).enter(day.strftime("%Y%m%d"))


def first_option(resident):
    resident.choose(resident.page.field.options[0])


def where_somebody_is(oldest=200, youngest=0):
    """はい where the list has somebody of that age, else いいえ: what the dates of birth say."""

    def act(resident):
        born = [one.get("birth_date") for one in resident.at("movers") or ()]
        ages = [(TODAY - date.fromisoformat(one)).days // 365.25 for one in born if isinstance(one, str)]
        resident.choose("yes" if any(youngest <= age <= oldest for age in ages) else "no")

    return act


# An ordinary Japanese adult who moves alone and files in person.
ORDINARY = {
    "movers.nationality": choosing("japan"),
    "movers.relationship": lambda resident: resident.choose("self" if ".0." in resident.page.path else "child"),
    "old_address.kind": choosing("japan"),
    "old_address.postal_code": in_another_city,
    "destination.postal_code": entering("2250013"),
    "new_address.postal_code": entering("2190001"),
    "address.postal_code": entering("2190001"),
    "new_address.ward": choosing("川辺区"),
    "old_address.ward": choosing("川辺区"),
    "address.ward": choosing("川辺区"),
    "new_address.is_flat": choosing("no"),
    "new_household": choosing("new"),
    "new_address.lot": entering("5-6"),
    "old_householder": named("ほんまち", "じろう"),
    "next_householder": named("ほんまち", "はなこ"),
    "new_householder": named("たろう", "たろう"),
    "other_householder": named("たろう", "たろう"),
    "move_date": on(TODAY - timedelta(days=3)),
    "notifier": choosing("self"),
    "requester": choosing("self"),
    "applicant": choosing("self"),
    "phone": entering("09000000000"),
    "q_children": where_somebody_is(oldest=17),
    "q_care": where_somebody_is(youngest=75),
    "q_other": ticking("none"),
    "q_select_all": ticking("none"),
    "documents": ticking("residence_certificate"),
    "shown_items": ticking("none"),
}
OF_KIND = {
    "family": entering("かわさき"),
    "given": entering("たろう"),
    "kana": entering("かわさき"),
    "words": entering("ほんまち"),
    "latin": entering("GURUNG SITA"),
    "lot": entering("1-2"),
    "choice": first_option,
    "multi": lambda resident: resident.touch(
        *(() if resident.at(resident.page.path) else (events.Choose(resident.page.field.options[0]),)), events.Next()
    ),
    "yes_no": choosing("yes"),
    "yes_no_unknown": choosing("no"),
    "date": lambda resident: resident.born("western", "19800217"),
    "postal_code": nothing,
    "phone": entering("09000000000"),
    "count": choosing("2"),
    "card_number": entering("AB12345678CD"),
    "people": lambda resident: resident.choose("0") if resident.session.entry.wrong else resident.go_on(),
}


def replaced(bundle, **changes):
    """The bundle with another site."""
    return msgspec.structs.replace(bundle, site=msgspec.structs.replace(bundle.site, **changes))


__all__ = [
    "NOW",
    "TODAY",
    "Resident",
    "all_pages",
    "choosing",
    "demo",
    "entering",
    "named",
    "nothing",
    "on",
    "replaced",
    "ticking",
    "until",
]
