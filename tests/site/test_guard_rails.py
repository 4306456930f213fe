"""What the built site must never hold, by default."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from built import BuildSite


def test_no_page_asks_another_host_for_anything(build_site: BuildSite, reading: Callable[..., str]) -> None:
    site = build_site({"a.md": reading("2026-W47")}, search=True)

    loads = re.compile(rb"""(?:src|href|action|poster)\s*=\s*["'](?:https?:)?//[^"']+""")
    styles = re.compile(rb"""(?:@import|url\()\s*["']?(?:https?:)?//""")
    for path, content in site.files().items():
        if path.endswith(".html"):
            assert loads.findall(content) == [], path
        if path.endswith(".css"):
            assert styles.findall(content) == [], path


def test_what_lies_outside_the_documents_never_reaches_the_site(
    build_site: BuildSite, reading: Callable[..., str], tmp_path: Path
) -> None:
    canary = "13900000000-CANARY"
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "roster.csv").write_text(canary, encoding="utf-8")

    site = build_site({"a.md": reading("2026-W47")}, search=True)

    assert [path for path, content in site.files().items() if canary.encode() in content] == []


def test_a_form_without_its_script_sends_nothing(build_site: BuildSite, reading: Callable[..., str]) -> None:
    site = build_site({"a.md": reading("2026-W47")})

    for path in ("a/index.html", "checkin/article/2026-W47/index.html"):
        assert '<form class="sx-checkin" method="dialog"' in site.text(path)
        assert "data-submit disabled>" in site.text(path)


def test_our_scripts_start_no_timers_and_send_nothing() -> None:
    folder = Path(__file__).parents[2] / "plugins" / "shuxiang" / "pages" / "assets"
    for script in folder.glob("*.js"):
        code = script.read_text(encoding="utf-8")
        if script.name == "status.js":  # reads the one file that says how updates have gone
            code = code.replace('.fetch("status.json", { cache: "no-cache" })', "", 1)
        for word in ("setInterval", "setTimeout", "sendBeacon", "XMLHttpRequest", "fetch(", "WebSocket", "cookie"):
            assert word not in code, f"{script.name}: {word}"


def test_pages_say_that_check_in_is_voluntary(build_site: BuildSite, reading: Callable[..., str]) -> None:
    site = build_site({"a.md": reading("2026-W47")})

    for path in ("index.html", "a/index.html", "checkin/article/2026-W47/index.html", "my/index.html"):
        assert "打卡自愿" in site.text(path), path


def test_no_page_ranks_people_or_counts_their_time(build_site: BuildSite, reading: Callable[..., str]) -> None:
    site = build_site({"a.md": reading("2026-W47")})

    for path, content in site.files().items():
        if path.endswith(".html"):
            text = content.decode().replace("不排名、不计时", "")
            for word in ("排名", "排行", "积分", "倒计时", "在线时长", "名次"):
                assert word not in text, f"{path}: {word}"
