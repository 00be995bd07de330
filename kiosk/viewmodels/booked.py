"""予約: what was booked and when, and the two ways to its number. Box ids: booked.what, booked.when, late, form."""

from kiosk.flow.booked import FORM, has_form, with_form
from kiosk.flow.events import Choose
from kiosk.flow.moves import Around
from kiosk.viewmodels.boxes import Box
from kiosk.viewmodels.choosing import total_words
from kiosk.viewmodels.frame import foot
from kiosk.viewmodels.grid import GAP, Rect
from kiosk.viewmodels.stage import Stage, sentences

ROW = 96


def boxes(stage: Stage) -> tuple[Box, ...]:
    area, tall = stage.grid.body, stage.grid.panel.portrait
    area = Rect(area.x, 420, area.width, area.bottom - 420) if tall else area
    what, when = _what(stage)
    panel = Rect(area.x, area.y, area.width, 144)
    found = [
        stage.title(stage.say("kiosk.booked.title")),
        *(() if _is_late(stage) else (stage.sub(stage.say(_sub(stage))),)),
        Box("panel", "panel", *panel),
        stage.text("booked.what", Rect(panel.x + 28, panel.y + 8, panel.width - 56, 62), what, "title", bold=True),
        stage.text("booked.when", Rect(panel.x + 28, panel.y + 74, panel.width - 56, 62), when, "title"),
    ]
    y = panel.bottom + GAP
    if _is_late(stage):
        late = Rect(area.x, y, area.width, 108)
        why = _why_late(stage)
        found.append(stage.banner("late", "banner_warning", late, stage.say(why), stage.say(f"{why}.hint")))
        y = late.bottom + GAP
    if has_form(stage.session, Around(stage.bundle, stage.now)):
        hint = total_words(stage._replace(session=with_form(stage.session)))
        rect = Rect(area.x, y, area.width, min(ROW + 20, area.bottom - y))
        label = stage.say("kiosk.booked.form")
        found.append(stage.button("form", "row", rect, label, Choose(FORM), icon="pencil", align="left", hint=hint))
    following = "kiosk.foot.next" if stage.session.reception_token is not None else "kiosk.take_number"
    return (*found, *foot(stage, following=stage.say(following)))


def _sub(stage: Stage) -> str:
    """What comes next, as a text key."""
    return "kiosk.booked.with_entry" if stage.session.reception_token is not None else "kiosk.booked.sub"


def spoken(stage: Stage) -> str:
    late = [stage.say(_why_late(stage))] if _is_late(stage) else []
    entry = [stage.say("kiosk.booked.with_entry")] if stage.session.reception_token is not None else []
    return sentences(stage, [stage.say("kiosk.booked.title"), *_what(stage), *late, *entry])


def _why_late(stage: Stage) -> str:
    """Text key: the time is past, or the office has closed the day that was booked."""
    appointment = stage.session.appointment
    other_day = appointment is not None and appointment.begins.date() != stage.now.date()
    return "kiosk.booked.closed" if other_day else "kiosk.booked.late"


def _is_late(stage: Stage) -> bool:
    return stage.session.appointment is not None and stage.session.appointment.late


def _what(stage: Stage) -> tuple[str, str]:
    """The procedure, and the time of today."""
    appointment = stage.session.appointment
    if appointment is None:
        return "", ""
    time = f"{appointment.begins.hour}:{appointment.begins:%M}"
    name = stage.say(f"procedure.{appointment.procedure}.name")
    if appointment.begins.date() != stage.now.date():
        return name, f"{stage.day(appointment.begins.date().isoformat())} {time}"
    return name, stage.say("kiosk.booked.when", time=time)
