"""What lies in the memory of a process stays there: no core on a disk, no other process of the same user that looks in."""

import ctypes
import resource

PR_SET_DUMPABLE = 4  # prctl(2); also lost with every execve, so each program says it for itself


def forbid_dumps() -> None:
    """First of all in every program that holds what a resident typed, or a key. The limit on cores goes to its children too."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
