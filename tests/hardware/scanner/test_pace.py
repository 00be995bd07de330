"""When a code is told again."""

from hardware.scanner.pace import SAME_CODE_AFTER, Retelling


def test_a_text_is_due_again_after_a_second_and_each_text_for_itself() -> None:
    seconds = [0.0]
    retelling = Retelling(lambda: seconds[0])

    first = [retelling.is_due("A"), retelling.is_due("A"), retelling.is_due("B")]
    seconds[0] += SAME_CODE_AFTER
    second = [retelling.is_due("A"), retelling.is_due("A")]

    assert first == [True, False, True]
    assert second == [True, False]
