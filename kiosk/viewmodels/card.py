"""The card screens: place it, PIN, 照合番号B, trouble. Box ids: key.<digit>|delete|clear, way.code_b, way.none."""

from typing import Literal, NamedTuple

from config.laying import ITEMS, card_items
from config.words import has_words
from hardware.cards.port import CardKind, Fault
from kiosk.flow.events import Help, UseCard
from kiosk.flow.laying import forms_in, may_exchange
from kiosk.flow.pages import pages
from kiosk.flow.reading import CODE_B_PARTS, PIN_DIGITS, holds
from kiosk.viewmodels.boxes import Box, Line, Role
from kiosk.viewmodels.frame import foot, form_progress
from kiosk.viewmodels.grid import GAP, Rect
from kiosk.viewmodels.keyboards import pad, pad_area
from kiosk.viewmodels.notice import headed
from kiosk.viewmodels.stage import Stage

ROW = 96
BETWEEN = {"ja": "・", "ja-easy": "・", "zh": "、", "ko": "·"}  # items of one kind; other languages put a comma
NEVER_READ = frozenset({CardKind.RESIDENCE_CARD, CardKind.SPECIAL_PERMANENT_RESIDENT})  # their name is a picture: typing is the way


def place(stage: Stage) -> tuple[Box, ...]:
    right = _right(stage)
    policy, reading = stage.bundle.site.card, stage.session.card.reading
    needs = [
        (stage.say("kiosk.card.needs"), True),
        (stage.say("kiosk.card.needs_pin" if policy.pin_allowed else "kiosk.card.needs_code_b"), False),
        *([(stage.say("kiosk.card.needs_licence"), False)] if policy.licence else []),
    ]
    high = 172 if policy.licence else 130
    panel = Rect(right.x, right.y, right.width, high + (60 if stage.session.size == "XL" else 0))
    lines = stage.paragraphs(needs, panel.width - 48, panel.height - 12, 2)
    ways = [_without(stage, Rect(right.x, panel.bottom + GAP, right.width, ROW))] if not holds(stage.session) else []
    title = "kiosk.card.reading_title" if reading else "kiosk.card.place.either" if policy.licence else "kiosk.card.place.title"
    read = may_exchange(stage.session) and not reading
    if read:
        title = "kiosk.card.exchange"
    if stage.session.card.told == "lifted" and not reading:
        title = "kiosk.card.lifted"
    return (
        *_strip(stage),
        stage.title(stage.say(title)),
        stage.sub(stage.say("kiosk.card.keep_still") if reading else _fills(stage)),
        *_drawing(stage, onto=not reading),
        Box("needs", "soft_panel", *panel, lines),
        *ways,
        stage.text(
            "seconds",
            Rect(right.x, panel.bottom + 2 * GAP + ROW, right.width, 40),
            stage.say("kiosk.card.place.seconds"),
            "caption",
            second=True,
        ),
        *foot(stage, back=not holds(stage.session), following=stage.say("kiosk.foot.next") if read else ""),
    )


def _fills(stage: Stage) -> str:
    """Which items the card spares this visit, and no other: a notice of a householder has no place for somebody's sex."""
    session, between = stage.session, BETWEEN.get(stage.session.language, ", ")
    items = card_items(forms_in(session, stage.bundle), session.answers) or ITEMS
    return stage.say("kiosk.card.place.sub", items=between.join(stage.say(f"kiosk.card.item.{item}") for item in items))


def pin(stage: Stage) -> tuple[Box, ...]:
    card = stage.session.card
    keys = pad_area(stage)
    left = _left(stage, keys)
    tight = stage.session.size == "XL" and not stage.grid.panel.portrait  # larger words are worth more than the boxes
    cell, above, below = (72, 10, 14) if tight else (112, 20, GAP)
    licence = card.kind is CardKind.DRIVING_LICENCE
    asked = "kiosk.card.licence_pin" if licence else "kiosk.card.pin"
    asks = ("kiosk.card.reading_title", "kiosk.card.keep_still") if card.reading else (f"{asked}.title", f"{asked}.sub")
    found: list[Box] = [*_strip(stage), stage.title(stage.say(asks[0])), stage.sub(stage.say(asks[1]))]
    for at in range(PIN_DIGITS):
        entered = at < len(card.digits)
        now = at == len(card.digits) and not card.reading
        lines = (Line("●", 40),) if entered else ()
        found.append(
            Box(f"pin.{at}", "field_now" if now else "field", left.x + at * (cell + 18), left.y, cell, cell, lines, "center")
        )
    y = left.y + cell + above
    beside = Rect(left.x, y, left.width, left.bottom - ROW - below - y)
    if not card.reading and (told := _told(stage)):
        found.append(stage.banner("told", told.role, beside, told.words, told.hint))
    last = card.tries_left == 1 or card.fault is Fault.LAST_TRY
    way = Rect(left.x, left.bottom - ROW, min(left.width, 560), ROW)
    role: Role = "primary" if last else "secondary"  # the last try is never the way that is proposed
    other: Literal["none", "code_b"] = "none" if licence else "code_b"
    unknown = stage.say(f"{asked}.unknown")
    found.append(stage.button(f"way.{other}", role, way, unknown, UseCard(other), enabled=not card.reading, most=2))
    agree = card.fault is Fault.LAST_TRY
    following = (
        "kiosk.card.reading" if card.reading else "kiosk.card.read_last" if agree or (last and card.digits) else "kiosk.card.read"
    )
    ready = len(card.digits) == PIN_DIGITS and not card.reading
    return (
        *found,
        *pad(stage, keys, enabled=not card.reading, secret=True),
        *foot(
            stage,
            back=not holds(stage.session),
            following=stage.say(following),
            enabled=ready,
            chevron=False,
            proposed=not last,
        ),
    )


