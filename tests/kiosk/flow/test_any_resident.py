"""Residents of every kind, choosing at random and changing their mind: all of them reach a review the hub takes."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.flow import events
from kiosk.flow.effects import Hush
from tests.kiosk.flow.resident import ORDINARY, TODAY, Resident, on

PROCEDURES = [("moving", "in"), ("moving", "within"), ("moving", "out"), ("certificate",), ("seal", "register")]
TYPED = {"family", "given", "kana", "words", "latin", "lot", "phone", "card_number", "people"}


def answer_somehow(resident, draw):
    """One page, answered by any of the ways it offers; now and then the counter, and second thoughts."""
    page = resident.page
    mind = draw(st.integers(0, 30))
    if mind == 30 and len(resident.done(Hush)) < 5:  # the voice counts the second thoughts: they come to an end
        return resident.touch(events.ChooseLanguage("en"), events.Back())
    if mind >= 28 and page.kind != "people":
        return resident.touch(events.CheckAtCounter())
    if page.kind == "people" and resident.session.entry.wrong:  # nobody is the householder, or two are: one of those listed
        return resident.choose(str(draw(st.integers(0, len(resident.at(page.path)) - 1))))
    if page.kind == "people":
        more = draw(st.integers(0, 3)) == 0 and len(resident.at(page.path) or ()) < 3
        return resident.touch(events.PersonAdd() if more else events.Next())
    if page.path.endswith("relationship") and resident.session.entry.wrong:
        return resident.choose("child" if resident.at(page.path) in ("self", None) else "self")
    if page.path == "move_date":
        return on(TODAY)(resident)
    match page.kind:
        case "choice":
            return resident.choose(draw(st.sampled_from(page.field.options)))
        case "yes_no":
            return resident.choose(draw(st.sampled_from(["yes", "no"])))
        case "yes_no_unknown":
            return resident.choose(draw(st.sampled_from(["yes", "no", "unknown"])))
        case "multi":
            return resident.choose(draw(st.sampled_from(page.field.options))).go_on()
        case "postal_code":
            resident.touch(events.Key("clear"))
            return resident.enter(draw(st.sampled_from(["2190001", "2190011", "2250013", "0000000"])))
        case kind if kind in TYPED:
            resident.touch(events.Key("clear"))
    return resident.answer_one({}) if page.path not in ORDINARY else ORDINARY[page.path](resident)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data(), st.lists(st.sampled_from(PROCEDURES), min_size=1, max_size=2, unique=True))
def test_whoever_it_is_ends_in_a_review_the_hub_takes(data, wanted):
    resident = Resident()
    for options in wanted:
        resident.choose_procedure(*options)
    resident.go_on()

    for _ in range(400):
        if resident.screen == "review":
            break
        if resident.page is None:
            resident.go_on()  # もどる led to before the form
        else:
            answer_somehow(resident, data.draw)

    assert resident.screen == "review", resident.where
    assert resident.problems() == []
    assert resident.take_number().screen == "sending"
