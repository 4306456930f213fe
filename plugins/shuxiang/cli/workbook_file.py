"""A workbook that somebody has filled in, from the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shuxiang.cli.given_file import first_bytes
from shuxiang.cli.problem import Problem
from shuxiang.exports.xlsx_package import MAX_BYTES

if TYPE_CHECKING:
    from pathlib import Path


def workbook_bytes(path: Path, what: str) -> bytes:
    """The file's bytes; Problem for one that is not there or is too large. ``what`` it should be."""
    data = first_bytes(path, MAX_BYTES, what)
    if len(data) > MAX_BYTES:
        raise Problem(f"{path} 超过 {MAX_BYTES // 1024 // 1024} MB，不像是{what}，没有读。请核对选对了文件。")
    return data
