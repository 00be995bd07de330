"""The card at a kiosk: one press one try, the resident decides about the last one, and nobody is stuck without it."""

from datetime import date

import pytest

from config.japanese import postal
from config.site import CardPolicy
from hardware.cards.port import CardData, CardFault, CardKind, Fault, Present
from kiosk.flow import effects, events
from kiosk.flow.reading import SLOW_SECONDS
from kiosk.flow.state import change
from tests.kiosk.flow.resident import TODAY, Resident, choosing, demo, replaced

FACE = CardData(CardKind.MY_NUMBER, "川崎　太郎", "神奈川県横浜市青葉区荏田町1-2", date(1980, 2, 17), "male")
MY_NUMBER = Present(CardKind.MY_NUMBER, tries_left=3)


def at_the_card(*options, **given):
    """Who comes for themselves is asked that first; then for the card."""
    resident = Resident(card=True, **given).choose_procedure(*(options or ("moving", "in"))).go_on()
    while resident.page is not None:
        resident.answer_one()
    return resident


def without(resident):
    """On, by hand."""
    return resident.touch(events.UseCard("none")).for_themselves()


def with_pin(**given):
    return at_the_card(**given).tell(events.CardSeen(MY_NUMBER))


def test_the_pin_reads_the_card_and_only_the_rest_is_asked():
    resident = at_the_card()
    assert resident.screen == "card_place"
    assert resident.done(effects.WaitForCard)

    resident.tell(events.CardSeen(MY_NUMBER)).enter("1234")
    [reading] = resident.done(effects.ReadCard)
    assert (reading.secret.kind, reading.secret.digits, reading.allow_last_try) == ("pin", "1234", False)
    assert resident.session.card.digits == ""
    resident.tell(events.CardRead(FACE)).for_themselves()

    assert resident.where == "movers.0.nationality:choice"
    resident.choose("japan")
    assert (resident.where, resident.session.entry.candidates) == ("movers.0.name:family", ("川崎",))
    resident.enter("かわさき")
    assert (resident.where, resident.session.entry.candidates) == ("movers.0.name:given", ("太郎",))
    resident.enter("たろう")
    assert resident.at("movers.0.name") == "川崎 太郎"
    assert resident.at("movers.0.name_kana") == "カワサキ　タロウ"
    assert resident.where == "movers.0.relationship:choice"
    resident.answer({})
    assert resident.screen == "review"
    assert resident.at("old_address.town") == "荏田町"
    assert resident.problems() == []


def test_the_printed_numbers_read_the_card_where_the_pin_is_not_allowed():
    resident = with_pin(bundle=replaced(demo(), card=CardPolicy(pin_allowed=False)))
    assert resident.screen == "card_code_b"

    resident.touch(events.UseCard("pin"))
    assert resident.screen == "card_code_b"
    resident.enter("55021720301234")

    [reading] = resident.done(effects.ReadCard)
    assert (reading.secret.kind, reading.secret.digits) == ("code_b", "55021720301234")


def test_who_does_not_know_the_pin_takes_the_printed_numbers_and_comes_back():
    resident = with_pin().type("12").touch(events.UseCard("code_b"))

    assert resident.screen == "card_code_b"
    assert resident.session.card.digits == ""
    resident.touch(events.Back())
    assert resident.screen == "card_pin"
    resident.touch(events.Back())

    assert resident.where == "notifier:choice"
    assert effects.WatchTray() in resident.effects[-2:]


def test_too_few_digits_and_a_key_while_reading_do_nothing():
    resident = with_pin().enter("123")
    assert resident.done(effects.ReadCard) == []

    resident.enter("4").type("9").go_on().touch(events.Back(), events.UseCard("none"), events.Key("clear"))

    assert len(resident.done(effects.ReadCard)) == 1
    assert resident.screen == "card_pin"


