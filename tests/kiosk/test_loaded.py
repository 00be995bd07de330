"""What the processes of a kiosk load, that stay or that a resident waits for."""

import subprocess
import sys

import pytest

DRAWS = """
import sys
from hardware.printer.job import body
from hardware.printer.port import Slip
from hardware.printer.slip import draw
slip = draw(Slip(office="みどり町役場", service="転入届", number="A-024", qr="HTTPS://Q.EXAMPLE/T/7GQ2XN4K"), 576, 203)
body(slip.width, slip.packed)
print("PIL" in sys.modules, sorted({"numpy", "cv2", "onnxruntime"} & sys.modules.keys()))
"""
PARENT = "import kiosk.__main__\nfrom hardware.printer.printer import open_printer\n"
WINDOW = """
import sys
from kiosk.views.settings import Place, configure, prepare_environment
prepare_environment(sys.argv[1])
configure(Place(640, 400, 0, 0), hidden=True, framed=False)
import kiosk.brain, kiosk.personal, kiosk.views.face, kiosk.views.canvas
from hardware.cards.open import open_reader
from hardware.scanner import open_scanner
"""


@pytest.mark.parametrize("process", [PARENT, WINDOW], ids=["the process that stays", "the window of a visit"])
def test_a_kiosk_draws_its_slips_without_loading_what_calculates(process, tmp_path):
    """numpy takes 11 MB of each."""
    seen = subprocess.run(
        [sys.executable, "-c", process + DRAWS, str(tmp_path)], capture_output=True, text=True, check=True, timeout=60
    )

    assert seen.stdout.strip().split("\n")[-1] == "True []"
