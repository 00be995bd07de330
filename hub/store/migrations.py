"""Every change the hub's database has been through, oldest first. Append only: a published one is never edited.

Times are ISO text in JST with microseconds, so that their order is the order of the text; days are ISO text.
"""

from typing import Any

from hub.sqlite_tables import Database, Migrations

hub: Any = Migrations("hub")


def m001_visits_and_event_log(db: Database) -> None:
    """Numbers, visits with where they stand, the log, results of commands by key."""
    db.table("numbers").create({"day": str, "series": str, "last": int}, pk=("day", "series"), strict=True)
    db.table("visits").create(
        {
            "id": str,
            "site": str,
            "day": str,
            "series": str,
            "number": str,
            "service": str,
            "version": int,
            "ended": int,
            "opened_at": str,
            "body": str,
        },
        pk="id",
        not_null={"site", "day", "series", "number", "service", "version", "ended", "opened_at", "body"},
        strict=True,
    )
    db.table("visits").create_index(["site", "day", "series", "number"], unique=True)
    db.execute("CREATE INDEX visits_open ON visits (day) WHERE ended = 0")
    # where open visits stand: one row for legs side by side that are neither blocked nor over
    db.table("stands").create(
        {
            "visit": str,
            "service": str,
            "stage": str,
            "state": str,
            "leg": str,
            "number": str,
            "arrived": str,
            "rank": str,
            "consideration": int,
            "absences": int,
            "counter": int,
        },
        pk=("visit", "service", "stage", "state"),
        not_null={"leg", "number", "rank", "consideration", "absences"},
        strict=True,
    )
    db.table("stands").create_index(["service", "stage", "state", "rank"])
    # one visit at a counter, one counter for a visit, one visit for who sits there
    db.table("desks").create({"counter": int, "visit": str, "sitting": str}, pk="counter", not_null={"visit"}, strict=True)
    db.table("desks").create_index(["visit"], unique=True)
    db.table("desks").create_index(["sitting"], unique=True)
    db.table("lines").create({"service": str, "people_waiting": int}, pk="service", not_null={"people_waiting"}, strict=True)
    db.execute(
        "CREATE TABLE event_log (seq INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, kind TEXT NOT NULL,"
        " visit TEXT, actor TEXT NOT NULL, body TEXT NOT NULL) STRICT"
    )
    db.execute("CREATE INDEX event_log_visit ON event_log (visit) WHERE visit IS NOT NULL")
    _append_only(db, "event_log")
    db.table("commands").create(
        {"key": str, "fingerprint": bytes, "result": str, "at": str},
        pk="key",
        not_null={"fingerprint", "result", "at"},
        strict=True,
    )
    db.table("commands").create_index(["at"])
    db.table("outbox").create({"seq": int, "kind": str, "sent_at": str}, pk="seq", not_null={"kind"}, strict=True)
    db.execute("CREATE INDEX outbox_unsent ON outbox (seq) WHERE sent_at IS NULL")


def m002_records_entries_and_forms(db: Database) -> None:
    """The vault, pre-entries, and the form versions answers were given to. Personal data lies only in `sealed`."""
    sealed = {"key_month": str, "wrapped_key": bytes, "sealed": bytes, "expires_on": str}
    db.table("records").create({"visit": str, **sealed}, pk="visit", not_null={"key_month", "sealed", "expires_on"}, strict=True)
    db.table("entries").create(
        {"id": str, "token_hash": bytes, "short_hash": bytes, "entered_on": str, "redeemed_by": str, **sealed},
        pk="id",
        not_null={"token_hash", "short_hash", "entered_on", "key_month", "sealed", "expires_on"},
        strict=True,
    )
    db.table("entries").create_index(["token_hash"], unique=True)
    db.table("entries").create_index(["short_hash"], unique=True)
    # what may still be opened, by its last day: destroying what is past must not read five years of rows
    for table in ("records", "entries"):
        db.execute(f"CREATE INDEX {table}_alive ON {table} (expires_on) WHERE wrapped_key IS NOT NULL")
    db.table("unopened").create({"visit": str, "sealed": str, "at": str}, pk="visit", not_null={"sealed", "at"}, strict=True)
    db.table("form_versions").create({"version": str, "body": str}, pk="version", not_null={"body"}, strict=True)
    db.table("follows").create({"token_hash": bytes, "visit": str}, pk="token_hash", not_null={"visit"}, strict=True)
    db.table("follows").create_index(["visit"])


