"""What a policy must allow by hash, and what it cannot allow."""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.release.errors import ReleaseError
from shuxiang.release.page_scripts import MOST_HASHES, forbidden_code, inline_hashes, parsed, script_hashes


def source(script: str) -> str:
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


def hashes(page: str) -> list[str]:
    return list(inline_hashes(parsed(page)))


def forbidden(page: str) -> list[str]:
    return list(forbidden_code(parsed(page)))


def test_a_script_is_named_by_the_bytes_between_its_tags() -> None:
    assert hashes("<script>\n alert('你好 & <b>') </script>") == [source("\n alert('你好 & <b>') ")]


def test_line_ends_count_as_browsers_count_them() -> None:
    assert hashes("<script>a\r\nb\rc</script>") == [source("a\nb\nc")]


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t")).filter(lambda t: "<" not in t)
)
def test_any_text_of_a_script_is_named_as_it_stands(script: str) -> None:
    page = f"<!doctype html><p>一段</p><script>{script}</script><p>又一段</p>"

    assert hashes(page) == [source(script)]


@pytest.mark.parametrize("type_", ["", "text/javascript", "MODULE", "application/javascript", "importmap", " "])
def test_what_is_run_is_named(type_: str) -> None:
    assert hashes(f'<script type="{type_}">x</script>') == [source("x")]


@pytest.mark.parametrize(
    "page",
    [
        '<script type="application/json">{"a": 1}</script>',
        '<script type="text/template">x</script>',
        '<script src="a.js">x</script>',
        "<!-- <script>x</script> -->",
        "<textarea><script>x</script></textarea>",
        "<p>&lt;script&gt;x&lt;/script&gt;</p>",
        "",
        "\x00",
    ],
)
def test_what_is_not_run_is_not(page: str) -> None:
    assert hashes(page) == []


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ('<p onclick="go()">x</p>', '<p onclick="go()">'),
        ("<svg ONLOAD=go()></svg>", '<svg onload="go()">'),
        ('<a href="javascript:go()">x</a>', '<a href="javascript:go()">'),
        ('<a href=" Java\tScript:go()">x</a>', '<a href=" Java\tScript:go()">'),
        ('<form action="&#106;avascript:go()"></form>', '<form action="javascript:go()">'),
        ('<div><button formaction="javascript:go()">', '<button formaction="javascript:go()">'),
    ],
)
def test_code_in_a_tag_is_found(page: str, found: str) -> None:
    assert forbidden(page) == [found]


@pytest.mark.parametrize(
    "page",
    [
        '<p title="javascript: 一种语言">x</p>',
        '<a href="guide/#javascript:">x</a>',
        '<p data-onclick="x">x</p>',
        '<code>&lt;p onclick="x"&gt;</code>',
        '<meta content="javascript:">',
    ],
)
def test_words_about_code_are_not(page: str) -> None:
    assert forbidden(page) == []


def test_a_sites_pages_are_all_read(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "index.html").write_text("<script>1</script><script>2</script>", "utf-8")
    (tmp_path / "a" / "INDEX.HTM").write_text("<script>2</script><script>3</script>", "utf-8")
    (tmp_path / "a" / "b.txt").write_text("<script>4</script>", "utf-8")

    assert script_hashes(tmp_path) == tuple(sorted(map(source, "123")))


@pytest.mark.parametrize("codec", ["utf-16", "utf-8-sig", "gbk"])
def test_a_script_is_named_by_its_words_whatever_the_page_is_encoded_in(tmp_path: Path, codec: str) -> None:
    page = "<meta charset=gb2312><script>say('\u4e66\u9999')</script>"
    (tmp_path / "index.htm").write_bytes(page.encode(codec))

    assert source("say('\u4e66\u9999')") in script_hashes(tmp_path)


def test_pages_with_code_in_their_tags_are_named(tmp_path: Path) -> None:
    (tmp_path / "guide").mkdir()
    (tmp_path / "guide" / "index.html").write_text('<p onclick="go()">x</p>' * 7, "utf-8")

    with pytest.raises(ReleaseError) as refusal:
        script_hashes(tmp_path)
    assert 'guide/index.html\uff1a<p onclick="go()">' in str(refusal.value)
    assert "共 7 处" in str(refusal.value)
    assert "extra_javascript" in str(refusal.value)


def test_more_scripts_than_a_header_can_hold_are_refused(tmp_path: Path) -> None:
    page = "".join(f"<script>{i}</script>" for i in range(MOST_HASHES + 1))
    (tmp_path / "index.html").write_text(page, "utf-8")

    with pytest.raises(ReleaseError, match=f"{MOST_HASHES + 1} 段"):
        script_hashes(tmp_path)
