"""Who has a name in Latin letters types it where Japanese names are typed, whatever the form."""

from datetime import date

import pytest

from config.languages import LANGUAGES
from config.theme import LANDSCAPE, PORTRAIT
from hardware.cards.port import CardData, CardKind, Present
from kiosk.flow import effects, events
from kiosk.flow.keying import layer_of
from kiosk.viewmodels import screen_of
from kiosk.viewmodels.grid import grid
from kiosk.viewmodels.reviewed import rows
from kiosk.viewmodels.stage import Stage
from tests.kiosk.flow.resident import Resident, choosing, demo, entering, nothing, until
from tests.kiosk.viewmodels.measuring import tiny_words, words_outside

NAME = "GURUNG SITA"


def certificate(*, language="en", card=False):
    resident = Resident(card=card).touch(events.ChooseLanguage(language))
    return resident.choose_procedure("certificate").go_on()


def glass(resident):
    """What stands on the glass."""
    return screen_of(resident.session, demo(), LANDSCAPE, resident.now)


def keyboard(resident):
    return layer_of(resident.session, resident.page)


def test_a_foreign_resident_gets_a_certificate_with_the_name_on_the_residence_card():
    resident = until(certificate(), "name:family")

    assert keyboard(resident) == "latin"
    resident.enter(NAME)
    assert resident.where == "birth_date:date"  # on one page; its reading is the counter's
    resident.answer({})

    assert resident.screen == "review"
    assert (resident.at("name"), resident.at("name_kana")) == (NAME, {"needs_staff": True})
    assert resident.problems() == []
    assert resident.take_number().screen == "sending"


def test_who_corrects_somebody_written_in_letters_meets_no_page_of_kana():
    resident = Resident().touch(events.ChooseLanguage("en")).choose_procedure("moving", "in").go_on()
    resident.answer({"movers.nationality": choosing("foreign")})
    assert (resident.screen, resident.at("movers.0.name_kana")) == ("review", {"needs_staff": True})

    resident.touch(events.Edit("movers.0"))
    seen = []
    while resident.screen == "page" and resident.page.kind != "people":
        seen.append(resident.where)
        resident.answer_one({"movers.nationality": choosing("foreign")})

    assert seen and not [where for where in seen if "name_kana" in where or where.startswith("movers.0.name:")], seen


def test_in_japanese_the_kana_come_first_and_one_key_leads_to_the_letters():
    resident = until(certificate(language="ja"), "name:family")
    assert keyboard(resident) == "kana"

    resident.type("ぐる").touch(events.Key("latin"))

    assert (keyboard(resident), resident.session.entry.text) == ("latin", "")
    resident.type("GURUNG").touch(events.Key("kana")).name("かわさき", "たろう")
    assert (resident.at("name"), resident.at("name_kana")) == ("川崎 太郎", "カワサキ　タロウ")


def test_letters_of_a_name_are_not_turned_into_kanji():
    resident = until(certificate(), "name:family")
    before = len(resident.done(effects.Convert))

    resident.type(NAME)

    assert resident.session.entry.text == NAME
    assert len(resident.done(effects.Convert)) == before


def test_a_name_is_in_one_script_only():
    resident = until(certificate(), "name:family").type("GURかわ")

    assert resident.session.entry.text == "GUR"


def test_back_from_the_reading_the_letters_stand_there_to_be_corrected():
    resident = until(certificate(language="ja"), "name:family").touch(events.Key("latin")).enter("GURUNG SIT")
    assert resident.where == "name_kana:kana"
    resident.touch(events.Back())

    assert (resident.where, resident.session.entry.text, keyboard(resident)) == ("name:words", "GURUNG SIT", "latin")
    resident.enter("A")
    assert resident.at("name") == NAME
    assert resident.where == "name_kana:kana"


def test_a_name_left_to_the_counter_takes_its_letters_along():
    resident = until(certificate(), "name:family").type("GURUNG").touch(events.CheckAtCounter())

    assert resident.at("name") == {"needs_staff": True, "text": "GURUNG"}
    assert resident.answer({"name_kana": nothing}).screen == "review"
    assert resident.problems() == []


@pytest.mark.parametrize(("language", "asked"), [("ja", "name_kana:kana"), ("en", "phone:phone"), ("ne", "phone:phone")])
def test_a_card_with_a_latin_name_leaves_its_reading_to_who_reads_japanese(language, asked):
    resident = until(certificate(language=language, card=True), "requester:choice").choose("self")
    read = CardData(CardKind.MY_NUMBER, "GURUNG　SITA", "神奈川県みどり野市川辺区南町1-2", date(1995, 4, 12), "female")

    resident.tell(events.CardSeen(Present(CardKind.MY_NUMBER, tries_left=3))).enter("1234").tell(events.CardRead(read))

    assert resident.at("name") == NAME
    assert resident.where == asked


@pytest.mark.parametrize(("language", "kanji"), [("ne", False), ("vi", False), ("zh", True), ("ko", True), ("ja", True)])
def test_kanji_of_a_name_in_letters_are_asked_of_who_writes_them(language, kanji):
    resident = Resident().touch(events.ChooseLanguage(language)).choose_procedure("moving", "in").go_on()
    asked = []
    for _ in range(80):
        if resident.page is None:
            break
        asked.append(resident.page.path)
        resident.answer_one({"movers.nationality": choosing("foreign"), "movers.name_kanji": lambda one: one.go_on()})

    assert ("movers.0.name_kanji" in asked, "movers.0.name_kana" in asked) == (kanji, language == "ja")
    assert resident.at("movers.0.name_kana") == ("カワサキ" if language == "ja" else {"needs_staff": True})
    assert resident.problems() == []


