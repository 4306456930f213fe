"""Whether to go on, now that the changes have been shown: told so, or asked on a terminal."""

from __future__ import annotations

import argparse
import sys

YES = {"y", "yes", "是", "好", "写入"}


def add_agreeing(parser: argparse.ArgumentParser) -> None:
    """Add ``--yes`` and ``--dry-run``."""
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--yes", action="store_true", help="不再询问，直接写入")
    how.add_argument("--dry-run", action="store_true", help="只列出会有哪些改动，不写入")


def agreed(options: argparse.Namespace, question: str = "写入以上改动吗？") -> bool:
    """The answer; one that is no is told, with what to do."""
    if options.yes:
        return True
    if options.dry_run:
        return _no("只是看看，没有写入。")
    if not sys.stdin.isatty():
        return _no("没有写入：这里不能询问。看过以上改动后，请加 --yes 再运行一次。")
    return _answer(f"{question}（是/否）") in YES or _no("没有写入。")


def _no(sentence: str) -> bool:
    print(sentence, flush=True)  # noqa: T201
    return False


def _answer(question: str) -> str:
    """What is typed; nothing when Ctrl-D is."""
    try:
        return input(question).strip().lower()
    except EOFError:
        print(flush=True)  # noqa: T201
        return ""
