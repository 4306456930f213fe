"""How long a year of a large office takes to collect and to report on; run by hand, prints a table.

    python tests/benchmarks/ledger_time.py [--members 2000] [--weeks 52] [--files 1]

A project with a plan of one year, a roster with cards and a chat of ``members x weeks`` signed receipts is made in
a folder of its own, each receipt with a note of about 60 characters below a heading and a greeting. Then the
commands are run as people run them, each in a process of its own; told are the processor's seconds, the seconds
that passed, the most memory and the last line of what was said. The targets for 104,000 receipts: 60 s and 500 MB
to collect, 5 s to report.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "plugins"))

from shuxiang.core.card import LETTERS, new_key, signing_key
from shuxiang.core.checkin import Act, CheckIn
from shuxiang.core.ledger.event import Kind, NewEvent
from shuxiang.core.receipt import encode
from shuxiang.store.opening import file_engine
from shuxiang.store.store import Store

FIRST_MONDAY = date(2026, 1, 5)
TODAY = "2027-01-10"
GROUPS = 20
PROGRAMME = """\
year: 2026
starts: 2026-01-05
ends: 2027-01-04
cadences:
  - {id: article, name: 周学一文, every: week}
"""
CONFIG = "site_name: 书香\ntheme: {name: material}\nplugins: [shuxiang]\n"
COMMAND = "import sys; from shuxiang.cli.ledger.commands import main; sys.exit(main())"
WORDS = (
    "先到现场看一看题目要小数字说得出来历一件提案说一件事读罢很受启发下周去路口看看听完再说请教老同志水渠石桥书屋"
)


class Year:
    """One office's year, always the same for the same numbers."""

    def __init__(self, members: int, weeks: int) -> None:
        self.numbers = [f"{number:05}" for number in range(members)]
        self.weeks = weeks
        self._dice = random.Random(1)  # noqa: S311
        self._signing = {number: signing_key(number, self._key(number)) for number in self.numbers}

    def roster(self) -> Iterator[NewEvent]:
        """The members, each in one of the groups and with a card."""
        for place, number in enumerate(self.numbers):
            data = {"on": FIRST_MONDAY.isoformat(), "group": f"第{place % GROUPS + 1}小组", "sector": ""}
            private = {"number": number, "name": f"委员{number}", "contact": ""}
            yield NewEvent(Kind.JOINED, f"m{number}", data=data, private=private)
            signing = {"signing": self._signing[number].hex()}
            yield NewEvent(Kind.KEY_ISSUED, f"m{number}", data={"key": f"k{number}"}, private=signing)

    def messages(self) -> Iterator[str]:
        """The chat, week by week."""
        for week in range(self.weeks):
            for number in self.numbers:
                yield self._message(number, week)

    def _message(self, number: str, week: int) -> str:
        at = datetime.combine(FIRST_MONDAY, datetime.min.time()) + timedelta(
            days=7 * week, minutes=self._dice.randrange(7 * 24 * 60)
        )
        record = "".join(self._dice.choices(LETTERS, k=8))
        note = "，".join("".join(self._dice.choices(WORDS, k=9)) for _ in range(6)) + "。"
        acts = frozenset(self._dice.sample(list(Act), self._dice.randint(1, 4)))
        iso = (FIRST_MONDAY + timedelta(days=7 * week)).isocalendar()
        checkin = CheckIn(f"article/{iso.year}-W{iso.week:02}", acts, at, record, note)
        receipt = encode(checkin, f"周学一文 第{week + 1}周", self._signing[number], number)
        return f"委员{number} {at:%Y/%m/%d %H:%M}\n老师好，这是本周的回执：\n{receipt}\n\n"

    @staticmethod
    def _key(number: str) -> str:
        return new_key(number, number.encode().rjust(10, b"."))


def project(root: Path, year: Year, files: int) -> list[Path]:
    """Write the project, its roster and the chat, cut into so many files."""
    for folder in ("docs/programme", "data/ledger"):
        (root / folder).mkdir(parents=True)
    (root / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    (root / "docs/index.md").write_text("# 首页\n", encoding="utf-8")
    (root / "docs/programme/2026.yml").write_text(PROGRAMME, encoding="utf-8")
    store = Store(file_engine(root / "data/ledger/ledger.db"))
    store.prepare()
    with store.run("roster import", datetime.combine(FIRST_MONDAY, datetime.min.time())) as run:
        for event in year.roster():
            run.add(event)
    store.engine.dispose()
    messages = list(year.messages())
    size = -(-len(messages) // files)
    paths = [root / f"chat{number}.txt" for number in range(files)]
    for number, path in enumerate(paths):
        path.write_text("".join(messages[number * size : (number + 1) * size]), encoding="utf-8")
    return paths


def measured(name: str, root: Path, words: Sequence[str]) -> str:
    """One line of the table."""
    start = time.perf_counter()
    with (root / "said.txt").open("w", encoding="utf-8") as said:
        command = [sys.executable, "-c", COMMAND, *words]
        process = subprocess.Popen(command, cwd=root, stdout=said, stderr=subprocess.STDOUT, env=_environment(root))
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    passed = time.perf_counter() - start
    memory = usage.ru_maxrss / 1024
    seconds = usage.ru_utime + usage.ru_stime
    return f"{name:28}  {seconds:9.1f}  {passed:8.1f}  {memory:9.0f}  {process.returncode:4}"


def _environment(root: Path) -> dict[str, str]:
    path = os.pathsep.join([str(ROOT / "plugins"), os.environ.get("PYTHONPATH", "")])
    return {**os.environ, "PYTHONPATH": path, "SHUXIANG_ROOT": str(root)}


def main() -> None:
    parser = argparse.ArgumentParser(description="ledger time")
    parser.add_argument("--members", type=int, default=2000)
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--files", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        paths = [str(path) for path in project(root, Year(options.members, options.weeks), options.files)]
        size = sum(Path(path).stat().st_size for path in paths) / 1024 / 1024
        print(f"{options.members * options.weeks} receipts in {size:.0f} MB of text")
        print("command                       cpu secs   passed s  memory MB  code")
        for name, words in (
            ("collect", ["collect", *paths]),
            ("collect, all there already", ["collect", *paths]),
            ("report month", ["report", "month", "--at", "2026-11"]),
            ("report year", ["report", "year", "--at", "2026"]),
        ):
            print(measured(name, root, [*words, "--today", TODAY]), flush=True)
            print((root / "said.txt").read_text(encoding="utf-8").strip().splitlines()[-1], flush=True)


if __name__ == "__main__":
    main()