def test_a_wrong_pin_says_what_is_left_and_the_last_try_is_used_only_when_agreed():
    resident = with_pin().enter("1111").tell(events.CardFailed(CardFault(Fault.WRONG_PIN, tries_left=2)))
    assert (resident.screen, resident.session.card.tries_left) == ("card_pin", 2)
    resident.enter("2222").tell(events.CardFailed(CardFault(Fault.WRONG_PIN, tries_left=1)))

    resident.enter("3333")
    assert resident.session.card.fault is Fault.LAST_TRY
    assert len(resident.done(effects.ReadCard)) == 2
    resident.touch(events.Key("delete")).enter("4")
    assert len(resident.done(effects.ReadCard)) == 2  # other digits are asked for anew
    resident.go_on()

    assert resident.done(effects.ReadCard)[-1].allow_last_try is True
    resident.tell(events.CardFailed(CardFault(Fault.LOCKED, tries_left=0)))
    assert (resident.screen, resident.session.card.fault) == ("card_trouble", Fault.LOCKED)
    resident.touch(events.UseCard("code_b"))
    assert resident.screen == "card_code_b"


def test_a_card_with_one_try_left_asks_before_it_is_used():
    resident = at_the_card().tell(events.CardSeen(Present(CardKind.MY_NUMBER, tries_left=1))).enter("1234")

    assert resident.done(effects.ReadCard) == []
    assert resident.session.card.fault is Fault.LAST_TRY


def test_a_locked_card_offers_the_printed_numbers():
    resident = at_the_card().tell(events.CardSeen(Present(CardKind.MY_NUMBER, tries_left=0)))

    assert (resident.screen, resident.session.card.fault) == ("card_trouble", Fault.LOCKED)


@pytest.mark.parametrize("kind", [kind for kind in CardKind if kind is not CardKind.MY_NUMBER])
def test_another_card_is_declined_before_a_secret_is_asked_for(kind):
    resident = at_the_card(bundle=replaced(demo(), card=CardPolicy(pin_allowed=True))).tell(events.CardSeen(Present(kind)))

    assert (resident.screen, resident.session.card.fault) == ("card_trouble", Fault.UNSUPPORTED_CARD)


LICENCE = Present(CardKind.DRIVING_LICENCE, tries_left=3)
LICENCE_FACE = CardData(CardKind.DRIVING_LICENCE, "川崎　太郎", "神奈川県横浜市青葉区荏田町1-2", date(1980, 2, 17), None)


def with_licence(present=LICENCE):
    return at_the_card().tell(events.CardSeen(present))


@pytest.mark.parametrize("pin_allowed", [True, False])
def test_a_licence_is_read_by_its_own_number_where_the_office_allows_it(pin_allowed):
    bundle = replaced(demo(), card=CardPolicy(pin_allowed=pin_allowed, licence=True))
    resident = at_the_card(bundle=bundle).tell(events.CardSeen(LICENCE)).enter("1234")

    [reading] = resident.done(effects.ReadCard)
    assert (resident.screen, reading.secret.kind, reading.secret.digits) == ("card_pin", "licence_pin", "1234")
    resident.tell(events.CardRead(LICENCE_FACE))
    assert resident.session.notice == "kiosk.card.done"
    assert resident.at("old_address.town") == "荏田町"
    assert resident.at("movers.0.birth_date") == "1980-02-17"


def test_nobody_is_asked_for_a_number_that_was_never_chosen():
    resident = with_licence(Present(CardKind.DRIVING_LICENCE, tries_left=3, pin_set=False))

    [reading] = resident.done(effects.ReadCard)
    assert (resident.screen, reading.secret.kind, reading.secret.digits) == ("card_place", "licence_no_pin", "")
    resident.touch(events.Back(), events.UseCard("none"))
    assert resident.screen == "card_place"
    resident.tell(events.CardRead(LICENCE_FACE))
    assert resident.at("movers.0.birth_date") == "1980-02-17"


def test_a_licence_that_opens_by_no_number_after_all_leads_on_by_hand():
    resident = with_licence(Present(CardKind.DRIVING_LICENCE, pin_set=False))
    resident.tell(events.CardFailed(CardFault(Fault.WRONG_PIN, tries_left=2)))

    assert (resident.screen, resident.session.card.fault) == ("card_trouble", Fault.UNREADABLE)
    resident.touch(events.UseCard("none"))
    assert resident.screen == "page"


def test_what_changed_since_a_licence_was_made_is_asked_and_not_taken_from_it():
    moved = CardData(
        CardKind.DRIVING_LICENCE, "川崎　太郎", "神奈川県横浜市青葉区荏田町1-2", date(1980, 2, 17), None, ("name", "address")
    )
    resident = with_licence().enter("1234").tell(events.CardRead(moved))

    assert (resident.screen, resident.session.notice) == ("page", "kiosk.card.uncertain")
    assert resident.at("old_address") is None
    assert resident.at("movers.0.name") is None
    assert resident.at("movers.0.birth_date") == "1980-02-17"