def m003_people_devices_and_audit(db: Database) -> None:
    """Who may come in: device tokens, staff, sessions; kiosks and papers on the floor; the audit chain."""
    db.table("devices").create(
        {"kind": str, "name": str, "token_hash": bytes, "enrolled_at": str},
        pk=("kind", "name"),
        not_null={"token_hash", "enrolled_at"},
        strict=True,
    )
    db.table("devices").create_index(["token_hash"], unique=True)
    db.table("staff").create(
        {"id": str, "login": str, "role": str, "name": str, "password": str, "created_at": str},
        pk="id",
        not_null={"login", "role", "name", "password", "created_at"},
        strict=True,
    )
    db.table("staff").create_index(["login"], unique=True)
    db.table("sessions").create(
        {"token_hash": bytes, "staff": str, "counter": int, "began_at": str, "seen_at": str},
        pk="token_hash",
        foreign_keys=[("staff", "staff", "id")],
        not_null={"staff", "began_at", "seen_at"},
        strict=True,
    )
    db.table("kiosks").create({"kiosk": str, "state": str, "help_since": str}, pk="kiosk", strict=True)
    db.table("slips").create(
        {"visit": str, "copy": int, "result": str, "kiosk": str, "at": str},
        pk=("visit", "copy"),
        not_null={"result", "kiosk", "at"},
        strict=True,
    )
    db.table("settings").create({"name": str, "value": str}, pk="name", not_null={"value"}, strict=True)
    db.execute(
        "CREATE TABLE audit (id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, actor TEXT NOT NULL,"
        " action TEXT NOT NULL, subject TEXT NOT NULL, hash BLOB NOT NULL) STRICT"
    )
    _append_only(db, "audit")


def m004_devices_of_the_floor(db: Database) -> None:
    """What stopped a paper; what each board last said of its devices."""
    db.table("slips").add_column("fault", str, not_null_default="")
    # papers not proved to be out are few, papers of five years are many
    db.execute("CREATE INDEX slips_in_trouble ON slips (at) WHERE result IN ('held', 'uncertain', 'failed_clean', 'missing')")
    db.table("boards").create({"board": str, "health": str}, pk="board", not_null={"health"}, strict=True)


def m005_staff_at_kiosks(db: Database) -> None:
    """Numbers and PINs of staff for kiosks, who unlocked which and what they did there, papers given a second time."""
    db.table("staff").add_column("number", str)
    db.table("staff").add_column("pin", str)
    db.execute("CREATE UNIQUE INDEX staff_number ON staff (number) WHERE number IS NOT NULL")
    db.table("unlocks").create(
        {"id": str, "kiosk": str, "staff": str, "since": str, "until": str, "ended": str, "done": str},
        pk="id",
        not_null={"kiosk", "staff", "since", "until", "done"},
        strict=True,
    )
    db.execute("CREATE INDEX unlocks_open ON unlocks (kiosk) WHERE ended IS NULL")
    db.table("reissues").create(
        {"visit": str, "copy": int, "unlock": str, "at": str}, pk=("visit", "copy"), not_null={"unlock", "at"}, strict=True
    )


