"""A roster's file: a workbook whoever saved it, or the same as text in any usual encoding."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from shuxiang.cli.arguments import sayable
from shuxiang.cli.problem import Problem
from shuxiang.cli.workbook_file import workbook_bytes
from shuxiang.exports.roster_csv import csv_sheet
from shuxiang.exports.roster_sheet import Roster, find_roster
from shuxiang.exports.spreadsheet import Sheet, WorkbookError
from shuxiang.exports.xlsx_reader import read_workbook
from shuxiang.intake.findings import IntakeError
from shuxiang.intake.readers.encoding import decoded

_TEXTS = {".csv", ".tsv", ".txt"}


@dataclass(frozen=True, slots=True)
class RosterFile:
    """``digest`` is the SHA-256 of the bytes."""

    name: str
    digest: str
    roster: Roster


def read_roster(path: Path, wanted: Sequence[str], *, contact: bool) -> RosterFile:
    """Read the file; Problem with what to do when there is no roster in it."""
    data = workbook_bytes(path, "名册")
    try:
        roster = find_roster(_sheets(path, data), wanted, contact=contact)
    except (WorkbookError, IntakeError) as error:
        raise Problem(f"{path}\uff1a{error}") from None
    return RosterFile(sayable(path.name), hashlib.sha256(data).hexdigest(), roster)


def _sheets(path: Path, data: bytes) -> list[Sheet]:
    if path.suffix.lower() not in _TEXTS or data.startswith(b"PK"):
        return read_workbook(data)
    if not data.strip():
        raise WorkbookError("文件是空的。请确认已经保存，再导入。")
    return [csv_sheet(decoded(data).text, path.stem)]
