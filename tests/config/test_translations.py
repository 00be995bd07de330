"""What a resident meets, in all ten languages: complete, in their own script, drawn by their own font."""

import re

import pytest
from PIL import ImageFont

from config.checks.texts import needed
from config.fonts import font, runs
from config.languages import DRAFT, LANGUAGES, ONE, PLACEHOLDER
from config.load import load
from tests.config.conftest import SITES

# Pages of the staff, and the words they share with nobody.
FOR_STAFF = (
    "staff.",
    "give.",
    "checklist.",
    "printed.",
    "page_error.not_allowed.",
    "page_error.not_signed_in.",
    "page_error.no_form.",
    "page_error.form_not_drawn.",
    "page_error.no_page.",
)
OF_ANSWER = re.compile(r"^field\..*\.answer\.(yes|no)$")
BRACKETS = re.compile(r"\([^()]*(?:（[^（）]*）[^()]*)*\)")
KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
JAPANESE = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u3400-\u9fff]")
# Forms of kanji that Chinese on the mainland does not write.
NOT_CHINESE = re.compile("[転険証録帳帯続様済発変関東単図気広庁歩黒毎]")
# Keys that show Japanese on purpose: the names of languages, the keys of the kana keyboard, the eras of a birth date.
JAPANESE_ON_PURPOSE = (
    "language.", "kiosk.key.voiced", "kiosk.key.small", "kiosk.era.", "kiosk.card.code_b.hint1",
)  # fmt: skip
TRANSLATIONS = [language for language in LANGUAGES if language not in ("ja", "en")]
every_translation = pytest.mark.parametrize("language", TRANSLATIONS)
every_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def texts():
    return load(SITES / "demo").bundle.texts


def resident_keys(texts):
    """A yes or no beside its label has words of its own only where the plain one does not answer it."""
    return {key for key in texts["ja"] if not key.startswith(FOR_STAFF) and not OF_ANSWER.search(key)}


@every_translation
def test_everything_a_resident_meets_has_words_in_this_language(texts, language):
    assert sorted(resident_keys(texts) - set(texts[language])) == []


@every_translation
def test_every_question_and_answer_of_the_forms_has_words_in_this_language(bundle, texts, language):
    asked = {next(key for key in keys if key in texts["ja"]) for _, keys in needed(bundle)}

    assert sorted(asked - set(texts[language])) == []


@every_translation
def test_every_text_keeps_the_placeholders_of_the_source(texts, language):
    wrong = {
        key: text
        for key, text in texts[language].items()
        if sorted(PLACEHOLDER.findall(text)) != sorted(PLACEHOLDER.findall(texts["ja"][key.removesuffix(ONE)]))
    }

    assert wrong == {}


@every_translation
def test_lines_break_only_where_the_source_or_english_breaks_them(texts, language):
    wrong = {
        key: text
        for key, text in texts[language].items()
        if text.count("\n") > max(texts["ja"][key.removesuffix(ONE)].count("\n"), texts["en"].get(key, "").count("\n"))
    }

    assert wrong == {}


@every_language
def test_the_mark_of_a_draft_is_never_shown(texts, language):
    assert {key: text for key, text in texts[language].items() if DRAFT.strip() in text} == {}


@pytest.mark.parametrize("language", ["ko", "vi", "ne", "pt", "es", "fil"])
def test_japanese_stands_only_in_brackets_as_the_word_the_office_uses(texts, language):
    wrong = {
        key: text
        for key, text in texts[language].items()
        if not key.startswith(JAPANESE_ON_PURPOSE) and JAPANESE.search(BRACKETS.sub("", text))
    }

    assert wrong == {}


def test_chinese_is_written_in_the_forms_of_the_mainland_outside_of_brackets(texts):
    plain = {key: BRACKETS.sub("", text) for key, text in texts["zh"].items() if not key.startswith(JAPANESE_ON_PURPOSE)}

    assert {key: text for key, text in plain.items() if KANA.search(text) or NOT_CHINESE.search(text)} == {}


def test_easy_japanese_leaves_a_space_between_its_phrases(texts):
    long = {key: text for key, text in texts["ja-easy"].items() if text.endswith("ください。") and len(text) > 16}

    assert {key: text for key, text in long.items() if " " not in text} == {}


@pytest.mark.parametrize(
    ("language", "word"),
    [("zh", "错误提示"), ("en", "Error"), ("es", "Error"), ("pt", "Erro "), ("fil", "Error"), ("ja-easy", "エラー")],
)
def test_no_language_speaks_of_errors(texts, language, word):
    assert {key for key, text in texts[language].items() if word in text} == set()


@every_language
def test_every_letter_can_be_drawn_by_the_font_that_draws_it(texts, language):
    lacking = {}
    for key in resident_keys(texts):
        own = key.removeprefix("language.") if key.startswith("language.") else language
        for drawn, words in runs(PLACEHOLDER.sub("", texts[language].get(key, "")), own):
            for letter in set(words) - {"\n", "\u200d", "\u200c"}:
                if not _has(drawn, letter):
                    lacking.setdefault((drawn, letter), key)

    assert lacking == {}


@pytest.mark.parametrize("place", ["川辺区", "髙﨑", "みどり野市"])
@every_language
def test_a_place_of_japan_can_be_drawn_within_every_language(place, language):
    assert all(_has(drawn, letter) for drawn, words in runs(f"A-024 ({place})", language) for letter in words)


def test_a_letter_that_a_font_lacks_is_found():
    """The measure itself can fail."""
    assert not _has("ne", "漢")
    assert not _has("ja", "ợ")


_faces: dict[str, tuple[ImageFont.FreeTypeFont, bytes]] = {}
_known: dict[tuple[str, str], bool] = {}


def _has(language, letter):
    """Whether the font of `language` draws more than its box for "no such letter"."""
    if (language, letter) not in _known:
        if language not in _faces:
            file = font(language)
            face = ImageFont.truetype(file.path, 24, index=file.index)
            _faces[language] = face, bytes(face.getmask("\U0010fffd"))
        face, box = _faces[language]
        _known[language, letter] = letter.isspace() or bytes(face.getmask(letter)) != box
    return _known[language, letter]


def test_what_has_to_be_answered_is_never_called_a_survey(texts):
    words = {
        "ja": "アンケート",
        "zh": "问卷",
        "ko": "설문",
        "vi": "khảo sát",
        "ne": "प्रश्नावली",
        "pt": "uestionário",
        "es": "uestionario",
    }

    assert {(language, key) for language, word in words.items() for key, text in texts[language].items() if word in text} == set()


@every_language
def test_a_refused_phone_number_is_told_what_is_right(texts, language):
    assert {"0", "10", "11"} <= set(re.findall("[0-9]+", texts[language]["problem.not_a_phone"]))


def test_english_asks_as_somebody_speaks(texts):
    stiff = re.compile(r"lies ahead|Until when|As for the|[Ll]ot number|one of the people concerned|screen returns")

    assert {key for key, text in texts["en"].items() if stiff.search(text)} == set()


def test_vietnamese_has_one_word_for_the_resident(texts):
    assert {key for key, text in texts["vi"].items() if re.search(r"\bbạn\b(?! đời|,)", text, re.IGNORECASE)} == set()


@every_language
def test_how_to_mend_what_was_taken_over_never_names_the_key_that_goes_on(texts, language):
    assert texts[language]["kiosk.foot.next"] not in texts[language]["kiosk.people.as_first"]
