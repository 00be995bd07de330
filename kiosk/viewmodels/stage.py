"""What every view-model holds: the session, its words, its grid; and the parts screens are made of. Pure."""

from datetime import date, datetime
from typing import NamedTuple

from config.bundle import Bundle
from config.form import Field, Form, Step
from config.japanese import wareki
from config.theme import TypeRole, type_px
from config.words import field_words, has_words, local, option_words, words
from kiosk.flow.events import AnyEvent
from kiosk.flow.state import Session
from kiosk.viewmodels.boxes import Align, Box, Line, Role
from kiosk.viewmodels.fitting import fit
from kiosk.viewmodels.grid import Grid, Rect

PADDING: dict[str, int] = {"text": 0, "key": 6, "function_key": 10, "candidate": 10, "field": 16, "field_now": 16}
ICON_ROOM = {"card": 104, "row": 96, "banner_success": 96, "banner_warning": 96, "banner_error": 96}


class Stage(NamedTuple):
    """One picture in the making."""

    session: Session
    bundle: Bundle
    grid: Grid
    now: datetime

    # --- words -----------------------------------------------------------------------------------------------------------------

    def say(self, key: str, **about: object) -> str:
        return words(self.bundle, self.session.language, key, **about)

    def japanese(self, key: str, **about: object) -> str:
        return words(self.bundle, "ja", key, **about)

    def maybe(self, key: str) -> str:
        """The words of an optional key, or nothing."""
        return self.say(key) if has_words(self.bundle, key) else ""

    def local(self, names: dict[str, str]) -> str:
        return local(names, self.session.language)

    def of_field(self, form: str, path: str, what: str) -> str:
        return field_words(self.bundle, self.session.language, form, path, what)  # type: ignore[arg-type]

    def of_option(self, form: str, path: str, field: Field, option: str) -> str:
        return option_words(self.bundle, self.session.language, form, path, field, option)

    def day(self, text: str) -> str:
        """An ISO day in the words of the resident: era first in Japanese, else Western."""
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return text
        if self.session.language in ("ja", "ja-easy"):
            return wareki.both(day)
        return f"{day.day} {day:%B} {day.year}" if self.session.language == "en" else day.isoformat()

    def form(self, procedure: str) -> Form | None:
        form = self.bundle.procedures[procedure].form
        return self.bundle.forms[form] if form else None

    def steps(self, procedure: str) -> tuple[Step, ...]:
        form = self.form(procedure)
        return tuple(step for step in form.steps if "kiosk" in step.channels) if form else ()

    # --- parts -----------------------------------------------------------------------------------------------------------------

    def px(self, role: TypeRole) -> int:
        return type_px(role, self.session.size)

    def line(self, text: str, role: TypeRole | int, *, bold: bool = False, second: bool = False, number: bool = False) -> Line:
        px = role if isinstance(role, int) else self.px(role)
        return Line(text, px, bold, second, self.session.language, number)

    def text(
        self,
        id: str,
        rect: Rect,
        text: str,
        role: TypeRole | int,
        *,
        bold: bool = False,
        second: bool = False,
        align: Align = "left",
        most: int = 1,
    ) -> Box:
        lines = fit(self.line(text, role, bold=bold, second=second), rect.width, most) if text else ()
        return Box(id, "text", *rect, lines, align)

    def title(self, text: str, *, large: bool = False) -> Box:
        most = 2 if self.grid.panel.portrait else 1
        role: TypeRole = "large" if large else "title"
        return self.text("title", self.grid.title, text, role, bold=True, most=most)

    def sub(self, text: str) -> Box:
        return self.text("sub", self.grid.sub, text, "body", second=True, most=2 if self.grid.panel.portrait else 1)

    def button(  # noqa: PLR0913 (a button has this many sides)
        self,
        id: str,
        role: Role,
        rect: Rect,
        text: str,
        event: AnyEvent | None,
        *,
        icon: str = "",
        size: TypeRole | int = "button",
        align: Align = "center",
        hint: str = "",
        enabled: bool = True,
        selected: bool = False,
        most: int = 2,
        bold: bool = True,
        spoken: str = "",
    ) -> Box:
        """A touchable box whose words fit it."""

        def room(px: int) -> int:
            return self._room(role, rect, px, icon, align, selected)

        height = rect.height - 12
        lines = fit(self.line(text, size, bold=bold), room, most) if text else ()
        if hint:
            hints = fit(self.line(hint, "caption", second=role in ("card", "row", "secondary")), room, 1)
            if sum(round(line.px * 1.3) for line in (*lines, *hints)) <= height:
                lines += hints
        return Box(id, role, *rect, lines, align, icon, event, enabled, selected, None, spoken)

    def _room(self, role: Role, rect: Rect, px: int, icon: str, align: Align, selected: bool) -> int:
        """Pixels for words beside what else the box holds (kiosk.views.marks draws it so)."""
        named = icon.removesuffix(">")
        chevron = icon.endswith(">") or role == "row"
        if align == "center":
            beside = round(px * 1.75) if named else round(px * 1.3) if selected else 0
            return rect.width - 2 * PADDING.get(role, 12) - beside - (round(px * 1.1) if chevron else 0)
        beside = ICON_ROOM.get(role, round(px * 1.35) + 36) if named or selected else 0
        return rect.width - 2 * PADDING.get(role, 24) - max(0, beside - 24) - (round(px * 0.65) + 12 if chevron else 0)

    def banner(self, id: str, role: Role, rect: Rect, title: str, text: str = "") -> Box:
        room = rect.width - 48 - ICON_ROOM["banner_error"]
        lines = fit(self.line(title, "body", bold=True), room, 2)
        if text:
            lines += fit(self.line(text, "body" if rect.height > 130 else "caption"), room, 2)
        return Box(id, role, *rect, lines, "left", {"banner_success": "check", "banner_warning": "warning"}.get(role, "cross"))
