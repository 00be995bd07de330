"""Every number is said as people say it: checked against the voice's own kana, without making a sound."""

import pyopenjtalk
import pytest

from hardware.speech.phrases import phrases
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


def test_every_number_of_every_service_is_called_right() -> None:
    wrong = []
    for letter, said in LETTERS.items():
        for number in range(1, 1000):
            kana = heard(f"{letter}の{number}番のかた")
            if kana != f"{said}ノ{in_kana(number)}バンノカタ":
                wrong.append((letter, number, kana))

    assert wrong == []


def test_every_number_with_every_counter_is_the_number_and_the_counter() -> None:
    # A call is put together from both, so that their product needs no other proof than where it is cut.
    wrong = []
    for number in range(1, 1000):
        for counter in range(1, 31):
            pieces = tuple(phrase.text for phrase in phrases(f"Aの{number}番のかた、{counter}番の窓口へお越しください"))
            if pieces != (f"Aの{number}番のかた", f"{counter}番の窓口へお越しください"):
                wrong.append((number, counter, pieces))

    assert wrong == []


def test_the_whole_sentence_is_read_as_its_pieces_are() -> None:
    wrong = []
    for number in range(1, 1000):
        counter = number % 30 + 1
        kana = heard(f"Aの{number}番のかた、{counter}番の窓口へお越しください")
        if kana != expected("A", number, counter):
            wrong.append((number, counter, kana))

    assert wrong == []


@pytest.mark.parametrize("counter", range(1, 31))
def test_every_counter_is_said_right(counter: int) -> None:
    assert heard(f"Cの108番のかた、{counter}番の窓口へお越しください") == expected("C", 108, counter)


@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_of_a_service_is_said_right(letter: str) -> None:
    assert heard(f"{letter}の24番です。") == f"{LETTERS[letter]}ノ{in_kana(24)}バンデス。"
    assert "スィ" not in heard(f"{letter}の24番です。")


def test_every_number_a_kiosk_can_give_alone_is_said_as_one_number() -> None:
    wrong = []
    for kiosk in range(1, 100):
        for running in range(1, 100):
            number = kiosk * 100 + running
            if heard(f"A-{kiosk:02d}{running:02d}番の方") != f"エーノ{in_kana(number)}バンノカタ":
                wrong.append(number)

    assert wrong == []


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("1階の4番の窓口", "イッカイノヨンバンノマドグチ"),
        ("2階、10番の窓口", "ニカイ、ジューバンノマドグチ"),
        ("3階の4番の窓口", "サンガイノヨンバンノマドグチ"),
        ("6階", "ロッカイ"),
        ("10階", "ジュッカイ"),
        ("地下1階", "チカイッカイ"),
        ("別館1階の2番の窓口", "ベッカンイッカイノニバンノマドグチ"),
        ("区民課の4番の窓口", "クミンカノヨンバンノマドグチ"),
        ("いま1人お待ちです", "イマヒトリオマチデス"),
        ("いま4人お待ちです", "イマヨニンオマチデス"),
        ("いま14人お待ちです", "イマジューヨニンオマチデス"),
        ("目安は20分から30分です", "メヤスワニジュップンカラサンジュップンデス"),
    ],
)
def test_floors_places_people_and_minutes_are_said_right(written: str, said: str) -> None:
    assert heard(written) == said


@pytest.mark.parametrize("number", [1, 4, 7, 9, 14, 24, 100, 110, 303, 999])
def test_plain_japanese_is_said_right(number: int) -> None:
    written = f"Aの {number}ばんの かた、4ばんの まどぐちに きて ください"

    assert heard(written).replace(" ", "") == f"エーノ{in_kana(number)}バンノカタ、ヨンバンノマドグチニキテクダサイ"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("A-025番の方", "エーの25番のかた"),
        ("A024", "エーの24"),
        ("番号は、Kの7番です。", "番号は、ケーの7番です。"),
        ("QRコードを、カメラの前に出してください。", "QRコードを、カメラの前に出してください。"),
        ("Cの 25ばんの かた", "シイの25ばんのかた"),
        ("{番号札|ばんごうふだ}を とって ください", "ばんごうふだをとってください"),
        ("Wi-Fi と QR コード", "Wi-FiとQRコード"),
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


@pytest.mark.parametrize(
    ("text", "kana"),
    [
        ("事前入力のQRコードをお持ちの方", "オモチノカタ"),
        ("引っ越した方全員のカード", "ヒッコシタカタ"),
        ("番号札をとる", "バンゴーフダヲ"),
        ("届出人の氏名", "トドケデニン"),
        ("旧氏や通称", "キューウジ"),
        ("カードの表の数字", "オモテノスージ"),
        ("住民票の写しは何通いりますか", "ナンツー"),
        ("待っている人が何人か", "ナンニン"),
        ("大文字で入力してください", "オーモジ"),
        ("在留期間の満了日", "マンリョービ"),
        ("顔写真付きの書類", "カオシャシン"),
        ("保証人の印がある書類", "インガ"),
        ("関係がわかる書類と訳があります", "ヤクガ"),
        ("親や 後見人", "オヤヤコーケンニン"),
        ("代表の方", "ダイヒョーノカタ"),
        ("作り方", "ツクリカタ"),
    ],
)
def test_the_words_of_an_office_are_said_as_the_office_means_them(text: str, kana: str) -> None:
    assert kana.replace("ヲ", "オ") in heard(text).replace("、", "").replace("ヲ", "オ")
