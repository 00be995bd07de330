"""What a hub loads that only gives numbers and keeps records."""

import subprocess
import sys


def test_a_hub_loads_nothing_that_calculates_or_draws_pictures_and_leaves_it_to_be_loaded_by_who_does():
    seen = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, hub.__main__\n"
            "print(sorted({'numpy', 'cv2', 'PIL', 'onnxruntime', 'weasyprint', 'kivy'} & sys.modules.keys()))\n"
            "import numpy\n"
            "print(int(numpy.ones(3).sum()))",
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )

    assert seen.stdout.split("\n")[:2] == ["[]", "3"]
