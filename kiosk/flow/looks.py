"""How the screens speak to this resident: language, size, contrast, voice, height, furigana. Pure."""

from kiosk.flow import events
from kiosk.flow.effects import Hush
from kiosk.flow.moves import Around, Step
from kiosk.flow.state import Over, Session, change

Look = events.ShowLanguages | events.ShowAppearance | events.ChooseLanguage | events.ChooseAppearance
SCREENS: tuple[Over, ...] = ("languages", "appearance")


def choose(session: Session, event: Look, around: Around, under: Over = "") -> Step:
    """What is chosen shows at once; a language leads back to what lies `under` its screen."""
    match event:
        case events.ShowLanguages():
            return change(session, over="languages", shown_at=around.now), ()
        case events.ShowAppearance():
            return change(session, over="appearance", shown_at=around.now), ()
        case events.ChooseLanguage(language):
            return change(session, language=language, over=under), (Hush(),)
        case events.ChooseAppearance(size, contrast, voice, low, ruby):
            chosen = change(
                session,
                size=size or session.size,
                contrast=contrast or session.contrast,
                voice=session.voice if voice is None else voice,
                low=session.low if low is None else low,
                ruby=session.ruby if ruby is None else ruby,
            )
            return chosen, (Hush(),) if voice is False else ()
