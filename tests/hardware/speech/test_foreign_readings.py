"""The other languages: letters and numbers as espeak-ng's own phonemes tell them, without making a sound."""

import shutil
import subprocess
from pathlib import Path

import pytest

from config.bundle import Bundle
from config.load import load_site
from hardware.speech.announcements import CALL, call_text
from hardware.speech.readings import LETTERS, written
from hardware.speech.voice import ESPEAK_VOICES

needs_espeak = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="the program espeak-ng is not installed")

# What a letter is called, as far as the phonemes of espeak-ng 1.51 say it; long marks and stress taken off.
NAMES = {
    "en": {"A": "eɪ", "C": "siː", "D": "diː", "E": "iː", "F": "ɛf", "H": "eɪtʃ", "K": "keɪ", "L": "ɛl", "P": "piː", "T": "tiː"},
    "pt": {"A": "a", "C": "se", "D": "de", "E": "ɛ", "F": "ɛfy", "H": "aɡa", "K": "ka", "L": "ɛly", "P": "pe", "T": "te"},
    "es": {"A": "a", "C": "se", "D": "de", "E": "e", "F": "ɛfe", "H": "atʃe", "K": "ka", "L": "ɛle", "P": "pe", "T": "te"},
}


def phonemes(language: str, texts: list[str]) -> list[str]:
    """Of each text, stress marks taken off."""
    done = subprocess.run(
        ["espeak-ng", "-q", "--ipa", "-v", ESPEAK_VOICES[language], "--stdin"],
        input="\n\n".join(written(language, text) for text in texts).encode(),
        capture_output=True,
        timeout=60,
        check=True,
    )
    return [line.strip() for line in done.stdout.decode().replace("ˈ", "").replace("ˌ", "").splitlines() if line.strip()]


@needs_espeak
@pytest.mark.parametrize("language", NAMES)
def test_every_letter_of_a_service_is_called_by_its_name(language: str) -> None:
    heard = phonemes(language, [f"{letter} 25" for letter in LETTERS])

    assert {letter: said.split()[0] for letter, said in zip(LETTERS, heard, strict=True)} == NAMES[language]


@needs_espeak
@pytest.mark.parametrize("language", ESPEAK_VOICES)
def test_no_two_letters_and_no_two_numbers_sound_alike(language: str) -> None:
    letters = phonemes(language, [f"{letter} 25" for letter in LETTERS])
    numbers = phonemes(language, [str(number) for number in range(1, 1000)])

    assert len(letters) == len(set(letters)) == len(LETTERS)
    assert len(numbers) == len(set(numbers)) == 999


@needs_espeak
@pytest.mark.parametrize("language", ESPEAK_VOICES)
def test_a_number_is_said_whole_and_never_in_another_language(language: str) -> None:
    whole, alone = phonemes(language, ["A 999", "9"])

    assert "(en)" not in whole
    assert whole.split()[1:] != [alone] * 3


@pytest.mark.parametrize(
    ("language", "text", "put"),
    [
        ("en", "Number A 25, please", "Number A-25, please"),
        ("en", "Number A-025", "Number A-025"),
        ("en", "A number, please", "A number, please"),
        ("pt", "Senha E 25", "Senha é 25"),
        ("ko", "A의 25번 고객님", "에이 25번 고객님"),
        ("ko", "QR 코드", "QR 코드"),
        ("vi", "Mời số A 25 đến quầy 4.", "Mời số A 25 đến quầy 4."),
    ],
)
def test_letters_are_written_so_that_the_voice_says_their_names(language: str, text: str, put: str) -> None:
    assert written(language, text) == put


@needs_espeak
@pytest.mark.parametrize("language", ESPEAK_VOICES)
def test_the_call_of_the_catalogue_stays_in_its_language(language: str) -> None:
    bundle = load_site(Path("config/sites/demo"))
    assert isinstance(bundle, Bundle)
    assert CALL in bundle.texts[language]

    for letter in LETTERS:
        said = " ".join(phonemes(language, [call_text(bundle, language, letter, 110, 12)]))
        assert "(" not in said  # espeak-ng marks a change of language by its name in brackets
