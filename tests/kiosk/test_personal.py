"""What a window does by itself with what a resident typed; the words it gives its parent hold nothing of it in clear."""

import asyncio
import os
import time
from datetime import date
from pathlib import Path

import msgspec
import pytest

from config.load import load_site
from hardware.cards.port import CardFault, Fault, Present, Secret
from hardware.printer.port import Slip
from hardware.printer.slip import draw
from hardware.scanner.port import Code, ScannerState
from hub.sealing import ReplyKey, seal_reply
from hub.security.sealing import Opener
from hub.wire import Application, FindEntry, FoundEntry, OpenVisit, Refusal, SavedEntry, SaveEntry, SealedCall, Unlock
from kiosk.flow import effects
from kiosk.flow.events import (
    CameraChanged,
    Candidates,
    CardFailed,
    CardLay,
    CardLies,
    CardSeen,
    CodeSeen,
    EntryFound,
    EntryRefused,
    EntrySaved,
    ReaderChanged,
)
from kiosk.input.plain import PlainKana
from kiosk.personal import Means, Personal
from kiosk.pipe import CameraStands, HubAnswered, ReaderStands, SealKey, TakeSealed, TrayStands, WantReader, YourReader

OFFICE = Opener(b"h" * 32)
HOME = load_site(Path("config/sites/demo")).site.address
FOUND = FoundEntry("token", "ja", (Application("moving_in", "v1", {"name": "温井 瑞穂"}),), date(2026, 11, 20))
VISIT = OpenVisit("ja", applications=FOUND.applications)


class LaidCard:
    """A reader on which a card lies from the beginning, for as long as it is open."""

    def __init__(self):
        self.open = True

    def wait_for_card(self, timeout, cancelled):
        return Present("my_number")

    def lies(self, before, timeout, cancelled):
        while before is True and not cancelled():
            time.sleep(0.01)
        return True

    def read(self, secret, timeout, *, allow_last_try, seen, cancelled):
        return CardFault(Fault.REMOVED)

    def close(self):
        self.open = False


def alone(scenario, key=OFFICE.seal_key, **means):
    """Run `scenario(personal, told, ordered)` in a window of its own."""

    async def whole():
        told, ordered = asyncio.Queue(), asyncio.Queue()
        personal = Personal(Means(**{"home": HOME, "open_converter": PlainKana} | means), told.put_nowait, ordered.put_nowait)
        personal.heard(SealKey(key))
        try:
            async with asyncio.timeout(60):
                return await scenario(personal, told, ordered)
        finally:
            await personal.close()

    return asyncio.run(whole())


def test_the_latest_kana_is_answered_however_fast_somebody_types():
    async def scenario(personal, told, ordered):
        for kana in ("す", "すず", "すずき"):
            personal.act(effects.Convert(kana))
        return await told.get(), told.empty() and ordered.empty()

    answer, nothing_more = alone(scenario)

    assert answer == Candidates("すずき", ("スズキ", "すずき"))
    assert nothing_more


def test_what_is_written_by_hand_is_answered_with_its_turn():
    async def scenario(personal, told, ordered):
        personal.act(effects.Recognise(0))
        personal.act(effects.Recognise(1, (((150, 300), (850, 300)),)))
        return await told.get()

    answer = alone(scenario)

    assert answer.turn == 1
    assert "一" in answer.characters


@pytest.mark.skipif(
    not (Path("build/postal.tsv").exists() or "UKETSUKE_POSTAL" in os.environ), reason="build/postal.tsv is not built (make setup)"
)
def test_towns_of_a_postal_code_are_found():
    async def scenario(personal, told, ordered):
        personal.act(effects.LookUpPostalCode("1540023"))
        return await told.get()

    found = alone(scenario)
    assert (found.postal_code, [town[:4] for town in found.towns]) == ("1540023", [("東京都", "世田谷区", "若林", "ワカバヤシ")])


def test_a_press_leaves_the_window_sealed_with_no_more_than_the_number_needs():
    async def scenario(personal, told, ordered):
        personal.act(effects.TakeNumber("press-1", VISIT))
        return await ordered.get()

    press = alone(scenario)

    assert (press.key, press.procedures, press.service) == ("press-1", ("moving_in",), None)
    assert "温井" not in msgspec.json.encode(press).decode()
    assert OFFICE.open_call(SealedCall(press.sealed), "open_visit", "press-1", OpenVisit) == VISIT


def test_where_no_hub_was_ever_met_nothing_typed_leaves_the_window():
    async def scenario(personal, told, ordered):
        personal.act(effects.TakeNumber("press-1", VISIT))
        personal.act(effects.FindEntry("ABCD2345"))
        return await ordered.get(), await told.get(), ordered.empty()

    press, refused, nothing_more = alone(scenario, key="")

    assert press == TakeSealed("press-1", "", ("moving_in",))
    assert refused.refusal.error == "hub_away"
    assert nothing_more


