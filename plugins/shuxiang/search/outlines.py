"""The search of a portable copy, whose pages may not fetch anything: what it needs, as one script."""

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from shuxiang.search.fold import Fold, fold_table
from shuxiang.search.pages_table import pages_table
from shuxiang.search.records import SearchRecord, newest_first

NAME = "outlines.js"


def write_outlines(records: Iterable[SearchRecord], folder: Path) -> None:
    """Write `outlines.js` into the folder: the table of pages, and the text of each, which is meant to be short.

    The same records give the same bytes, whatever their order.
    """
    pages = [replace(record, url=_file_of(record.url)) for record in newest_first(records)]
    table = fold_table()
    lengths = [len(Fold(table)(page.body)) for page in pages]
    values = {
        "table": pages_table(pages, lengths, {}, "", ""),
        "outlines": [page.body for page in pages],
        "fold": {"from": "".join(table), "to": "".join(table.values())},
    }
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / NAME).write_bytes(f"window.Shuxiang.searchOutlines = {text};\n".encode("utf-8", "replace"))


def _file_of(url: str) -> str:
    """A page's address as a file's: there is no server to look for the page of a folder."""
    return url if url and not url.endswith("/") else f"{url}index.html"
