"""How the air and a reader's chip can fail, as nfcpy reports it."""

import logging

import nfc.clf
import nfc.clf.pn53x
import nfc.clf.rcs380
import nfc.tag
import pytest

from hardware.cards.guarded_link import ForbiddenCommand, GuardedLink, LinkLost
from hardware.cards.nfcpy_reader import keep_nfcpy_silent, kind_by_air, transceived
from hardware.cards.port import CardKind
from hardware.cards.recognise import type_a, type_f
from hardware.cards.udp_link import FarEnd

CHOOSE = bytes.fromhex("00A4040C0AD3921000310001010408")
TRY = bytes.fromhex("002000910431323334")


class Tag:
    """Where nfcpy's tag would be: it fails in the given way."""

    def __init__(self, trouble):
        self.trouble = trouble

    def transceive(self, command):
        raise self.trouble


@pytest.mark.parametrize(
    "trouble",
    [nfc.tag.TagCommandError(0), nfc.tag.TagCommandError(-1), nfc.clf.TimeoutError(), nfc.clf.TransmissionError(),
     IndexError(), ValueError(), TypeError()],
    ids=repr,
)  # fmt: skip
def test_every_failure_of_the_air_is_a_lost_card(trouble):
    with pytest.raises(LinkLost):
        transceived(Tag(trouble), bytearray(CHOOSE))


@pytest.mark.parametrize(
    "trouble", [OSError(19, "gone"), nfc.clf.rcs380.StatusError(2), nfc.clf.pn53x.Chipset.Error(1, "x")], ids=repr
)
def test_every_failure_of_the_reader_is_a_reader_that_is_gone(trouble):
    with pytest.raises(OSError):
        transceived(Tag(trouble), bytearray(CHOOSE))


@pytest.mark.parametrize(("command", "trying"), [(CHOOSE, False), (TRY, True)])
def test_only_a_link_lost_under_a_try_leaves_its_outcome_open(command, trying):
    answers = iter([b"\x90\x00"])
    link = GuardedLink(lambda _: next(answers, b""))
    link.exchange(CHOOSE)

    with pytest.raises(LinkLost):
        link.exchange(command)

    assert link.lost_while_trying is trying


def test_a_forbidden_command_never_leaves_and_its_name_shows_no_contents():
    sent = []
    link = GuardedLink(lambda command: sent.append(command) or b"\x90\x00")

    with pytest.raises(ForbiddenCommand) as refused:
        link.exchange(TRY)

    assert str(refused.value) == "00200091"
    assert sent == []


def test_the_trace_shows_headers_and_status_words_only():
    seen = []
    answers = iter([b"\x90\x00", b"\x63\xc2"])
    link = GuardedLink(lambda _: next(answers), lambda *line: seen.append(line))
    link.exchange(CHOOSE)
    link.exchange(TRY)

    assert seen == [("00A4040C", "9000"), ("00200091", "63C2")]


@pytest.mark.parametrize(
    ("selection", "identifier", "kind"),
    [
        ("60", "04A1B2C3", CardKind.PHONE),  # peer to peer
        ("20", "08A1B2C3", CardKind.PHONE),  # a random identifier
        ("20", "04A1B2C3D4E5F6", CardKind.BANK_CARD),
        ("28", "3A5B7C9D", CardKind.BANK_CARD),
        ("08", "3A5B7C9D", CardKind.UNKNOWN),
        ("", "", CardKind.UNKNOWN),
    ],
)
def test_type_a_is_told_by_its_selection_alone(selection, identifier, kind):
    assert type_a(bytes.fromhex(selection), bytes.fromhex(identifier)) is kind


@pytest.mark.parametrize(
    ("polled", "kind"),
    [
        ("01" + "01" * 8 + "014B024F4993FF00" + "0003", CardKind.TRANSIT),
        ("01" + "01" * 8 + "0116024F4993FF00" + "0003", CardKind.PHONE),  # おサイフケータイ
        ("01" + "01" * 8 + "014B024F4993FF00" + "FE00", CardKind.UNKNOWN),
        ("01" + "01" * 8 + "014B024F4993FF00", CardKind.UNKNOWN),
        ("01", CardKind.UNKNOWN),
        ("", CardKind.UNKNOWN),
    ],
)
def test_felica_is_told_by_its_answer_to_polling_alone(polled, kind):
    assert type_f(bytes.fromhex(polled)) is kind
    assert kind_by_air(nfc.clf.RemoteTarget("212F", sensf_res=bytearray.fromhex(polled))) is kind


def test_nfcpy_is_kept_from_writing_contents_whoever_wanted_to_see_them():
    chatty = logging.getLogger("nfc.tag.tt4")
    chatty.setLevel(logging.DEBUG - 1)

    keep_nfcpy_silent()

    assert not chatty.isEnabledFor(logging.INFO)
    assert not logging.getLogger("nfc.clf.never.seen.before").isEnabledFor(logging.INFO)
    assert chatty.isEnabledFor(logging.WARNING)


def test_a_place_where_nobody_listens_is_told_from_one_where_somebody_does(own_simulator):
    path = own_simulator.url.removeprefix("nfcpy:")
    far_end = FarEnd(path)
    assert far_end.listens()

    own_simulator.stop()

    assert not far_end.listens()
    assert not FarEnd(path).listens()
