"""Ten languages: all load, drafts are marked, what is missing shows in Japanese."""

from config.languages import LANGUAGES
from config.load import load
from config.words import words


def test_a_site_may_offer_all_ten_languages(site_folder):
    bundle = site_folder.load(files={"languages/ja/own.po": 'msgid "own.text"\nmsgstr "この市だけの言葉"\n'})

    assert set(bundle.texts) == set(LANGUAGES)
    assert words(bundle, "zh", "procedure.moving_in.name") == "迁入申报 (転入届)"
    assert words(bundle, "vi", "own.text") == "この市だけの言葉"
    assert {words(bundle, language, f"language.{language}") for language in LANGUAGES} >= {"日本語", "English", "नेपाली"}


def test_no_draft_mark_ever_reaches_a_screen(site_folder):
    site_folder.write()
    loaded = load(site_folder.path)

    assert len(loaded.drafts) > 100
    assert {language for language, _ in loaded.drafts} <= set(LANGUAGES) - {"ja", "en"}
    assert not [text for texts in loaded.bundle.texts.values() for text in texts.values() if "(?)" in text]


def test_only_the_languages_of_the_site_travel_with_the_bundle(site_folder):
    every = ", ".join(f'"{language}"' for language in LANGUAGES)
    bundle = site_folder.load(site={f"languages = [{every}]": 'languages = ["ja", "en"]'})

    assert list(bundle.texts) == ["ja", "en"]


def test_an_escaped_quote_and_a_written_break_survive(site_folder):
    bundle = site_folder.load(files={"languages/ja/own.po": 'msgid "own.text"\nmsgstr "「はい」\\n\\"no\\""\n'})

    assert words(bundle, "ja", "own.text") == '「はい」\n"no"'