def test_a_pre_entry_comes_sealed_to_this_window_and_only_for_the_latest_question():
    async def scenario(personal, told, ordered):
        personal.act(effects.FindEntry("ABCD2345"))
        personal.act(effects.FindEntry("UK1:AAAA"))
        first, second = await ordered.get(), await ordered.get()
        assert OFFICE.open_call(second.call, "find_entry", "", FindEntry) == FindEntry("UK1:AAAA")
        reply = seal_reply(second.call.reply_key, "find_entry", FOUND)
        personal.heard(HubAnswered(first.turn, reply=reply))
        personal.heard(HubAnswered(second.turn, reply=reply))
        found = await told.get()
        foreign = seal_reply(ReplyKey().public, "find_entry", FOUND)
        for answer in (
            HubAnswered(second.turn, refusal=Refusal("entry_used", "…")),
            HubAnswered(second.turn),
            HubAnswered(second.turn, foreign),
        ):
            personal.heard(answer)
        return found, [(await told.get()).refusal.error for _ in range(3)], told.empty()

    found, errors, nothing_more = alone(scenario)

    assert found == EntryFound(FOUND)
    assert errors == ["entry_used", "hub_away", "hub_away"]
    assert nothing_more


def test_a_code_too_long_to_be_ours_is_asked_of_nobody():
    async def scenario(personal, told, ordered):
        personal.act(effects.FindEntry("https://example.jp/" + "x" * 60))
        return await told.get(), ordered.empty()

    refused, nothing_asked = alone(scenario)

    assert isinstance(refused, EntryRefused)
    assert refused.refusal.error == "foreign_code"
    assert nothing_asked


def test_the_reader_is_opened_when_it_is_ours_and_closed_with_the_visit():
    opened = []

    def open_reader():
        opened.append(LaidCard())
        return opened[-1]

    async def scenario(personal, told, ordered):
        personal.act(effects.WaitForCard())
        wanted = await ordered.get()
        before = list(opened)
        personal.heard(YourReader())
        events = [await told.get(), await told.get()]
        stands = await ordered.get()
        await personal.close()
        return wanted, before, events, stands

    wanted, before, events, stands = alone(scenario, open_reader=open_reader)

    assert wanted == WantReader()
    assert before == [], "the parent may still look at it"
    assert events == [ReaderChanged(True), CardSeen(Present("my_number"))]
    assert stands == ReaderStands(True)
    assert opened
    assert not any(reader.open for reader in opened)


def test_a_kiosk_without_a_reader_says_so_at_once():
    async def scenario(personal, told, ordered):
        personal.act(effects.ReadCard(Secret("pin", "1234")))
        personal.act(effects.LeaveCard())
        return await told.get(), ordered.empty()

    failed, nothing_asked = alone(scenario)

    assert isinstance(failed, CardFailed)
    assert failed.fault.fault is Fault.READER_GONE
    assert nothing_asked


class Camera:
    """A scanner before which a code is held as long as it is open."""

    def __init__(self):
        self.open = False

    def start(self):
        self.open = True

    def stop(self):
        self.open = False

    def state(self):
        return ScannerState.READY

    def codes(self):
        return iter((Code("UK1:AAAA"),))

    def picture(self):
        return None


def test_the_camera_is_opened_here_for_the_page_that_needs_it_and_the_parent_hears_only_how_it_stands():
    opened = []

    def open_scanner():
        opened.append(Camera())
        return opened[-1]

    async def scenario(personal, told, ordered):
        before = list(opened)
        taken = [personal.act(effects.StartScanner()), personal.act(effects.StartScanner())]
        events = [await told.get(), await told.get()]
        stands = await ordered.get()
        taken.append(personal.act(effects.StopScanner()))
        await personal.close()
        return before, taken, events, stands, ordered.empty()

    before, taken, events, stands, nothing_more = alone(scenario, open_scanner=open_scanner)

    assert before == []
    assert taken == [True] * 3
    assert events == [CodeSeen("UK1:AAAA"), CameraChanged("ready")]
    assert stands == CameraStands("ready")
    assert nothing_more
    assert [camera.open for camera in opened] == [False]


def test_a_kiosk_without_a_camera_says_so_at_once():
    async def scenario(personal, told, ordered):
        personal.act(effects.StartScanner())
        personal.act(effects.StopScanner())
        return await told.get(), ordered.empty()

    assert alone(scenario) == (CameraChanged("no_camera"), True)


class Headphones:
    """A speaker that notes what it is asked."""

    def __init__(self):
        self.heard = []
        self.closed = False

    def say(self, utterance):
        self.heard.append((utterance.text, utterance.keep))

    def hush(self):
        self.heard.append("hush")

    def close(self):
        self.closed = True


