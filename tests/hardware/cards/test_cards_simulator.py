"""The simulator itself: its block protocol and the words of its control port."""

import json
import random
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.cards.commands import TEXT_AP
from hardware.cards.simulated.control import obey
from hardware.cards.simulated.field import Field
from hardware.cards.simulated.iso_dep import IsoDep
from hardware.cards.simulated.people import load

PEOPLE = load()


def field(*lying):
    made = Field({person.id: person for person in PEOPLE}, random.Random(1))
    made.put(list(lying))
    return made


def card(respond=lambda command: command + b"\x90\x00", reader_frame=256, card_frame=256, wants_time=lambda _: False):
    return IsoDep(respond, reader_frame, card_frame, wants_time)


@given(st.binary(min_size=1, max_size=120), st.sampled_from((16, 24, 64, 256)), st.sampled_from((16, 24, 64, 256)))
def test_commands_and_answers_of_any_length_go_through_frames_of_any_size(command, reader_frame, card_frame):
    dep = card(reader_frame=reader_frame, card_frame=card_frame)
    number, answer, size = 0, b"", card_frame - 3

    pieces = [command[start : start + size] for start in range(0, len(command), size)]
    for index, piece in enumerate(pieces):
        last = index == len(pieces) - 1
        reply = dep.receive(bytes((0x02 | (0 if last else 0x10) | number,)) + piece)
        assert reply[0] == ((0x02 if last else 0xA2) | number | (reply[0] & 0x10 if last else 0))
        number ^= 1
    while reply[0] & 0x10:
        answer += reply[1:]
        reply = dep.receive(bytes((0xA2 | number,)))
        number ^= 1
    answer += reply[1:]

    assert answer == command + b"\x90\x00"


def test_an_answer_that_got_lost_is_said_again_without_doing_the_command_again():
    done = []
    dep = card(respond=lambda command: done.append(command) or b"\x90\x00")
    first = dep.receive(b"\x02\x00")

    assert dep.receive(b"\xb2") == first
    assert dep.receive(b"\xb2") == first
    assert done == [b"\x00"]


def test_a_command_that_got_lost_is_asked_for():
    dep = card()
    dep.receive(b"\x02a")

    assert dep.receive(b"\xb3") == b"\xa2"


def test_more_time_is_asked_for_once_and_then_the_answer_comes():
    dep = card(wants_time=lambda _: True)

    assert dep.receive(b"\x02a") == b"\xf2\x01"
    assert dep.receive(b"\xf2\x01") == b"\x02a\x90\x00"


@pytest.mark.parametrize("frame", [b"", b"\x0a\x00", b"\xff", b"\x02" + bytes(255)])
def test_what_no_reader_says_is_met_with_silence(frame):
    assert card().receive(frame) is None


@given(st.binary(max_size=40))
def test_no_datagram_stops_the_field(datagram):
    lying = field("taro", "transit", "phone")
    for technology in (b"106B ", b"106A ", b"212F ", b""):
        lying.receive(technology + datagram)
        lying.receive(technology + datagram.hex().encode())

    assert lying.receive(b"106B 050010").startswith(b"106B 50")


def test_an_empty_field_answers_at_once_that_there_is_nothing():
    empty = field()

    assert [empty.receive(poll) for poll in (b"106B 050010", b"106A 26", b"212F 0600ffff0100")] == [b"106B", b"106A", b"212F"]


def test_two_cards_spoil_each_other_unless_they_pick_different_slots():
    both = field("taro", "hanako")

    assert both.receive(b"106B 050010") == b"106B"
    answers = {both.receive(b"106B 050011") for _ in range(40)}
    assert len(answers) == 3  # one, the other, or nothing to be heard


def test_every_card_of_the_library_can_be_laid_down_and_asked_about():
    everything = field()
    for person in PEOPLE:
        answer = json.loads(obey(json.dumps({"put": person.id}), everything))
        assert (answer["ok"], answer["card"]) == (True, person.id)

    library = json.loads(obey('{"cards": true}', everything))["library"]
    assert [card["id"] for card in library] == [person.id for person in PEOPLE]


def test_counters_outlive_a_card_being_taken_away():
    lying = field("taro")
    obey('{"tries": {"pin": 1, "code_b": 4}}', lying)
    obey('{"remove": true}', lying)

    answer = json.loads(obey('{"put": "taro"}', lying))

    assert answer["tries"] == {"taro": {"pin": 1, "code_b": 4}}


@pytest.mark.parametrize(
    "line",
    ["", "{", "[]", "{}", '"put"', '{"put": "nobody"}', '{"put": 7}', '{"jump": true}', '{"tries": "x"}', '{"tries": 16}',
     '{"lose_frames": -1}', '{"remove_after_apdu": true}', '{"air": 4}', '{"air": {"fwi": "x"}}', '{"air": {"colour": 1}}'],
)  # fmt: skip
def test_nonsense_on_the_control_port_is_answered_and_changes_nothing(line):
    lying = field("taro")

    answer = json.loads(obey(line, lying))

    assert list(answer) == ["error"]
    assert [laid.person.id for laid in lying.laid] == ["taro"]


def test_the_process_ends_with_the_program_that_started_it(own_simulator):
    own_simulator.process.stdin.close()

    assert own_simulator.process.wait(30) == 0


def test_a_port_that_is_taken_is_said():
    done = subprocess.run(
        [sys.executable, "-m", "hardware.cards.simulated", "--udp", "192.0.2.1:0"], capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert "cannot serve" in done.stderr


def test_nobody_in_the_library_has_a_number():
    for person in PEOPLE:
        if person.kind == "my_number":
            application = field(person.id).laid[0].card.applications[TEXT_AP]
            assert application.files[0x0001].content[3:15] == b"0" * 12
