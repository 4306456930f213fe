"""Full-text search: the index builder and its browser half.

HTML hooks: `<meta name="shuxiang:base">` (way to the site's root), `[data-search-open]` (opens the dialog),
`<div data-search-page>` (becomes the search page). The bundle is expected at `search-index/` under the root.
A portable copy has `window.Shuxiang.portable` set and, in the bundle's place, `search-index/outlines.js`.
"""

from shuxiang.search.assets import FOLDER, LAZY_SCRIPTS, PORTABLE_SCRIPTS, SCRIPTS, STYLES
from shuxiang.search.bundle import build_index
from shuxiang.search.errors import SearchIndexError
from shuxiang.search.fold import fold_table
from shuxiang.search.outlines import write_outlines
from shuxiang.search.plain import plain_text
from shuxiang.search.records import SearchRecord

__all__ = [
    "FOLDER",
    "LAZY_SCRIPTS",
    "PORTABLE_SCRIPTS",
    "SCRIPTS",
    "STYLES",
    "SearchIndexError",
    "SearchRecord",
    "build_index",
    "fold_table",
    "plain_text",
    "write_outlines",
]
