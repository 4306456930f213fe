"""How long taking in a hundred manuscripts takes, as a whole command; run by hand, prints a table.

    python tests/benchmarks/intake_time.py [--runs 3] [--documents 100] [--characters 5000]

Each kind of document alone, then all kinds mixed: Word files, texts in UTF-8 and GB18030, saved web pages. The
command starts its workers, reads, examines, marks, mends and writes every page. The target is 10 s for a hundred.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from statistics import median

from docx import Document

CLAUSES = (
    "先看现场再问数字",
    "把问题写成一句话",
    "请当事的人当面核对",
    "记下日期和地点",
    "不清楚的地方打上记号",
    "回去以后再问一遍",
)
NUMBERS = "一二三四五六七八"
CONFIG = "site_name: 书香\ntheme: {name: material, font: false}\nplugins: [shuxiang]\n"

Writer = Callable[[list[str]], bytes]


def lines(seed: int, characters: int) -> list[str]:
    """A manuscript: title, byline, headings, paragraphs, some of what goes wrong in them."""
    chance = random.Random(seed)  # noqa: S311
    found = [f"怎样做好第{seed}次走访", "□ 甲某", ""]
    while sum(map(len, found)) < characters:
        if len(found) % 8 == 3:
            found.append(f"{NUMBERS[len(found) // 8 % 8]}、走访之前要想清楚的事")
        clauses = chance.choices(CLAUSES, k=24)
        found.append("\u3000\u3000" + chance.choice("，,").join(clauses) + chance.choice(["。", "。", "XX同志。"]))
    return found


def as_text(paragraphs: list[str]) -> bytes:
    """UTF-8."""
    return "\n".join(paragraphs).encode()


def as_gb18030(paragraphs: list[str]) -> bytes:
    """As old programs save it."""
    return "\r\n".join(paragraphs).encode("gb18030")


def as_html(paragraphs: list[str]) -> bytes:
    """As a browser saves a page with a menu and a foot."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    menu = "".join(f"<li><a href='/{n}'>栏目{n}</a></li>" for n in range(20))
    foot = "<div class=foot>版权所有 某单位</div>"
    head = f"<!doctype html><meta charset=utf-8><title>{paragraphs[0]}</title>"
    return f"{head}<ul>{menu}</ul><div id=content>{body}</div>{foot}".encode()


def as_word(paragraphs: list[str]) -> bytes:
    """A Word file without any styles."""
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


KINDS: dict[str, tuple[str, Writer]] = {
    "Word": (".docx", as_word),
    "UTF-8": (".txt", as_text),
    "GB18030": (".txt", as_gb18030),
    "HTML": (".html", as_html),
}


def fill(folder: Path, kinds: list[str], documents: int, characters: int) -> None:
    """Write the manuscripts, the kinds in turn."""
    folder.mkdir()
    for number in range(documents):
        ending, write = KINDS[kinds[number % len(kinds)]]
        (folder / f"{number:03}{ending}").write_bytes(write(lines(number, characters)))


def seconds(home: Path, folder: Path) -> float:
    """One run of the command, from the shell's prompt back to it."""
    shutil.rmtree(home / "drafts", ignore_errors=True)
    command = [sys.executable, "-m", "shuxiang.cli", "intake", str(folder), "--fix", "all"]
    command += ["--config-file", str(home / "mkdocs.yml")]
    started = time.perf_counter()
    done = subprocess.run(
        command,
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "SHUXIANG_ROOT": str(home)},
    )
    taken = time.perf_counter() - started
    written = len(list((home / "drafts").glob("*.md")))
    assert written == len(list(folder.iterdir())), done.stdout[-2000:] + done.stderr[-2000:]
    return taken


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--documents", type=int, default=100)
    parser.add_argument("--characters", type=int, default=5000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        (home / "docs").mkdir()
        (home / "docs" / "index.md").write_text("# 首页\n", encoding="utf-8")
        (home / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
        for name, kinds in {**{name: [name] for name in KINDS}, "mixed": list(KINDS)}.items():
            folder = home / name
            fill(folder, kinds, options.documents, options.characters)
            times = [seconds(home, folder) for _ in range(options.runs)]
            print(
                f"{name:8} {options.documents} documents: best {min(times):5.2f} s, median {median(times):5.2f} s"
            )


if __name__ == "__main__":
    main()
