"""Why a clerk did something out of the ordinary: closed words, so that they can be counted and say nothing of a person."""

from collections.abc import Mapping

from hub.domain.stage import Action

CORRECTIONS = ("resident_said", "certificate_says", "card_says", "mistyped", "right_glyph", "from_paper", "other")
FILLED_IN = "filled_in"  # no correction: nobody had entered it before
EXCEPTIONS = ("just_replaced", "questions_answered", "known_here", "other")  # to the identity check, allowed by a manager
OUTCOMES = ("guided", "incomplete", "withdrawn", "elsewhere")  # of a finish that goes no further; without one it goes on
WITHHELD = ("not_wanted", "by_post", "later", "not_made", "other")  # 渡さない
WITHOUT_FEE = ("exempt", "not_handed", "paid_elsewhere", "other")  # 収納しない
ON_PAPER = "on_paper"  # every stage works from the paper: none of them asks again
PASSED_ON = (ON_PAPER, "asked_and_unknown", "next_stage_finds_out", "not_needed", "other")  # 窓口で確認 that goes on as it is
LOOKS = ("question_of_resident", "complaint", "check_of_work", "repair", "other")  # 閲覧 by who is in charge
REASONS: Mapping[Action, tuple[str, ...]] = {
    Action.HOLD: ("fetching_papers", "waiting_for_family", "other_section", "other"),
    Action.TRANSFER: ("wrong_line", "in_charge", "language", "other"),
    Action.SEND_BACK: ("something_missing", "entered_wrongly", "identity_again", "something_else"),
    Action.LEAVE: ("cannot_wait", "another_day", "number_by_mistake", "other"),
    Action.TAKE_OVER: ("colleague_away", "colleague_asked", "told_to", "other"),
    Action.CALL: ("needs_to_go_first", "continued", "was_waiting_for_staff", "other"),
}


def lacks_reason(action: Action, reason: str, in_turn: bool = False) -> bool:
    """Whether a word of the list is due and was not given. `in_turn`: a call of the one who is next needs none."""
    words = REASONS.get(action)
    return words is not None and not (action is Action.CALL and in_turn) and reason not in words