def m006_holds_transfers_and_undo(db: Database) -> None:
    """Which desk somebody waits for; why a number was called out of turn, held or sent on; each desk's last step, to be undone."""
    db.table("stands").add_column("reserved", int)
    db.table("reasons").create(
        {
            "id": int,
            "at": str,
            "visit": str,
            "actor": str,
            "counter": int,
            "action": str,
            "service": str,
            "stage": str,
            "rule": str,
            "reason": str,
            "arrived": str,
            "rank": str,
            "ahead": int,
        },
        pk="id",
        not_null={"at", "visit", "actor", "action", "service", "stage", "rule", "reason", "ahead"},
        strict=True,
    )
    db.table("reasons").create_index(["visit"])
    db.table("reasons").create_index(["at"])
    db.table("last_steps").create(
        {"actor": str, "counter": int, "at": str, "action": str, "changes": str},
        pk=("actor", "counter"),
        not_null={"at", "action", "changes"},
        strict=True,
    )


def m007_identity_checks(db: Database) -> None:
    """What a visit's identity check will do for, so that nobody is sent on without; what was shown lies in the record."""
    db.table("records").add_column("identity", str, not_null_default="none")


def m008_lanes_and_times_to_be_back(db: Database) -> None:
    """Who may overtake and why: appointments, short services entered at home, and who is on hold and back by then.

    The last calls of a line are looked at for every call.
    """
    db.table("stands").add_column("booked", str)
    db.table("stands").add_column("due", str)
    db.table("stands").add_column("short", int, not_null_default=0)
    db.execute(
        "UPDATE stands SET due = (SELECT json_extract(l.value, '$.due') FROM visits v, json_each(v.body, '$.legs') l"
        " WHERE v.id = stands.visit AND json_extract(l.value, '$.id') = stands.leg) WHERE state = 'on_hold'"
    )
    db.table("reasons").create_index(["service", "stage"])


def m009_scans(db: Database) -> None:
    """Pictures of papers beside a record, sealed like it."""
    db.table("scans").create(
        {"visit": str, "at": str, "key_month": str, "wrapped_key": bytes, "sealed": bytes, "expires_on": str},
        pk="visit",
        not_null={"at", "key_month", "sealed", "expires_on"},
        strict=True,
    )
    db.execute("CREATE INDEX scans_alive ON scans (expires_on) WHERE wrapped_key IS NOT NULL")


def m010_appointments(db: Database) -> None:
    """予約: no place of a slot twice; codes as hashes alone, taken away in the end. And what quota is given out."""
    db.table("appointments").create(
        {
            "id": str,
            "plan": str,
            "service": str,
            "procedure": str,
            "day": str,
            "begins": str,
            "ends": str,
            "language": str,
            "state": str,
            "place": int,
            "visit": str,
            "late": int,
            "code_hash": bytes,
            "short_hash": bytes,
            "booked_at": str,
        },
        pk="id",
        not_null={"plan", "service", "procedure", "day", "begins", "ends", "language", "state", "late", "booked_at"},
        strict=True,
    )
    db.execute("CREATE UNIQUE INDEX appointments_place ON appointments (plan, begins, place) WHERE place IS NOT NULL")
    db.execute("CREATE INDEX appointments_booked ON appointments (day) WHERE state = 'booked'")
    db.table("appointments").create_index(["day"])
    for column in ("code_hash", "short_hash", "visit"):
        db.table("appointments").create_index([column], unique=True)
    db.table("lines").add_column("full_on", str)


def m011_what_an_office_changes_itself(db: Database) -> None:
    """Its hours, counters, texts …: every version, over what the files say."""
    db.table("branch_settings").create(
        {"id": int, "subject": str, "effective_on": str, "body": str, "at": str, "actor": str, "undoes": int},
        pk="id",
        not_null={"subject", "effective_on", "at", "actor"},
        strict=True,
    )
    _append_only(db, "branch_settings")


def m012_away_from_the_desk(db: Database) -> None:
    """離席: since when the screen of a session is locked."""
    db.table("sessions").add_column("away", str)


def m013_staff_who_left(db: Database) -> None:
    """They sign in no more; their name stays beside what they did."""
    db.table("staff").add_column("left_at", str)


def m014_who_entered_it(db: Database) -> None:
    """照合 by somebody else: whom a line leaves out for one visit."""
    db.table("stands").add_column("entered_by", str, not_null_default="")


