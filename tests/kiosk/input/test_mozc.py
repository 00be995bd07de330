"""The real Mozc behind the kiosk's keyboard: it converts, it learns nothing, and its trouble costs the resident nothing."""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kiosk.input.expressions import lookup, quote, read
from kiosk.input.home import INCOGNITO, MEMORY, PREFIX, end_home, environ_of, make_home, sweep
from kiosk.input.mozc import HELPER, Mozc, _candidates, open_converter
from kiosk.input.mozc_process import _as_nobody
from kiosk.input.plain import PlainKana

needs_mozc = pytest.mark.skipif(shutil.which(HELPER) is None, reason="mozc is not installed (packages.txt)")

HANGS = (sys.executable, "-c", "import time; print('((greeting . t))', flush=True); time.sleep(60)")
NONSENSE = (
    sys.executable,
    "-c",
    "import sys; print('((greeting . t))', flush=True); [print('))((', flush=True) for _ in sys.stdin]",
)
DIES = (sys.executable, "-c", "raise SystemExit(255)")


def homes():
    return {home for folder in MEMORY for home in folder.glob(f"{PREFIX}{os.getpid()}-*")}


def living_in(home):
    mark = f"HOME={home}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                if mark in environ_of(int(entry.name)).split(b"\0"):
                    found.append(int(entry.name))
            except OSError:
                pass
    return found


@needs_mozc
def test_an_address_and_a_building_keep_their_digits_and_spaces():
    async def scenario():
        converter = Mozc()
        try:
            return [
                await converter.convert(words, "words")
                for words in ("よこはましあおばく12-3", "えだちょう1234ばんち", "めぞん　かわべ203", "101")
            ]
        finally:
            await converter.close()

    city, lot, building, room = asyncio.run(scenario())

    assert city[0] == "横浜市青葉区12-3"
    assert "荏田町1234番地" in lot
    assert "メゾン　川辺203" in building
    assert room == ("101",)


@needs_mozc
def test_a_building_is_a_building_before_it_is_a_flower_and_what_counts_is_written_so():
    typed = ("さくらそう", "さくら荘201号室", "さくらそう201ごうしつ", "めぞんたま", "たまはいつ2かい", "わかばりょう")

    async def scenario():
        converter = Mozc()
        try:
            found = [await converter.convert(kana, "building") for kana in typed]
            words = [await converter.convert(kana, "words") for kana in ("えだちょう1ちょうめ2番地の3ごう", "さくらそう")]
            return found, *words
        finally:
            await converter.close()

    (so, keyed, room, mezon, heights, ryo), address, elsewhere = asyncio.run(scenario())

    assert so[0] == "さくら荘"
    assert {"桜荘", "サクラ荘", "桜草", "さくらそう"} <= set(so)
    assert keyed[0] == "さくら荘201号室"
    assert room[0] == "さくら荘201号室"
    assert {"メゾンたま", "メゾン多摩"} <= set(mezon[:5])
    assert heights[0] == "たまハイツ2階"
    assert {"わかば寮", "若葉寮"} <= set(ryo[:5])
    assert address[0] == "荏田町1丁目2番地の3号"
    assert elsewhere[0] == "桜草"


@needs_mozc
def test_of_a_name_in_two_parts_both_are_written_in_kanji():
    async def scenario():
        converter = Mozc()
        try:
            return [await converter.convert(kana) for kana in ("たま　いちろう", "しろう", "ずんた")]
        finally:
            await converter.close()

    whole, shiro, zunta = asyncio.run(scenario())

    assert "多摩　一郎" in whole[:5]
    assert "たま　一郎" not in whole
    assert shiro[0].endswith("郎")
    assert zunta == ("ずんた", "ズンタ")


@needs_mozc
def test_a_given_name_is_read_as_one_and_not_as_a_word_of_the_same_sound():
    async def scenario():
        converter = Mozc()
        try:
            given = [await converter.convert(kana, "given") for kana in ("けん", "ゆみ", "けいこ", "くみこ")]
            return given, await converter.convert("たなか　けん"), await converter.convert("けん")
        finally:
            await converter.close()

    (ken, yumi, keiko, kumiko), whole, as_family = asyncio.run(scenario())

    assert ken[0] == "健"
    assert yumi.index("由美") < yumi.index("弓")
    assert keiko.index("恵子") < keiko.index("稽古")
    assert kumiko.index("久美子") < kumiko.index("組子")
    assert {"けん", "ケン"} <= set(ken[:10])
    assert whole[0] == "田中　健"
    assert as_family[0] != "健", "without a family name before it another word is likelier: what this test is about"