def test_through_headphones_the_window_itself_speaks_the_latest_words_and_keeps_no_clip():
    opened = []

    def open_speaker():
        opened.append(Headphones())
        return opened[-1]

    async def scenario(personal, told, ordered):
        taken = [personal.act(effect) for effect in (effects.Speak("ja", "ぬくい"), effects.Hush(), effects.Speak("ja", "みずほ"))]
        await asyncio.gather(*personal._tasks)
        taken += [personal.act(effects.Speak("ja", "一丁目"))]
        await personal.close()
        return taken, ordered.empty()

    taken, nothing_ordered = alone(scenario, open_speaker=open_speaker)

    assert taken == [True] * 4
    assert nothing_ordered
    (headphones,) = opened
    assert headphones.heard == ["hush", ("みずほ", False), "hush", ("一丁目", False)]
    assert headphones.closed


def test_a_loudspeaker_in_the_hall_is_the_parents():
    async def scenario(personal, told, ordered):
        return personal.act(effects.Speak("ja", "番号札をお取りください")), personal.act(effects.Hush())

    assert alone(scenario) == (False, False)


def test_an_effect_that_fails_is_told_without_what_was_typed(caplog):
    class Broken(PlainKana):
        async def convert(self, kana, meant="family"):
            raise RuntimeError(kana)

    async def scenario(personal, told, ordered):
        personal.act(effects.Convert("ぬくい"))
        for _ in range(5):
            await asyncio.sleep(0)

    alone(scenario, open_converter=Broken)

    assert "RuntimeError" in caplog.text
    assert "ぬくい" not in caplog.text


def test_the_pin_of_staff_leaves_the_window_sealed_for_this_kiosk():
    async def scenario(personal, told, ordered):
        personal.act(effects.Unlock("01", "03", "482915"))
        return await ordered.get(), told.empty()

    word, nothing_told = alone(scenario)

    assert nothing_told
    assert "482915" not in msgspec.json.encode(word).decode()
    assert OFFICE.open_call(word.call, "unlock_kiosk", "01", Unlock) == Unlock("03", "482915")


def test_where_no_hub_was_ever_met_no_pin_leaves_the_window():
    async def scenario(personal, told, ordered):
        personal.act(effects.Unlock("01", "03", "482915"))
        return await told.get(), ordered.empty()

    refused, nothing_left = alone(scenario, key="")

    assert refused.refusal.error == "hub_away"
    assert nothing_left


def test_a_paper_with_a_code_leaves_the_window_as_a_picture_of_the_printers_size():
    slip = Slip(office="川辺区役所", service="あとでつづける", number="", code="ABCD-2345", qr="UK1:AAAA")

    async def scenario(personal, told, ordered):
        personal.act(effects.PrintCode("entry-k", slip))
        return await ordered.get()

    picture = alone(scenario, slip_dots=384)

    assert (picture.paper, picture.width) == ("entry-k", 384)
    assert picture.raster == draw(slip, 384, 203).packed
    assert b"ABCD" not in picture.raster


def test_an_entry_is_saved_sealed_and_its_code_comes_back_to_this_window_alone():
    message = SaveEntry("ja", FOUND.applications, unfinished={"page": "name:family"})
    codes = SavedEntry("UK1:AAAA", "ABCD2345", date(2026, 12, 1))

    async def scenario(personal, told, ordered):
        personal.act(effects.SaveEntry("press-1", message))
        asked = await ordered.get()
        personal.heard(HubAnswered(asked.turn, reply=seal_reply(asked.call.reply_key, "save_entry", codes)))
        saved = await told.get()
        personal.act(effects.SaveEntry("press-2", message))
        personal.heard(HubAnswered((await ordered.get()).turn))
        return asked, saved, await told.get()

    asked, saved, away = alone(scenario)

    assert (asked.action, asked.key) == ("save_entry", "press-1")
    assert "温井" not in msgspec.json.encode(asked).decode()
    assert OFFICE.open_call(asked.call, "save_entry", "press-1", SaveEntry) == message
    assert saved == EntrySaved(codes)
    assert away.refusal.error == "hub_away"


def test_a_card_from_before_the_visit_is_not_asked_and_what_lies_there_is_known_to_the_parent():
    async def scenario(personal, told, ordered):
        personal.act(effects.WaitForCard())
        await ordered.get()
        personal.heard(YourReader(left=True))
        first = await told.get()
        personal.act(effects.WatchTray())
        events = [await told.get(), await told.get()]
        stands = [await ordered.get(), await ordered.get()]
        return first, events, stands, told.empty()

    first, events, stands, nothing_more = alone(scenario, open_reader=LaidCard)

    assert first == CardLay()
    assert events == [ReaderChanged(True), CardLies(True)]
    assert stands == [ReaderStands(True), TrayStands(True)]
    assert nothing_more
