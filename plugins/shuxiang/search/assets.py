"""The browser half: which files a page loads, and which it loads when someone searches."""

from pathlib import Path

FOLDER = Path(__file__).with_name("assets")

SCRIPTS: tuple[str, ...] = ("search-open.js",)
"""For every page, in this order, each `<script src defer>`."""

STYLES: tuple[str, ...] = ("search.css",)
"""For every page."""

LAZY_SCRIPTS: tuple[str, ...] = (
    "fold.js",
    "spread.js",
    "search-online.js",
    "search-engine.js",
    "excerpt.js",
    "search-view.js",
    "search-session.js",
    "search-dialog.js",
    "search-page.js",
)
"""Fetched by search-open.js from its own folder on first use; they only have to lie beside it."""

PORTABLE_SCRIPTS: tuple[str, ...] = ("search-portable.js",)
"""Fetched by a portable copy in the place of search-online.js."""