def test_a_licence_has_no_printed_numbers_and_its_last_try_is_asked_about_too():
    resident = with_licence().touch(events.UseCard("code_b"))
    assert resident.screen == "card_pin"
    resident.enter("1111").tell(events.CardFailed(CardFault(Fault.WRONG_PIN, tries_left=1))).enter("2222")
    assert resident.session.card.fault is Fault.LAST_TRY
    resident.go_on().tell(events.CardFailed(CardFault(Fault.LOCKED, tries_left=0)))

    assert (resident.screen, resident.session.card.fault) == ("card_trouble", Fault.LOCKED)
    resident.touch(events.UseCard("code_b"))
    assert resident.screen == "card_trouble"


@pytest.mark.parametrize("kind", [CardKind.MY_NUMBER, CardKind.DRIVING_LICENCE])
def test_a_card_past_its_last_day_is_read_all_the_same(kind):
    resident = with_licence(Present(kind, tries_left=3, expires=date(2020, 1, 1))).enter("1234")

    assert resident.session.card.expired == date(2020, 1, 1)
    assert len(resident.done(effects.ReadCard)) == 1
    assert not with_licence(Present(kind, tries_left=3, expires=TODAY)).session.card.expired


@pytest.mark.parametrize("fault", [Fault.REMOVED, Fault.NO_CARD, Fault.UNKNOWN_OUTCOME, Fault.TWO_CARDS, Fault.READER_GONE])
def test_a_try_that_came_to_nothing_is_begun_again_or_left(fault):
    resident = with_pin().enter("1234").tell(events.CardFailed(CardFault(fault)))

    assert (resident.screen, resident.session.card.reading) == ("card_trouble", False)
    resident.go_on()
    assert resident.screen == "card_place"
    assert isinstance(resident.effects[-1], effects.WaitForCard)
    without(resident.tell(events.CardFailed(CardFault(Fault.UNREADABLE))))
    assert resident.where == "movers.0.nationality:choice"


def test_the_right_card_laid_down_after_a_wrong_one_leads_on_without_a_press():
    resident = at_the_card().tell(events.CardSeen(Present(CardKind.TRANSIT)))
    assert resident.screen == "card_trouble"
    assert resident.effects[-1] == effects.WaitForCard(changed=True)

    resident.tell(events.CardSeen(Present(CardKind.BANK_CARD)))
    assert (resident.screen, resident.effects[-1]) == ("card_trouble", effects.WaitForCard(changed=True))

    assert resident.tell(events.CardSeen(MY_NUMBER)).screen == "card_pin"


def test_nobody_has_laid_a_card_down_yet_and_the_reader_goes_on_waiting():
    resident = at_the_card().tell(events.CardFailed(CardFault(Fault.NO_CARD)))

    assert resident.screen == "card_place"
    assert len(resident.done(effects.WaitForCard)) == 2


def test_without_the_card_everything_is_asked_and_back_leads_to_the_card_for_who_finds_it_after_all():
    resident = at_the_card().touch(events.UseCard("none"))
    assert resident.where == "phone:phone"
    assert isinstance(resident.effects[-2], effects.LeaveCard)

    resident.touch(events.Back())
    assert (resident.screen, resident.effects[-1]) == ("card_place", effects.WaitForCard())
    assert resident.touch(events.Back()).where == "notifier:choice"

    resident.go_on().touch(events.UseCard("none"), events.Back()).tell(events.CardSeen(MY_NUMBER)).enter("1234")
    resident.tell(events.CardRead(FACE))
    assert resident.session.card.read


def test_back_passes_over_a_skipped_card_whose_reader_has_gone_since():
    resident = at_the_card().touch(events.UseCard("none")).tell(events.ReaderChanged(False)).touch(events.Back())

    assert resident.where == "notifier:choice"


