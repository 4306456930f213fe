"""A site of a few files, and what a server is to be told of it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from shuxiang.release.policy import policy
from shuxiang.release.servers.address import parse_address
from shuxiang.release.servers.served import Served

Describe = Callable[..., Served]

LONG = "一行字。\n" * 500
FILES = {
    "index.html": f"<!doctype html><title>首页</title>{LONG}",
    "404.html": f"<!doctype html><title>找不到</title>{LONG}",
    "readings/2026/w47/index.html": "<!doctype html><title>一篇</title>",
    "schedule.json": "{}",
    "atom.xml": "<feed/>",
    "calendar/programme.ics": "BEGIN:VCALENDAR\r\n" + LONG,
    "assets/pages-0123456789/shuxiang.css": "body { margin: 0 }\n" * 100,
    "assets/images/picture.png": "no real one",
    "search-index/wasm.unknown.pagefind": "no real one",
    "search-index/text/0123456789-0.txt": "文字",
    "files/讲义 一.pdf": "no real one",
    ".publishing.json": "{}",
    ".git/config": "",
    "web.config": "<configuration/>",
    "WEB-INF/web.xml": "<web-app/>",
}


@pytest.fixture(scope="session")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """In a folder with spaces and Chinese in its name, as a link that is switched."""
    folder = tmp_path_factory.mktemp("srv") / "书香 网站"
    for path, text in FILES.items():
        target = folder / "releases" / "1" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())
    (folder / "current").symlink_to("releases/1", target_is_directory=True)
    return folder / "current"


@pytest.fixture(scope="session")
def described() -> Describe:
    """described(url=…, **changes) -> Served, with a policy of its own."""

    def describe(url: str = "http://study.example/", **changes: object) -> Served:
        facts = {"name": "内网", "root": "/srv/www/shuxiang/current", "policy": policy(["'sha256-AAAA='"])}
        return Served(address=parse_address(url), **{**facts, **changes})  # type: ignore[arg-type]

    return describe
