"""The walls in a built site: which there are, where, and that nothing unpublished is on them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from built import BuildSite

PROGRAMME = "year: 2026\nstarts: 2026-01-05\nends: 2027-01-04\n"
EVENTS = "events:\n  - {kind: 委员大讲堂, title: 谈水, at: 2026-11-25 15:00, materials: [b.md]}\n"


def test_a_programme_has_the_year_on_a3_and_a4_and_each_month(build_site: BuildSite) -> None:
    site = build_site({"programme/2026.yml": PROGRAMME})

    months = {f"wall/2026/2026-{month:02}/index.html" for month in range(1, 13)}
    walls = {path for path in site.files() if path.startswith("wall/")}
    assert walls == {"wall/2026/index.html", "wall/2026/a4/index.html"} | months
    assert "@page { size: 420mm 297mm; margin: 0; }" in site.text("wall/2026/index.html")
    assert "@page { size: 297mm 210mm; margin: 0; }" in site.text("wall/2026/2026-11/index.html")


def test_what_is_published_is_on_every_wall_it_belongs_to(
    build_site: BuildSite, reading: Callable[..., str]
) -> None:
    site = build_site({"programme/2026.yml": PROGRAMME + EVENTS, "a.md": reading("2026-W47", "提案的写法")})

    for path in ("wall/2026/", "wall/2026/a4/", "wall/2026/2026-11/"):
        page = site.text(f"{path}index.html")
        assert "提案的写法" in page
        assert "谈水" in page
    assert "提案的写法" not in site.text("wall/2026/2026-10/index.html")


def test_what_is_not_published_yet_is_on_no_wall(build_site: BuildSite, reading: Callable[..., str]) -> None:
    later = reading("2026-W49", "绝密题目", lecture="{at: 2026-12-02 15:00, venue: 绝密地点, speaker: 绝密的人}")
    site = build_site({"programme/2026.yml": PROGRAMME + EVENTS, "b.md": later})

    assert [path for path, content in site.files().items() if "绝密".encode() in content] == []
    assert "待定" in site.text("wall/2026/2026-12/index.html")


def test_the_schedule_leads_to_the_wall_of_its_year_until_the_year_is_over(build_site: BuildSite) -> None:
    files = {"programme/2025.yml": "year: 2025\n", "programme/2026.yml": PROGRAMME}
    site = build_site(files)

    assert '<a href="../wall/2026/">挂图</a>' in site.text("schedule/index.html")
    assert '<a href="../../wall/2026/">挂图</a>' in site.text("schedule/2026/index.html")
    assert "挂图" not in site.text("schedule/2025/index.html")
    assert not site.has("wall/2025")


def test_the_toolbar_leads_back_and_to_the_other_sheets(build_site: BuildSite) -> None:
    page = build_site({"programme/2026.yml": PROGRAMME}).text("wall/2026/2026-11/index.html")

    assert 'href="../../../schedule/2026/"' in page
    assert '<a href="../../../wall/2026/2026-11/" aria-current="page">11月</a>' in page


def test_every_address_on_a_wall_exists_in_the_site(build_site: BuildSite) -> None:
    site = build_site({"programme/2026.yml": PROGRAMME}, config={"use_directory_urls": False})

    for path in ("wall/2026", "wall/2026/a4", "wall/2026/2026-11"):
        folder = site.folder / path
        named = re.findall(r'(?:href|src)="([^"]+)"', (folder / "index.html").read_text(encoding="utf-8"))
        inside = [address for address in named if address != "data:,"]
        assert [address for address in inside if not (folder / address).exists()] == []
        assert len(inside) > 10


def test_words_that_look_like_html_are_shown_as_words(build_site: BuildSite, reading: Callable[..., str]) -> None:
    site = build_site({"programme/2026.yml": PROGRAMME, "a.md": reading("2026-W47", "甲 & <script>乙")})

    for path in ("wall/2026/", "wall/2026/2026-11/"):
        assert "甲 &amp; &lt;script&gt;乙" in site.text(f"{path}index.html")


def test_a_wall_names_no_other_place_and_its_style_and_script_are_the_sites_own(build_site: BuildSite) -> None:
    site = build_site({"programme/2026.yml": PROGRAMME}, config={"site_url": "https://example.org/sx/"})
    page = site.text("wall/2026/index.html")

    assert "://" not in page
    assert re.search(r'href="\.\./\.\./assets/pages-[0-9a-f]+/wall\.css"', page)


def test_walls_are_no_pages_of_the_sitemap_or_the_search(build_site: BuildSite) -> None:
    site = build_site({"programme/2026.yml": PROGRAMME}, config={"site_url": "https://example.org/"})
    assert "wall/" not in site.text("sitemap.xml")


def test_an_office_may_have_its_own_wall(build_site: BuildSite, tmp_path: Path) -> None:
    own = tmp_path / "own" / "shuxiang"
    own.mkdir(parents=True)
    (own / "wall-parts.html").write_text(
        "{% macro text(entry) %}{% endmacro %}{% macro row(entry) %}{% endmacro %}"
        "{% macro head(title, aside, size) %}{% endmacro %}{% macro foot(a, b, c, d) %}本办公室印制{% endmacro %}",
        encoding="utf-8",
    )
    theme = {"name": "material", "language": "zh", "custom_dir": str(tmp_path / "own")}

    site = build_site({"programme/2026.yml": PROGRAMME}, config={"theme": theme})

    assert "本办公室印制" in site.text("wall/2026/index.html")
