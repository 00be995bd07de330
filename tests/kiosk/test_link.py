"""What the kiosk hears from its hub, and what it keeps of it for when the hub is away."""

import asyncio
from datetime import datetime, timedelta, timezone
from pathlib import Path

import msgspec
import pytest

from config.load import load_site
from hub import wire
from hub.client import LinkDown, LinkUp, Unchanged, Unreachable
from kiosk.flow.events import HelpSeen, HubChanged, LinesChanged
from kiosk.journal import Journal
from kiosk.link import Link
from kiosk.numbers import Numbers
from kiosk.standing import Standing

NOW = datetime(2026, 11, 21, 10, 32, tzinfo=timezone(timedelta(hours=9)))
BUNDLE = load_site(Path("config/sites/demo"))
NEWER = msgspec.structs.replace(BUNDLE, hash="0123456789abcdef")
IDENTITY = wire.HubIdentity("kawabe", "川辺区役所", "0.1.0", BUNDLE.hash, "c2VhbA==", NOW)


class SpeakingHub:
    """The smallest honest stand-in for the hub: tells its news once, then is quiet."""

    def __init__(self, *news, bundle=BUNDLE):
        self.news = news
        self._bundle = bundle

    async def hub(self):
        return IDENTITY

    async def bundle(self, known=""):
        return Unchanged() if self._bundle.hash == known else self._bundle

    async def events(self, view, since=None):
        for one in self.news:
            yield one


class AbsentHub(SpeakingHub):
    async def hub(self):
        return Unreachable("away")

    async def bundle(self, known=""):
        return Unreachable("away")


@pytest.fixture
def hear(tmp_path):
    """Run a link over a hub's news → (link, events told, times renewed)."""

    def run(hub):
        async def scenario():
            journal = Journal(tmp_path / "journal.db")
            told, renewals = [], []

            async def renewed():
                renewals.append(True)

            link = Link(hub, "01", Standing(tmp_path), Numbers(hub, journal, "01", lambda: NOW), told.append, renewed)
            await link.listen()
            journal.close()
            return link, told, len(renewals)

        return asyncio.run(scenario())

    return run


def without_words(bundle, *keys):
    """A bundle of a hub whose program knows nothing of these texts yet."""
    texts = {language: {key: text for key, text in words.items() if key not in keys} for language, words in bundle.texts.items()}
    return msgspec.structs.replace(bundle, texts=texts, hash="fedcba9876543210")


def test_a_hub_without_words_for_what_this_kiosk_says_is_told_of_and_the_kiosk_says_it_in_its_own(hear, tmp_path, caplog):
    older = without_words(BUNDLE, "wait.next", "kiosk.take_number")

    link, _, _ = hear(SpeakingHub(LinkUp(1, NOW), bundle=older))

    assert [link.bundle.texts[language]["wait.next"] for language in ("ja", "en")] == [
        BUNDLE.texts[language]["wait.next"] for language in ("ja", "en")
    ]
    assert Standing(tmp_path).bundle() == link.bundle  # the window reads it there
    assert link.bundle.hash == older.hash  # and it is not fetched again
    [told] = [record.getMessage() for record in caplog.records if "own words" in record.getMessage()]
    assert "2 texts" in told and "update" in told


def test_a_kiosk_renewed_while_the_hub_is_away_goes_on_with_the_configuration_it_kept(hear, tmp_path):
    Standing(tmp_path).keep_bundle(without_words(BUNDLE, "wait.next"))

    link, _, _ = hear(AbsentHub(LinkDown("away", 1)))

    assert link.bundle.texts["ja"]["wait.next"] == BUNDLE.texts["ja"]["wait.next"]


def test_a_configuration_this_kiosk_cannot_read_is_told_of_and_the_last_one_stays(hear, caplog):
    class NewerHub(SpeakingHub):
        async def bundle(self, known=""):
            return Unreachable("what answers is not a hub of this version")

    hear(SpeakingHub(LinkUp(1, NOW)))
    link, _, renewals = hear(NewerHub(LinkUp(2, NOW)))

    assert (link.bundle, renewals) == (BUNDLE, 0)
    assert any("update the older" in record.getMessage() for record in caplog.records)


