"""The one widget of the kiosk: draws the boxes of a Screen and tells which box a finger has chosen."""

from collections.abc import Callable

from kivy.clock import Clock
from kivy.graphics import BorderImage, Color, InstructionGroup, Line, Rectangle
from kivy.graphics.texture import Texture
from kivy.uix.widget import Widget
from kivy.utils import get_color_from_hex

from config.theme import KIOSK
from kiosk.flow.events import AnyEvent, CameraPicture, StaffKnock, Touched
from kiosk.viewmodels.boxes import Box, Screen
from kiosk.views import textures
from kiosk.views.corner import HOLD_SECONDS, Corner
from kiosk.views.finger import Finger
from kiosk.views.keypad import KeyPad, PadKey
from kiosk.views.marks import Code, Flat, Icon, Ink, Mark, Patch, Picture, Words, ink, marks
from kiosk.views.patches import corner
from kiosk.views.pen import Pen


class Canvas(Widget):
    """`send` is told of every choice and of every finger that comes down."""

    def __init__(self, send: Callable[[AnyEvent], None], **kwargs) -> None:
        super().__init__(**kwargs)
        self.shown: Screen | None = None
        self._send = send
        self._finger = Finger()
        self._corner = Corner()
        self._pen = Pen()
        self._pad = KeyPad()
        self._groups: dict[str, tuple[tuple[Box, bool, str, bool], InstructionGroup]] = {}
        self._order: tuple[str, ...] = ()
        self._frame: Texture | None = None
        self._ground = InstructionGroup()
        self._boxes = InstructionGroup()
        self.canvas.add(self._ground)
        self._ink = InstructionGroup()  # the stroke under the finger, above everything
        self.canvas.add(self._boxes)
        self.canvas.add(self._ink)

    def show(self, screen: Screen) -> None:
        """Draw `screen`: only boxes that differ from what is drawn are drawn again."""
        before, self.shown = self.shown, screen
        if before is None or (before.contrast, before.width, before.height) != (screen.contrast, screen.width, screen.height):
            self._draw_ground(screen)
        self._update()

    def draw_all(self) -> None:
        """Every box anew, as on a change of screen."""
        self._draw_ground(self.shown)
        self._update()

    @property
    def has_frame(self) -> bool:
        """Whether the camera has given a picture."""
        return self._frame is not None

    def show_frame(self, picture: CameraPicture) -> None:
        """The camera's latest picture."""
        self._frame = textures.grey(picture.width, picture.height, picture.grey, self._frame)
        for box in self.shown.boxes if self.shown else ():
            if box.role == "camera" and box.id in self._groups:
                self._fill(self._groups[box.id][1], box)

    def box(self, name: str) -> Box | None:
        """The box with this id, as it is shown now."""
        return next((box for box in self.shown.boxes if box.id == name), None) if self.shown else None

    # --- touches ---------------------------------------------------------------------------------------------------------------

    def on_touch_down(self, touch) -> bool:
        if touch.is_mouse_scrolling or self.shown is None:
            return True
        self._send(Touched())
        if self._pad.touched():
            self._update()
        if self._corner.down(touch.uid, touch.x, self.shown.height - touch.y, self.shown):
            Clock.schedule_once(lambda _: self._held(touch.uid), HOLD_SECONDS)
        if not self._finger.on and self._pen.down(touch.uid, touch.x, self.shown.height - touch.y, self.shown):
            self._draw_ink()
            return True
        if self._finger.down(touch.uid, touch.x, self.shown.height - touch.y, self.shown):
            self._update()
        return True

    def on_touch_move(self, touch) -> bool:
        if self.shown is None:
            return True
        self._corner.move(touch.uid, touch.x, self.shown.height - touch.y)
        if self._pen.move(touch.uid, touch.x, self.shown.height - touch.y):
            self._draw_ink()
        elif self._finger.move(touch.uid, touch.x, self.shown.height - touch.y, self.shown):
            self._update()
        return True

    def on_touch_up(self, touch) -> bool:
        if self.shown is None:
            return True
        self._corner.up(touch.uid)
        if (drawn := self._pen.up(touch.uid)) is not None:
            self._send(drawn)
            self._ink.clear()
            return True
        event = self._finger.up(touch.uid, touch.x, self.shown.height - touch.y, self.shown)
        self._update()
        if event is not None:
            self._send(event)
        return True

    def _held(self, uid: object) -> None:
        """The finger that came down in the corner is still there: staff."""
        if self._corner.on == uid:
            self._corner.up(uid)
            self._send(StaffKnock())

    def ringed(self) -> frozenset[str]:
        """Ids of the boxes that stand in the focus ring."""
        return self._pad.ringed(self.shown) if self.shown is not None else frozenset()

    def pad(self, key: PadKey) -> None:
        """A key of the tactile key pad."""
        if self.shown is None:
            return
        before = self.shown
        heard = self._pad.key(key, before)
        self._send(Touched())
        if heard.event is not None:
            self._send(heard.event)
        if key == "enter" and (done := self._pad.chosen(before, self.shown)) is not None:
            self._send(done)
        self._update()

    # --- drawing ---------------------------------------------------------------------------------------------------------------

    def _draw_ink(self) -> None:
        self._ink.clear()
        mark = ink(self._pen.pad, tuple(self._pen.stroke), KIOSK[self.shown.contrast]["action"])
        self._ink.add(Color(*get_color_from_hex(mark.colour)))
        for instruction in self._instructions(mark):
            self._ink.add(instruction)

    def _draw_ground(self, screen: Screen) -> None:
        self._ground.clear()
        self._ground.add(Color(*get_color_from_hex(KIOSK[screen.contrast]["background"])))
        self._ground.add(Rectangle(pos=(0, 0), size=(screen.width, screen.height)))
        self._groups.clear()
        self._boxes.clear()
        self._order = ()

    def _update(self) -> None:
        screen = self.shown
        ringed = self._pad.ringed(screen)
        for box in screen.boxes:
            wanted = (box, self._finger.on == box.id, screen.contrast, box.id in ringed)
            drawn = self._groups.get(box.id)
            if drawn is None:
                group = InstructionGroup()
                self._fill(group, box, pressed=wanted[1], focused=wanted[3])
                self._groups[box.id] = (wanted, group)
            elif drawn[0] != wanted:
                self._fill(drawn[1], box, pressed=wanted[1], focused=wanted[3])
                self._groups[box.id] = (wanted, drawn[1])
        order = tuple(box.id for box in screen.boxes)
        if order != self._order:
            self._boxes.clear()
            self._groups = {name: self._groups[name] for name in order}
            for _, group in self._groups.values():
                self._boxes.add(group)
            self._order = order

    def _fill(self, group: InstructionGroup, box: Box, *, pressed: bool = False, focused: bool = False) -> None:
        group.clear()
        colour = ""
        for mark in marks(box, self.shown.contrast, pressed=pressed, focused=focused):
            wanted = _colour(mark)
            if wanted != colour:
                group.add(Color(*get_color_from_hex(wanted)))
                colour = wanted
            for instruction in self._instructions(mark):
                group.add(instruction)

    def _instructions(self, mark: Mark) -> list:
        height = self.shown.height
        match mark:
            case Flat():
                return [Rectangle(pos=(mark.x, height - mark.y - mark.height), size=(mark.width, mark.height))]
            case Patch():
                edge = corner(mark.skin)
                return [
                    BorderImage(
                        texture=textures.skin(mark.skin),
                        border=(edge, edge, edge, edge),
                        pos=(mark.x, height - mark.y - mark.height),
                        size=(mark.width, mark.height),
                    )
                ]
            case Words():
                texture, left, top = textures.words(mark.text, mark.px, mark.bold, mark.number, mark.language)
                if texture is None:
                    return []
                return [Rectangle(texture=texture, pos=(mark.x + left, height - mark.y - top - texture.height), size=texture.size)]
            case Icon():
                texture = textures.drawing(mark.name, mark.size)
                return [Rectangle(texture=texture, pos=(mark.x, height - mark.y - texture.height), size=texture.size)]
            case Code():
                texture, side = textures.code(mark.text, mark.size)
                inset = (mark.size - side) // 2
                return [Rectangle(texture=texture, pos=(mark.x + inset, height - mark.y - inset - side), size=(side, side))]
            case Picture():
                return self._camera(mark, height)
            case Ink():
                # A point alone is a dot: a line needs two.
                points = mark.points if len(mark.points) > 2 else (*mark.points, mark.points[0] + 1, mark.points[1])
                flipped = [height - value if at % 2 else value for at, value in enumerate(points)]
                return [Line(points=flipped, width=mark.width / 2, cap="round", joint="round")]

    def _camera(self, mark: Picture, height: int) -> list:
        """The frame, as large as its box allows, its shape kept."""
        if self._frame is None:
            return []
        scale = min(mark.width / self._frame.width, mark.height / self._frame.height)
        size = (round(self._frame.width * scale), round(self._frame.height * scale))
        pos = (mark.x + (mark.width - size[0]) // 2, height - mark.y - (mark.height + size[1]) // 2)
        return [Rectangle(texture=self._frame, pos=pos, size=size)]


def _colour(mark: Mark) -> str:
    return mark.colour if isinstance(mark, Flat | Words | Icon | Ink) else "#ffffff"
