"""Which calls are rendered ahead, and what the folder holds afterwards."""

import json
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from config.bundle import Bundle
from config.load import load_site
from hardware.speech import announcements
from hardware.speech.phrases import phrases
from hardware.speech.render import render

SITE = Path("config/sites/demo")


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    loaded = load_site(SITE)
    assert isinstance(loaded, Bundle)
    return loaded


def test_every_call_of_a_site_is_made_of_what_is_rendered(bundle: Bundle) -> None:
    letters, counters = announcements.letters_of(bundle), announcements.counters_of(bundle)
    ahead = {
        (language, phrase.text)
        for language, text in announcements.calls(bundle, ("ja", "en"), letters, range(1, 1000), counters)
        for phrase in phrases(text)
    }
    for language in ("ja", "en"):
        for letter in letters:
            for number in (1, 25, 110, 999):
                for counter in counters:
                    for phrase in phrases(announcements.call_text(bundle, language, letter, number, counter)):
                        assert (language, phrase.text) in ahead
    assert len(ahead) == 2 * (len(letters) * 999 + len(counters))


def test_a_language_whose_call_is_one_breath_is_said_when_it_is_needed(bundle: Bundle) -> None:
    texts = {
        **bundle.texts,
        "ja-easy": bundle.texts["ja"],
        "vi": {announcements.CALL: "Mời số {letter} {digits} đến quầy {counter}."},
    }
    site = msgspec.structs.replace(bundle.site, languages=("ja", "ja-easy", "en", "vi"))
    office = msgspec.structs.replace(bundle, texts=texts, site=site)

    assert announcements.languages_of(office) == ("ja", "ja-easy", "en", "vi")
    assert announcements.languages_in_clips(office) == ("ja", "en")


def test_desks_that_call_nobody_are_not_rendered(bundle: Bundle) -> None:
    assert 4 in announcements.counters_of(bundle)
    assert not {21, 22, 23} & set(announcements.counters_of(bundle))


def test_the_first_numbers_of_all_services_come_before_later_ones(bundle: Bundle) -> None:
    texts = [text for _, text in announcements.calls_of_a_day(bundle)]
    third = [at for at, text in enumerate(texts) if "の3番のかた" in text]
    fourth = [at for at, text in enumerate(texts) if "の4番のかた" in text]

    assert len(third) == len(announcements.letters_of(bundle)) and max(third) < min(fourth)


def test_rendering_goes_on_where_it_was_stopped(tmp_path: Path) -> None:
    class Stopped(Exception):
        pass

    texts = [("ja", f"Aの{number}番のかた、2番の窓口へお越しください") for number in (1, 2, 3)]
    told: list[int] = []

    def stop_after_the_first(language: str, text: str, number: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        render(texts, tmp_path, stop_after_the_first)
    second = render(texts, tmp_path, lambda language, text, number: told.append(number))
    third = render(texts, tmp_path, lambda language, text, number: told.append(number))

    assert (second.new, second.there, told) == (2, 1, [2, 3])
    assert (third.new, third.there) == (0, 3)
    assert len(list(tmp_path.glob("*.wav"))) == 4 and not list(tmp_path.glob("*.part"))


def test_a_language_nobody_says_is_named_once_and_the_others_go_on(tmp_path: Path) -> None:
    done = render([("zh", "请"), ("ja", "テストです"), ("zh", "请")], tmp_path, lambda *_: None)

    assert done.new == 1 and list(done.silent) == ["zh"]


def run(*words: str) -> tuple[int, list[dict[str, object]]]:
    done = subprocess.run(
        [sys.executable, "-m", "hardware.speech", *words], capture_output=True, text=True, timeout=120, check=False
    )
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def test_the_tool_renders_an_office_with_a_line_each_and_the_voice_is_credited_beside_its_clips(tmp_path: Path) -> None:
    narrow = ("--letters", "A,C", "--numbers", "1-2", "--counters", "1-3,7", "--languages", "ja")
    end, lines = run("render", "--folder", str(tmp_path), "--site", str(SITE), *narrow)

    assert end == 0
    assert [line["done"] for line in lines if "done" in line] == [f"{number} of 8" for number in (1, 2, 3, 4, 6, 7, 8)]
    assert lines[-1]["new"] == 7 and lines[-1]["there"] == 1
    assert len(list(tmp_path.glob("*.wav"))) == 8
    credit = (tmp_path / "CREDITS.txt").read_text(encoding="utf-8")
    assert "Mei" in credit and "CC BY 3.0" in credit and len(credit.splitlines()) == 1


def test_a_wrong_site_says_how_to_look_at_it(tmp_path: Path) -> None:
    end, lines = run("render", "--folder", str(tmp_path), "--site", str(tmp_path))

    assert end == 2 and "config check" in str(lines[0]["cure"])
