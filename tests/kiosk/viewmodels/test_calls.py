"""What comes after the number: of one service with the waits between, of several one line for each call."""

import msgspec
import pytest

from config.japanese.ruby import base
from config.languages import LANGUAGES
from config.theme import LANDSCAPE, PORTRAIT
from hardware.printer.port import JobState, PrinterState
from hub.wire import NextCall, Ticket
from kiosk.flow import events
from kiosk.viewmodels import screen_of
from kiosk.viewmodels.fitting import height_of
from kiosk.viewmodels.grid import grid
from kiosk.viewmodels.slip import slip_of
from kiosk.viewmodels.stage import Stage
from kiosk.viewmodels.ticket import counters_words
from tests.kiosk.flow.resident import NOW, TODAY, Resident
from tests.kiosk.viewmodels import measuring

CALLS = (("reception", (4,)), ("delivery", (4,)), ("reception", (7,)), ("reception", (1, 2)))
TICKET = Ticket("v", "F-001", TODAY, "my_number_card", ("pin_reset", "nhi_join"), NOW, (), people_waiting=0)


def told(count, panel):
    return told_of(tuple(NextCall(stage, counters) for stage, counters in CALLS[:count]), panel)


def told_of(calls, panel):
    """Words of each call, in their order."""
    resident = Resident().touch(events.NumberOnly(), events.Choose("residence"))
    resident.tell(events.NumberTaken(msgspec.structs.replace(TICKET, calls=calls)), events.SlipChanged(JobState.PRINTED))
    screen = screen_of(resident.session, resident.bundle, panel, resident.now)
    return ["".join(line.text for line in box.lines) for box in screen.boxes if box.id.endswith(".text") and "call." in box.id]


@pytest.mark.parametrize("panel", [LANDSCAPE, PORTRAIT], ids=["landscape", "portrait"])
def test_calls_of_several_services_have_a_line_each_and_no_papers_are_promised_between(panel):
    assert told(4, panel) == ["受付　4番の窓口へ", "交付　4番の窓口へ", "受付　7番の窓口へ", "受付　1〜2番の窓口へ"]


def test_two_receptions_of_a_visit_say_what_each_is_for():
    both = (NextCall("reception", (7,), "insurance"), NextCall("reception", (8,), "welfare"))
    assert told_of(both, LANDSCAPE) == ["受付　国保・年金　7番の窓口へ", "受付　こども・高齢・障害　8番の窓口へ"]
    resident = Resident().touch(events.NumberOnly(), events.Choose("residence"))
    resident.tell(events.NumberTaken(msgspec.structs.replace(TICKET, calls=both)), events.SlipChanged(JobState.PRINTED))
    paper = slip_of(resident.session, resident.bundle, resident.now)
    assert paper is not None and paper.calls[:2] == ("1　受付　国保・年金　7番の窓口へ", "2　受付　こども・高齢・障害　8番の窓口へ")


@pytest.mark.parametrize("panel", [LANDSCAPE, PORTRAIT], ids=["landscape", "portrait"])
@pytest.mark.parametrize("language", ["ja", "ja-easy", "en", "vi", "ne", "pt"])
def test_two_lines_of_a_call_stand_clear_of_the_edge_that_dark_contrasts_draw(panel, language):
    services = ("residence", "residence", "my_number_card", "my_number_card", "welfare")
    calls = tuple(NextCall("delivery" if at % 2 else "reception", (at, at + 2), service) for at, service in enumerate(services, 1))
    resident = Resident().touch(events.ChooseLanguage(language), events.NumberOnly(), events.Choose("residence"))
    resident.tell(events.NumberTaken(msgspec.structs.replace(TICKET, calls=calls)), events.SlipChanged(JobState.PRINTED))
    boxes = {box.id: box for box in screen_of(resident.session, resident.bundle, panel, resident.now).boxes}

    for at in range(len(calls)):
        edge, text = boxes[f"call.{at}"], boxes[f"call.{at}.text"]
        assert height_of(text.lines) <= edge.height - 4, text.lines
        assert text.y - edge.y >= 2


def test_of_one_service_the_wait_for_the_papers_stands_between():
    assert len(told(2, LANDSCAPE)) == 3


@pytest.mark.parametrize("panel", [LANDSCAPE, PORTRAIT], ids=["landscape", "portrait"])
def test_as_many_numbers_stand_there_as_calls_are_promised_and_none_before_the_wait(panel):
    calls = tuple(NextCall(stage, counters) for stage, counters in CALLS[:2])
    resident = Resident().touch(events.NumberOnly(), events.Choose("residence"))
    resident.tell(events.NumberTaken(msgspec.structs.replace(TICKET, calls=calls)), events.SlipChanged(JobState.PRINTED))
    boxes = {box.id: box for box in screen_of(resident.session, resident.bundle, panel, resident.now).boxes}
    numbers = {id: box.lines[0].text for id, box in boxes.items() if id.startswith("call.") and id.endswith(".at")}

    assert numbers == {"call.0.at": "1", "call.2.at": "2"}
    assert "2回" in boxes["calls.title"].lines[0].text and "call.1" in boxes


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("ja", "1〜3・7番の窓口へ"),
        ("en", "Counters 1–3, 7"),
        ("zh", "到1～3、7号窗口"),
        ("es", "Ventanillas 1–3, 7"),
        ("vi", "Quầy 1–3, 7"),
    ],
)
def test_a_run_of_counters_is_written_as_the_language_writes_it(language, told):
    assert counters_words(stage(language), NextCall("reception", (7, 1, 2, 3))) == told


