"""Old versions of forms stay readable: each version this hub has ever served is kept, and known again at the next start."""

from collections.abc import Iterable, Mapping

import msgspec

from config.form import Form
from hub.store.database import Connection
from hub.store.transaction import Operation, Transaction


def keep_forms(forms: Iterable[Form]) -> Operation[None]:
    """Store these versions where they are new."""
    kept = [(form.version, msgspec.json.encode(form).decode()) for form in forms]

    def operation(tx: Transaction) -> None:
        for version, body in kept:
            tx.execute("INSERT OR IGNORE INTO form_versions (version, body) VALUES (?, ?)", (version, body))

    return operation


def kept_forms(connection: Connection) -> Mapping[str, Form]:
    """Version → form, of all that can still be read by this release."""
    found = {}
    for version, body in connection.execute("SELECT version, body FROM form_versions"):
        try:
            found[version] = msgspec.json.decode(body, type=Form)
        except msgspec.ValidationError:
            # written by a release with other field kinds: answers stay readable, checks against it do not
            continue
    return found
