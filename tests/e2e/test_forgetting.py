"""At the end of a visit everything is forgotten: searched are real processes, all the memory they can write to, and all files."""

import asyncio
import shutil
import subprocess
import sys

import psutil
import pytest

from hardware.scanner.decoder import Decoder
from hardware.scanner.still import read_file
from kiosk.input.handwriting import ZinniaHandwriting
from kiosk.input.home import MEMORY
from kiosk.input.mozc import HELPER
from tests.demo.office import SITE, Office
from tests.e2e import traces
from tests.e2e.conftest import running
from tests.e2e.entry import (
    CARD,
    CODE,
    DOTS,
    DRAWN,
    GIVEN,
    KANA,
    KANJI,
    LOT,
    ON_CARD,
    PHONE,
    PIN,
    show_code,
    take_number,
    to_card,
    type_names,
)
from tests.e2e.quiet import QuietHand

pytestmark = pytest.mark.skipif(shutil.which(HELPER) is None, reason="mozc is not installed (packages.txt)")

IDLE = "\n[idle]\nscreen_seconds = 60\nentry_seconds = 30\nwarning_seconds = 12\n"


@pytest.fixture(scope="module")
def by_hand(runner):
    """What zinnia makes of the drawing."""

    async def recognised():
        zinnia = ZinniaHandwriting()
        try:
            return "".join([(await zinnia.characters(character))[0] for character in DRAWN])
        finally:
            await zinnia.close()

    return runner.run(recognised())


@pytest.fixture(scope="module")
def words(by_hand):
    return (KANA, KANJI, GIVEN, by_hand, LOT, PHONE, CODE, DOTS, *ON_CARD)


@pytest.fixture(scope="module")
def forgetful(runner, tmp_path_factory):
    """An office whose kiosk loses patience soon."""
    folder = tmp_path_factory.mktemp("forgetful")
    site = folder / "site"
    shutil.copytree(SITE, site)
    with (site / "site.toml").open("a", encoding="utf-8") as file:
        file.write(IDLE)
    with running(runner, Office(folder / "office", site=site)) as office:
        yield office


@pytest.fixture
def hand(forgetful, tmp_path):
    return QuietHand(forgetful.kiosks["01"].screen, tmp_path, "kiosk")


def tablet(office):
    return psutil.Process(office.kiosks["01"].processes[2].pid)


def that_go_on(office):
    """The kiosk's parent, its next windows and workers, and the printer: everything that lives when a visit is over."""
    return [tablet(office), *tablet(office).children(recursive=True), psutil.Process(office.kiosks["01"].processes[1].pid)]


def traces_in(office, words):
    """Whatever holds one of the words: processes by name and id, files by path."""
    found = {}
    for process in that_go_on(office):
        if kept := traces.in_memory(process.pid, words):
            found[f"{' '.join(process.cmdline()[:3])} ({process.pid})"] = kept
    for folder in (office.folder, MEMORY[0]):
        found |= traces.in_files(folder, words)
    return found


