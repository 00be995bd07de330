"""Every form of a kanji that a name may be given in is drawn, by the face of the office or by the one that has all forms."""

import pytest
from PIL import ImageFont

from config.drawable import draws
from config.fonts import font
from config.japanese.variants import all_forms, sequences

NAME = font(use="name")
FACES = [font("ja"), font("ja", bold=True)]
# Kanji of names that recognisers of printed text are known to lack (notes on OCR).
RARE = "髙﨑邉邊齊齋濵栁瀨德黑惠槇𠮷彌壽與圓嶌桒淸凜﨟𣘺澤濱廣龍髙冨"


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: "-".join(f"{ord(one):04X}" for one in form))
def test_every_form_that_is_offered_can_be_drawn(form):
    assert draws(NAME, form) or all(draws(face, form) for face in FACES)


@pytest.mark.parametrize("kanji", RARE)
def test_the_rare_kanji_of_names_can_be_drawn(kanji):
    assert draws(NAME, kanji)


def test_no_two_forms_of_a_kanji_look_alike_on_the_buttons():
    face = ImageFont.truetype(NAME.path, 48)
    for kanji in {form[0] for form in all_forms() if len(form) > 1}:
        pictures = {bytes(face.getmask(form)) for form in (kanji, *sequences(kanji))}

        assert len(pictures) == 1 + len(sequences(kanji)), kanji


@pytest.mark.parametrize(
    ("face", "form", "drawn"),
    [
        (NAME, "邊\U000e0109", True),
        (NAME, "葛\U000e0100", False),  # of another collection, which BIZ UD has
        (FACES[0], "葛\U000e0100", True),
        (FACES[0], "邊\U000e0109", False),
        (FACES[0], "𠮷", False),
        (NAME, "𠮷", True),
        (NAME, "\U0010fffd", False),
        (font("zh"), "迁", True),
        (font("zh"), "\U0010fffd", False),
        (font("ne"), "न", True),
        (font("ne"), "漢", False),
    ],
)
def test_a_font_says_what_it_has(face, form, drawn):
    assert draws(face, form) is drawn
