"""The convenience store: today's price, only for those who can have it there, and two ways of the same size."""

from datetime import date

import msgspec
import pytest

from config.japanese.ruby import base
from config.languages import LANGUAGES
from config.procedure import Fee
from config.theme import LANDSCAPE
from kiosk.flow import events as e
from kiosk.flow.moves import Around, forward
from kiosk.flow.state import change
from tests.pictures.tour import NOW, Visitor, demo

ASKED = {"documents": ["seal_certificate"], "copies_seal_certificate": 2, "requester": "self", "birth_date": "1980-02-17"}


def told(visitor):
    """The words of the hint; empty where there is none."""
    box = next((box for box in visitor.brain.screen(visitor.session, visitor.now).boxes if box.id == "store"), None)
    return "".join(line.text for line in box.lines) if box else ""


def choosing(*path, language="ja", bundle=None):
    return Visitor(LANDSCAPE, "M", language, bundle=bundle).do(e.Begin(), *(e.Choose(one) for one in path))


def asked(**answers):
    """After the last question that decides whether a store has it."""
    visitor = choosing("certificate")
    visitor.session = change(visitor.session, screen="page", answers=ASKED | answers)
    visitor.session, _ = forward(visitor.session, Around(demo(), NOW))
    return visitor


def priced(*fees):
    return msgspec.structs.replace(demo(), fees=fees)


def on(day, bundle):
    visitor = choosing("certificate", bundle=bundle)
    visitor.session = change(visitor.session, devices=change(visitor.session.devices, today=day))
    return visitor


def test_who_asks_for_a_certificate_learns_what_it_costs_at_a_store():
    words = told(choosing("certificate"))
    assert words.startswith("住民票の写し")
    assert "200円" in words and "100円" in words


def test_what_was_asked_for_is_added_up_once_it_is_known():
    words = told(asked())
    assert "400円" in words and "200円" in words


def test_thousands_are_set_apart_in_the_hint_as_on_the_keys_below_it():
    shown = boxes(asked(copies_seal_certificate=10))
    assert "コンビニなら2,000円です。ここより1,000円安いです。" in words_of(shown["store"])
    assert "2,000円" in words_of(shown["choice.at_store"])


@pytest.mark.parametrize("path", [("moving", "in"), ("seal", "register"), ("household", "split")])
def test_who_asks_for_no_certificate_is_told_of_no_store(path):
    assert told(choosing(*path)) == ""


def test_who_moves_at_the_same_time_is_not_sent_to_a_store_that_knows_the_old_address():
    assert told(choosing("moving", "in").do(e.Choose("more"), e.Choose("certificate"))) == ""


@pytest.mark.parametrize(
    "answers",
    [
        {"requester": "proxy"},
        {"requester": "same_household"},  # the card is that of who stands here
        {"birth_date": "2012-11-21"},  # fourteen
        {"documents": ["tax_payment_certificate"]},
        {"q_card": "no"},
    ],
)
def test_who_cannot_have_it_there_is_told_nothing(answers):
    assert asked(**answers).session.screen == "page"


def test_without_a_cheaper_store_there_is_no_hint():
    assert told(choosing("certificate", bundle=priced(Fee("residence_certificate", 300, 300)))) == ""
    assert told(choosing("certificate", bundle=priced(Fee("residence_certificate", 300)))) == ""


def test_a_promotion_is_named_to_its_last_day_and_the_ordinary_price_after_it():
    fees = (Fee("residence_certificate", 300, 200), Fee("residence_certificate", 300, 10, "2026-11-01", "2026-11-30"))
    prices = [told(on(day, priced(*fees))) for day in (date(2026, 11, 30), date(2026, 12, 1))]

    assert "10円です" in prices[0] and "290円" in prices[0]
    assert "200円です" in prices[1] and "100円" in prices[1]
    assert date(2026, 11, 1) <= NOW.date() <= date(2026, 11, 30)


def boxes(visitor):
    return {box.id: box for box in visitor.brain.screen(visitor.session, visitor.now).boxes}


def words_of(box):
    return "".join(line.text for line in box.lines)


def test_both_ways_are_of_one_size_and_say_what_they_cost_and_take():
    shown = boxes(asked())
    store, counter = shown["choice.at_store"], shown["choice.at_counter"]

    assert (store.width, store.height, store.role) == (counter.width, counter.height, counter.role)
    assert "400円" in words_of(store) and "5分" in words_of(store)
    assert "600円" in words_of(counter) and "4人" in words_of(counter)  # four wait for certificates


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", ["M", "XL"])
def test_that_it_takes_a_card_and_its_pin_stands_where_the_price_does_and_as_large(language, size):
    texts = demo().texts[language]
    visitor = asked().do(e.ChooseLanguage(language), e.ChooseAppearance(size=size))
    store = boxes(visitor)["choice.at_store"]
    key = [(base(line.text), line.px) for line in store.lines]
    price = next(px for text, px in key if "400" in text)
    needed = "".join(texts["kiosk.store.card"].split())
    assert "".join("".join(text.split()) for text, px in key if px >= price).endswith(needed)

    banner = boxes(choosing("certificate", language=language).do(e.ChooseAppearance(size=size)))["store"]
    offer = texts["kiosk.store.offer"].replace("{store_fee}", "200").replace("{difference}", "100")
    assert "".join(base(words_of(banner)).split()).endswith("".join(offer.split()))
    assert len({line.px for line in banner.lines}) == 1


def test_while_the_hub_is_away_nothing_is_said_of_the_wait():
    visitor = asked().do(e.HubChanged(False))
    assert "人" not in words_of(boxes(visitor)["choice.at_counter"])


def test_who_goes_to_the_store_learns_what_to_bring_and_where_it_is():
    shown = boxes(asked().do(e.Choose("at_store")))

    assert "マイナンバーカード" in words_of(shown["bring.text"]) and "400円" in words_of(shown["bring.text"])
    assert "川辺駅前店" in words_of(shown["where.text"]) and "6:30" in words_of(shown["where.text"])
    assert "本籍" not in words_of(shown["where.text"])


def test_who_wants_a_family_register_learns_that_another_city_asks_for_a_registration_first():
    answers = {"documents": ["family_register_full"], "copies_family_register_full": 1}
    assert "本籍" in words_of(boxes(asked(**answers).do(e.Choose("at_store")))["where.text"])


def test_an_office_that_names_no_store_says_the_rest():
    bundle = msgspec.structs.replace(demo(), site=msgspec.structs.replace(demo().site, nearest_store=None))
    visitor = choosing("certificate", bundle=bundle)
    visitor.session = change(asked().session, screen="store_way")
    assert "川辺駅前店" not in words_of(boxes(visitor)["where.text"])
