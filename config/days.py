"""A day as the reader of a language writes it."""

from datetime import date

from config.japanese import wareki

LOCALES = {"en": "en_GB", "pt": "pt_BR", "ja-easy": "ja"}  # the day before the month, as on the residence card


def locale_of(language: str) -> str:
    """What Babel calls a language of ours; most are their own names."""
    return LOCALES.get(language, language)


def in_words(day: date, language: str) -> str:
    """昭和55年（1980年）2月17日 in Japanese; 17 February 1980, 17 tháng 2, 1980, 1980年2月17日 elsewhere."""
    if language in ("ja", "ja-easy"):
        return wareki.both(day)
    # Loaded where it is first needed: a kiosk in Japanese never does.
    from babel.dates import format_date  # noqa: PLC0415

    return format_date(day, "long", locale=locale_of(language))