def lives(pid):
    """Whether a process has memory: one that ended and was not waited for has none."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def homes(window):
    """Folders in memory that a window, or Mozc for it, has made; and processes that live there."""
    return [home for folder in MEMORY for home in folder.glob(f"uketsuke-*-{window}-*")]


async def read_card(hand, office):
    cards = office.kiosks["01"].cards
    await to_card(hand)
    await cards.ask(put=CARD)
    await hand.until("card_pin")
    await hand.type(PIN)
    await hand.tap("next")
    await hand.until("page")
    await cards.ask(remove=True)
    return (await hand.state())["pid"]


@pytest.mark.parametrize("word", [KANJI, PHONE, CODE])
def test_the_search_finds_a_word_another_process_keeps(word):
    keeper = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; kept = sys.argv[1][::-1]; kept = kept[::-1]; print(flush=True); sys.stdin.read()",
            word,
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        keeper.stdout.readline()
        assert traces.in_memory(keeper.pid, (word, GIVEN)) == {word}
    finally:
        keeper.communicate()


@pytest.mark.parametrize("beside", [b"", bytes(41), "ひらがな".encode() * 9], ids=["nothing", "zeros", "kana"])
def test_the_search_finds_every_spelling_wherever_it_lies(beside):
    wanted = traces.Wanted((KANA, PHONE, DOTS))

    for spelling, word in wanted.spellings.items():
        for before in range(3):
            assert wanted.within(b"." * before + beside + spelling + beside) >= {word}
        assert wanted.within(spelling[:-1]) == set()


def test_before_anybody_came_none_of_the_words_is_there(forgetful, hand, play, words):
    play(hand.until("start", box="begin"))

    assert traces_in(forgetful, words) == {}


def test_nothing_is_left_when_the_number_was_taken(forgetful, hand, play, words, by_hand):
    async def scenario():
        window = await type_names(hand)
        await take_number(hand)
        during = traces.in_memory(window, words)
        await hand.tap("next")
        await hand.gone(window)
        return window, during

    window, during = play(scenario())

    assert during >= {KANA, KANJI, GIVEN, by_hand, LOT, PHONE}, "the window itself must know them"
    assert traces_in(forgetful, words) == {}
    assert homes(window) == []


def test_nothing_is_left_of_a_code_and_a_card_when_the_resident_gave_up(forgetful, hand, play, words):
    async def scenario():
        await show_code(hand, forgetful.kiosks["01"].camera)
        shown = traces.in_memory((await hand.state())["pid"], words)
        await hand.tap("back")
        window = await read_card(hand, forgetful)
        during = traces.in_memory(window, words)
        await hand.until("idle", box="quit")
        await hand.tap("quit")
        await hand.until("quit")
        await hand.tap("quit")
        await hand.gone(window)
        return window, shown, during

    window, shown, during = play(scenario())

    assert shown >= {CODE, DOTS}, "the window itself sees them"
    assert ON_CARD[-1] in during, "name and address are taken apart, the building stays as it was read"
    assert traces_in(forgetful, words) == {}
    assert homes(window) == []


def test_nothing_but_the_paper_is_left_of_an_entry_saved_for_later(forgetful, hand, play, words):
    kiosk = forgetful.kiosks["01"]

    async def scenario():
        before = set(kiosk.sheets.glob("*.png"))
        window = await type_names(hand)
        await hand.tap("help")
        await hand.tap("save")
        await hand.until("saved", box="qr")
        codes = codes_on(await printed(kiosk.sheets, before))
        during = traces.in_memory(window, codes)
        await hand.tap("next")
        await hand.gone(window)
        return window, codes, during

    window, codes, during = play(scenario())

    assert during == set(codes), "the window itself must know them"
    assert traces_in(forgetful, (*words, *codes)) == {}
    assert homes(window) == []


async def printed(sheets, before):
    """The paper that comes out next."""
    for _ in range(300):
        if new := set(sheets.glob("*.png")) - before:
            return new.pop()
        await asyncio.sleep(0.1)
    raise AssertionError("no paper came")


def codes_on(sheet):
    """The code of a printed paper, whole."""
    decoder = Decoder()
    try:
        return (read_file(decoder, sheet).text,)
    finally:
        decoder.close()


def test_nothing_is_left_when_the_resident_walked_away(forgetful, hand, play, words):
    async def scenario():
        window = await type_names(hand)
        during = traces.in_memory(window, words)
        await hand.gone(window)
        return window, during

    window, during = play(scenario())

    assert KANJI in during
    assert traces_in(forgetful, words) == {}
    assert homes(window) == []


def test_nothing_is_left_when_the_window_dies(forgetful, hand, play, words):
    async def scenario():
        window = await type_names(hand)
        during = traces.in_memory(window, words)
        helpers = [child.pid for child in psutil.Process(window).children(recursive=True)]
        psutil.Process(window).kill()
        await hand.gone(window)
        return window, during, helpers

    window, during, helpers = play(scenario())

    assert KANJI in during
    assert helpers, "Mozc and zinnia are the window's children"
    assert [pid for pid in helpers if lives(pid)] == []
    assert traces_in(forgetful, words) == {}
    assert homes(window) == []


def test_what_does_pass_through_the_parent_is_found_there(forgetful, hand, play, words):
    """The search is worth something. Last of all: the control port of tests carries a whole screen, and this kiosk keeps it."""

    async def scenario():
        window = await type_names(hand)
        await hand.tap("back")
        await hand.until("page", box="candidate.0")
        for _ in range(20):
            await forgetful.kiosks["01"].screen.ask(screen=True)
        found = traces.in_memory(tablet(forgetful).pid, words)
        psutil.Process(window).kill()
        await hand.gone(window)
        return found

    assert GIVEN in play(scenario())
