"""Whether the far end of nfcpy's UDP link is there: its own driver takes a dead one for an empty field."""

import socket

DEFAULT_PORT = 54321  # nfcpy's
FIELD_OFF = b"RFOFF"  # what its driver sends between two rounds anyway
PATIENCE = 0.01  # seconds; the refusal of a port of this machine is there at once


def listens(path: str) -> bool:
    """False only where the system says nobody does. `path`: as nfcpy has it; everything but UDP is not ours to ask."""
    kind, _, address = path.partition(":")
    if kind != "udp":
        return True
    host, _, port = address.partition(":")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((host or "localhost", int(port or DEFAULT_PORT)))
            probe.settimeout(PATIENCE)
            probe.send(FIELD_OFF)
            probe.recv(1)
        except TimeoutError:
            return True
        except OSError:
            return False
    return True