def code_b(stage: Stage) -> tuple[Box, ...]:
    card = stage.session.card
    keys = pad_area(stage)
    left = _left(stage, keys)
    told = None if card.reading else _told(stage, only_fault=True)
    sub = stage.say(f"kiosk.card.{'keep_still' if card.reading else 'code_b.sub'}")
    title = stage.say("kiosk.card.reading_title" if card.reading else "kiosk.card.code_b.title")
    found: list[Box] = [
        *(
            headed(stage, _strip(stage), title, "told", told.role, told.words)
            if told
            else (*_strip(stage), stage.title(title), stage.sub(sub))
        )
    ]
    begin, y = 0, left.y - 4
    pitch = (left.bottom - y) // len(CODE_B_PARTS)
    for at, size in enumerate(CODE_B_PARTS):
        part = card.digits[begin : begin + size]
        now = not card.reading and begin <= len(card.digits) < begin + size
        label = stage.say(f"kiosk.card.code_b.part{at + 1}")
        found.append(stage.text(f"part.{at}.label", Rect(left.x, y - 2, left.width, 44), label, "body", bold=True))
        field = Rect(left.x, y + 50, 230 if size > 4 else 190, 74)
        lines = (stage.line(part, 45),) if part else ()
        found.append(Box(f"part.{at}", "field_now" if now else "field", *field, lines, "left", caret=len(part) if now else None))
        hint = Rect(field.right + 20, field.y, left.right - field.right - 20, 74)
        words = stage.say(f"kiosk.card.code_b.hint{at + 1}")
        found.append(stage.text(f"part.{at}.hint", hint, words, "caption", second=True, most=2))
        y += pitch
        begin += size
    ready = len(card.digits) == sum(CODE_B_PARTS) and not card.reading
    following = stage.say("kiosk.card.reading" if card.reading else "kiosk.card.read")
    return (
        *found,
        *pad(stage, keys, enabled=not card.reading, secret=True),
        *foot(stage, back=not holds(stage.session), following=following, enabled=ready, chevron=False),
    )


def trouble(stage: Stage) -> tuple[Box, ...]:
    """Same frame, several causes: what happened, the best next thing, the way without the card."""
    card = stage.session.card
    known = card.fault is not None and has_words(stage.bundle, f"kiosk.card.trouble.{card.fault.value}.title")
    fault = card.fault.value if card.fault and known else "unreadable"
    kind = card.kind.value if card.kind else "unknown"
    before = stage.session.card_before
    cause = "before" if before else f"{fault}.{kind}" if stage.maybe(f"kiosk.card.trouble.{fault}.{kind}.title") else fault
    right = _right(stage)
    which = "other" if card.fault is Fault.UNSUPPORTED_CARD else "again"
    again = stage.say(f"kiosk.card.trouble.{which}") if card.fault not in (Fault.LOCKED, Fault.READER_GONE) and not before else ""
    banner = Rect(right.x, right.y, right.width, 150)
    role: Role = "banner_error" if card.fault in (Fault.LOCKED, Fault.READER_GONE) else "banner_warning"
    found: list[Box] = [
        *_strip(stage),
        stage.title(stage.say(f"kiosk.card.trouble.{cause}.title")),
        stage.sub(stage.say(f"kiosk.card.trouble.{cause}.sub")),
        *_drawing(stage, onto=bool(again)),
        stage.banner("cause", role, banner, stage.say(f"kiosk.card.trouble.{cause}.next")),
    ]
    y = banner.bottom + GAP
    if before:
        help_ = stage.say("kiosk.foot.help")
        place = Rect(right.x, y, right.width, ROW)
        found.append(stage.button("way.help", "row", place, help_, Help(), icon="bell", align="left"))
        y += ROW + GAP
    if card.fault is Fault.LOCKED and card.kind is not CardKind.DRIVING_LICENCE:
        found.append(
            stage.button(
                "way.code_b",
                "primary",
                Rect(right.x, y, right.width, ROW),
                stage.say("kiosk.card.trouble.code_b"),
                UseCard("code_b"),
                icon="document",
            )
        )
        y += ROW + GAP
    by_hand = card.fault is Fault.UNSUPPORTED_CARD and card.kind in NEVER_READ
    found.append(_without(stage, Rect(right.x, y, right.width, ROW), role="primary" if by_hand else "row"))
    return (*found, *foot(stage, following=again, chevron=False, proposed=not by_hand))


