"""Logs: what happened and where in the code, never a name, an address or a text that somebody typed."""

import traceback

import structlog
from structlog.typing import EventDict, WrappedLogger


def set_up_logs(*, is_production: bool) -> None:
    """Write logs for machines in production, for people otherwise."""
    renderer = structlog.processors.JSONRenderer() if is_production else structlog.dev.ConsoleRenderer(colors=False)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            _tell_where,
            renderer,
        ]
    )


def _tell_where(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Put in place of a fault where in the code it arose."""
    fault = event.pop("exc_info", None)
    if isinstance(fault, BaseException):
        event["fault"] = places_of(fault)
    return event


def places_of(fault: BaseException) -> list[str]:
    """Return the kind of the fault and the lines that led to it, then the same of what caused it; never its words."""
    lines: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = fault
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        lines.append(f"{type(current).__module__}.{type(current).__qualname__}")
        lines += [
            f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(current.__traceback__)
        ]
        current = current.__cause__ or current.__context__
    return lines
