"""What reads scans stays in its own process: the hub starts without its libraries, and holds none of their memory."""

import subprocess
import sys

READING = ("cv2", "PIL", "onnxruntime", "rapidocr", "pypdfium2", "weasyprint")


def test_the_hubs_own_process_takes_in_no_library_of_reading_or_drawing():
    asked = f"import sys, hub.__main__, hub.web.app; print([name for name in {READING!r} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