def state(help_since=None):
    return wire.KioskChanged(1, NOW, "01", wire.KioskState("in_use"), help_since)


def test_the_configuration_and_the_seal_key_are_kept_for_when_the_hub_is_away(hear, tmp_path):
    hear(SpeakingHub(LinkUp(1, NOW)))

    link, _, _ = hear(AbsentHub(LinkDown("away", 1)))

    assert link.bundle == BUNDLE
    assert Standing(tmp_path).identity() == IDENTITY
    assert asyncio.run(link.configuration()) == BUNDLE


def test_another_configuration_is_taken_over_and_told_once(hear, tmp_path):
    hear(SpeakingHub(LinkUp(1, NOW)))

    link, _, renewals = hear(SpeakingHub(LinkUp(1, NOW), LinkUp(2, NOW), bundle=NEWER))

    assert renewals == 1
    assert link.bundle.hash == NEWER.hash
    assert Standing(tmp_path).bundle() == NEWER


def test_a_configuration_changed_while_the_line_stands_is_fetched_when_the_hub_says_so(hear):
    hear(SpeakingHub(LinkUp(1, NOW)))

    class ChangedMeanwhile(SpeakingHub):
        async def events(self, view, since=None):
            yield LinkUp(1, NOW)
            self._bundle = NEWER
            yield wire.SettingsChanged(2, NOW, NEWER.hash)

    link, _, renewals = hear(ChangedMeanwhile())

    assert link.bundle.hash == NEWER.hash
    assert renewals == 1


def test_a_torn_configuration_file_is_as_good_as_none(tmp_path):
    standing = Standing(tmp_path)
    standing.keep_bundle(BUNDLE)
    standing.bundle_file.write_bytes(standing.bundle_file.read_bytes()[:1000])

    assert standing.bundle() is None


def test_the_session_hears_when_the_hub_goes_and_comes(hear):
    link, told, _ = hear(SpeakingHub(LinkUp(1, NOW), LinkDown("cut", 1), LinkDown("cut", 2), LinkUp(3, NOW)))

    assert told == [HubChanged(True), HubChanged(False), HubChanged(True)]
    assert link.up


def test_people_waiting_follow_the_queue(hear):
    board = wire.BoardState(1, NOW, (), (wire.ServiceLine("residence", "A", 3), wire.ServiceLine("seal", "D", 0)))
    opened = wire.VisitOpened(2, NOW, "v", "A-004", "residence", wire.ServiceLine("residence", "A", 4))

    link, told, _ = hear(SpeakingHub(board, opened))

    assert [one.people_waiting for one in told[-1].lines] == [4, 0]
    assert isinstance(told[-1], LinesChanged)
    assert link.lines == told[-1]


def test_how_long_the_wait_is_stays_until_it_is_told_anew(hear):
    known, later = wire.ExpectedWait(10, 20), wire.ExpectedWait(15, 25)
    board = wire.BoardState(1, NOW, (), (wire.ServiceLine("residence", "A", 3, wait=known),))
    opened = wire.VisitOpened(2, NOW, "v", "A-004", "residence", wire.ServiceLine("residence", "A", 4))

    _, told, _ = hear(SpeakingHub(board, opened, wire.Waits(NOW, {"residence": later}), wire.Waits(NOW, {"residence": None})))

    assert [(line.people_waiting, line.wait) for each in told for line in each.lines] == [
        (3, known), (4, known), (4, later), (4, None)
    ]  # fmt: skip


def test_a_call_for_help_is_seen_only_after_it_stood(hear):
    _, told, _ = hear(SpeakingHub(state(), state(NOW), state(NOW), state()))

    assert told == [HelpSeen()]


def test_another_kiosks_call_is_nobodys_business_here(hear):
    other = wire.KioskChanged(1, NOW, "02", wire.KioskState("in_use"), NOW)

    _, told, _ = hear(SpeakingHub(other, msgspec.structs.replace(other, help_since=None)))

    assert told == []
