"""What may stand over any screen: languages, look, help, idle warning, やめる, a fresh start; and waiting for the hub. Pure."""

import msgspec

from config.openings import next_reception, takes_numbers
from config.slots import plan_for
from config.theme import Contrast, Size, TypeRole
from kiosk.flow.events import Back, Choose, ChooseAppearance, Continue, MoreTime, Quit, SaveForLater
from kiosk.flow.idling import seconds_left
from kiosk.flow.moves import Around
from kiosk.flow.saving import NO_HUB, may_quit, may_save
from kiosk.flow.state import change
from kiosk.viewmodels.boxes import Box, Line
from kiosk.viewmodels.consent import save_row
from kiosk.viewmodels.fitting import fit, height_of
from kiosk.viewmodels.frame import foot
from kiosk.viewmodels.grid import GAP, Rect, cells
from kiosk.viewmodels.stage import Stage
from kiosk.viewmodels.start import language_keys

SIZES: tuple[Size, ...] = ("M", "L", "XL")
CONTRASTS: tuple[Contrast, ...] = ("light", "black", "blue")


def languages(stage: Stage) -> tuple[Box, ...]:
    portrait = stage.grid.panel.portrait
    area = stage.grid.body
    return (
        stage.title(stage.say("kiosk.languages.title")),
        stage.sub(stage.say("kiosk.languages.sub")),
        *language_keys(stage, area, 2 if portrait else 3),
        *foot(stage, languages=False),
    )


def appearance(stage: Stage) -> tuple[Box, ...]:
    """Three sizes, three contrasts, voice, height, in Japanese furigana: each is seen at once."""
    session, area = stage.session, stage.grid.body
    japanese = session.language == "ja"
    found = [stage.title(stage.say("kiosk.appearance.title"))]
    if japanese and not stage.grid.panel.portrait:
        area = Rect(area.x, stage.grid.sub.y, area.width, area.bottom - stage.grid.sub.y)  # a fifth row needs its height
    else:
        found.append(stage.sub(stage.say("kiosk.appearance.sub")))
    rows = cells(area, 1, 5 if japanese else 4, GAP, most=130)
    choices: tuple[tuple[tuple[str, ChooseAppearance, bool, str], ...], ...] = (
        tuple((f"size.{size}", ChooseAppearance(size=size), session.size == size, "") for size in SIZES),
        tuple(
            (f"contrast.{contrast}", ChooseAppearance(contrast=contrast), session.contrast == contrast, "")
            for contrast in CONTRASTS
        ),
        tuple(
            (f"voice.{word}", ChooseAppearance(voice=on), session.voice == on, "speaker")
            for word, on in (("on", True), ("off", False))
        ),
        tuple((f"reach.{word}", ChooseAppearance(low=on), session.low == on, "") for word, on in (("low", True), ("usual", False))),
    )
    if japanese:
        ruby = (("on", True), ("off", False))
        choices += (tuple((f"ruby.{word}", ChooseAppearance(ruby=on), session.ruby == on, "") for word, on in ruby),)
    places = [place for row, offered in zip(rows, choices, strict=True) for place in cells(row, len(offered), 1)]
    every = [one for offered in choices for one in offered]

    def key(at: int, px: int = 0) -> Box:
        name, event, selected, icon = every[at]
        size: TypeRole | int = px or "button"
        before, words = "" if selected else icon, stage.say(f"kiosk.{name}")
        return stage.button(
            name, "secondary", places[at], words, event, icon=before, size=size, selected=selected, selectable=True, most=1
        )

    begin = 0
    for offered in choices:  # those of one row speak equally loud

        def of_row(at: int, px: int, begin: int = begin) -> Box:
            return key(begin + at, px)

        found += stage.alike([key(begin + at) for at in range(len(offered))], of_row)
        begin += len(offered)
    return (*found, *foot(stage))


def help_called(stage: Stage) -> tuple[Box, ...]:
    grid = stage.grid
    area = grid.body
    left = Rect(area.x, area.y, area.width - 372, area.height) if not grid.panel.portrait else area
    session = stage.session
    number = session.ticket.number if session.screen == "ticket" and session.ticket else ""
    away = not stage.session.devices.hub  # the call is sent as soon as it can be (kiosk.floor); until then nobody has heard it
    sub = stage.say("kiosk.help.away.sub" if away else "kiosk.help.sub")
    key = "away" if away else "seen" if stage.session.help_seen else "called"
    found = [
        Box("done", "icon", grid.margin, grid.title.y, 88, 88, (), "center", "warning" if away else "success"),
        stage.text(
            "title",
            Rect(grid.margin + 112, grid.title.y, grid.full - 112, 70),
            stage.say(f"kiosk.help.{key}.title"),
            "large",
            bold=True,
        ),
        stage.text(
            "sub",
            Rect(grid.margin + 112, grid.title.y + 76, grid.full - 112, 44),
            sub,
            "body",
        ),
        *(_to_number(stage, left, number) if number else _to_entry(stage, left)),
    ]
    found += save_row(stage, Rect(area.x, left.y + 306, left.width, 116))
    place = (
        Rect(area.right - 352, area.y + 20, 352, 280) if not grid.panel.portrait else Rect(area.x, left.y + 442, area.width, 320)
    )
    lines = (
        stage.line(stage.say("kiosk.help.number"), "body"),
        stage.line(stage.session.devices.kiosk, 48 if number else 96, bold=True, number=True),
    )
    found.append(Box("kiosk", "panel", *place, lines, "center"))
    if may_quit(stage.session):
        # who has to leave finds both ways here: to go on later, and to leave nothing behind
        erase = Rect(place.x, place.bottom + 16, place.width, area.bottom - place.bottom - 16)
        erase = erase._replace(height=min(erase.height, 96))
        found.append(
            stage.button("quit", "erase", erase, stage.say("kiosk.quit"), Quit(), icon="cross", size="body", most=2, shrink=0)
        )
    return (*found, *foot(stage))