def m015_names_of_the_day(db: Database) -> None:
    """Visits of today by name: keyed hashes bound to each visit, never a name."""
    db.table("name_tokens").create({"visit": str, "day": str, "tokens": bytes}, pk="visit", not_null={"day", "tokens"}, strict=True)
    db.table("name_tokens").create_index(["day"])


def m016_looks_into_records(db: Database) -> None:
    """閲覧: who looked into a record that was not in their hands; what they wrote of it is sealed like the record."""
    sealed = {"key_month": str, "wrapped_key": bytes, "sealed": bytes, "expires_on": str}
    db.table("record_views").create(
        {"id": str, "at": str, "actor": str, "visit": str, "number": str, "reason": str, **sealed},
        pk="id",
        not_null={"at", "actor", "visit", "number", "reason", "key_month", "sealed", "expires_on"},
        strict=True,
    )
    db.table("record_views").create_index(["at"])
    db.execute("CREATE INDEX record_views_alive ON record_views (expires_on) WHERE wrapped_key IS NOT NULL")


def m017_what_residents_were_told(db: Database) -> None:
    """待ち時間の約束: each wait told to a number, so that it does not jump and can be held against the call."""
    told = {"visit": str, "service": str, "stage": str, "at": str}
    db.table("promises").create(
        {**told, "least": int, "most": int, "usual": int},
        pk=("visit", "service", "stage", "at"),
        not_null={*told, "least", "most", "usual"},
        strict=True,
    )
    db.table("promises").create_index(["at"])


def m018_how_long_stages_take(db: Database) -> None:
    """ふだんの時間: the work on each visit at each stage, of nobody who did it."""
    db.table("handlings").create(
        {"visit": str, "service": str, "stage": str, "people": int, "arrived": str, "seconds": int, "ended": str},
        pk=("visit", "service", "stage"),
        not_null={"visit", "service", "stage", "people", "arrived", "seconds"},
        strict=True,
    )
    db.table("handlings").create_index(["service", "stage", "ended"])


def m019_lines_counted_along_their_indexes(db: Database) -> None:
    """A place in the line is counted in the index alone; appointments are found without walking the line."""
    db.execute("DROP INDEX idx_stands_service_stage_state_rank")
    db.table("stands").create_index(["service", "stage", "state", "rank", "number", "arrived"])
    db.execute("CREATE INDEX stands_booked ON stands (service, stage, booked) WHERE booked IS NOT NULL")


def m020_the_seat_somebody_had_last(db: Database) -> None:
    """Who signs in again is offered the seat of yesterday first."""
    db.table("staff").add_column("last_counter", int)


def m021_steps_under_a_correction(db: Database) -> None:
    """A correction is undone like any step, and leaves the step before it to be undone. No step lives longer than a minute."""
    db.table("last_steps").drop()
    db.table("last_steps").create(
        {
            "id": int,
            "actor": str,
            "counter": int,
            "at": str,
            "action": str,
            "changes": str,
            "first_correction": int,
            "end_of_corrections": int,
        },
        pk="id",
        not_null={"actor", "counter", "at", "action", "changes"},
        strict=True,
    )
    db.table("last_steps").create_index(["actor", "counter"])


def _append_only(db: Database, table: str) -> None:
    for verb in ("UPDATE", "DELETE"):
        db.execute(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


for _change in (
    m001_visits_and_event_log,
    m002_records_entries_and_forms,
    m003_people_devices_and_audit,
    m004_devices_of_the_floor,
    m005_staff_at_kiosks,
    m006_holds_transfers_and_undo,
    m007_identity_checks,
    m008_lanes_and_times_to_be_back,
    m009_scans,
    m010_appointments,
    m011_what_an_office_changes_itself,
    m012_away_from_the_desk,
    m013_staff_who_left,
    m014_who_entered_it,
    m015_names_of_the_day,
    m016_looks_into_records,
    m017_what_residents_were_told,
    m018_how_long_stages_take,
    m019_lines_counted_along_their_indexes,
    m020_the_seat_somebody_had_last,
    m021_steps_under_a_correction,
):
    hub()(_change)
