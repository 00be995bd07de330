"""Every number is said as people say it: checked against the voice's own kana, without making a sound."""

import pyopenjtalk
import pytest

from hardware.speech.readings import LETTERS, spoken

ONES = ["", "イチ", "ニ", "サン", "ヨン", "ゴ", "ロク", "ナナ", "ハチ", "キュー"]
HUNDREDS = [
    "",
    "ヒャク",
    "ニヒャク",
    "サンビャク",
    "ヨンヒャク",
    "ゴヒャク",
    "ロッピャク",
    "ナナヒャク",
    "ハッピャク",
    "キューヒャク",
]
THOUSANDS = ["", "セン", "ニセン", "サンゼン", "ヨンセン", "ゴセン", "ロクセン", "ナナセン", "ハッセン", "キューセン"]


def in_kana(number: int) -> str:
    """1 … 9999 as read aloud, the long vowel as ー."""
    thousand, hundred, ten, one = (number // 1000, number // 100 % 10, number // 10 % 10, number % 10)
    tens = "" if not ten else "ジュー" if ten == 1 else ONES[ten] + "ジュー"
    return THOUSANDS[thousand] + HUNDREDS[hundred] + tens + ONES[one]


def heard(text: str) -> str:
    return str(pyopenjtalk.g2p(spoken(text), kana=True))


def expected(letter: str, number: int, counter: int) -> str:
    return f"{LETTERS[letter]}ノ{in_kana(number)}バンノカタ、{in_kana(counter)}バンノマドグチエオコシクダサイ"


def test_every_number_of_a_day_is_called_right() -> None:
    wrong = []
    for number in range(1, 1000):
        counter = number % 30 + 1
        text = f"Aの{number}番のかた、{counter}番の窓口へお越しください"
        if heard(text) != expected("A", number, counter):
            wrong.append((number, counter, heard(text)))

    assert wrong == []


@pytest.mark.parametrize("counter", range(1, 31))
def test_every_counter_is_said_right(counter: int) -> None:
    assert heard(f"Cの108番のかた、{counter}番の窓口へお越しください") == expected("C", 108, counter)


@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_of_a_service_is_said_right(letter: str) -> None:
    assert heard(f"{letter}の24番です。") == f"{LETTERS[letter]}ノ{in_kana(24)}バンデス。"
    assert "スィ" not in heard(f"{letter}の24番です。")


@pytest.mark.parametrize("number", [101, 1203, 3199, 6808, 8347, 9999])
def test_a_number_given_by_a_kiosk_alone_is_said_as_one_number(number: int) -> None:
    assert heard(f"Aの{number}番のかた") == f"エーノ{in_kana(number)}バンノカタ"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("A-025番の方", "エーの25番のかた"),
        ("A024", "エーの24"),
        ("番号は、Kの7番です。", "番号は、ケーの7番です。"),
        ("QRコードを、カメラの前に出してください。", "QRコードを、カメラの前に出してください。"),
        ("USB3とA4の紙", "USB3とエーの4の紙"),
        ("A-100番、C-001番の方", "エーの100番、シイの1番のかた"),
    ],
)
def test_numbers_are_written_out_and_words_left_alone(written: str, said: str) -> None:
    assert spoken(written) == said


def test_number_110_is_not_said_as_the_police() -> None:
    assert heard("Aの110番のかた、110番の窓口") == "エーノヒャクジューバンノカタ、ヒャクジューバンノマドグチ"


def test_a_person_is_never_called_a_direction() -> None:
    assert "ホー" not in heard("12番の方、3番の窓口へお越しください")
    assert heard("12番の方") == "ジューニバンノカタ"
