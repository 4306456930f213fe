"""The page on the site's own state, as a build leaves it."""

from __future__ import annotations

from built import BuildSite
from shuxiang.pages.status_page import DATA_PATH, NO_RUNS


def test_every_site_has_the_page_and_the_file_it_asks_for_whatever_the_organizer_calls_status(
    build_site: BuildSite,
) -> None:
    site = build_site({"status.md": "# 情况\n", "status/status.json": "{}"})

    assert "本站内容生成于<time" in site.text("status/index.html")
    assert site.text(DATA_PATH) == NO_RUNS
    assert '<a href="status/">网站的情况</a>' in site.text("index.html")
    assert any("status.md" in line and "自动生成的页面" in line for line in site.warnings)
