"""Logs of the hub: JSON lines with an allow-list of fields, so that personal data cannot be logged by mistake."""

import logging
import sys
from collections.abc import MutableMapping
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

import structlog

# Every field that may be logged. No path, no query, no body, no exception text: tokens, names and answers travel in those.
ALLOWED = frozenset(
    {
        "event", "level", "timestamp", "request", "method", "route", "status", "milliseconds", "actor", "device", "view",
        "error", "where", "address", "site", "version", "reason", "seconds", "count", "kind",
    }
)  # fmt: skip


def allow_listed(logger: Any, method: str, fields: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop every field that is not on the list, and say how many were dropped."""
    kept = {name: value for name, value in fields.items() if name in ALLOWED}
    dropped = len(fields) - len(kept)
    return kept | {"dropped": dropped} if dropped else kept


def where(trace: TracebackType | None) -> str:
    """`file:line` of the innermost frames, newest first. Never the exception's text: it may hold an answer."""
    places = []
    while trace is not None:
        places.append(f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}")
        trace = trace.tb_next
    return " < ".join(reversed(places[-6:]))


class _Foreign(logging.Handler):
    """What libraries log: their name, level and the class of the exception; their text may hold parts of a request."""

    def emit(self, record: logging.LogRecord) -> None:
        kind, _, trace = record.exc_info if record.exc_info else (None, None, None)
        structlog.get_logger().log(
            record.levelno, "library", kind=record.name, error=kind.__name__ if kind else "", where=where(trace)
        )


def configure(stream: TextIO | None = None) -> None:
    """Log JSON lines to `stream` (standard error)."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            allow_listed,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(stream or sys.stderr),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers[:] = [_Foreign(level=logging.WARNING)]
    root.setLevel(logging.WARNING)