@pytest.mark.parametrize(
    ("procedure", "who", "asked"),
    [
        (("certificate",), {"requester": choosing("relative")}, "subject_name:family"),
        (("seal", "register"), {"applicant": choosing("proxy")}, "proxy_name:family"),
        (("moving", "in"), {"notifier": choosing("proxy")}, "notifier_name:family"),
        (("moving", "out"), {}, "old_householder:family"),
    ],
)
def test_everybody_a_form_names_may_have_a_name_in_letters(procedure, who, asked):
    resident = Resident().touch(events.ChooseLanguage("vi")).choose_procedure(*procedure).go_on()
    for _ in range(60):
        if resident.where == asked:
            break
        resident.answer_one({"movers.nationality": choosing("japan"), **who})

    resident.enter(NAME)

    assert resident.at(asked.partition(":")[0]) == NAME


LONG = "GHARTIMAGAR KHADKA TAMANG BAHADUR SHRESTHA PRASAD NARAYAN KUMARI LAMICHHANE DEVKOTA SITA"


def test_what_no_more_goes_into_a_name_is_said_and_not_silently_cut():
    resident = until(certificate(), "name:family").type(LONG)
    assert (resident.session.entry.text, resident.session.entry.wrong) == (LONG, "")

    resident.type("XYZ")

    assert resident.session.entry.text == f"{LONG}XYZ"[:90]
    assert resident.session.entry.wrong == "problem.too_long"
    assert any("90" in line.text for box in glass(resident).boxes if box.id == "wrong" for line in box.lines)
    resident.go_on()
    assert resident.at("name") == f"{LONG}XYZ"[:90]


def test_the_longest_name_is_offered_whole_and_taken_where_the_householder_is_asked():
    resident = Resident().touch(events.ChooseLanguage("en")).choose_procedure("moving", "out").go_on()
    for _ in range(60):
        if resident.where == "old_householder:family":
            break
        resident.answer_one({"movers.nationality": choosing("foreign"), "movers.name_latin": entering(LONG)})

    drawn = glass(resident)
    resident.choose("0")

    assert next(box.aloud for box in drawn.boxes if box.id == "candidate.0") == LONG
    assert words_outside(drawn) == []
    assert resident.at("old_householder") == LONG
    assert resident.answer({}).problems() == []


def test_the_head_of_a_family_register_is_japanese():
    resident = Resident().touch(events.ChooseLanguage("en")).choose_procedure("moving", "in").go_on()

    assert keyboard(until(resident, "movers.0.domicile_head:family")) == "kana"


def test_the_reading_of_a_latin_name_is_on_the_review():
    resident = until(certificate(), "name:family").enter(NAME).answer({})
    resident.touch(events.Edit("name_kana")).enter("ぐるん　した")  # who wants to give it may
    stage = Stage(resident.session, demo(), grid(LANDSCAPE, "M"), resident.now)

    shown = {row.path: (row.value, row.second) for row in rows(stage)}

    assert shown["name"] == (NAME, "グルン　シタ")


def test_a_country_is_typed_in_kana_or_in_letters():
    resident = Resident().touch(events.ChooseLanguage("en")).choose_procedure("moving", "out").go_on()
    for _ in range(60):
        if resident.where == "destination.country:words":
            break
        resident.answer_one({"destination.kind": choosing("abroad")})

    resident.touch(events.Key("latin")).enter("NEPAL")

    assert resident.at("destination.country") == "NEPAL"


def at_the_phone(language="en"):
    return until(Resident().touch(events.ChooseLanguage(language)).choose_procedure("moving", "in").go_on(), "phone:phone")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mobile_number_with_a_digit_missing_is_not_taken_and_says_how_many_it_has(language):
    resident = at_the_phone(language).enter("0901234567")

    assert (resident.where, resident.session.entry.wrong) == ("phone:phone", "problem.not_a_mobile")
    for panel in (LANDSCAPE, PORTRAIT):
        screen = screen_of(resident.session, resident.bundle, panel, resident.now)
        assert "11" in "".join(line.text for box in screen.boxes if box.id == "wrong" for line in box.lines)
        assert words_outside(screen) == [] and tiny_words(screen) == []

    assert resident.touch(events.Key("clear")).enter("09012345678").where != "phone:phone"


def test_who_has_a_number_of_another_country_types_it_with_a_plus():
    resident = at_the_phone()
    keys = {box.id: box for box in screen_of(resident.session, resident.bundle, LANDSCAPE, resident.now).boxes}
    assert keys["key.+"].enabled and "+" in keys["sub"].lines[0].text

    resident.touch(keys["key.+"].event).type("12025550123")
    later = {box.id: box for box in screen_of(resident.session, resident.bundle, LANDSCAPE, resident.now).boxes}
    assert "key.+" not in later and later["key.clear"].enabled, "who forgot it begins again with one touch"
    resident.go_on()

    assert (resident.at("phone"), resident.session.page != "phone:phone") == ("+12025550123", True)
    assert resident.problems() == [] or all("phone" not in problem.path for _, problem in resident.problems())


def test_a_plus_begins_a_number_and_stands_nowhere_else():
    resident = at_the_phone().type("090").touch(events.Key("+"))

    assert resident.session.entry.text == "090"
    assert resident.touch(events.Key("clear")).type("+").type("1" * 20).session.entry.text == "+" + "1" * 15
    assert resident.touch(events.Key("clear")).type("1" * 20).session.entry.text == "1" * 11
