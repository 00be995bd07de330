"""A V4L2 camera: what is asked of it, in which order, and what it really granted."""

import logging
import os

import cv2
import msgspec

from hardware.scanner import v4l2
from hardware.scanner.address import Wishes
from hardware.scanner.pictures import HEIGHT, WIDTH, Grey, grey_of

log = logging.getLogger(__name__)

FRAMES_PER_SECOND = 30
SILENT_AFTER = "2"  # whole seconds without a picture; then `read` gives up, and the device can be closed
BIAS = -1000  # thousandths of an EV: a phone's screen is brighter than the hall, and blows out
APERTURE_PRIORITY, MANUAL = 3, 1


class Granted(msgspec.Struct, frozen=True):
    """What the driver made of our wishes."""

    pixel_format: str
    width: int
    height: int
    frames_per_second: float

    def shortfall(self) -> str:
        """What a code in the hand will miss, in a sentence; "" where nothing."""
        if self.width < WIDTH or self.height < HEIGHT:
            return f"the camera gives only {self.width}×{self.height}: small codes are not read; take one with {WIDTH}×{HEIGHT}"
        if 0 < self.frames_per_second < 10:
            return f"only {self.frames_per_second:g} pictures a second: plug it into the machine, not into a hub"
        return ""


class CameraSource:
    """`read` waits for the next picture. Not alive where the device cannot be had, and once a picture failed."""

    interval = 0.0

    def __init__(self, device: str, wished: Wishes) -> None:
        self._capture: cv2.VideoCapture | None = None
        self.granted: Granted | None = None
        found = v4l2.identify(device)  # asked first: OpenCV says nothing of why, and prints its own words on standard error
        if isinstance(found, v4l2.NoCamera):
            self._cure = found.cure
            return
        self._cure = f"{device} gives no picture: look at the cable, and whether another program holds the camera"
        os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", SILENT_AFTER)  # OpenCV looks there once; its own is 10 s
        capture = cv2.VideoCapture(device, cv2.CAP_V4L2)
        if not capture.isOpened():
            capture.release()
            return
        # The pixel format first: some drivers forget it when it comes after the size, and raw 720p comes at 10 pictures a second.
        capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, WIDTH)
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, HEIGHT)
        capture.set(cv2.CAP_PROP_FPS, FRAMES_PER_SECOND)
        capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
        self._capture = capture
        self.granted = _granted(capture)
        _adjust(device, wished)
        if shortfall := self.granted.shortfall():
            log.warning("camera: %s", shortfall)

    def read(self) -> tuple[float, Grey] | None:
        if self._capture is None:
            return None
        good, picture = self._capture.read()
        if not good:
            self.close()
            return None
        return self._capture.get(cv2.CAP_PROP_POS_MSEC) / 1000, grey_of(picture)

    def alive(self) -> bool:
        return self._capture is not None

    def cure(self) -> str:
        return "" if self.alive() else self._cure

    def close(self) -> None:
        if self._capture is not None:
            self._capture.release()
            self._capture = None


def _granted(capture: cv2.VideoCapture) -> Granted:
    pixel_format = int(capture.get(cv2.CAP_PROP_FOURCC)).to_bytes(4, "little").decode("ascii", "replace")
    width, height = (int(capture.get(what)) for what in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT))
    return Granted(pixel_format, width, height, capture.get(cv2.CAP_PROP_FPS))


def _adjust(device: str, wished: Wishes) -> None:
    """Focus and exposure. What a camera does not have stays as it is: many have neither."""
    try:
        with v4l2.opened(device) as descriptor:
            v4l2.set_control(descriptor, v4l2.FOCUS_AUTO, int(wished.focus is None))
            if wished.focus is not None:
                v4l2.set_control(descriptor, v4l2.FOCUS_ABSOLUTE, wished.focus)
            v4l2.set_control(descriptor, v4l2.EXPOSURE_AUTO, APERTURE_PRIORITY if wished.exposure is None else MANUAL)
            if wished.exposure is not None:
                v4l2.set_control(descriptor, v4l2.EXPOSURE_ABSOLUTE, wished.exposure)
            else:
                v4l2.set_nearest(descriptor, v4l2.EXPOSURE_BIAS, BIAS)
    except OSError:  # unplugged meanwhile: the next picture says so
        return
