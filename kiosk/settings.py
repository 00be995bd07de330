"""What one kiosk is told: its hub, its devices, its panel. From the command line, or from a TOML file of the same names."""

import tomllib
from pathlib import Path

import msgspec

from hub.client import read_token


class BadSettings(Exception):
    """The kiosk cannot start with these; the message says what to change."""


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`hub` empty: found by mDNS. A device left empty is not there. `token`: the device token printed by `python -m hub enrol`."""

    token_file: Path
    state: Path
    kiosk: str = "01"
    hub: str = ""
    reader: str = ""
    printer: str = ""
    scanner: str = ""
    speaker: str = ""
    headphones: bool = False  # `speaker` is a headphone jack: then names, dates and addresses may be said too
    slip_dots: int = 576  # width of the head: 576 for 80 mm, 384 for 58 mm; at 180 dpi 512 and 360
    slip_dpi: int = 203  # dots an inch of the head
    width: int = 1280
    height: int = 800
    left: int = 0
    top: int = 0
    px_per_mm: float = 5.88
    authority: str = ""  # PEM file of the ward's own authority, where the hub speaks HTTPS
    kana_kanji: str = ""  # unix:///run/uketsuke-mozc.sock: Mozc as systemd runs it; empty: started by the kiosk
    training: bool = False
    framed: bool = False  # a window with a frame, to be moved about on a desk
    dev: str = ""  # host:port of the control port for tests and the demo

    @property
    def token(self) -> str:
        """Raises BadSettings."""
        try:
            return read_token(self.token_file)
        except (OSError, ValueError) as trouble:
            raise BadSettings(
                f"no token can be read from {self.token_file} ({type(trouble).__name__}): enrol this kiosk on the hub with "
                "`python -m hub enrol --state FOLDER --kind kiosk --name 01` and put what it prints into that file"
            ) from None


def read_settings(path: Path) -> dict[str, object]:
    """The keys of a TOML file, unchecked. Raises BadSettings."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as trouble:
        raise BadSettings(f"{path}: {trouble}") from None


def settings(values: dict[str, object]) -> Settings:
    """Checked settings. Raises BadSettings."""
    try:
        made = msgspec.convert(values, Settings, dec_hook=_path)
    except msgspec.ValidationError as trouble:
        raise BadSettings(f"{trouble}; the keys are: {', '.join(Settings.__struct_fields__)}") from None
    if not (made.kiosk.isdecimal() and 1 <= int(made.kiosk) <= 99):
        raise BadSettings(f"kiosk is {made.kiosk!r}: give each kiosk its own number from 01 to 99")
    if made.kana_kanji and not made.kana_kanji.startswith("unix:///"):
        raise BadSettings(f"kana_kanji is {made.kana_kanji!r}: unix:///run/uketsuke-mozc.sock, or leave it out")
    if made.slip_dpi not in (180, 203):
        raise BadSettings(f"slip_dpi is {made.slip_dpi}: ticket printers have 203 or 180 dots an inch, see the printer's manual")
    least = (1280, 800) if made.width >= made.height else (1080, 1920)
    if made.width < least[0] or made.height < least[1] or made.px_per_mm <= 0:
        raise BadSettings(
            f"the panel is {made.width}x{made.height}, {made.px_per_mm} px_per_mm: the screens are made for 1280x800 and larger, "
            "upright for 1080x1920 and larger, px_per_mm above 0; turn a smaller panel on its side"
        )
    return made


def _path(wanted: type, value: object) -> object:
    if wanted is Path and isinstance(value, str):
        return Path(value)
    raise NotImplementedError
