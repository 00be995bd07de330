"""A hub that is updated keeps what it has; an older hub keeps its hands off what a newer one wrote."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

import hub.store as hub_store
from hub.store import visits
from hub.store.audit import first_break, note
from hub.store.database import NewerDatabase, connect, prepare
from hub.store.migrations import hub
from hub.store.transaction import Transaction
from tests.hub.small_office import NINE


def opened_before(path, change: str) -> Database:
    """A database as it was before this change, with its connection."""
    db = Database(connect(path))
    hub.apply(db, stop_before=change)
    return db


def test_visits_from_before_there_were_records_are_still_there(tmp_path):
    path = tmp_path / "hub.db"
    db = opened_before(path, "m002_records_entries_and_forms")
    db.table("visits").insert(
        {
            "id": "v1",
            "site": "kawabe",
            "day": "2027-03-29",
            "series": "A",
            "number": "A-001",
            "service": "residence",
            "version": 1,
            "ended": 0,
            "opened_at": "2027-03-29T09:00:00.000000+09:00",
            "body": "{}",
        }
    )
    db.conn.close()

    prepare(path)

    now = Database(connect(path))
    assert now.table("visits").get("v1")["number"] == "A-001"
    assert now.table("records").count == 0


def test_pre_entries_from_before_there_were_sign_ins_are_still_there(tmp_path):
    path = tmp_path / "hub.db"
    db = opened_before(path, "m003_people_devices_and_audit")
    db.table("entries").insert(
        {
            "id": "e1",
            "token_hash": b"t",
            "short_hash": b"s",
            "entered_on": "2027-03-20",
            "redeemed_by": None,
            "key_month": "2027-04",
            "wrapped_key": b"k",
            "sealed": b"x",
            "expires_on": "2027-04-03",
        }
    )
    db.conn.close()

    prepare(path)

    now = Database(connect(path))
    assert now.table("entries").get("e1")["sealed"] == b"x"
    assert now.table("staff").count == 0


def test_who_waited_before_places_could_be_kept_for_a_desk_waits_for_any(tmp_path):
    path = tmp_path / "hub.db"
    db = opened_before(path, "m006_holds_transfers_and_undo")
    db.table("stands").insert(
        {
            "visit": "v1",
            "service": "residence",
            "stage": "reception",
            "state": "waiting",
            "leg": "v1-1",
            "number": "A-001",
            "arrived": "2027-03-29T09:00:00.000000+09:00",
            "rank": "2027-03-29T09:00:00.000000+09:00",
            "consideration": 0,
            "absences": 0,
            "counter": None,
        }
    )
    db.conn.close()

    prepare(path)

    (waiting,) = visits.waiting(connect(path), ("residence",), "reception")
    assert (waiting.number, waiting.reserved) == ("A-001", None)


def test_who_was_on_hold_before_times_to_be_back_counted_is_back_at_the_time_said(tmp_path):
    path = tmp_path / "hub.db"
    db = opened_before(path, "m008_lanes_and_times_to_be_back")
    nine = "2027-03-29T09:00:00.000000+09:00"
    body = '{"legs": [{"id": "v1-1", "due": "2027-03-29T09:20:00+09:00"}]}'
    db.table("visits").insert(
        {
            "id": "v1",
            "site": "kawabe",
            "day": "2027-03-29",
            "series": "A",
            "number": "A-001",
            "service": "residence",
            "version": 3,
            "ended": 0,
            "opened_at": nine,
            "body": body,
        }
    )
    stand = {"visit": "v1", "service": "residence", "stage": "reception", "leg": "v1-1", "number": "A-001"}
    rest = {"state": "on_hold", "arrived": nine, "rank": nine, "consideration": 0, "absences": 0, "counter": None, "reserved": None}
    db.table("stands").insert({**stand, **rest})
    db.conn.close()

    prepare(path)

    def back(minutes):
        now = NINE + timedelta(minutes=minutes)
        return [each.number for each in visits.back_by(connect(path), ("residence",), "reception", now)]

    assert back(19) == [] and back(20) == ["A-001"]


def test_applying_twice_changes_nothing(tmp_path):
    path = tmp_path / "hub.db"
    prepare(path)
    before = Database(connect(path)).schema

    prepare(path)

    assert Database(connect(path)).schema == before


def test_a_database_of_a_newer_release_is_refused_with_what_to_do(tmp_path):
    path = tmp_path / "hub.db"
    prepare(path)
    db = Database(connect(path))
    db.table("_sqlite_migrations").insert({"migration_set": "hub", "name": "m999_from_the_future", "applied_at": "x"})
    db.conn.close()

    with pytest.raises(NewerDatabase, match=r"m999_from_the_future.*start the newer"):
        prepare(path)


def test_only_the_hub_may_read_the_file(tmp_path):
    prepare(tmp_path / "state" / "hub.db")

    assert (tmp_path / "state" / "hub.db").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("table", ["event_log", "audit"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET at = 'never'", "DELETE FROM {}"])
def test_what_is_recorded_is_never_changed(tmp_path, table, statement):
    path = tmp_path / "hub.db"
    prepare(path)
    connection = connect(path)
    tx = Transaction(connection)
    note(tx, NINE, "clerk:c1", "record_opened", "v1")
    connection.execute("INSERT INTO event_log (at, kind, actor, body) VALUES ('t', 'k', 'a', '{}')")

    with pytest.raises(Exception, match="append-only"):
        connection.execute(statement.format(table))


def test_an_audit_row_changed_behind_the_back_of_the_hub_breaks_the_chain(tmp_path):
    path = tmp_path / "hub.db"
    prepare(path)
    connection = connect(path)
    for subject in ("v1", "v2", "v3"):
        note(Transaction(connection), NINE, "clerk:c1", "record_opened", subject)
    assert first_break(connection) is None

    connection.execute("DROP TRIGGER audit_no_update")
    connection.execute("UPDATE audit SET actor = 'clerk:c2' WHERE id = 2")

    assert first_break(connection) == 2


def test_every_table_is_described_for_the_people_who_run_the_hub(tmp_path):
    prepare(tmp_path / "hub.db")
    text = (Path(hub_store.__file__).parent / "README.md").read_text(encoding="utf-8")

    tables = {name for name in Database(connect(tmp_path / "hub.db")).table_names() if not name.startswith(("sqlite_", "_sqlite_"))}

    assert set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)) == tables