@needs_mozc
def test_names_are_offered_in_kanji_with_both_kana_forms_within_two_pages():
    async def scenario():
        converter = Mozc()
        try:
            return [await converter.convert(kana) for kana in ("すずき", "としお", "さいとう")]
        finally:
            await converter.close()

    suzuki, toshio, saito = asyncio.run(scenario())

    assert suzuki[0] == "鈴木"
    assert {"すずき", "スズキ"} <= set(suzuki[:10])
    assert "敏夫" in toshio  # two segments at first
    assert {"斎藤", "斉藤", "齋藤", "齊藤"} <= set(saito)


@needs_mozc
def test_nothing_is_learned_between_two_visits_and_nothing_stays_on_disk():
    async def visit():
        converter = Mozc()
        try:
            before = await converter.convert("わたなべ")
            (home,) = homes()
            written = {path.name for path in home.rglob("*")}
            settings = (home / ".config" / "mozc" / "config1.db").read_bytes()
            people = living_in(home)
            after = await converter.convert("わたなべ")
            return before, after, written, settings, people, home
        finally:
            await converter.close()

    first = asyncio.run(visit())
    second = asyncio.run(visit())

    assert first[0] == first[1] == second[0]
    assert ".history.db" not in first[2]
    assert first[3] == INCOGNITO
    assert first[4]
    assert not homes()
    assert not first[5].exists()
    assert not [pid for pid in first[4] if pid in living_in(first[5])]


