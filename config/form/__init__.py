"""Rules of a form (申請書), shared by kiosk, portal and hub: which fields show, what is still wrong, how many questions.

Answers are recursive: field id → text, bool, int, list of option ids, a map (address), or a list of maps (people).
A path names one answer: `move_date`, `old_address.town`, `movers.1.name_kana`.
"""

from config.form.check import check, cleaned, one_too_many
from config.form.conditions import holds
from config.form.fields import Answers, Channel, Condition, Field, Form, HeadCount, Kind, Paper, Problem, Step
from config.form.placing import copied, differences, put
from config.form.visible import answer_at, asked, left_to_staff, needs_staff, question_count, toggled, visible

__all__ = [
    "Answers",
    "Channel",
    "Condition",
    "Field",
    "Form",
    "HeadCount",
    "Kind",
    "Paper",
    "Problem",
    "Step",
    "answer_at",
    "asked",
    "check",
    "cleaned",
    "copied",
    "differences",
    "holds",
    "left_to_staff",
    "needs_staff",
    "one_too_many",
    "put",
    "question_count",
    "toggled",
    "visible",
]
