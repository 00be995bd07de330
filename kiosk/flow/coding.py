"""The reception code of a pre-entry: seen by the camera or typed, checked here for shape, by the hub for truth. Pure."""

import re

from hub.wire import Refusal
from kiosk.flow.effects import FindEntry
from kiosk.flow.moves import Step, go, stand
from kiosk.flow.state import Entry, Session, change

OURS = re.compile(r"UK1:[A-Z2-7]{26}[A-Z2-7]{2}", re.ASCII)
SHORT_LENGTH = 8
BLIND = ("no_camera", "no_picture")  # states of a camera that shows nothing
SCREENS = ("code_scan", "code_type")
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without I, L, O, U: the hub reads those as what they look like


def seen(session: Session, text: str) -> Step:
    """Ours is looked up once; anything else is never opened, only said."""
    if session.screen != "code_scan":
        return session, ()
    if not OURS.fullmatch(text):
        return change(session, code_wrong="code.foreign", entry=Entry()), ()
    if session.entry.text == text:
        return session, ()
    return change(session, entry=Entry(text=text), code_wrong=""), (FindEntry(text),)


def camera(session: Session, state: str) -> Step:
    """How the camera is. One that shows nothing gives way to the keys; カメラで読む there tries it again."""
    session = change(session, camera_state=state)
    # Without a way back to it: もどる would meet the same dead camera.
    return stand(session, "code_type") if session.screen == "code_scan" and state in BLIND else (session, ())


def type_instead(session: Session) -> Step:
    """The eight characters below the QR."""
    return go(session, "code_type")


def scan_again(session: Session) -> Step:
    """The camera again, back where it was or for the first time."""
    if session.history and session.history[-1].screen == "code_scan":
        session = change(session, history=session.history[:-1])
    return stand(session, "code_scan") if session.devices.camera else (session, ())


def key(session: Session, pressed: str) -> Step:
    """A character of the code, or one taken back."""
    text = session.entry.text
    match pressed:
        case "delete":
            text = text[:-1]
        case "clear":
            text = ""
        case _ if len(pressed) == 1 and pressed.upper() in ALPHABET and len(text) < SHORT_LENGTH:
            text += pressed.upper()
        case _:
            return session, ()
    return change(session, entry=Entry(text=text), code_wrong=""), ()


def look_up(session: Session) -> Step:
    """つぎへ: ask the hub, once all eight stand there."""
    if len(session.entry.text) != SHORT_LENGTH:
        return change(session, code_wrong="code.too_short"), ()
    return session, (FindEntry(session.entry.text),)


def refused(session: Session, refusal: Refusal) -> Step:
    """Said where the code was given. The camera goes on and asks for another code; what was typed stays for mending."""
    if session.screen not in SCREENS:
        return session, ()
    return change(session, code_wrong=f"error.{refusal.error}", code_until=refusal.until), ()
