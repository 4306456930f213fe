"""Whether to go on, now that the changes have been shown: told so, or asked on a terminal."""

from __future__ import annotations

import argparse
import sys

YES = {"y", "yes", "是", "好"}


def add_agreeing(parser: argparse.ArgumentParser, verb: str = "写入") -> None:
    """Add ``--yes`` and ``--dry-run``; ``verb`` is what the command does when it is agreed to."""
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--yes", action="store_true", help=f"不再询问，直接{verb}")
    add_dry_run(how, verb)


def add_dry_run(parser: argparse._ActionsContainer, verb: str) -> None:
    """Add ``--dry-run`` alone, to a command that asks nothing."""
    parser.add_argument("--dry-run", action="store_true", help=f"只列出会怎样，不{verb}")
    parser.set_defaults(verb=verb)


def agreed(options: argparse.Namespace, question: str = "写入以上改动吗？", verb: str = "") -> bool:
    """The answer; one that is no is told, with what to do. ``verb``, where it is not the command's usual one."""
    if options.yes:
        return True
    verb = verb or options.verb
    if only_looking(options, verb):
        return False
    if not sys.stdin.isatty():
        return _no(f"没有{verb}：这里不能询问。看过以上各项后，请加 --yes 再运行一次。")
    return _answer(f"{question}（是/否）") in YES | {verb} or _no(f"没有{verb}。")


def only_looking(options: argparse.Namespace, verb: str = "") -> bool:
    """Whether nothing is to be done; says so."""
    return bool(options.dry_run) and not _no(f"只是看看，没有{verb or options.verb}。")


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
