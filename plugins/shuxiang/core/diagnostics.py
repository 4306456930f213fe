"""Problems as values: where, what is wrong, what to write instead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a problem matters: an error must be mended, a warning should be, a note is only to be known."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """Where a value was written: path as the organizer sees it, and the line from 1 (0: the whole file)."""

    path: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem. ``what`` and ``fix`` are Chinese sentences; ``code`` is stable, for programs."""

    origin: Origin
    code: str
    what: str
    fix: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        """``path:line:what fix``, the form every command and the build print."""
        place = f"{self.origin.path}:{self.origin.line}" if self.origin.line else self.origin.path
        return f"{place}:{self.what}{self.fix}"


def in_order(problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The problems without repeats, by file and line, so that the same input prints the same list."""
    return tuple(sorted(set(problems), key=lambda p: (p.origin, p.severity, p.code, p.what)))
