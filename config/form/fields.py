"""The vocabulary of a form (申請書): fields, steps, conditions, problems. Values only; TOML is loaded into these."""

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

Channel = Literal["kiosk", "portal"]
Answers = Mapping[str, Any]

Kind = Literal[
    "text_name",  # kanji, kana, Latin; IVS kept
    "text_kana",  # full-width katakana, ー, ・, one ideographic space between family and given name
    "text_latin",  # A-Z, space, hyphen, apostrophe, upper case
    "text",  # free words: a lot number, a country, a building
    "choice",  # one option id
    "multi_choice",  # list of option ids
    "yes_no",  # bool
    "yes_no_unknown",  # "yes" | "no" | "unknown"
    "date",  # ISO 8601 day
    "postal_code",  # seven digits
    "phone",  # digits, 10-11 starting with 0, or + and up to 15
    "count",  # int
    "card_number",  # AA00000000AA
    "address",  # map of `fields`
    "person_list",  # list of maps of `fields`
]


class Condition(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"is_": "is", "in_": "in", "all_": "all", "any_": "any"}
):
    """When a field shows: one comparison with an answer, or `all` / `any` of several.

    Inside a person list or an address `field` is first looked up in that map, then outwards to the whole form.
    Of several chosen options (multi_choice) `is` asks for one of them. What has no answer meets no comparison.
    `any_person` holds when one person of the form's list meets it.
    """

    field: str | None = None
    is_: Any = None
    is_not: Any = None
    in_: tuple[Any, ...] | None = None
    any_person: "Condition | None" = None
    all_: "tuple[Condition, ...]" = ()
    any_: "tuple[Condition, ...]" = ()


class Ages(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"list_": "list", "from_": "from"}):
    """Somebody of `list` has `from` to `to` full years, today and on the day of `on`. `field`: the date of birth.

    `who`: only of those who meet it.
    """

    list_: str
    field: str
    from_: int = 0
    to: int | None = None
    on: str = ""
    who: Condition | None = None


class Tick(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`option` holds of somebody listed of these ages."""

    option: str
    ages: Ages


class NearDay(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The day answered in `field`, of the same map, is at most `days` days ahead, or past."""

    field: str
    days: int


class Never(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Options that cannot be of the person of a list who is asked about: where all that is named holds.

    What is not known rules nothing out. `born`: the field of the date of birth that the ages are of.
    """

    options: tuple[str, ...]
    when: Condition | None = None  # of the person, then of the whole form
    born: str = ""
    to: int | None = None  # full years today, at most
    other: Condition | None = None  # somebody else of the list meets it
    beside: int | None = None  # somebody else of the list has at least so many full years
    younger_than: Condition | None = None  # born after somebody else of the list who meets this
    older_than: Condition | None = None  # born before somebody else of the list who meets this


class Named(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    """Whose names, entered before, are offered where one of them may be the answer."""

    of: str  # "people": everybody listed in this visit; else the field of a name
    from_: int = 0  # of people: those of at least so many full years; whose age is not known is among them
    when: Condition | None = None  # of people: those who meet it
    sure: bool = False  # of people: where one of the form's own list alone meets it, theirs is the answer


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One question, or one part of it.

    Texts are keys: `form.<form>.<path without indexes>.label|title|hint|staff|option.<id>`, else `field.<path>.…`, `field.<id>.…`.
    """

    id: str
    kind: Kind
    required: bool = False
    show_if: Condition | None = None
    options: tuple[str, ...] = ()
    fields: "tuple[Field, ...]" = ()  # of `address` and `person_list`
    options_from: Literal["wards", "sites", "bands"] | None = None  # options the site gives; shown by their own names
    never: tuple[Never, ...] = ()  # of a choice in a person list: what cannot be of this person is neither offered nor accepted
    names: tuple[Named, ...] = ()  # of a name: those entered before that may be the answer, in this order
    min: int | None = None  # count, days before today for a date, people of a list, options chosen
    max: int | None = None  # count, characters of a text, days after today for a date, people of a list, options chosen
    must_be: Any = None  # the only answer one can go on with (consent)
    fixed: Any = None  # value the site gives (prefecture and city of a new address); shown, never asked
    card: Literal["name", "address", "birth_date", "sex"] | None = None  # item of a card that fills it
    card_if: Condition | None = None  # when the card of who stands there is the right one for it; None: always
    with_previous: bool = False  # part of the question before it, not a numbered question of its own
    follow_up: bool = False  # opens by an answer, not counted
    channels: tuple[Channel, ...] = ("kiosk", "portal")
    shared: bool = False  # of a person list: the others of a family usually answer as the first person; proposed to them
    only_aged: tuple[int, ...] = ()  # (from, to): about people listed from this age to that; no where nobody is
    only_near: NearDay | None = None  # about a day that is near; no where it is far
    ticks: tuple[Tick, ...] = ()  # of a multi_choice: ticked already, to be added to
    recent: bool = False  # of a date: near today or ahead; in a kiosk's field no era before this one is offered
    odd_years: int | None = None  # of a date: so many years ago, or more, it is asked back once; it may be so
    none_way: bool = False  # "there is none" (電話はない) is a valid answer: the value {"none": true}
    place: Literal["address", "building"] | None = None  # of a text: whose words (丁目, 号室) are at hand where it is typed
    staff_way: bool = False  # "check at the counter" (窓口で確認) is a valid answer: the value {"needs_staff": true, ...}


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One cell of the progress strip."""

    id: str
    fields: tuple[Field, ...] = ()
    channels: tuple[Channel, ...] = ("kiosk", "portal")


class HeadCount(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"list_": "list", "is_": "is"}):
    """How many people of a list give one answer, where `when` holds: one householder in a new household.

    `code`: of the problem, at the person to look at again.
    """

    list_: str
    field: str
    is_: Any
    exactly: int
    code: str
    when: Condition | None = None  # None: always


class Contradiction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Answers that cannot stand together: refused where all of `when`, `same`, `ages` and `after` that are named hold.

    `at`: the answer to look at again. `same`: fields with one and the same answer, of an address its parts together.
    `after`: the field of a day that is later than the one at `at`.
    `code`: of the problem, its words are `problem.<code>`.
    """

    code: str
    at: str
    when: Condition | None = None
    same: tuple[str, ...] = ()
    ages: Ages | None = None
    after: str = ""


class Paper(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the form stands on A4 to be signed. `order`: its steps as the paper has them; empty: all, as they are asked.

    Texts, where they differ from those of the screen: `printed.<form>.title|statement`, `printed.<form>.<step>`.
    """

    order: tuple[str, ...] = ()
    rows: int = 5  # people on the first sheet, as the paper form of the state has; further ones on a second
    impression: bool = False  # a box for the seal that is to be registered


class Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All steps of one procedure's form. `version` is the hash of what is asked, set by the loader.

    `standard`: what the questions are counted for, a Japanese adult alone and in person (answers that open questions).
    """

    id: str
    steps: tuple[Step, ...]
    standard: dict[str, Any] = {}
    head_counts: tuple[HeadCount, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    paper: Paper = Paper()
    version: str = ""


class Problem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing wrong with one answer. `code` is also the text key `problem.<code>`.

    Codes: missing, unknown_field, not_asked, wrong_kind, unknown_option, not_together, not_agreed, too_long, too_few, too_many,
    not_kana, not_latin, not_a_date, too_early, too_late, not_a_postal_code, not_a_phone, not_a_mobile, not_a_card_number,
    my_number, cannot_be. Head counts and contradictions name their own.
    """

    path: str
    code: str
    limit: int | str | None = None
