"""Rules of a form (申請書), shared by kiosk, portal and hub: which fields show, what is still wrong, how many questions.

Answers are recursive: field id → text, bool, int, list of option ids, a map (address), or a list of maps (people).
A path names one answer: `move_date`, `old_address.town`, `movers.1.name_kana`.
"""

from config.form.check import check, cleaned, head_problems, one_too_many
from config.form.conditions import holds, mentioned, said
from config.form.contradictions import contradicted, somebody
from config.form.fields import (
    Ages,
    Answers,
    Channel,
    Condition,
    Contradiction,
    Field,
    Form,
    HeadCount,
    Kind,
    Named,
    NearDay,
    Never,
    Paper,
    Problem,
    Step,
    Tick,
)
from config.form.odd import LONG_AGO, is_odd, odd_answers
from config.form.offered import names_for, offered, refusal
from config.form.placing import completed, copied, differences, put, take_away
from config.form.visible import answer_at, asked, left_to_staff, needs_staff, question_count, says_none, toggled, visible

__all__ = [
    "LONG_AGO",
    "Ages",
    "Answers",
    "Channel",
    "Condition",
    "Contradiction",
    "Field",
    "Form",
    "HeadCount",
    "Kind",
    "Named",
    "NearDay",
    "Never",
    "Paper",
    "Problem",
    "Step",
    "Tick",
    "answer_at",
    "asked",
    "check",
    "cleaned",
    "completed",
    "contradicted",
    "copied",
    "differences",
    "head_problems",
    "holds",
    "is_odd",
    "left_to_staff",
    "mentioned",
    "names_for",
    "needs_staff",
    "odd_answers",
    "offered",
    "one_too_many",
    "put",
    "question_count",
    "refusal",
    "said",
    "says_none",
    "somebody",
    "take_away",
    "toggled",
    "visible",
]
