"""Neither what the resident entered nor what stands on the card is ever written anywhere."""

import logging

import msgspec
import pytest

from hardware.cards import open_reader
from hardware.cards.port import CardData, CardFault, CardKind, Secret

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
    if faults:
        simulator.do(**faults)

    reader.wait_for_card(2)
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