class _Told(NamedTuple):
    """What a banner says of the last try."""

    role: Role
    words: str
    hint: str = ""


def _told(stage: Stage, *, only_fault: bool = False) -> _Told | None:
    """What the last try came to, and how many are left; None where there is nothing to say."""
    card = stage.session.card
    left = card.tries_left
    match card.fault:
        case Fault.WRONG_PIN:
            wrong = stage.say("kiosk.card.wrong", left=left) if left is not None else stage.say("kiosk.card.wrong_once")
            return _Told("banner_error" if left == 1 else "banner_warning", wrong, stage.say("kiosk.card.wrong_hint"))
        case Fault.LAST_TRY:
            return _Told("banner_error", stage.say("kiosk.card.last"), stage.say("kiosk.card.last_hint"))
        case Fault.REFUSED_INPUT:
            return _Told("banner_warning", stage.say("kiosk.card.refused"))
        case _ if card.awaited:
            return _Told("banner_warning", stage.say("kiosk.card.lay"))
        case _ if card.told == "changed":
            few = left is not None and left < 3 and not only_fault
            hint = stage.say("kiosk.card.left", left=left) if few else ""
            return _Told("banner_error" if few and left == 1 else "banner_warning", stage.say("kiosk.card.changed"), hint)
        case _ if left is not None and left < 3 and not only_fault:
            return _Told("banner_error" if left == 1 else "banner_warning", stage.say("kiosk.card.left", left=left))
        case _ if card.expired is not None:
            kind = CardKind.DRIVING_LICENCE if card.kind is CardKind.DRIVING_LICENCE else CardKind.MY_NUMBER
            expired = stage.day(card.expired.isoformat())
            return _Told("banner_warning", stage.say(f"kiosk.card.expired.{kind}", date=expired))
        case _:
            return None


def _without(stage: Stage, rect: Rect, role: Role = "row") -> Box:
    words = stage.say("kiosk.card.way.none")
    return stage.button("way.none", role, rect, words, UseCard("none"), icon="pencil", align="left")


def _drawing(stage: Stage, *, onto: bool = True) -> tuple[Box, ...]:
    """A card above its place; `onto`: it is to be put there."""
    grid = stage.grid
    left = Rect(grid.body.x, grid.body.y + 20, grid.full - 628 if not grid.panel.portrait else grid.full, 400)
    middle = left.x + left.width // 2
    return (
        Box("card", "icon", middle - 105, left.y, 210, 210, (), "center", "card_down" if onto else "card_alone"),
        Box(
            "tray",
            "panel",
            middle - 220,
            left.y + 220,
            440,
            130,
            (stage.line(stage.say("kiosk.card.tray"), "button", bold=True),),
            "center",
        ),
    )


def _right(stage: Stage) -> Rect:
    grid = stage.grid
    if grid.panel.portrait:
        return Rect(grid.margin, 1060, grid.full, grid.body.bottom - 1060)
    return Rect(grid.panel.width_px - grid.margin - 608, grid.body.y + 16, 608, grid.body.height - 16)


def _left(stage: Stage, keys: Rect) -> Rect:
    grid = stage.grid
    if grid.panel.portrait:
        return Rect(grid.margin, 430, grid.full, keys.y - 30 - 430)
    return Rect(grid.margin, grid.body.y + 16, keys.x - grid.margin - 36, grid.body.height - 16)


def _strip(stage: Stage) -> tuple[Box, ...]:
    """The step one came from: whose card it is may have been asked at a later one than the first, and steps never go back."""
    session, words = stage.session, stage.say("kiosk.card.step")
    asked = pages(stage.bundle, session.procedures, session.answers)
    came = next((place.page for place in reversed(session.history) if place.screen == "page"), "")
    page = next((one for one in asked if one.key == came), None) or next(iter(asked), None)
    return form_progress(stage, page.procedure, page.step, words) if page else ()
