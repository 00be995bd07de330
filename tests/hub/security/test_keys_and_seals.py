import asyncio
import base64

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.sealing import BadSeal, ReplyKey, seal_call, seal_reply
from hub.security.envelope import CannotOpen, Envelope, close_envelope, open_envelope
from hub.security.keyring import KeyRing
from hub.security.passwords import demo_password
from hub.security.sealing import Opener
from hub.wire import FindEntry, OpenVisit, SealedCall
from tests.hub.small_office import NINE, cheap_passwords, moving, seal_visit

MONTH_KEY, RANDOM = b"m" * 32, bytes(range(44))


@given(st.binary(max_size=2000))
def test_what_is_put_in_an_envelope_comes_out_again(content):
    envelope = close_envelope(MONTH_KEY, content, "kawabe|records|v1", RANDOM)

    assert open_envelope(MONTH_KEY, envelope, "kawabe|records|v1") == content


def test_an_envelope_opens_at_its_own_place_with_its_own_key_and_whole_only():
    envelope = close_envelope(MONTH_KEY, b"content", "kawabe|records|v1", RANDOM)
    changed = Envelope(envelope.wrapped_key, envelope.sealed[:-1] + bytes([envelope.sealed[-1] ^ 1]))

    for key, other, place in (
        (b"x" * 32, envelope, "kawabe|records|v1"),
        (MONTH_KEY, envelope, "kawabe|records|v2"),
        (MONTH_KEY, changed, "kawabe|records|v1"),
        (MONTH_KEY, Envelope(b"", b""), "kawabe|records|v1"),
    ):
        with pytest.raises(CannotOpen):
            open_envelope(key, other, place)


def test_too_little_randomness_is_refused():
    with pytest.raises(ValueError, match="44"):
        close_envelope(MONTH_KEY, b"", "place", b"short")


def test_keys_stay_the_same_over_a_restart_and_nobody_else_may_read_them(tmp_path):
    first = KeyRing(tmp_path / "keys").month_key("2027-04")

    again = KeyRing(tmp_path / "keys")

    assert again.month_key("2027-04") == first
    assert len(first) == 32
    assert (tmp_path / "keys" / "record-2027-04.key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "keys").stat().st_mode & 0o077 == 0
    assert again.months() == ("2027-04",)


def test_a_destroyed_key_is_gone_for_good(tmp_path):
    keys = KeyRing(tmp_path / "keys")
    before = keys.month_key("2027-04")

    keys.destroy_month("2027-04")

    assert not keys.has_month("2027-04")
    assert list((tmp_path / "keys").iterdir()) == []
    assert keys.month_key("2027-04") != before


def test_what_a_kiosk_seals_the_hub_alone_opens():
    hub, other = Opener(b"h" * 32), Opener(b"o" * 32)

    message = seal_visit(hub.seal_key, moving(), "A-1201", NINE, "residence")

    assert hub.open(message) == moving()
    assert "緑野".encode() not in base64.b64decode(message.sealed)
    with pytest.raises(CannotOpen):
        other.open(message)


@pytest.mark.parametrize(
    "change",
    [{"number": "A-1202"}, {"service": "certificates"}, {"issued_at": NINE.replace(minute=1)}, {"sealed": "AAAA"}, {"sealed": "%"}],
)
def test_a_seal_moved_to_another_number_service_or_time_does_not_open(change):
    hub = Opener(b"h" * 32)
    message = seal_visit(hub.seal_key, moving(), "A-1201", NINE, "residence")

    with pytest.raises(CannotOpen):
        hub.open(msgspec.structs.replace(message, **change))


def test_a_password_matches_itself_and_nobody_matches_nobody():
    async def scenario():
        passwords = cheap_passwords()
        stored = await passwords.hash("correct horse")
        assert stored.startswith("$argon2id$")
        assert await passwords.matches(stored, "correct horse")
        assert not await passwords.matches(stored, "wrong")
        assert not await passwords.matches(None, "")
        assert not await passwords.matches("no hash at all", "wrong")
        passwords.close()

    asyncio.run(scenario())


def test_a_demo_password_can_be_read_aloud():
    assert len(demo_password(bytes(range(12)))) == 14
    assert not set("01ilo") & set(demo_password(bytes(range(200, 212))))


@pytest.mark.parametrize(
    "change", [("find_entry", "press-1", ""), ("open_visit", "press-2", ""), ("open_visit", "press-1", "another key")]
)
def test_a_sealed_message_opens_for_its_own_question_press_and_asker_only(change):
    hub, mine = Opener(b"h" * 32), ReplyKey()
    call = seal_call(hub.seal_key, "open_visit", moving(), key="press-1", reply_key=mine.public)
    action, key, reply_key = change

    assert hub.open_call(call, "open_visit", "press-1", OpenVisit) == moving()
    with pytest.raises(CannotOpen):
        hub.open_call(msgspec.structs.replace(call, reply_key=reply_key or call.reply_key), action, key, OpenVisit)


def test_what_cannot_be_opened_is_not_in_the_words_of_the_error():
    hub = Opener(b"h" * 32)
    call = seal_call(hub.seal_key, "find_entry", FindEntry("ABCD2345"))
    spoiled = seal_call(hub.seal_key, "open_visit", FindEntry("ABCD2345"), key="press-1")

    for sent, key in ((call, "press-1"), (spoiled, "press-1"), (SealedCall("%"), "")):
        with pytest.raises(CannotOpen) as raised:
            hub.open_call(sent, "open_visit", key, OpenVisit)
        assert "ABCD" not in repr(raised.value)
        assert raised.value.__cause__ is None


def test_an_answer_is_for_its_asker_alone():
    mine, other = ReplyKey(), ReplyKey()
    reply = seal_reply(mine.public, "find_entry", FindEntry("ABCD2345"))

    assert mine.open(reply, "find_entry", FindEntry) == FindEntry("ABCD2345")
    assert "ABCD2345" not in reply.sealed
    for key, action in ((other, "find_entry"), (mine, "save_entry")):
        with pytest.raises(BadSeal):
            key.open(reply, action, FindEntry)
