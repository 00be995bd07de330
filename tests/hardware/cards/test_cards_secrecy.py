"""Neither what the resident entered nor what stands on the card is ever written anywhere."""

import logging

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.cards import conversation, open_reader
from hardware.cards.guarded_link import ForbiddenCommand, GuardedLink, LinkLost
from hardware.cards.port import CardData, CardFault, CardKind, Secret
from hardware.cards.simulated.files import card_of
from hardware.cards.simulated.people import Description

PIN, CODE_B = "1234", "55021720352285"
TRACES = [PIN, PIN.encode().hex(), CODE_B, CODE_B.encode().hex(), "川崎", "川崎".encode().hex(), "見本町", "19800217", "1980-02-17"]


def shown(text):
    return [trace for trace in TRACES if trace.lower() in text.lower()]


@pytest.fixture
def everything_logged(caplog):
    """Every logger at its lowest level, as a careless service engineer would set them."""
    caplog.set_level(logging.DEBUG - 1)
    levels = {}
    for name in ("nfc", "nfc.clf", "nfc.clf.udp", "nfc.clf.device", "nfc.tag", "nfc.tag.tt4", "hardware", "hardware.cards"):
        levels[name] = logging.getLogger(name).level
        logging.getLogger(name).setLevel(logging.DEBUG - 1)
    yield caplog
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


@pytest.mark.parametrize(
    ("secret", "faults"),
    [
        (Secret("pin", PIN), {}),
        (Secret("code_b", CODE_B), {}),
        (Secret("pin", PIN), {"lose_frames": 2}),
        (Secret("pin", PIN), {"remove_after_apdu": 4}),
        (Secret("pin", PIN), {"remove_after_apdu": 6}),
        (Secret("pin", PIN), {"tries": 0}),
    ],
)
def test_no_log_holds_a_secret_or_an_item_whatever_happens(simulator, everything_logged, capfd, secret, faults):
    traced = []
    reader = open_reader(simulator.url, lambda *line: traced.append(" ".join(line)))
    simulator.lay("taro", fwi=8)

    reader.wait_for_card(2)
    if faults:
        simulator.do(**faults)
    result = reader.read(secret, 2)
    reader.close()

    assert shown(everything_logged.text) == []
    assert shown("".join(capfd.readouterr())) == []
    assert shown("\n".join(traced)) == []
    assert shown(repr(result)) == []
    assert shown("\n".join(simulator.trace())) == []


def test_the_test_above_would_see_nfcpy_speak(simulator, everything_logged):
    import nfc

    simulator.lay("taro")
    frontend = nfc.ContactlessFrontend(simulator.url.removeprefix("nfcpy:"))
    tag = nfc.tag.activate(frontend, frontend.sense(nfc.clf.RemoteTarget("106B")))
    for command in ("00A4040C0AD3921000310001010408", "00A4020C020011", "002000800431323334"):
        tag.transceive(bytearray.fromhex(command))
    frontend.close()

    assert PIN.encode().hex() in shown(everything_logged.text)


def test_no_value_shows_what_it_holds():
    assert shown(repr(Secret("pin", PIN))) == []
    assert shown(f"{Secret('code_b', CODE_B)}") == []
    assert shown(repr(CardData(CardKind.MY_NUMBER, "川崎　太郎", "見本町", None, "male"))) == []
    assert "tries_left=2" in repr(CardFault("wrong_pin", 2))


def test_what_is_read_still_travels_whole():
    read = CardData(CardKind.MY_NUMBER, "川崎　太郎", "見本町", None, "male", ("birth_date",))

    assert msgspec.json.decode(msgspec.json.encode(read), type=CardData) == read


NAMES = st.text(st.sampled_from("川崎多摩見本太郎花子一二三　"), min_size=4, max_size=4)
ADDRESSES = st.text(st.sampled_from("神奈県市区見本町１２３４５－"), min_size=12, max_size=12)
DIGITS = st.text("0123456789", min_size=14, max_size=14)
BIRTH_DAYS = {
    CardKind.MY_NUMBER: st.dates().map(lambda day: f"{day:%Y%m%d}".zfill(8)),
    CardKind.DRIVING_LICENCE: st.just("3550217"),
}


@st.composite
def holders(draw, kind):
    """Somebody with a card of `kind`: every value is of the same length, whoever it is."""
    digits = draw(DIGITS)
    return Description(
        "x", kind, "", name=draw(NAMES), kana=draw(NAMES), address=draw(ADDRESSES), birth_date=draw(BIRTH_DAYS[kind]), sex="1",
        pin=digits[:4], code_b=digits, expires=draw(st.sampled_from(("20301231", "20240101"))),
    )  # fmt: skip


def secret_of(person, way, wrong):
    digits = person.code_b if way == "code_b" else person.pin
    return Secret(way, str((int(digits[0]) + wrong) % 10) + digits[1:])


def everything_said(person, way, wrong, lost_at):
    """All that a trace, an exception or a representation shows of looking at a card and reading it."""
    card, said, count = card_of(person), [], 0

    def send(command):
        nonlocal count
        count += 1
        if count == lost_at:
            raise LinkLost("TimeoutError")
        return card.answer(command)

    secret = secret_of(person, way, wrong)
    for steps in (conversation.look(), conversation.read(secret)):
        link = GuardedLink(send, lambda header, status: said.append(f"{header} {status}"))
        try:
            result = link.run(steps)
            said.append(repr(result) if isinstance(result, CardData) else "")
            link.exchange(b"\x00\x20\x00\x94\x04" + secret.digits[:4].encode())
        except (LinkLost, ForbiddenCommand) as trouble:
            said.append(repr(trouble))
    return [*said, repr(secret), f"{secret}"]


@pytest.mark.parametrize(
    ("kind", "way"),
    [(CardKind.MY_NUMBER, "pin"), (CardKind.MY_NUMBER, "code_b"), (CardKind.DRIVING_LICENCE, "licence_pin")],
)
def test_a_trace_is_the_same_whoever_the_holder_and_whatever_the_digits(kind, way):
    """What does not change with a secret cannot show it."""

    @settings(max_examples=60)
    @given(holders(kind), holders(kind), st.booleans(), st.integers(0, 26))
    def for_any_two(one, other, wrong, lost_at):
        said = everything_said(one, way, wrong, lost_at)

        assert said == everything_said(other, way, wrong, lost_at)
        assert not [
            word for word in (one.name, one.address, one.pin.encode().hex(), one.name.encode().hex()) if word in "".join(said)
        ]

    for_any_two()


def test_the_test_above_tells_holders_apart_where_something_shows():
    one = Description(
        "x", CardKind.MY_NUMBER, "", name="川崎", address="見本町", birth_date="19800217", pin="1234", code_b="5" * 14
    )
    other = msgspec.structs.replace(one, name="門" * 90)  # one more reading: only its length shows

    assert everything_said(one, "pin", False, 0) != everything_said(other, "pin", False, 0)
