"""How long the plan's workbook takes to write and to import; run by hand, prints a table.

    python tests/benchmarks/workbook_time.py [--runs 5] [--rows 300]

Three imports through the command itself, the documents read each time: of a workbook whose every row makes a file,
of one in which every field of every file has changed, and of one that changes nothing. The last line reads a
workbook with a million formatted, empty rows.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from openpyxl import load_workbook

from shuxiang.cli import plan_workbook
from shuxiang.exports.xlsx_reader import read_workbook

CONFIG = "site_name: 计时\ntheme: {name: material, font: false}\nplugins: [{shuxiang: {today: 2026-06-01}}]\n"
YEAR, FIRST_ROW, LAST_COLUMN = 2026, 4, "N"
MILLION = 1_048_576


def write_project(folder: Path, rows: int) -> None:
    """A year of months, each of which wants so many materials that there are ``rows`` in all."""
    cadence = f"{{id: article, name: 每月多篇, every: month, at_least: {min(31, -(-rows // 12))}}}"
    docs = folder / "docs"
    (docs / "programme").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    programme = f"year: {YEAR}\nstarts: 2026-01-01\nends: 2027-01-01\ncadences: [{cadence}]\n"
    (docs / f"programme/{YEAR}.yml").write_text(programme, encoding="utf-8")


def options(folder: Path, **more: object) -> argparse.Namespace:
    common = {"config_file": folder / "mkdocs.yml", "today": None, "year": YEAR, "force": True}
    return argparse.Namespace(**(common | {"yes": True, "dry_run": False} | more))


def filled(template: Path, rows: int, word: str) -> Path:
    """The template with something in every cell that a clerk fills in."""
    book = load_workbook(template)
    sheet = book.worksheets[0]
    last = min(sheet.max_row, FIRST_ROW + rows - 1)
    for number, row in enumerate(sheet[f"F{FIRST_ROW}:{LAST_COLUMN}{last}"], start=1):
        for cell in row:
            is_time = cell.column_letter == "L"
            cell.value = (
                f"{YEAR}年3月{number % 28 + 1}日 15:00" if is_time else f"{word}{number}: {cell.column_letter}"
            )
    path = template.with_name(f"{word}.xlsx")
    book.save(path)
    return path


def seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()):
        action()
    return time.perf_counter() - start


def one_run(folder: Path, rows: int) -> Iterator[tuple[str, float]]:
    write_project(folder, rows)
    plan = folder / "plan.xlsx"
    yield "template, empty", seconds(lambda: plan_workbook.template(options(folder, output=plan)))
    first = filled(plan, rows, "甲")
    yield "import: all rows new", seconds(lambda: plan_workbook.import_(options(folder, file=first)))
    yield "template, full", seconds(lambda: plan_workbook.template(options(folder, output=plan)))
    second = filled(plan, rows, "乙")
    yield "import: all cells changed", seconds(lambda: plan_workbook.import_(options(folder, file=second)))
    yield "import: nothing to do", seconds(lambda: plan_workbook.import_(options(folder, file=second)))
    made = sum(1 for _ in (folder / "docs/article").rglob("*.md"))
    changed = sum("乙" in path.read_text(encoding="utf-8") for path in (folder / "docs/article").rglob("*.md"))
    if not made == changed == rows:
        raise SystemExit(f"{made} files made and {changed} changed instead of {rows}")


def million_rows(source: Path) -> bytes:
    """The workbook with every row of its first sheet formatted, down to the last there can be."""
    saved = io.BytesIO()
    letters = [chr(ord("A") + place) for place in range(15)]
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for name in old.namelist():
            if name != "xl/worksheets/sheet1.xml":
                new.writestr(name, old.read(name))
                continue
            before, _, after = old.read(name).partition(b"</sheetData>")
            with new.open(name, "w", force_zip64=True) as part:
                part.write(before)
                for number in range(1000, MILLION + 1):
                    cells = "".join(f'<c r="{letter}{number}" s="1"/>' for letter in letters)
                    part.write(f'<row r="{number}">{cells}</row>'.encode())
                part.write(b"</sheetData>" + after)
    return saved.getvalue()


def main() -> None:
    parser = argparse.ArgumentParser(description="time to write and import the plan's workbook")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--rows", type=int, default=300)
    arguments = parser.parse_args()
    taken: dict[str, list[float]] = {}
    data = b""
    for _ in range(arguments.runs + 1):
        with tempfile.TemporaryDirectory() as scratch:
            for name, time_ in one_run(Path(scratch), arguments.rows):
                taken.setdefault(name, []).append(time_)
            data = data or million_rows(Path(scratch) / "plan.xlsx")
    print(f"{arguments.rows} rows, median of {arguments.runs} runs after one to warm up, {os.cpu_count()} cores")
    for name, times in taken.items():
        print(f"{name:28} {median(times[1:]):6.2f} s")
    print(f"{'a million formatted rows':28} {seconds(lambda: read_workbook(data)):6.2f} s")


if __name__ == "__main__":
    main()
