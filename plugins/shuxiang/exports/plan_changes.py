"""What an import would do, as values: files to make, lines to change, cells that cannot be used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shuxiang.core.model import Material, Slot
from shuxiang.exports.spreadsheet import address


@dataclass(frozen=True, slots=True, order=True)
class CellProblem:
    """A cell that is not used as it stands: what is wrong, and what to do, in Chinese."""

    row: int
    column: int
    what: str
    fix: str = ""

    @property
    def address(self) -> str:
        """``B17``."""
        return address(self.row, self.column)

    def __str__(self) -> str:
        """``B17：…``, the form in which it is told."""
        return f"{self.address}\uff1a{self.what}{self.fix}"


@dataclass(frozen=True, slots=True)
class Change:
    """One value of a header: ``field`` as in ``lecture.at``, ``old`` empty when the header does not have it."""

    row: int
    column: int
    name: str
    field: str
    old: str
    new: str

    @property
    def address(self) -> str:
        """``F20``."""
        return address(self.row, self.column)


@dataclass(frozen=True, slots=True)
class Creation:
    """A file to make at ``path`` (below the documents folder), with the values of its header by field."""

    row: int
    slot: Slot
    path: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Update:
    """Values of one file's header to set."""

    row: int
    slot: Slot
    material: Material
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class PlanChanges:
    """Everything that a workbook asks for, by row.

    ``conflicts`` are cells that say otherwise than a file which has been edited itself; ``bad`` are cells that
    cannot be used; ``warnings`` are cells that are used, with what to think of before; ``kept`` are the addresses
    of emptied cells, whose values stay in the files.
    """

    creations: tuple[Creation, ...] = ()
    updates: tuple[Update, ...] = ()
    conflicts: tuple[CellProblem, ...] = ()
    bad: tuple[CellProblem, ...] = ()
    warnings: tuple[CellProblem, ...] = ()
    kept: tuple[str, ...] = ()
    rows: int = 0
