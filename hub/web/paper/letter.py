"""The blank letter of proxy: what may be delegated here, in Japanese with the reader's language beside it. Pure."""

from collections.abc import Iterator

from config.bundle import Bundle
from config.form import Field, Form
from config.words import option_words, words
from hub.web.paper.sheet import LetterSheet, Words

SAID = ("title", "by_hand", "date", "agent", "grantor", "appoint", "matters", "notices", "certificates", "copies", "other", "bring")
FIELDS = ("address", "name", "birth_date", "phone")
LETTER, DOCUMENTS = "letter_of_proxy", "documents"
WITHOUT_LETTER = ("seal_certificate",)  # the registration card is the authority (notes: 0.2)


def letter_sheet(bundle: Bundle, language: str) -> LetterSheet:
    said = {name: _beside(bundle, language, f"proxy.letter.{name}") for name in SAID}
    return LetterSheet(
        language=language,
        addressee=f"{bundle.site.address.city}長",
        said=said | {name: _beside(bundle, language, f"field.{name}.label") for name in FIELDS},
        notices=tuple(_beside(bundle, language, f"procedure.{each}.name") for each in _filed_by_proxies(bundle)),
        certificates=tuple(_certificates(bundle, language)),
    )


def _filed_by_proxies(bundle: Bundle) -> Iterator[str]:
    """Procedures whose form asks for the letter, but for the request of certificates, which are named one by one."""
    offered = [
        bundle.procedures[each] for service in bundle.site.services for each in service.procedures if each in bundle.procedures
    ]
    for procedure in offered:
        form = bundle.forms.get(procedure.form) if procedure.form else None
        if form is not None and _field(form, LETTER) and not _field(form, DOCUMENTS):
            yield procedure.id


def _certificates(bundle: Bundle, language: str) -> Iterator[Words]:
    for form in bundle.forms.values():
        field = _field(form, DOCUMENTS)
        for option in field.options if field else ():
            if option not in WITHOUT_LETTER:
                said = [option_words(bundle, each, form.id, DOCUMENTS, field, option) for each in ("ja", language)] if field else []
                yield _pair(*said)


def _field(form: Form, name: str) -> Field | None:
    return next((field for step in form.steps for field in step.fields if field.id == name), None)


def _beside(bundle: Bundle, language: str, key: str) -> Words:
    return _pair(words(bundle, "ja", key), words(bundle, language, key))


def _pair(japanese: str, beside: str) -> Words:
    return Words(japanese, "" if beside == japanese else beside)