def test_one_counter_is_one():
    assert counters_words(stage("en"), NextCall("delivery", (5,))) == "Counter 5"


def stage(language):
    resident = Resident().touch(events.ChooseLanguage(language))
    return Stage(resident.session, resident.bundle, grid(LANDSCAPE, "M"), resident.now)


def services_of(*procedures, language="ja"):
    resident = Resident().touch(events.ChooseLanguage(language), events.NumberOnly(), events.Choose("residence"))
    ticket = msgspec.structs.replace(TICKET, procedures=procedures)
    resident.tell(events.NumberTaken(ticket), events.SlipChanged(JobState.PRINTED))
    shown = {box.id: box for box in screen_of(resident.session, resident.bundle, LANDSCAPE, resident.now).boxes}
    return "".join(line.text for line in shown["number.service"].lines)


def test_a_second_procedure_that_followed_from_an_answer_is_named_and_not_counted():
    assert services_of("moving_in", "nhi_join") == "転入届と、国民健康保険の加入"
    assert services_of("moving_in") == "転入届"
    assert services_of("moving_in", "nhi_join", "pension") == "転入届 ほか2件"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("panel", [LANDSCAPE, PORTRAIT], ids=["landscape", "portrait"])
@pytest.mark.parametrize("size", ["M", "XL"])
def test_both_of_two_names_are_given_in_two_lines_where_one_is_too_short(language, panel, size):
    resident = Resident().touch(events.ChooseLanguage(language), events.NumberOnly(), events.Choose("residence"))
    names = ("household_transfer", "late_stage_medical")
    ticket = msgspec.structs.replace(TICKET, procedures=names, calls=(NextCall("reception", (1,)), NextCall("delivery", (5,))))
    resident.tell(events.NumberTaken(ticket), events.SlipChanged(JobState.PRINTED)).touch(events.ChooseAppearance(size=size))
    screen = screen_of(resident.session, resident.bundle, panel, resident.now)
    told = next(box for box in screen.boxes if box.id == "number.service")

    said = "".join(base(line.text) for line in told.lines).replace(" ", "")
    assert all(base(resident.bundle.texts[language][f"procedure.{one}.name"]).replace(" ", "") in said for one in names)
    assert len(told.lines) <= 2
    wrong = (measuring.words_outside, measuring.over_each_other, measuring.tiny_words)
    assert [one(screen) for one in wrong] == [[], [], []]


PAPERLESS = {
    "held": (JobState.HELD, PrinterState.PAPER_END),
    "cover": (JobState.HELD, PrinterState.COVER),
    "hot": (JobState.HELD, PrinterState.HOT),
    "uncertain": (JobState.UNCERTAIN, PrinterState.UNREACHABLE),
    "did_not_come": (JobState.UNCERTAIN, PrinterState.UNREACHABLE),
    "failed": (JobState.FAILED_CLEAN, PrinterState.UNREACHABLE),
    "mended": (JobState.FAILED_CLEAN, PrinterState.UNREACHABLE),
}
AFTERWARDS = {"did_not_come": events.PaperCame(False), "mended": events.PrinterChanged(PrinterState.READY)}


@pytest.mark.parametrize("trouble", PAPERLESS)
@pytest.mark.parametrize("offline", [False, True], ids=["online", "offline"])
@pytest.mark.parametrize("panel", [LANDSCAPE, PORTRAIT], ids=["landscape", "portrait"])
@pytest.mark.parametrize("size", ["M", "L", "XL"])
def test_who_may_have_no_paper_reads_on_the_screen_where_to_go_first(trouble, offline, panel, size):
    for language in LANGUAGES:
        resident = Resident().touch(events.ChooseLanguage(language), events.NumberOnly(), events.Choose("residence"))
        calls = (NextCall("reception", (1, 2), "residence"), NextCall("delivery", (5,), "residence"))
        url = None if offline else "https://uketsuke.example/t/0123456789abcdef0123456789"
        ticket = msgspec.structs.replace(TICKET, calls=calls, follow_url=url)
        state, printer = PAPERLESS[trouble]
        resident.tell(events.NumberTaken(ticket, offline), events.PrinterChanged(printer), events.SlipChanged(state, printer))
        if trouble in AFTERWARDS:
            resident.tell(AFTERWARDS[trouble])
        resident.touch(events.ChooseAppearance(size=size))
        screen = screen_of(resident.session, resident.bundle, panel, resident.now)
        first = next(box for box in screen.boxes if box.id == "call.0.text")

        assert (
            base("".join(line.text for line in first.lines))
            .replace(" ", "")
            .endswith(base(counters_words(stage(language), calls[0])).replace(" ", ""))
        ), language
        wrong = (measuring.words_outside, measuring.over_each_other, measuring.tiny_words)
        assert [one(screen) for one in wrong] == [[], [], []], language
