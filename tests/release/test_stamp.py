"""Every page says which release it belongs to."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from release_site import contents, write_site
from shuxiang.release.manifest import from_json
from shuxiang.release.stamp import id_in, stamp, stamped

DAY = date(2026, 11, 21)
ID = "20261121-0123456789"


def test_each_page_carries_the_id_and_the_manifest_is_true_of_the_stamped_files(tmp_path: Path) -> None:
    write_site(tmp_path, 1)
    manifest = stamp(tmp_path, DAY)
    files = contents(tmp_path)
    assert from_json(files["release.json"]) == manifest
    assert {id_in(page) for path, page in files.items() if path.endswith(".html")} == {manifest.id}
    assert {path: hashlib.sha256(files[path]).hexdigest() for path in manifest.files} == {
        path: fact.sha256 for path, fact in manifest.files.items()
    }


def test_the_same_site_is_stamped_into_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "other"):
        write_site(tmp_path / name, 1)
        stamp(tmp_path / name, DAY)
    assert contents(tmp_path / "one") == contents(tmp_path / "other")


def test_the_id_stands_after_the_charset_so_that_browsers_find_that_first() -> None:
    head, title = '<!doctype html><HTML><HEAD lang="zh">\n  <meta charset="utf-8">', "\n  <title>书</title>"
    page = stamped(f"{head}{title}".encode(), ID).decode()
    assert page == f'{head}\n      <meta name="shuxiang:release" content="{ID}">{title}'


def test_a_policy_comes_with_the_id_where_the_server_cannot_send_it() -> None:
    page = stamped(b"<html><head></head></html>", ID, "default-src 'self'")
    assert b'<meta http-equiv="Content-Security-Policy" content="default-src \'self\'">' in page
    assert page.index(b"shuxiang:release") < page.index(b"</head>")


@pytest.mark.parametrize(
    "page", [b"", b"<p>no head</p>", b"<header><p>head</p></header>", b" " * 5000 + b"<head></head>"]
)
def test_a_page_without_a_head_stays_as_it_is(page: bytes) -> None:
    assert stamped(page, ID) == page
    assert id_in(page) == ""


@given(st.binary(max_size=80))
def test_of_any_page_only_the_stamp_is_new(page: bytes) -> None:
    whole = b"<head>" + page
    line = f'\n      <meta name="shuxiang:release" content="{ID}">'.encode()
    assert stamped(whole, ID).replace(line, b"", 1) == whole
    assert id_in(stamped(whole, ID)) == ID


def test_an_id_that_is_no_text_is_shown_without_an_error() -> None:
    assert id_in(b'<meta name="shuxiang:release" content="\xff">') == "\N{REPLACEMENT CHARACTER}"


def test_release_json_is_readable_by_people(tmp_path: Path) -> None:
    write_site(tmp_path, 1)
    manifest = stamp(tmp_path, DAY)
    text = (tmp_path / "release.json").read_text("utf-8")
    assert json.loads(text)["id"] == manifest.id
    assert "说明/index.html" in text


@pytest.mark.parametrize(
    ("page", "stands"),
    [
        ("<!-- old <head> --><html><head><title>书</title>", "<head>\n      <meta"),
        ("<html lang=zh><p>没有头的网页</p>", "<html lang=zh>\n      <meta"),
        ("<!doctype html><p>没有头的网页</p>", "<!doctype html>\n      <meta"),
        ("<p>只有一句</p>", "\n      <meta"),
    ],
)
def test_a_page_that_must_carry_a_policy_carries_it_before_all_it_says(page: str, stands: str) -> None:
    done = stamped(page.encode(), ID, "default-src 'self'").decode()
    assert stands in done
    assert done.index("Content-Security-Policy") < done.index("书" if "书" in page else "<p>")


def test_pages_of_other_endings_are_stamped_too(tmp_path: Path) -> None:
    (tmp_path / "导出.HTM").write_text("<html><head></head></html>", encoding="utf-8")
    manifest = stamp(tmp_path, date(2026, 11, 21))
    assert id_in((tmp_path / "导出.HTM").read_bytes()) == manifest.id
