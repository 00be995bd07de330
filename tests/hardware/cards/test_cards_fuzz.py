"""No bytes and no card can make the reading raise, hang, run on, try twice or invent. Longer runs: UKETSUKE_FUZZ=100."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.cards import basic_items, conversation, expiry, licence_items, recognise, tlv
from hardware.cards.commands import LICENCE_DF1, TEXT_AP
from hardware.cards.file_reading import READ_LENGTH, READ_LENGTH_SMALL
from hardware.cards.guarded_link import GuardedLink, LinkLost
from hardware.cards.port import CardData, CardFault, CardKind, Fault, Present, Secret
from hardware.cards.secret import LENGTHS, digits
from hardware.cards.simulated import licence as licence_files
from hardware.cards.simulated.files import card_of
from hardware.cards.simulated.people import basic_items as items_of
from hardware.cards.simulated.people import load
from tests.hardware.cards.hostile import CASES, STATUSES, Hostile, hear, mutated

PEOPLE = {person.id: person for person in load()}
MY_NUMBER = [items_of(person) for person in PEOPLE.values() if person.kind is CardKind.MY_NUMBER]
LICENCES = [person for person in PEOPLE.values() if person.kind is CardKind.DRIVING_LICENCE]
ITEMS = [licence_files.text_items(person)[:200] for person in LICENCES]
CHANGES = [licence_files.changes(person)[:100] for person in LICENCES]
COMMON = [licence_files.common(person) for person in LICENCES]
RECORDS = [b"\x01\x1c" + b"0" * 20 + b"20350217"]
EVERYTHING = MY_NUMBER + ITEMS + CHANGES + COMMON + RECORDS

SECRETS = [Secret("pin", "1234"), Secret("code_b", "55021720352285"), Secret("licence_pin", "1212"), Secret("licence_no_pin", "")]
DAYS = range(1868, 2100)


def sound(read, source):
    """What was read is in the file as it stands, or it is empty and said to be."""
    flagged = {item for item in ("name", "address", "birth_date") if getattr(read, item) is None}
    if read.card is CardKind.MY_NUMBER:
        flagged |= {"sex"} if read.sex is None else set()
        for text in (read.name, read.address):
            assert text is None or text.encode("utf-8") in source
    assert flagged <= set(read.uncertain)
    assert read.sex in (None, "male", "female")


@pytest.mark.parametrize("seed", range(4))
def test_spoilt_files_are_read_as_far_as_they_can_be(seed):
    chance = random.Random(seed)
    for _ in range(5000 * CASES):
        file = mutated(chance, chance.choice(EVERYTHING), EVERYTHING)
        for tag_bytes in (1, 2):
            elements = tlv.parse(file, tag_bytes)
            assert sum(tag_bytes + 1 + len(element.value) for element in elements.items) <= len(file)
            tlv.outer_length(file, tag_bytes)
        read = basic_items.card_data(file)
        if read is not None:
            sound(read, file)
        read = licence_items.card_data(file, chance.choice((None, mutated(chance, chance.choice(CHANGES), EVERYTHING))))
        if read is not None:
            sound(read, file)
        for day in (expiry.last_day(file), expiry.licence_last_day(file)):
            assert day is None or day.year in range(1, 10000)


@pytest.mark.parametrize("seed", range(2))
def test_spoilt_files_stay_readable_often_enough_to_mean_something(seed):
    """The test above would pass if every change made the file unreadable."""
    chance = random.Random(seed)
    files = [mutated(chance, chance.choice(MY_NUMBER), EVERYTHING) for _ in range(400)]
    read = [data for data in map(basic_items.card_data, files) if data is not None]

    assert len(read) > 80
    assert sum(data.name is None for data in read) > 5
    assert sum(data.name is not None and data.uncertain != () for data in read) > 5


def talk(card, steps):
    """What `steps` come to with `card`; None where the link was lost. Anything else that is raised is a fault of ours."""
    link = GuardedLink(card)
    try:
        return link.run(steps)
    except LinkLost:
        return None


def told(card, result):
    """What is owed whatever the card did."""
    assert sum(len(command) > 5 and command[1] == 0x20 for command in card.heard) <= 1
    assert result is None or isinstance(result, Present | CardData | CardFault)


@pytest.mark.parametrize("temper", [1, 3, 6, 10])
@pytest.mark.parametrize(
    "honest", [None, "taro", "long_name", "licence", "licence_no_pin", "special_permanent", "phone_certificates"]
)
def test_a_hostile_card_gets_one_try_a_bounded_talk_and_a_value(honest, temper):
    for seed in range(40 * CASES):
        for steps in (
            conversation.look,
            *(lambda secret=secret: conversation.read(secret, allow_last_try=True) for secret in SECRETS),
        ):
            card = Hostile(seed, None if honest is None else card_of(PEOPLE[honest]), temper)

            told(card, talk(card, steps()))


class Stubborn:
    """An honest card up to its files, which it then gives in one stubborn way."""

    def __init__(self, honest, answer):
        self.honest, self.answer, self.heard = honest, answer, []

    def __call__(self, command):
        hear(self.heard, command)
        return self.answer(command) if command[1] == 0xB0 else self.honest.answer(command)


WAYS = {
    "another length, for ever": lambda command: b"\x6c\x10",
    "another length, of none": lambda command: b"\x6c\x00",
    "more waiting, for ever": lambda command: b"\x61\x10",
    "nothing, politely": lambda command: b"\x90\x00",
    "one byte at a time": lambda command: b"\xff\x90\x00",
    "the beginning for ever": lambda command: (
        b"\xff\x20\x82\x07\xff" + bytes(command[4] - 5 if command[4] > 5 else 0) + b"\x90\x00"
    ),
    "one byte of a long file": lambda command: (b"\xff\x20\x82\x07\xff" if command[2:4] == b"\x00\x00" else b"\xdf") + b"\x90\x00",
    "a file of four gigabytes": lambda command: b"\xff\x20\x84\xff\xff\xff\xff" + bytes(200) + b"\x90\x00",
    "sixty kilobytes at once": lambda command: b"\xff\x20\x81\xff" + bytes(60_000) + b"\x90\x00",
    "end of file at once": lambda command: b"\x62\x82",
    "filler only": lambda command: b"\xff" * command[4] + b"\x90\x00",
    "half a status": lambda command: b"\x90",
    "no answer": lambda command: b"",
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("who", "secret"), [("taro", SECRETS[0]), ("licence", SECRETS[2])])
@pytest.mark.parametrize("read_length", [READ_LENGTH, READ_LENGTH_SMALL])
def test_a_card_that_never_comes_to_an_end_is_left(who, secret, way, read_length):
    card = Stubborn(card_of(PEOPLE[who]), WAYS[way])

    result = talk(card, conversation.read(secret, read_length=read_length))

    told(card, result)
    assert result is None or (isinstance(result, CardFault) and result.fault is Fault.UNREADABLE)


answers = st.one_of(
    st.tuples(st.binary(max_size=40), st.sampled_from(STATUSES)).map(lambda pair: pair[0] + pair[1].to_bytes(2, "big")),
    st.sampled_from(
        [b"\x90\x00", b"\x90\x00", b"\x6a\x82", b"\x63\xc3", b"\x63\xc1", b"\x05\x01\x00\x90\x00", b"\xff\x20\x02aa\x90\x00"]
    ),
    st.binary(max_size=300),
)


@settings(max_examples=300 * CASES)
@given(st.lists(answers, max_size=30), st.sampled_from(SECRETS), st.booleans(), st.booleans())
def test_whatever_a_card_answers_the_whole_talk_comes_to_a_value(script, secret, allow_last_try, plain_no_first):
    script = iter([b"\x6a\x82", *script] if plain_no_first else script)
    heard = []

    def card(command):
        hear(heard, command)
        answer = next(script, None)
        if answer is None:
            raise LinkLost
        return answer

    card.heard = heard
    told(card, talk(card, conversation.read(secret, allow_last_try=allow_last_try)))
    heard.clear()
    told(card, talk(card, conversation.look()))


@settings(max_examples=300 * CASES)
@given(st.binary(max_size=24), st.binary(max_size=24))
def test_whatever_comes_over_the_air_is_some_kind_of_card(one, other):
    assert isinstance(recognise.type_a(one, other), CardKind)
    assert isinstance(recognise.type_f(one), CardKind)


@settings(max_examples=300 * CASES)
@given(st.text(max_size=16), st.sampled_from(sorted(LENGTHS)))
def test_whatever_is_typed_only_plain_digits_of_the_right_number_are_sent(entered, kind):
    sent = digits(Secret(kind, entered))

    assert sent is None or (len(sent) == LENGTHS[kind] and set(sent) <= set("0123456789"))


def test_the_fuzzer_gets_as_far_as_the_files():
    """A hostile card that never let anybody in would prove nothing."""
    reached = set()
    for seed in range(40):
        for who, secret in (("taro", SECRETS[0]), ("licence", SECRETS[2])):
            honest = card_of(PEOPLE[who])
            talk(Hostile(seed, honest, 1), conversation.read(secret))
            reached |= honest.reached

    assert {(TEXT_AP, 0x0002), (LICENCE_DF1, 0x0001), (LICENCE_DF1, 0x0004)} <= reached
