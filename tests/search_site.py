"""A small site with search, as the pages of the real one present it."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from shuxiang.search import FOLDER, LAZY_SCRIPTS, SCRIPTS, STYLES, SearchRecord, build_index

CSP = {
    "Content-Security-Policy": "script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'",
}


def make_site(folder: Path, records: Iterable[SearchRecord], *, index: bool = True) -> Path:
    records = list(records)
    assets = folder / "assets"
    assets.mkdir(parents=True)
    for name in (*SCRIPTS, *LAZY_SCRIPTS, *STYLES):
        shutil.copy(FOLDER / name, assets / name)
    # Material's root size; sizes in the style sheet count on it.
    (assets / "theme.css").write_text("html { font-size: 125%; } body { font-size: 0.8rem; margin: 0.8rem; }")
    _page(folder / "index.html", ".", "<button data-search-open>搜索</button><input id='other' aria-label='其他'>")
    _page(folder / "search" / "index.html", "..", "<h1>搜索</h1><div data-search-page></div>")
    for record in records:
        depth = "/".join([".."] * record.url.strip("/").count("/") + [".."])
        body = f"<h1>{record.title}</h1>\n<a href='{depth}/' data-search-open>搜索</a>"
        _page(folder / record.url / "index.html", depth, body)
    if index:
        build_index(records, folder / "search-index")
    return folder


def _page(path: Path, base: str, body: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    scripts = "".join(f'<script src="{base}/assets/{name}" defer></script>' for name in SCRIPTS)
    styles = "".join(f'<link rel="stylesheet" href="{base}/assets/{name}">' for name in ("theme.css", *STYLES))
    path.write_text(
        f'<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>书香</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="icon" href="data:,"><meta name="shuxiang:base" content="{base}">{styles}{scripts}</head>'
        f"<body>{body}</body></html>",
        "utf-8",
    )
