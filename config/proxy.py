"""What one person may ask another to do for them (委任状): read off the forms that ask for the letter."""

from collections.abc import Iterator

from config.bundle import Bundle
from config.form import Field, Form

LETTER, DOCUMENTS = "letter_of_proxy", "documents"
PROXY = "proxy"  # the option of whoever comes for somebody else with a letter
WITHOUT_LETTER = ("seal_certificate",)  # the registration card is the authority


def delegated_notices(bundle: Bundle) -> Iterator[str]:
    """Procedures whose form asks for the letter, but for the request of certificates, which are named one by one."""
    offered = [
        bundle.procedures[each] for service in bundle.site.services for each in service.procedures if each in bundle.procedures
    ]
    for procedure in offered:
        form = bundle.forms.get(procedure.form) if procedure.form else None
        if form is not None and field_of(form, LETTER) and not field_of(form, DOCUMENTS):
            yield procedure.id


def delegated_certificates(bundle: Bundle) -> Iterator[tuple[Form, Field, str]]:
    """(form, field, option) of every certificate that may be got with the letter."""
    for form in bundle.forms.values():
        field = field_of(form, DOCUMENTS)
        for option in field.options if field else ():
            if field is not None and option not in WITHOUT_LETTER:
                yield form, field, option


def field_of(form: Form, name: str) -> Field | None:
    """The top field of that id."""
    return next((field for step in form.steps for field in step.fields if field.id == name), None)
