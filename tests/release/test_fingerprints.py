"""Which files are named after their content."""

from __future__ import annotations

import pytest

from shuxiang.release.fingerprints import is_fingerprinted


@pytest.mark.parametrize(
    "path",
    [
        "assets/shuxiang-0123456789/shuxiang.css",
        "assets/search-0123456789/vendor/pagefind.js",
        "assets/javascripts/bundle.0123abcd.min.js",
        "assets/javascripts/bundle.0123abcd.min.js.map",
        "assets/javascripts/workers/search.0123abcd.min.js",
        "assets/stylesheets/main.0123abcd.min.css",
        "search-index/index/zh_0123abc.pf_index",
        "search-index/fragment/zh_0123abcdef.pf_fragment",
        "search-index/pagefind.zh_0123abcdef.pf_meta",
        "search-index/text/0123abcdef-12.txt",
    ],
)
def test_a_digest_in_the_right_place_of_the_name_is_a_fingerprint(path: str) -> None:
    assert is_fingerprinted(path)


@pytest.mark.parametrize(
    "path",
    [
        "index.html",
        "assets/images/favicon.png",
        "assets/shuxiang-012345678/shuxiang.css",
        "assets/shuxiang-0123456789",
        "assets/shuxiang-0123456789\n/a.css",
        "assets/Shuxiang-0123456789/a.css",
        "docs/assets/shuxiang-0123456789/a.css",
        "assets/javascripts/bundle.js",
        "assets/javascripts/bundle.0123abcd.min.jsx",
        "search-index/pagefind-entry.json",
        "files/assets/javascripts/bundle.0123abcd.min.js",
    ],
)
def test_any_other_name_is_none(path: str) -> None:
    assert not is_fingerprinted(path)