def _to_entry(stage: Stage, left: Rect) -> tuple[Box, ...]:
    """Nothing entered is lost, and one may go on with it."""
    return (
        Box(
            "promise",
            "soft_panel",
            left.x,
            left.y + 20,
            left.width,
            130,
            stage.paragraphs([(stage.say("kiosk.help.promise"), False)], left.width - 48, 118),
        ),
        stage.button(
            "continue",
            "row",
            Rect(left.x, left.y + 170, left.width, 116),
            stage.say("kiosk.help.continue"),
            Back(),
            icon="pencil",
            align="left",
            hint=stage.say("kiosk.help.continue_hint"),
            most=1,
        ),
    )


def _to_number(stage: Stage, left: Rect, number: str) -> tuple[Box, ...]:
    """The number stays in sight, larger than the machine's: whoever notes one down is to note their own."""
    panel = Rect(left.x, left.y + 20, left.width, 266)
    lines = fit(Line(number, 150, number=True), panel.width - 60, 1)
    high = height_of(lines)
    label = Rect(panel.x + 20, panel.y + 16, panel.width - 40, 44)
    return (
        Box("number.panel", "soft_panel", *panel),
        stage.text("number.label", label, stage.say("kiosk.ticket.yours"), "body", align="center"),
        Box(
            "number", "text", label.x, label.bottom + (panel.bottom - label.bottom - high) // 2, label.width, high, lines, "center"
        ),
        stage.button(
            "continue",
            "row",
            Rect(left.x, left.y + 306, left.width, 116),
            stage.say("kiosk.help.to_number"),
            Back(),
            icon="ticket",
            align="left",
            most=1,
        ),
    )


def idle(stage: Stage) -> tuple[Box, ...]:
    """One huge key, what will be lost, a bar of cells without digits."""
    grid = stage.grid
    wide = grid.full - 316 if not grid.panel.portrait else grid.full
    x = (grid.panel.width_px - wide) // 2
    y = 70 if not grid.panel.portrait else 640
    seconds = stage.bundle.site.idle.warning_seconds
    left = seconds_left(stage.session, Around(stage.bundle, stage.now))
    bar = cells(Rect(x, y + 220, wide, 24), seconds, 1, 6)
    high = 180 if not grid.panel.portrait else 196
    low = y + 270 + high + GAP
    keeps = may_save(stage.session)
    # With something to keep there is a third way, between the two; on a tall panel below them.
    if keeps and not grid.panel.portrait:
        more, save, erase = cells(Rect(grid.margin, low, grid.full, 96), 3, 1)
    else:
        more, erase = cells(Rect(x, low, wide, 96), 2, 1)
        save = Rect(x, low + 96 + GAP, wide, 96)
    return (
        stage.text("title", Rect(x, y, wide, 80), stage.say("kiosk.idle.title"), "large", bold=True, align="center"),
        stage.text(
            "sub",
            Rect(x - 100, y + 96, wide + 200, 100) if not grid.panel.portrait else Rect(x, y + 96, wide, 100),
            stage.say("kiosk.idle.text"),
            "body",
            align="center",
            most=2,
        ),
        *(Box(f"second.{at}", "time_cell_left" if at < left else "time_cell_gone", *rect) for at, rect in enumerate(bar)),
        stage.button(
            "continue", "primary", Rect(x, y + 270, wide, high), stage.say("kiosk.idle.continue"), Continue(), size="large", most=1
        ),
        stage.button("more_time", "secondary", more, stage.say("kiosk.idle.more"), MoreTime(), icon="plus", most=2),
        stage.button("quit", "erase", erase, stage.say("kiosk.quit"), Quit(), icon="cross", most=2),
        *(
            (stage.button("save", "secondary", save, stage.say("kiosk.save"), SaveForLater(), icon="clock", most=2),)
            if keeps
            else ()
        ),
        *foot(stage, back=False),
    )