def test_another_card_may_be_laid_down_in_place_of_the_one_that_was_read_and_nothing_of_that_stays():
    resident = with_pin().enter("1234").tell(events.CardRead(change(FACE, name="多摩　花子"))).touch(events.Back())
    assert resident.screen == "card_place"
    before = resident.answers

    resident.go_on()
    assert (resident.where, resident.answers) == ("phone:phone", before), "or the one that was read stays"
    resident.touch(events.Back()).tell(events.CardSeen(MY_NUMBER)).enter("1234").tell(events.CardRead(FACE))
    assert resident.at("movers.0.name") == FACE.name.replace("　", " ")

    resident.touch(events.Back(), events.UseCard("none"))
    assert (resident.where, resident.at("movers.0.name"), resident.at("movers.0.birth_date")) == ("phone:phone", None, None)
    assert resident.answer({}).problems() == []


def test_back_from_the_first_page_after_reading_leads_past_the_card():
    resident = with_pin().enter("1234").tell(events.CardRead(FACE)).touch(events.Back(), events.Back())

    assert resident.where == "notifier:choice"
    resident.go_on()
    assert resident.where == "phone:phone"


def test_without_a_reader_the_card_is_not_mentioned():
    resident = Resident(card=False).choose_procedure("moving", "in").go_on().for_themselves()

    assert resident.where == "movers.0.nationality:choice"


def test_what_the_card_is_not_sure_of_is_asked():
    doubtful = CardData(CardKind.MY_NUMBER, "川崎　太郎", None, date(1980, 2, 17), None, uncertain=("name",))
    resident = with_pin().enter("1234").tell(events.CardRead(doubtful))

    assert resident.at("movers.0.name") is None
    assert resident.at("movers.0.birth_date") == "1980-02-17"
    assert resident.answer({}).problems() == []


def test_a_name_in_one_piece_is_asked_for_its_reading_alone():
    face = CardData(CardKind.MY_NUMBER, "川崎太郎", None, date(1980, 2, 17), "male")
    resident = with_pin().enter("1234").tell(events.CardRead(face)).for_themselves().choose("japan")

    assert resident.where == "movers.0.name_kana:kana"
    resident.enter("かわさきたろう")
    resident.touch(events.Back())
    assert (resident.where, resident.session.entry.text) == ("movers.0.name_kana:kana", "かわさきたろう")
    resident.go_on()

    assert resident.at("movers.0.name_kana") == "カワサキタロウ"
    assert resident.answer({}).problems() == []


def test_a_name_in_latin_letters_is_a_foreign_nationals():
    face = CardData(CardKind.MY_NUMBER, "Gurung　Sita", None, date(1990, 5, 1), "female")
    resident = with_pin().enter("1234").tell(events.CardRead(face))

    assert resident.at("movers.0.nationality") == "foreign"
    assert resident.at("movers.0.name_latin") == "GURUNG SITA"


HOME = "神奈川県横浜市青葉区荏田町1-2"


def asked_after_the_card(resident, wanted=None):
    """Pages one after another to the review; the paths that were asked."""
    paths = []
    while resident.page is not None:
        paths.append(resident.page.path)
        resident.answer_one(wanted or {})
    return paths


CARDS = ["q_card", "cards_today", "pins_known"]


def test_who_moves_alone_and_was_read_by_the_pin_has_a_card_here_and_knows_its_number():
    resident = with_pin().enter("1234").tell(events.CardRead(FACE), events.CardLies(False))

    paths = asked_after_the_card(resident)

    assert not set(CARDS) & set(paths)
    assert [resident.at(path) for path in CARDS] == ["yes", "all", True]
    assert resident.problems() == []
    resident.touch(events.Edit("pins_known")).choose("no")
    assert resident.screen == "review"
    assert resident.at("pins_known") is False, "as the resident says"


def test_of_the_cards_of_a_family_and_of_a_number_that_was_not_entered_the_card_says_nothing():
    printed = with_pin().touch(events.UseCard("code_b")).enter("55021720301234").tell(events.CardRead(FACE))
    assert [path for path in asked_after_the_card(printed) if path in CARDS] == ["pins_known"]

    def family(resident):
        resident.touch(events.PersonAdd() if len(resident.answers["movers"]) < 2 else events.Next())

    resident = with_pin().enter("1234").tell(events.CardRead(FACE))
    paths = asked_after_the_card(resident, {"movers": family})

    assert len(resident.answers["movers"]) == 2
    assert [path for path in paths if path in CARDS] == CARDS[1:]


