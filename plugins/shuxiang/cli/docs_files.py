"""Whether a new file may go where it is wanted in the documents folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from shuxiang.cli.written_file import is_within

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


def objection(config: MkDocsConfig, path: str) -> str:
    """What is against a new file at the path below the documents folder, as a clause; nothing when nothing is."""
    docs = Path(config.docs_dir)
    if not is_within(docs / path, docs):
        return "那里是一个链接，指向文档文件夹以外"
    if config.exclude_docs and config.exclude_docs.match_file(path):
        return "配置文件的 exclude_docs 把它排除在外"
    return ""


def is_taken(path: Path) -> bool:
    """Whether the name is taken, also by one that differs only in case, which Windows takes for the same."""
    try:
        if path.exists() or path.is_symlink():
            return True
        return path.parent.is_dir() and path.name.casefold() in {p.name.casefold() for p in path.parent.iterdir()}
    except OSError:
        return False  # a name too long for the disk, which a cell may well hold
