"""How long a build takes beside plain Material for MkDocs, on the same texts; run by hand, prints a table.

    python tests/benchmarks/build_time.py [--runs 5] [--counts 100,500,2000]

Plain Material gets the same readings outside ``nav``, and one small page for each check-in page, so that both
build the same number of pages; no search index on either side. The builds alternate, and the ratio is that of
the medians.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

from generated import generate_readings

COMMON = """\
site_name: 比较
theme: {name: material, language: zh, font: false}
markdown_extensions: [admonition, attr_list, footnotes, tables, toc]
"""
OURS = COMMON + "plugins: [{shuxiang: {search: false, today: 2026-12-31}}]\n"
PLAIN = COMMON + "plugins: []\nnot_in_nav: |\n  readings/\n  checkin/\n"
CHARACTERS = 5000


def weeks(count: int) -> Iterator[str]:
    """ISO week keys, newest first."""
    for number in range(count):
        year, week, _ = (date(2026, 12, 28) - timedelta(weeks=number)).isocalendar()
        yield f"{year}-W{week:02}"


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def lay(folder: Path, count: int) -> None:
    """The same readings twice: as materials, and as plain pages with a small page beside each."""
    readings = generate_readings(count, CHARACTERS, seed=1)
    for key, (_, title, body) in zip(weeks(count), readings, strict=True):
        path = f"docs/readings/{key[:4]}/{key[5:].lower()}.md"
        header = f"cadence: article\nslot: {key}\nsource: 生成的文字\n"
        write(folder / "ours" / path, f"---\ntitle: {title}\n{header}---\n\n{body}")
        write(folder / "plain" / path, f"---\ntitle: {title}\n---\n\n{body}")
        write(folder / "plain" / f"docs/checkin/{key}.md", f"---\ntitle: 打卡 {key}\n---\n\n{title}\n")
    for kind, config in (("ours", OURS), ("plain", PLAIN)):
        write(folder / kind / "docs/index.md", "首页\n")
        write(folder / kind / "mkdocs.yml", config)


def seconds(folder: Path) -> float:
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    start = time.perf_counter()
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(folder / "mkdocs.yml")]
    subprocess.run(command, check=True, env=environment)
    return time.perf_counter() - start


def pages(folder: Path) -> int:
    return sum(1 for _ in (folder / "site").rglob("*.html"))


def main() -> None:
    parser = argparse.ArgumentParser(description="build time beside plain Material for MkDocs")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--counts", default="100,500,2000")
    options = parser.parse_args()
    print("readings  pages(ours/plain)  ours s  plain s  ratio  ms/page(ours)")
    for count in map(int, options.counts.split(",")):
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            lay(folder, count)
            taken = [(seconds(folder / "ours"), seconds(folder / "plain")) for _ in range(options.runs + 1)][1:]
            ours, plain = (median(run[side] for run in taken) for side in (0, 1))
            made = pages(folder / "ours"), pages(folder / "plain")
            ratio, each = ours / plain, 1000 * ours / made[0]
            print(f"{count:8}  {made[0]:8} / {made[1]:5}  {ours:6.2f}  {plain:7.2f}  {ratio:5.2f}  {each:6.2f}")


if __name__ == "__main__":
    main()