def test_who_comes_for_another_after_all_has_said_nothing_of_cards_by_laying_down_their_own():
    resident = with_pin().enter("1234").tell(events.CardRead(FACE)).answer({})

    resident.touch(events.Edit("notifier")).choose("same_household").answer({"q_card": choosing("no")})

    assert resident.screen == "review"
    assert resident.at("q_card") == "no"


def written(address):
    return "".join(str(address.get(part, "")) for part in ("prefecture_city", "ward", "town", "lot", "building"))


def test_nothing_of_an_address_the_card_gave_is_asked_and_it_stays_as_the_card_says():
    resident = with_pin().enter("1234").tell(events.CardRead(FACE))

    paths = asked_after_the_card(resident)

    assert [path for path in paths if path.startswith("old_address")] == []
    assert "new_address.postal_code" in paths
    assert written(resident.at("old_address")) == HOME
    assert resident.screen == "review"
    assert resident.problems() == []


def test_an_address_of_the_card_is_corrected_from_the_review_part_by_part():
    resident = with_pin().enter("1234").tell(events.CardRead(FACE)).answer({})

    resident.touch(events.Edit("old_address"))
    paths = asked_after_the_card(
        resident,
        {
            "old_address.kind": lambda one: one.go_on(),
            "old_address.postal_code": lambda one: one.go_on(),
            "old_address.prefecture_city": lambda one: one.go_on(),
            "old_address.town": lambda one: one.go_on(),
            "old_address.lot": lambda one: one.touch(events.Key("clear")).enter("7-8"),
            "old_address.building": lambda one: one.go_on(),
        },
    )

    assert paths == [f"old_address.{part}" for part in ("kind", "postal_code", "prefecture_city", "town", "lot", "building")]
    assert resident.screen == "review"
    assert written(resident.at("old_address")) == "神奈川県横浜市青葉区荏田町7-8"


@pytest.fixture
def no_postal_list(tmp_path, monkeypatch):
    """A station on which nobody has made the list."""
    monkeypatch.setenv("UKETSUKE_POSTAL", str(tmp_path / "postal.tsv"))
    postal.cities.cache_clear()
    yield
    postal.cities.cache_clear()


@pytest.mark.usefixtures("no_postal_list")
def test_without_the_list_of_postal_codes_the_address_of_the_card_is_whole_and_not_asked_again():
    assert "make setup" in postal.missing()
    resident = with_pin().enter("1234").tell(events.CardRead(FACE))

    paths = asked_after_the_card(resident)

    assert [path for path in paths if path.startswith("old_address")] == []
    assert resident.at("old_address.prefecture_city") == "神奈川県横浜市青葉区"
    assert written(resident.at("old_address")) == HOME
    assert resident.problems() == []


def test_an_address_that_shows_no_city_goes_to_the_counter_as_the_card_says_it():
    face = CardData(CardKind.MY_NUMBER, "川崎　太郎", "みほん島12", date(1980, 2, 17), "male")
    resident = at_the_card("certificate").tell(events.CardSeen(MY_NUMBER)).enter("1234").tell(events.CardRead(face))

    paths = asked_after_the_card(resident)

    assert [path for path in paths if path.startswith("address")] == []
    assert resident.at("address") == {"needs_staff": True, "text": "みほん島12"}
    assert resident.problems() == []


def test_a_card_of_this_city_fills_the_old_address_of_a_move_within_it_and_another_does_not():
    here = CardData(CardKind.MY_NUMBER, "川崎　太郎", "神奈川県みどり野市川辺区南町1-2", date(1980, 2, 17), "male")
    resident = at_the_card("moving", "within").tell(events.CardSeen(MY_NUMBER)).enter("1234").tell(events.CardRead(here))
    paths = asked_after_the_card(resident)
    assert [path for path in paths if path.startswith("old_address")] == []
    assert resident.at("old_address") == {"ward": "川辺区", "town": "南町", "lot": "1-2"}
    assert resident.problems() == []

    resident = at_the_card("moving", "within").tell(events.CardSeen(MY_NUMBER)).enter("1234").tell(events.CardRead(FACE))
    assert resident.at("old_address") is None


def test_the_secret_is_in_no_effect_but_the_one_that_reads():
    resident = with_pin().enter("9876").tell(events.CardFailed(CardFault(Fault.REMOVED)))

    assert "9876" not in repr(resident.effects)
    assert "9876" not in repr(resident.session)


