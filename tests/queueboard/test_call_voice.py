"""What is said for a row, and in which languages."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

import msgspec
import pytest

from config.bundle import Bundle
from config.load import load_site
from hub.wire import BoardRow
from queueboard.call_voice import utterances

NOW = datetime(2026, 11, 20, 10, 42, tzinfo=timezone(timedelta(hours=9)))


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    loaded = load_site(Path("config/sites/demo"))
    assert isinstance(loaded, Bundle)
    return loaded


def row(number: str, language: str) -> BoardRow:
    return BoardRow(
        visit="v", number=number, stage="reception", service="residence", state="called", counter=4, at=NOW, language=language
    )


def test_a_japanese_ticket_is_called_twice_after_a_chime(bundle: Bundle) -> None:
    (call,) = utterances(bundle, row("A-025", "ja"), 4.0)

    assert call.text == "Aの25番のかた、4番の窓口へお越しください"
    assert call.chime and call.times == 2 and call.pause == 4.0 and call.keep


def test_a_number_given_while_the_hub_was_away_is_called_as_one_number(bundle: Bundle) -> None:
    (call,) = utterances(bundle, row("A-0103", "ja-easy"), 1.0)

    assert call.text == "Aの103番のかた、4番の窓口へお越しください"


def test_another_language_follows_the_japanese_once_and_without_a_second_chime(bundle: Bundle) -> None:
    _, call = utterances(bundle, row("A-025", "en"), 4.0)

    assert call.language == "en" and "25" in call.text and not call.chime and call.times == 1


@pytest.mark.parametrize("language", ["zh", "ne", "fil"])
def test_a_language_without_words_for_a_call_is_called_in_english_never_in_japanese_again(bundle: Bundle, language: str) -> None:
    texts = {**bundle.texts, language: {}}
    calls = utterances(msgspec.structs.replace(bundle, texts=texts), row("A-025", language), 4.0)

    assert [call.language for call in calls] == ["ja", "en"]


def test_an_office_without_english_calls_in_japanese_alone(bundle: Bundle) -> None:
    alone = msgspec.structs.replace(bundle, texts={"ja": bundle.texts["ja"]})

    assert [call.language for call in utterances(alone, row("A-025", "ko"), 4.0)] == ["ja"]
