"""The words of a leg (工程): its states, what may be done to it, and at which stages the resident stands at a counter."""

from enum import StrEnum

from config.way import COUNTER_STAGES


class State(StrEnum):
    """Where a leg is within its stage."""

    BLOCKED = "blocked"  # 前の工程待ち
    WAITING = "waiting"  # 待ち
    CALLED = "called"  # 呼出中
    SERVING = "serving"  # 対応中
    ON_HOLD = "on_hold"  # 保留
    ABSENT = "absent"  # 不在
    DONE = "done"  # 完了
    NO_SHOW = "no_show"  # 不在のまま終了
    CANCELLED = "cancelled"  # 取消
    LEFT = "left"  # 帰られた


class Action(StrEnum):
    """What staff do to a leg; `close` is done by the day's end (日締め) only."""

    CALL = "call"
    RECALL = "recall"
    START = "start"
    FINISH = "finish"
    MARK_ABSENT = "mark_absent"
    MARK_NO_SHOW = "mark_no_show"
    RETURN = "return"
    CANCEL = "cancel"
    HOLD = "hold"
    TRANSFER = "transfer"
    SEND_BACK = "send_back"
    LEAVE = "leave"
    TAKE_OVER = "take_over"
    CLOSE = "close"


class Place(StrEnum):
    """Who is needed at a stage: the resident at a counter, or the papers alone."""

    COUNTER = "counter"
    BACK_OFFICE = "back_office"


FINAL = frozenset({State.DONE, State.NO_SHOW, State.CANCELLED, State.LEFT})
AT_COUNTER = frozenset({State.CALLED, State.SERVING})
RECEPTION = "reception"
DELIVERY = "delivery"


def place_of(stage: str) -> Place:
    """Reception, accounting and delivery are at a counter; examination, entry and verification in the back office."""
    return Place.COUNTER if stage in COUNTER_STAGES else Place.BACK_OFFICE