def test_who_goes_on_without_ever_laying_a_card_down_leaves_the_reader_alone():
    resident = without(at_the_card())

    assert resident.done(effects.LeaveCard)
    assert not resident.done(effects.WatchTray)


def test_a_card_taken_away_from_the_pin_page_is_asked_for_again_and_its_digits_are_forgotten():
    resident = with_pin().type("123").tell(events.CardLies(False))

    assert (resident.screen, resident.session.card.told, resident.session.card.digits) == ("card_place", "lifted", "")
    assert resident.effects[-1] == effects.WaitForCard()
    resident.tell(events.CardSeen(MY_NUMBER))
    assert (resident.screen, resident.session.card.told, resident.session.card.digits) == ("card_pin", "", "")
    assert resident.done(effects.ReadCard) == []


def test_a_card_changed_for_another_has_its_own_kind_and_tries_asked_for():
    resident = with_pin().enter("1234").tell(events.CardFailed(CardFault(Fault.OTHER_CARD, kind=CardKind.MY_NUMBER)))
    assert (resident.screen, resident.session.card.told) == ("card_place", "changed")

    resident.tell(events.CardSeen(Present(CardKind.DRIVING_LICENCE, tries_left=2)))

    card = resident.session.card
    assert (resident.screen, card.kind, card.tries_left, card.told) == ("card_pin", CardKind.DRIVING_LICENCE, 2, "changed")
    resident.enter("5678")
    assert [reading.secret.kind for reading in resident.done(effects.ReadCard)] == ["pin", "licence_pin"]


def test_while_a_try_is_out_the_reader_alone_says_what_became_of_it():
    resident = with_pin().enter("1234").tell(events.CardLies(False))

    assert (resident.screen, resident.session.card.reading) == ("card_pin", True)


def test_after_a_wrong_pin_the_tray_is_watched_again():
    resident = with_pin().enter("1111").tell(events.CardFailed(CardFault(Fault.WRONG_PIN, tries_left=2)))

    assert resident.effects[-1] == effects.WatchTray()
    resident.tell(events.CardLies(False))
    assert resident.screen == "card_place"


def test_the_printed_numbers_are_typed_with_the_card_in_the_hand_and_read_when_it_is_laid_down():
    resident = with_pin().touch(events.UseCard("code_b")).tell(events.CardLies(False))
    resident.enter("55021720301234")
    assert (resident.screen, resident.session.card.awaited) == ("card_code_b", True)
    assert resident.done(effects.ReadCard) == []

    resident.tell(events.CardLies(True))

    [reading] = resident.done(effects.ReadCard)
    assert (reading.secret.digits, resident.session.card.digits) == ("55021720301234", "")


@pytest.mark.parametrize("touch", [events.Key("delete"), events.Back()])
def test_who_does_something_else_meanwhile_has_nothing_read(touch):
    resident = with_pin().touch(events.UseCard("code_b")).tell(events.CardLies(False)).enter("55021720301234").touch(touch)

    resident.tell(events.CardLies(True))

    assert resident.done(effects.ReadCard) == []
    assert resident.session.card.digits in ("5502172030123", "")


def test_without_a_reader_the_printed_numbers_wait_for_nothing():
    resident = at_the_card().touch(events.UseCard("code_b")).tell(events.ReaderChanged(False)).enter("55021720301234")

    assert len(resident.done(effects.ReadCard)) == 1


def test_who_waits_long_for_a_card_may_go_back_and_what_comes_late_changes_nothing():
    resident = with_pin().enter("1234").wait(SLOW_SECONDS - 1).touch(events.Back(), events.UseCard("none"))
    assert (resident.screen, resident.session.card.reading) == ("card_pin", True)

    resident.wait(1).touch(events.Back())

    assert (resident.where, resident.session.card.reading) == ("notifier:choice", False)
    resident.tell(events.CardRead(FACE))
    assert resident.where == "notifier:choice"
    assert resident.at("movers.0.name") is None


def test_a_licence_that_hangs_without_a_number_leaves_the_way_without_a_card():
    resident = with_licence(Present(CardKind.DRIVING_LICENCE, 3, pin_set=False)).wait(SLOW_SECONDS)

    without(resident)

    assert (resident.page is not None, resident.session.card.reading) == (True, False)
    assert len(resident.done(effects.ReadCard)) == 1
