"""Whatever is touched and whatever the devices say, in any order: the kiosk never stumbles, loses nothing, and forgets everyone."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.cards.port import CardData, CardFault, CardKind, Fault, Present
from hardware.printer.port import JobState, PrinterState
from hub.wire import Application, FoundEntry, NextCall, Refusal, Ticket, Unlocked
from kiosk.flow import effects, events
from tests.kiosk.flow.resident import NOW, TODAY, Resident, demo, until

MARKER = "ゑゐゑ"  # typed by nobody else
FIELDS = [field for form in demo().forms.values() for step in form.steps for field in step.fields]
CHOICES = {choice.id for question in demo().selection.questions for choice in question.choices}
FIELD_OPTIONS = {option for field in FIELDS for one in (field, *field.fields) for option in one.options}
OTHERS = {"yes", "no", "unknown", "more", "again", "type", "scan", "showa", "heisei", "western", "0", "1", "12", "²", "residence"}
OPTIONS = sorted(CHOICES | FIELD_OPTIONS | OTHERS)
PATHS = ["phone", "movers", "movers.0", "movers.1", "movers.0.name", "new_address", "old_address.town", "address", "x", ""]
KEYS = [*"かわさたろ1234567890-AB", "delete", "clear", "voiced", "small", "left", "right", "\u3000", "", "ab", MARKER[0]]
TICKET = Ticket("visit", "A-024", TODAY, "residence", (), NOW, (NextCall("reception", (1,)),))
ENTRY = FoundEntry("token", "en", (Application("moving_in", "", {"phone": "0900", "movers": [{"name": "川崎"}]}),), TODAY)

touches = st.one_of(
    st.sampled_from(
        [
            events.Touched(),
            events.Begin(),
            events.HaveCode(),
            events.NumberOnly(),
            events.ShowLanguages(),
            events.ShowAppearance(),
            events.Back(),
            events.Help(),
            events.Continue(),
            events.MoreTime(),
            events.CheckAtCounter(),
            events.WriteByHand(),
            events.StrokeDrawn(((1, 2), (900, 950))),
            events.PersonAdd(),
            events.ChooseLanguage("en"),
            events.UseCard("pin"),
            events.UseCard("code_b"),
            events.UseCard("none"),
            events.PaperCame(True),
            events.PaperCame(False),
            events.StaffKnock(),
            events.ChooseAppearance(size="XL", voice=False),
        ]
    ),
    st.just(events.Next()),
    st.builds(events.Choose, st.sampled_from(OPTIONS)),
    st.builds(events.Key, st.sampled_from(KEYS)),
    st.builds(events.Edit, st.sampled_from(PATHS)),
    st.builds(events.Candidate, st.integers(-1, 3)),
    st.builds(events.Page, st.sampled_from([1, -1])),
    st.builds(events.PersonRemove, st.integers(-1, 3)),
)
news = st.one_of(
    st.sampled_from(
        [
            events.Tick(),
            events.Candidates("か", ("蚊", "香")),
            events.Characters(1, ("木", "髙")),
            events.Towns("2190002", (("神奈川県", "みどり野市川辺区", "川岸", "カワギシ"),)),
            events.Towns("1234567", ()),
            events.CardSeen(Present(CardKind.MY_NUMBER, 3)),
            events.CardSeen(Present(CardKind.MY_NUMBER, 1)),
            events.CardSeen(Present(CardKind.TRANSIT)),
            events.CardRead(CardData(CardKind.MY_NUMBER, "川崎　太郎", "横浜市", date(1980, 2, 17), "male")),
            events.CardRead(CardData(CardKind.MY_NUMBER, None, None, None, None)),
            events.CardLies(True),
            events.CardLies(False),
            events.CodeSeen(f"UK1:{'A' * 28}"),
            events.CodeSeen("https://example.com"),
            events.CameraChanged("no_picture"),
            events.EntryFound(ENTRY),
            events.EntryRefused(Refusal("unknown_code", "")),
            events.NumberTaken(TICKET),
            events.NumberRefused(Refusal("closed", "")),
            events.NumberRefused(Refusal("invalid_answers", "", problems=({"path": "phone", "code": "missing"}, {}))),
            events.PrinterChanged(PrinterState.COVER),
            events.ReaderChanged(False),
            events.HubChanged(False),
            events.HelpSeen(),
            events.KioskUnlocked(Unlocked("u", "03", "floor_guide", 180)),
            events.AssistRefused(Refusal("wrong_pin", "")),
            events.NumberCancelled("A-024"),
            events.NumberHanded(TICKET),
        ]
    ),
    st.builds(
        lambda fault, left: events.CardFailed(CardFault(fault, left)), st.sampled_from(Fault), st.sampled_from([None, 0, 1, 2])
    ),
    st.builds(events.SlipChanged, st.sampled_from(JobState)),
)
starts = st.sampled_from(["start", "page", "middle", "people", "review", "card", "two", "sending", "ticket", "code"])
calm = settings(max_examples=120)


def begun(start):
    """A visit brought to one of the places where most can happen."""
    resident = Resident(card=start == "card")
    match start:
        case "start":
            return resident
        case "code":
            return resident.touch(events.HaveCode())
        case "card" | "page":
            return resident.choose_procedure("moving", "in").go_on().for_themselves()
        case "middle":
            return until(
                resident.choose_procedure("moving", "within").go_on().for_themselves(), "new_address.postal_code:postal_code"
            )
        case "people":
            return until(resident.choose_procedure("moving", "in").go_on().for_themselves(), "movers:people")
        case "two":
            return resident.choose_procedure("certificate").choose_procedure("seal", "register").go_on()
    resident.choose_procedure("moving", "in").go_on().for_themselves().answer({})
    if start != "review":
        resident.take_number()
    return resident.tell(events.NumberTaken(TICKET)) if start == "ticket" else resident


def play(resident, happenings):
    for event in happenings:
        resident.touch(event)
        yield event


@calm
@given(starts, st.lists(st.one_of(touches, news), max_size=40))
def test_no_order_of_events_is_too_much(start, happenings):
    resident = begun(start)

    for _ in play(resident, happenings):
        assert (resident.page is None) == (resident.screen != "page")
        assert resident.session.card.digits == "" or resident.screen in ("card_pin", "card_code_b")


@calm
@given(starts, st.lists(st.one_of(touches, news), max_size=25))
def test_from_everywhere_time_leads_to_an_empty_kiosk(start, happenings):
    resident = begun(start)
    list(play(resident, happenings))

    # what is out comes back: a card's try, a number
    resident.tell(events.CardFailed(CardFault(Fault.REMOVED)), events.NumberRefused(Refusal("closed", "")))
    for _ in range(6):
        resident.now += timedelta(hours=1)
        resident.tell(events.Tick())

    assert resident.session.answers == {}
    assert resident.screen == "start"
    assert resident.session.typed == {}
    assert not resident.session.help_called


@calm
@given(starts, st.lists(touches, max_size=30))
def test_the_review_is_reached_only_with_answers_the_hub_takes(start, happenings):
    resident = begun(start)
    before = resident.screen

    for event in play(resident, happenings):
        if resident.screen == "review" and before == "page" and event == events.Next():
            assert resident.problems() == []
        before = resident.screen


@calm
@given(st.sampled_from(["page", "middle", "people", "review", "two"]), st.lists(touches, max_size=30))
def test_back_loses_no_answer(start, happenings):
    resident = begun(start)

    for event in happenings:
        answers = resident.answers
        resident.touch(event)
        if event == events.Back():
            assert answered(answers) <= answered(resident.answers) or needs_staff(answers)


def answered(answers, path=""):
    """Every answer with its path. A person of whom nothing was said is none."""
    if isinstance(answers, dict):
        return {found for name, one in answers.items() for found in answered(one, f"{path}.{name}")}
    if isinstance(answers, list) and any(isinstance(one, dict) for one in answers):
        return {found for index, one in enumerate(answers) for found in answered(one, f"{path}.{index}")}
    return {(path, str(answers))}


def needs_staff(answers):
    """An address left to the counter: Back brings its parts again in place of the note."""
    return any(isinstance(one, dict) and one.get("needs_staff") for one in answers.values())


@calm
@given(starts, st.lists(touches, max_size=25))
def test_one_key_a_number_however_often_it_is_pressed(start, happenings):
    resident = begun(start)
    list(play(resident, happenings))

    keys = {effect.key for effect in resident.done(effects.TakeNumber)}
    assert keys <= {"press-0"} or effects.End() in resident.effects


@calm
@given(starts, st.lists(st.one_of(touches, news), max_size=25))
def test_nothing_of_a_person_is_in_a_repr(start, happenings):
    resident = begun(start)

    for _ in play(resident, [events.Key(MARKER[0]), events.Key(MARKER[1]), *happenings]):
        seen = [resident.session, resident.session.entry, resident.session.card]
        seen += [*resident.session.drafts.values(), *resident.session.typed.values()]
        assert not any(word in repr(one) for one in seen for word in (MARKER[0], "川崎", "09000000000", "たろう", "1980"))


cards = st.sampled_from(
    [
        events.CardLies(True),
        events.CardLies(False),
        events.CardSeen(Present(CardKind.MY_NUMBER, 3)),
        events.CardSeen(Present(CardKind.DRIVING_LICENCE, 3)),
        events.CardFailed(CardFault(Fault.WRONG_PIN, 2)),
        events.CardFailed(CardFault(Fault.OTHER_CARD)),
        events.UseCard("pin"),
        events.UseCard("code_b"),
        events.Back(),
    ]
)
entered = st.sampled_from([tuple(events.Key(digit) for digit in digits) for digits in ("1234", "55021720301234")])


@calm
@given(st.lists(st.one_of(cards.map(lambda one: (one,)), entered.map(lambda keys: (*keys, events.Next()))), max_size=25))
def test_a_pin_goes_only_to_a_card_that_was_seen_and_has_lain_there_since(happenings):
    resident, known = begun("card"), False

    for event in play(resident, [one for some in happenings for one in some]):
        if event == events.CardLies(False) and not resident.session.card.reading:
            known = False
        elif isinstance(event, events.CardSeen):
            known = known or resident.screen == "card_pin"
        for effect in resident.effects:
            if isinstance(effect, effects.ReadCard) and effect.secret.kind != "code_b":
                assert known
        resident.effects.clear()
