"""The line between parent and UI process carries every event and effect as it is, and refuses what is none."""

import asyncio
import socket
import struct
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.cards.port import CardData, CardKind, Secret
from hardware.printer.port import JobState, Slip
from hub.wire import OpenVisit, SealedCall, SealedReply, Ticket
from kiosk.flow.effects import (
    Convert,
    FindEntry,
    LookUpPostalCode,
    PersonalEffect,
    PrintCode,
    ReadCard,
    Recognise,
    ShowStep,
    StartScanner,
    StopScanner,
    TakeNumber,
    Unlock,
)
from kiosk.flow.events import CameraPicture, Candidates, CardRead, CodeSeen, HubChanged, NumberTaken, SlipChanged, Started
from kiosk.pipe import Alive, Ask, AskHub, Closed, HubAnswered, Kind, Pipe, TakeSealed, frame, message

NOW = datetime(2026, 11, 21, 10, 32, tzinfo=timezone(timedelta(hours=9)))
MESSAGES = [
    (Kind.EVENT, Started(date(2026, 11, 21), "01", extra={"key": "k"})),
    (Kind.EVENT, SlipChanged(JobState.PRINTED, visit="葛󠄂飾 𠮷子")),
    (Kind.EVENT, HubChanged(True)),
    (Kind.EVENT, NumberTaken(Ticket("v", "A-024", NOW.date(), "residence", (), NOW, ()), offline=True)),
    (Kind.EFFECT, ShowStep(3, 7)),
    (Kind.WORD, TakeSealed("k", "c2VhbGVk", ("moving_in",))),
    (Kind.WORD, AskHub(1, "find_entry", SealedCall("c2VhbGVk", "a2V5"))),
    (Kind.WORD, HubAnswered(1, reply=SealedReply("c2VhbGVk"))),
    (Kind.WORD, HubAnswered(2)),
    (Kind.WORD, Alive()),
    (Kind.WORD, Ask({"tap": "begin"})),
]


async def pair():
    ends = []
    for end in socket.socketpair():
        ends.append(Pipe(*await asyncio.open_connection(sock=end)))
    return ends


def test_everything_arrives_as_it_was_sent_and_in_order():
    async def scenario():
        here, there = await pair()
        for kind, value in MESSAGES:
            here.send(kind, value)
        received = [await there.receive() for _ in MESSAGES]
        here.close()
        there.close()
        return received

    received = asyncio.run(scenario())

    assert received == [value for _, value in MESSAGES]
    assert received[3].ticket.issued_at.utcoffset() == timedelta(hours=9)


def test_the_end_of_the_other_process_is_told():
    async def scenario():
        here, there = await pair()
        here.close()
        with pytest.raises(Closed):
            await there.receive()
        there.send(Kind.WORD, Alive())  # nobody hears it, nothing breaks
        there.close()

    asyncio.run(scenario())


@given(st.binary(max_size=60), st.integers(0, 255))
def test_what_is_no_message_is_refused(body, kind):
    try:
        value = message(kind, body)
    except Closed:
        return
    assert frame(Kind(kind), value)  # by chance it was one


def test_a_frame_too_long_to_be_ours_is_refused():
    async def scenario():
        ours, theirs = socket.socketpair()
        reader, writer = await asyncio.open_connection(sock=theirs)
        ours.sendall(struct.pack(">IB", 1 << 31, 1))
        with pytest.raises(Closed):
            await Pipe(reader, writer).receive()
        writer.close()
        ours.close()

    asyncio.run(scenario())


PERSONAL = [
    Convert("ぬくい"),
    Recognise(1, (((0, 0),),)),
    LookUpPostalCode("1540023"),
    ReadCard(Secret("pin", "1234")),
    FindEntry("ABCD2345"),
    StartScanner(),
    StopScanner(),
    TakeNumber("k", OpenVisit("ja", service="residence")),
    Unlock("01", "03", "482915"),
    PrintCode("entry-k", Slip("川辺区役所", "あとでつづける", "", code="ABCD-2345", qr="UK1:AAAA")),
]
SHOWN = [
    CodeSeen("UK1:ぬくい"),
    CameraPicture(2, 2, bytes([0, 255, 128, 7])),
    CardRead(CardData(CardKind.MY_NUMBER, "温井 瑞穂", None, date(1980, 2, 17), "female", ("address",))),
    Candidates("ぬくい", ("温井",)),
]


@pytest.mark.parametrize("effect", PERSONAL, ids=lambda effect: type(effect).__name__)
def test_what_was_typed_at_the_kiosk_or_opens_an_entry_is_no_message_the_parent_reads(effect):
    whole = frame(Kind.EFFECT, effect)

    assert isinstance(effect, PersonalEffect)
    with pytest.raises(Closed) as raised:
        message(Kind.EFFECT, whole[5:])
    assert "ぬくい" not in str(raised.value)


@pytest.mark.parametrize("event", SHOWN, ids=lambda event: type(event).__name__)
def test_what_a_resident_showed_is_no_message_from_the_parent(event):
    with pytest.raises(Closed):
        message(Kind.EVENT, frame(Kind.EVENT, event)[5:])


def test_a_pin_is_never_in_the_words_a_message_is_logged_with():
    assert "1234" not in repr(ReadCard(Secret("pin", "1234")))
    assert "482915" not in repr(Unlock("01", "03", "482915"))
