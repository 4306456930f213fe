"""The bundle: everything a browser fetches in order to search, and nothing else.

    pagefind.js, pagefind-entry.json, wasm.unknown.pagefind, pagefind.*.pf_meta, index/    Pagefind's
    pages.json      every page: where it is, how to name it, which index entry is its own
    fold.json       the Traditional to Simplified table
    text/           the original texts in pieces, for excerpts

Pagefind's fragments go: each repeats a page's whole text, spelt in the words of `Spread`.
"""

import gzip
import json
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from shuxiang.search.errors import SearchIndexError
from shuxiang.search.fold import Fold, fold_table
from shuxiang.search.pagefind_service import LANGUAGE, engine_version, write_index
from shuxiang.search.pages_table import pages_table
from shuxiang.search.pieces import cut
from shuxiang.search.records import SearchRecord, newest_first
from shuxiang.search.spread import Spread, frequent_characters

_KEPT = ("pagefind.js", "pagefind-entry.json", f"wasm.{LANGUAGE}.pagefind", "pagefind.*.pf_meta", "index")
_FRAGMENT_SIGNATURE = b"pagefind_dcd"


def build_index(records: Iterable[SearchRecord], output: Path) -> None:
    """Write the search bundle into the folder `output`, in place of whatever it held.

    The same records give the same bytes, whatever their order. A bundle that fails leaves the old one alone.
    Raises SearchIndexError, whose message is for the user.
    """
    table = fold_table()
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=output.parent, prefix=f".{output.name}-") as scratch:
            bundle = Path(scratch, "bundle")
            _write_bundle(newest_first(records), table, Path(scratch, "pagefind"), bundle)
            _replace(output, bundle)
    except OSError as error:
        raise SearchIndexError(
            f"{output}：搜索索引写不进去（{error.strerror or error}）。请检查文件夹权限和磁盘空间。"
        ) from error


def _write_bundle(records: Sequence[SearchRecord], table: Mapping[str, str], raw: Path, bundle: Path) -> None:
    bundle.mkdir()
    fold = Fold(table)
    folded = [fold(record.body) for record in records]
    frequent = frequent_characters(folded)
    entries: Mapping[str, str] = {}
    if any(folded):
        words = map(Spread(frequent), folded)
        write_index(zip((record.digest for record in records), words, strict=True), raw)
        entries = _entries(raw)
        _keep(raw, bundle)
    _write_texts(records, entries, fold, bundle / "text")
    lengths = [len(text) for text in folded]
    _write_json(bundle / "pages.json", pages_table(records, lengths, entries, frequent, engine_version()))
    _write_json(bundle / "fold.json", {"from": "".join(table), "to": "".join(table.values())})


def _entries(raw: Path) -> dict[str, str]:
    """Page digest to the name of its index entry, which Pagefind reports as a result's id."""
    return {_fragment_url(path): path.stem.removeprefix(f"{LANGUAGE}_") for path in (raw / "fragment").iterdir()}


def _fragment_url(path: Path) -> str:
    content = gzip.decompress(path.read_bytes()).removeprefix(_FRAGMENT_SIGNATURE)
    return str(json.loads(content)["url"])


def _keep(raw: Path, bundle: Path) -> None:
    for pattern in _KEPT:
        for path in raw.glob(pattern):
            path.rename(bundle / path.name)


def _write_texts(records: Iterable[SearchRecord], entries: Mapping[str, str], fold: Fold, folder: Path) -> None:
    folder.mkdir()
    for record in records:
        if entry := entries.get(record.digest):
            for number, piece in enumerate(cut(record.body, fold)):
                (folder / f"{entry}-{number}.txt").write_bytes(piece.encode("utf-8", "replace"))


def _write_json(path: Path, value: object) -> None:
    path.write_bytes(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))


def _replace(output: Path, bundle: Path) -> None:
    if output.exists():
        shutil.rmtree(output)
    bundle.rename(output)