class Visit:
    """Mozc's own helper in a home of ours, used as an ordinary editor would: what is chosen is committed."""

    def __init__(self, home):
        self._helper = subprocess.Popen(
            [*_as_nobody(), HELPER, "--suppress_stderr"],
            env={"HOME": str(home), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"},
            cwd="/",
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._helper.stdout.readline()
        self._count = 0
        self._session = lookup(self._ask("CreateSession"), "emacs-session-id")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._helper.kill()
        self._helper.wait()  # not for the end of its output, which the server it has started holds too
        self._helper.stdin.close()
        self._helper.stdout.close()

    def _ask(self, *words):
        self._count += 1
        self._helper.stdin.write(f"({self._count} {' '.join(words)})\n")
        self._helper.stdin.flush()
        return read(self._helper.stdout.readline())

    def _key(self, *key):
        return self._ask("SendKey", str(self._session), *key)

    def offered(self, kana):
        """The candidates in their order; nothing is chosen."""
        for character in kana:
            self._key(quote(character))
        words = _candidates(self._key("space"))
        for _ in range(3):
            self._key("escape")
        return words

    def choose(self, kana, at):
        for character in kana:
            self._key(quote(character))
        for _ in range(at + 1):
            self._key("space")
        self._key("enter")


def order_after_a_choice(home):
    """Candidates of わたなべ before and after somebody has chosen the third of them, twice; each in a visit of its own."""
    with Visit(home) as visit:
        before = visit.offered("わたなべ")
    with Visit(home) as visit:
        for _ in range(2):
            visit.choose("わたなべ", 2)
    with Visit(home) as visit:
        return before, visit.offered("わたなべ")


@needs_mozc
def test_even_what_is_committed_changes_no_order_for_the_next_visit_in_the_same_home():
    home = make_home()
    try:
        before, after = order_after_a_choice(home)
    finally:
        end_home(home)

    assert before[2] != before[0]
    assert after == before


@needs_mozc
def test_without_the_settings_of_our_home_mozc_does_learn():
    home = make_home()
    (home / ".config" / "mozc" / "config1.db").unlink()
    try:
        before, after = order_after_a_choice(home)
    finally:
        end_home(home)

    assert after[0] != before[0]


@needs_mozc
def test_a_helper_that_was_killed_is_started_again():
    async def scenario():
        converter = Mozc()
        try:
            await converter.warm()
            (home,) = homes()
            for pid in living_in(home):
                os.kill(pid, signal.SIGKILL)
            during = await converter.convert("すずき")
            after = await converter.convert("すずき")
            return during, after
        finally:
            await converter.close()

    during, after = asyncio.run(scenario())

    assert during[-2:] == ("スズキ", "すずき")
    assert after[0] == "鈴木"


@pytest.mark.parametrize("command", [HANGS, NONSENSE, DIES], ids=["hangs", "nonsense", "dies"])
def test_kana_is_still_offered_when_mozc_is_in_trouble(command):
    async def scenario():
        converter = Mozc(command, start_seconds=0.5)
        try:
            return [await converter.convert("すずき") for _ in range(4)]
        finally:
            await converter.close()

    assert asyncio.run(scenario()) == [("スズキ", "すずき")] * 4
    assert not homes()


def test_kana_alone_is_offered_where_mozc_is_not_installed(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")

    converter = open_converter()

    assert isinstance(converter, PlainKana)
    assert asyncio.run(converter.convert("やまだ")) == ("ヤマダ", "やまだ")


def test_what_a_killed_kiosk_left_behind_is_swept_away():
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    home = MEMORY[0] / f"{PREFIX}{gone.pid}-left"
    lodger = subprocess.Popen(["sleep", "60"], env={"HOME": str(home), "PATH": os.environ["PATH"]})
    home.mkdir()  # last: a kiosk of another test that starts now sweeps too

    sweep()

    assert lodger.wait(60) == -signal.SIGKILL
    assert not home.exists()


@needs_mozc
def test_the_field_tool_prints_one_json_line():
    shown = subprocess.run([sys.executable, "-m", "kiosk.input", "convert", "やまだ"], capture_output=True, text=True, check=True)

    assert shown.stdout.startswith('{"kana": "やまだ", "candidates": ["山田"')


class Systemd:
    """What systemd does with a socket of `Accept=yes`: a helper for every line, which ends with it."""

    def __init__(self, folder):
        self.path = folder / "mozc.sock"
        self.helpers = []
        self._listens = socket.socket(socket.AF_UNIX)
        self._listens.bind(str(self.path))
        self._listens.listen()
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def _accept(self):
        while True:
            try:
                line, _ = self._listens.accept()
            except OSError:
                return
            home = make_home()
            with line:
                self.helpers.append((start_helper(home, stdin=line, stdout=line), home))

    def close(self):
        self._listens.shutdown(socket.SHUT_RDWR)
        self._listens.close()
        self._thread.join(60)
        for helper, home in self.helpers:
            helper.kill()
            helper.wait()
            end_home(home)


def start_helper(home, **line):
    environment = {"HOME": str(home), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    return subprocess.Popen(
        [*_as_nobody(), HELPER, "--suppress_stderr"], env=environment, cwd="/", stderr=subprocess.DEVNULL, **line
    )


@needs_mozc
def test_mozc_behind_a_socket_converts_and_its_helper_ends_with_the_visit(tmp_path):
    systemd = Systemd(tmp_path)

    async def scenario():
        converter = open_converter(systemd.path)
        found = await converter.convert("すずき")
        await converter.close()
        return found

    try:
        found = asyncio.run(scenario())
        (helper, _), *others = systemd.helpers
        ended = helper.wait(60)
    finally:
        systemd.close()

    assert "鈴木" in found
    assert others == []
    assert ended == 0
    assert homes() == set()


def test_a_socket_nobody_listens_at_leaves_kana(tmp_path):
    async def scenario():
        converter = open_converter(tmp_path / "nobody.sock")
        return await converter.convert("すずき")

    assert asyncio.run(scenario()) == ("スズキ", "すずき")


ENDS_AT_ONCE = """
import asyncio, gc
from kiosk.input.handwriting import open_handwriting
from kiosk.input.mozc import open_converter

async def visit():
    converter, handwriting = open_converter(), open_handwriting()
    await asyncio.gather(converter.warm(), handwriting.warm())
    await asyncio.gather(converter.close(), handwriting.close())

loop = asyncio.new_event_loop()
loop.run_until_complete(visit())
loop.close()
gc.collect()
"""


@needs_mozc
def test_a_window_that_ends_says_nothing_on_standard_error():
    ended = subprocess.run([sys.executable, "-c", ENDS_AT_ONCE], capture_output=True, text=True, check=False)

    assert (ended.returncode, ended.stderr) == (0, "")
