"""The blank letter of proxy: what may be delegated here, in Japanese with the reader's language beside it. Pure."""

from collections.abc import Iterator

from config.bundle import Bundle
from config.proxy import DOCUMENTS, delegated_certificates, delegated_notices
from config.words import option_words, words
from hub.web.paper.sheet import LetterSheet, Words

SAID = ("title", "by_hand", "date", "agent", "grantor", "appoint", "matters", "notices", "certificates", "copies", "other", "bring")
FIELDS = ("address", "name", "birth_date", "phone")


def letter_sheet(bundle: Bundle, language: str) -> LetterSheet:
    said = {name: _beside(bundle, language, f"proxy.letter.{name}") for name in SAID}
    return LetterSheet(
        language=language,
        addressee=f"{bundle.site.address.city}長",
        said=said | {name: _beside(bundle, language, f"field.{name}.label") for name in FIELDS},
        notices=tuple(_beside(bundle, language, f"procedure.{each}.name") for each in delegated_notices(bundle)),
        certificates=tuple(_certificates(bundle, language)),
    )


def _certificates(bundle: Bundle, language: str) -> Iterator[Words]:
    for form, field, option in delegated_certificates(bundle):
        japanese, beside = (option_words(bundle, each, form.id, DOCUMENTS, field, option) for each in ("ja", language))
        yield _pair(japanese, beside)


def _beside(bundle: Bundle, language: str, key: str) -> Words:
    return _pair(words(bundle, "ja", key), words(bundle, language, key))


def _pair(japanese: str, beside: str) -> Words:
    return Words(japanese, "" if beside == japanese else beside)
