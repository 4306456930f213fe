"""A mark: one place in a line that wants looking at, of one kind."""

from __future__ import annotations

from dataclasses import dataclass

from shuxiang.core.diagnostics import Severity


@dataclass(frozen=True, slots=True)
class Kind:
    """What marks have in common: ``what`` is wrong, as a clause without its full stop, and how to ``fix`` it.

    ``mend`` is the class of safe mends that puts a mark's first proposal in its place. ``every`` says that each
    place is to be shown, however many there are.
    """

    code: str
    what: str
    fix: str
    mend: str = ""
    severity: Severity = Severity.WARNING
    every: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """The letters ``[start, end)`` of a line. ``proposed`` could stand there instead, best first.

    ``detail`` is what is to be said of this one only, in Chinese.
    """

    start: int
    end: int
    kind: Kind
    proposed: tuple[str, ...] = ()
    detail: str = ""