def quit_(stage: Stage) -> tuple[Box, ...]:
    """やめますか: to go on, to save, to erase. With nothing to be saved the question is whether to erase."""
    grid, session = stage.grid, stage.session
    wrong, keeps = session.save_wrong, may_save(session)
    key = "kiosk.quit.leave" if keeps else "kiosk.quit"
    left, right = cells(Rect(grid.body.x, grid.body.y + 60, grid.full, 200), 2, 1)
    erase = Rect(right.x, right.bottom + GAP, right.width, 116) if keeps else right
    words = stage.say("kiosk.quit.erase" if keeps else "kiosk.quit")
    going_on = stage.say("kiosk.idle.continue" if keeps else "kiosk.quit.keep")
    return (
        stage.title(stage.say(wrong or f"{key}.title"), large=True),
        stage.sub(stage.say("kiosk.saved.lead" if wrong else f"{key}.sub")),
        stage.button("continue", "primary", left, going_on, Back(), size="large", most=1),
        *(msgspec.structs.replace(box, enabled=wrong != NO_HUB or session.devices.hub) for box in save_row(stage, right)),
        stage.button("quit", "erase", erase, words, Quit(), icon="cross", most=2),
        *foot(stage),
    )


def interrupted(stage: Stage) -> tuple[Box, ...]:
    """The window ended by itself under somebody's hands: what is lost, what is not, from where to go on.

    Nobody knows any more which language it was: English stands below.
    """
    area = stage.grid.body
    high = 150
    both = [(stage.say("kiosk.interrupted.lead"), stage.say("kiosk.interrupted.text"))]
    if stage.session.language != "en":
        english = stage._replace(session=change(stage.session, language="en"))
        both.append((english.say("kiosk.interrupted.lead"), english.say("kiosk.interrupted.text")))
    return (
        stage.title(stage.say("kiosk.interrupted.title")),
        stage.sub(stage.say("kiosk.interrupted.sub")),
        *(
            stage.banner(
                f"told.{at}", "banner_warning", Rect(area.x, area.y + 16 + at * (high + GAP), area.width, high), lead, text
            )
            for at, (lead, text) in enumerate(both)
        ),
        *foot(stage, back=False, following=stage.say("kiosk.interrupted.begin"), event=Continue(), chevron=False),
    )


def sending(stage: Stage) -> tuple[Box, ...]:
    grid = stage.grid
    place = Rect(grid.margin, grid.panel.height_px // 2 - 160, grid.full, 80)
    return (
        Box("wait", "icon", grid.panel.width_px // 2 - 56, place.y - 130, 112, 112, (), "center", "ticket"),
        stage.text("title", place, stage.say("kiosk.sending.title"), "large", bold=True, align="center"),
        stage.text(
            "sub", Rect(place.x, place.y + 90, place.width, 44), stage.say("kiosk.sending.sub"), "body", second=True, align="center"
        ),
        *foot(stage, back=False),
    )


def refused(stage: Stage) -> tuple[Box, ...]:
    """The hub said no to something no answer can mend: try again, or staff. A service that has closed is not tried again."""
    error = stage.session.refusal.error if stage.session.refusal is not None else ""
    if error in _CLOSED:
        lead, text, again = stage.say(_CLOSED[error]), _when_again(stage), ""
    else:
        lead, text, again = stage.say("kiosk.refused.lead"), stage.say("kiosk.refused.text"), stage.say("kiosk.refused.again")
    area = stage.grid.body
    banner = Rect(area.x, area.y + 20, area.width, 170)
    return (
        stage.title(stage.say("kiosk.refused.title")),
        stage.sub(stage.say("kiosk.refused.sub")),
        stage.banner("refused", "banner_warning", banner, lead, text),
        *_general(stage, Rect(area.x, banner.bottom + GAP, area.width, 106), error),
        *foot(stage, following=again, chevron=False),
    )


# what no further press brings today
_CLOSED = {
    "service_closed": "kiosk.refused.closed",
    "procedure_closed": "kiosk.refused.closed",
    "quota_reached": "kiosk.refused.full",
    "numbers_used_up": "kiosk.refused.full",
}


def _when_again(stage: Stage) -> str:
    """The next reception of what was wanted, and that it may be booked; else what the start screen says."""
    session, site = stage.session, stage.bundle.site
    wanted = next(
        (one for one in site.services if one.id == session.service or set(one.procedures) & set(session.procedures)), None
    )
    opens = next_reception(site, wanted, stage.now) if wanted is not None else None
    if opens is None:
        return stage.say("kiosk.start.closed_sub")
    again = stage.say("kiosk.refused.next", day=stage.day(opens.date().isoformat()), time=f"{opens.hour}:{opens:%M}")
    bookable = any(plan_for(site, one) is not None for one in session.procedures)
    return f"{again}\n{stage.say('kiosk.refused.book')}" if bookable else again


def _general(stage: Stage, rect: Rect, error: str) -> tuple[Box, ...]:
    """総合案内の番号, where somebody knows the way on, as long as it is given."""
    general = next((one for one in stage.bundle.site.services if not one.procedures), None)
    if error not in _CLOSED or general is None or not takes_numbers(stage.bundle.site, general, stage.now):
        return ()
    if stage.session.service == general.id and not stage.session.procedures:
        return ()
    hint = stage.say("kiosk.refused.general.hint")
    words = stage.say("kiosk.refused.general")
    return (stage.button("general", "row", rect, words, Choose("general"), icon="people", align="left", hint=hint),)
