"""Links of a portable copy lead to files, and nothing else of a page is touched."""

from __future__ import annotations

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.release.portable.links import Place, whole_address, whole_links

FILES = frozenset(
    ["index.html", "a/index.html", "a/b/index.html", "a/b/图 1.png", "学习/index.html", "style.css", "x/file.txt"]
)
HERE = Place("a/b/index.html", FILES)


@pytest.mark.parametrize(
    ("address", "whole"),
    [
        ("../../a/", "../../a/index.html"),
        ("../../a", "../../a/index.html"),
        ("..", "../index.html"),
        (".", "index.html"),
        ("./", "./index.html"),
        ("../..", "../../index.html"),
        ("../#part", "../index.html#part"),
        ("../?q=1#part", "../index.html?q=1#part"),
        ("../../%E5%AD%A6%E4%B9%A0/", "../../%E5%AD%A6%E4%B9%A0/index.html"),
        ("../../学习/", "../../学习/index.html"),
        ("/", "../../index.html"),
        ("/style.css", "../../style.css"),
        ("/a/#part", "../index.html#part"),
        ("/a/b/%E5%9B%BE%201.png", "%E5%9B%BE%201.png"),
    ],
)
def test_a_link_to_a_folder_leads_to_its_page(address: str, whole: str) -> None:
    assert whole_address(address, HERE) == whole


@pytest.mark.parametrize(
    "address",
    [
        "",
        "#part",
        "?q=1",
        "../index.html",
        "../../style.css",
        "../../x/",
        "../../../../etc/",
        "../../gone/",
        "https://e.example/a/",
        "//e.example/a/",
        "\\\\server\\a\\",
        "mailto:a@e.example",
        "javascript:void(0)",
        "data:text/plain,a/",
        "/gone/",
    ],
)
def test_other_addresses_stay_as_they_are(address: str) -> None:
    assert whole_address(address, HERE) == address


def test_below_a_path_the_sites_own_root_is_known() -> None:
    place = Place("a/index.html", FILES, "https://study.example/sx/")

    assert whole_address("/sx/a/b/", place) == "b/index.html"
    assert whole_address("/sx", place) == "../index.html"
    assert whole_address("/a/b/", place) == "/a/b/"
    assert whole_address("/sxa/b/", place) == "/sxa/b/"


@pytest.mark.parametrize(
    ("address", "whole"),
    [
        ("https://study.example/sx/a/b/", "b/index.html"),
        ("https://study.example/sx/a/b", "b/index.html"),
        ("HTTPS://Study.example:443/sx/a/b/#part", "b/index.html#part"),
        ("https://study.example/sx/a/b/?q=1#part", "b/index.html?q=1#part"),
        ("//study.example/sx/style.css", "../style.css"),
        ("https://study.example/sx/%E5%AD%A6%E4%B9%A0/", "../%E5%AD%A6%E4%B9%A0/index.html"),
        ("https://study.example/sx", "../index.html"),
        ("https://study.example/sx/", "../index.html"),
    ],
)
def test_the_sites_full_address_leads_into_the_copy(address: str, whole: str) -> None:
    assert whole_address(address, Place("a/index.html", FILES, "https://study.example/sx/")) == whole


@pytest.mark.parametrize(
    "address",
    [
        "https://study.example/sx/gone/",
        "https://study.example/other/a/",
        "https://study.example/",
        "https://study.example.evil/sx/a/",
        "https://study.example:8443/sx/a/",
        "https://study.example@evil.example/sx/a/",
    ],
)
def test_full_addresses_of_what_the_copy_has_not_stay(address: str) -> None:
    assert whole_address(address, Place("a/index.html", FILES, "https://study.example/sx/")) == address


def test_a_link_that_means_the_website_stays() -> None:
    page = (
        '<link rel="canonical" href="https://study.example/a/"><a rel="noopener External" href="https://study.example/">'
        '<a rel="external" href="/a/"></a>'
    )

    whole = whole_links(page, Place("index.html", FILES, "https://study.example/"))
    assert whole == page.replace('"/a/"', '"a/index.html"')


def test_each_part_of_a_srcset_is_made_whole_and_a_refresh() -> None:
    page = (
        '<img srcset="/a/b/图%201.png 9x,https://study.example/style.css 1x, https://e.example/a.png 2x">'
        "<source SRCSET='图.png'><link imagesrcset=/style.css>"
        '<meta http-equiv="Refresh" content="0; url=../"><meta name="x" content="0; url=../">'
    )

    assert whole_links(page, Place("a/index.html", FILES, "https://study.example/")) == (
        '<img srcset="b/%E5%9B%BE%201.png 9x,../style.css 1x, https://e.example/a.png 2x">'
        "<source SRCSET='图.png'><link imagesrcset=\"../style.css\">"
        '<meta http-equiv="Refresh" content="0; url=../index.html"><meta name="x" content="0; url=../">'
    )


def test_only_the_attributes_that_lead_somewhere_change_and_nothing_else_of_the_page() -> None:
    page = (
        "<!DOCTYPE html>\r\n<!-- <a href='../'> -->\n"
        "<a\n  class=x data-href='../' title=\"href='../'\" href = '../'>"
        "甲</A>\n"
        '<a href=../../a/ >乙</a><p>href="../" &nbsp;&copy</p><script>var a = \'<a href="../">\';</script>\n'
        '<a href="../?a=1&amp;b=2">丙</a><img src="图 1.png" alt="a/"><br/>\n<unclosed href="../"'
    )

    expected = (
        page.replace("href = '../'", 'href = "../index.html"')
        .replace("href=../../a/ ", 'href="../../a/index.html" ')
        .replace('"../?a=1&amp;b=2"', '"../index.html?a=1&amp;b=2"')
    )
    assert whole_links(page, HERE) == expected


ADDRESSES = st.lists(st.sampled_from(["..", ".", "a", "b", "学习", "x", "%61", "style.css", ""]), max_size=5).map(
    "/".join
)


@given(ADDRESSES, st.sampled_from(sorted(path for path in FILES if path.endswith(".html"))))
def test_doing_it_twice_changes_nothing_more(address: str, page: str) -> None:
    place = Place(page, FILES)
    once = whole_address(address, place)

    assert whole_address(once, place) == once


@given(st.text(alphabet="<>a href='\"=./!-\n\r&;学script", max_size=80))
def test_what_is_no_link_keeps_every_character(text: str) -> None:
    assert whole_links(text, Place("a/index.html", frozenset())) == text


@given(ADDRESSES)
def test_an_address_in_a_page_becomes_what_it_becomes_alone(address: str) -> None:
    page = whole_links(f'<p>甲\n<a id="x" href="{address}">乙</a>', HERE)

    assert unescape(page) == f'<p>甲\n<a id="x" href="{whole_address(address, HERE)}">乙</a>'
