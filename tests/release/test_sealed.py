"""What a built site loads from elsewhere is found, and what only looks like it is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.release.sealing import loads
from shuxiang.release.sealing.elsewhere import leads_elsewhere
from shuxiang.release.sealing.loads import Kind
from shuxiang.release.sealing.script_addresses import script_addresses
from shuxiang.release.sealing.sealed import Foreign, foreign
from shuxiang.release.sealing.style_addresses import style_addresses

Find = Callable[..., list[Foreign]]


@pytest.fixture
def find(tmp_path: Path) -> Find:
    """find(text, name="index.html", site_url="") -> what the one file of a site loads from elsewhere."""

    def found(text: str, name: str = "index.html", site_url: str = "") -> list[Foreign]:
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
        return foreign(tmp_path, site_url)

    return found


LOADING = [
    ('<img src="https://e.example/a.png">', loads.PICTURE),
    ("<img src=//e.example/a.png>", loads.PICTURE),
    ('<img src="\\\\e.example\\a.png">', loads.PICTURE),
    ('<img src=" ht&#116;ps:\n//e.example/a.png">', loads.PICTURE),
    ('<IMG SRC="HTTP:e.example/a.png">', loads.PICTURE),
    ('<img src="file:///C:/图片/a.png">', loads.PICTURE),
    ('<img srcset="a.png 1x, //e.example/a.png 2x">', loads.PICTURE),
    ('<picture><source srcset="https://e.example/a.webp"></picture>', loads.PICTURE),
    ('<video poster="//e.example/p.jpg" src="a.mp4"></video>', loads.PICTURE),
    ('<audio src="https://e.example/a.mp3"></audio>', loads.PICTURE),
    ('<td background="https://e.example/a.gif">', loads.PICTURE),
    ('<noscript><img src="https://e.example/count.gif"></noscript>', loads.PICTURE),
    ('<input type="image" src="//e.example/b.png">', loads.PICTURE),
    ('<svg><image href="https://e.example/a.png"/></svg>', loads.PICTURE),
    ('<svg><image xlink:href="https://e.example/a.png"/></svg>', loads.PICTURE),
    ('<link rel="shortcut icon" href="https://e.example/i.ico">', loads.PICTURE),
    ('<script src="https://cdn.example/a.js"></script>', loads.SCRIPT),
    ('<link rel="stylesheet" href="https://cdn.example/a.css">', loads.STYLE),
    ('<link rel="preload" as="font" href="//cdn.example/a.woff2">', loads.STYLE),
    ('<link rel="dns-prefetch" href="//cdn.example">', loads.AHEAD),
    ('<link rel="alternate" hreflang="en" href="https://e.example/en/">', loads.AHEAD),
    ("<style>p{background:url(https://e.example/a.png)}</style>", loads.STYLE),
    ('<p style="background:u\\72l(//e.example/a.png)">', loads.STYLE),
    ('<svg><path fill="url(https://e.example/a.svg#p)"/></svg>', loads.STYLE),
    ('<iframe src="https://player.example/1"></iframe>', loads.FRAME),
    ('<iframe srcdoc="&lt;img src=//e.example/a.png&gt;"></iframe>', loads.PICTURE),
    ('<object data="https://e.example/a.pdf"></object>', loads.FRAME),
    ('<embed src="//e.example/a.swf">', loads.FRAME),
    ('<svg><use href="https://e.example/a.svg#i"/></svg>', loads.FRAME),
    ('<form action="https://e.example/say"></form>', loads.FORM),
    ('<button formaction="//e.example/say">', loads.FORM),
    ('<a href="a/" ping="https://e.example/count">', loads.FORM),
    ('<meta http-equiv="Refresh" content="0; URL=https://e.example/">', loads.MOVED),
    ('<base href="https://e.example/">', loads.MOVED),
    ('<p onclick="fetch(\'https://e.example/\')">', loads.RUNNING),
    ('<script>new Image().src = "https://e.example/count"</script>', loads.RUNNING),
    ('<script type="module">import "https://cdn.example/a.js"</script>', loads.RUNNING),
    ('<script>var home = "https://e.example/"</script>', loads.MENTION),
    ('<div data-md-component="content"><pre class="mermaid"><code>图</code></pre></div>', loads.DIAGRAM),
    ('<a data-md-component="source" href="https://github.com/a/b">', loads.REPOSITORY),
    ('<?xml-stylesheet href="https://e.example/a.css"?><svg/>', loads.STYLE),
]  # fmt: skip


@pytest.mark.parametrize(("html", "kind"), LOADING, ids=[html for html, _ in LOADING])
def test_what_a_page_loads_from_elsewhere_is_found(find: Find, html: str, kind: Kind) -> None:
    assert [found.kind for found in find(f"<!doctype html><body>{html}")] == [kind]


HARMLESS = [
    '<a href="https://e.example/">链接</a>',
    '<area href="https://e.example/">',
    '<link rel="canonical" href="https://e.example/">',
    '<link rel="alternate feed" href="https://e.example/atom.xml">',
    '<img src="../a.png"><img src="/a.png"><img src="data:image/png;base64,AA//AA=="><img src="a//b.png">',
    '<img alt="https://e.example/a.png" title="url(https://e.example/)">',
    "<p>见 https://e.example/，或 &lt;img src=https://e.example/a.png&gt;</p>",
    "<!-- <img src=https://e.example/a.png> -->",
    '<script type="application/json">{"home": "https://e.example/"}</script>',
    '<script>location.protocol // "https://e.example/"</script>',
    "<script>var link = /^https:\\/\\/e.example/</script>",
    '<svg xmlns="http://www.w3.org/2000/svg"><use href="#i"/></svg>',
    '<script>document.createElementNS("http://www.w3.org/2000/svg", "svg")</script>',
    '<style>@namespace url(http://www.w3.org/1999/xhtml); p::after{content:"//"}/* url(//e.example) */</style>',
    '<pre class="mermaid"><code>图</code></pre>',
    '<form action="/say"></form>',
    "",
]  # fmt: skip


@pytest.mark.parametrize("html", HARMLESS)
def test_what_loads_nothing_from_elsewhere_is_left_alone(find: Find, html: str) -> None:
    assert find(html) == []


def test_a_finding_names_file_and_line(find: Find) -> None:
    (found,) = find("<p>\n一\n</p>\n<img src='https://e.example/a.png'>\n", "a/index.html")

    assert (found.path, found.line, found.address) == ("a/index.html", 4, "https://e.example/a.png")


def test_inside_a_style_and_a_script_the_line_is_counted_on(find: Find) -> None:
    lines = [load.line for load in find("<p>\n<style>\np{}\nq{background:url(//e.example)}</style>\n")]

    assert lines == [4]
    assert [load.line for load in find("\n\nfetch('https://e.example')", "a.js") if load.path == "a.js"] == [3]


def test_what_lies_below_the_sites_own_address_is_its_own(find: Find) -> None:
    page = '<img src="http://own.example/sx/a.png"><img src="http://own.example.evil/a.png">'

    addresses = [found.address for found in find(page, site_url="http://own.example/sx/")]

    assert addresses == ["http://own.example.evil/a.png"]


def test_stylesheets_drawings_and_scripts_are_read_data_is_not(find: Find) -> None:
    find('@import "//e.example/a.css";', "a.css")
    find("<svg><style>p{fill:url(//e.example)}</style></svg>", "b.svg")
    find("fetch('//e.example')", "c.mjs")
    find('{"home": "https://e.example/"}', "schedule.json")
    find("<link href='https://e.example/'/>", "atom.xml")
    paths = [found.path for found in find("BEGIN:VCALENDAR\nURL:https://e.example/", "calendar/a.ics")]

    assert paths == ["a.css", "b.svg", "c.mjs"]


@pytest.mark.parametrize(
    "css",
    [
        "@import/**/'//e.example/a.css'",
        "@im\\70ort url( //e.example/a.css )",
        "a{b:url('//e.example/a.css",
        "a{b:URL(//e.example/a.css)}",
        "a{b:-webkit-image-set(url(c.png) 1x, '//e.example/a.css' 2x)}",
        "a{b:src('//e.example/a.css')}",
        "a{b:calc((1px)) url(//e.example/a.css)}",
        'a{b:url("\\2f\\2f e.example/a.css")}',
    ],
)
def test_a_stylesheet_is_read_as_browsers_read_it(css: str) -> None:
    assert "//e.example/a.css" in [address for _, address in style_addresses(css)]


@pytest.mark.parametrize(
    ("script", "loaded"),
    [
        ("fetch ( 'https://e.example' )", True),
        ("x.open('GET', `https://e.example`)", True),
        ('e.setAttribute("src", "https://e.example")', True),
        ("new WebSocket('wss://e.example')", True),
        ("export * from 'https://e.example'", True),
        ("navigator.sendBeacon('\\x68ttps://e.example')", True),
        ("a.href = 'https:\\/\\/e.example'", False),
        ("say('请到 https://e.example 上看')", False),
    ],
)
def test_a_script_that_loads_is_told_from_one_that_mentions(script: str, *, loaded: bool) -> None:
    assert [mention.loaded for mention in script_addresses(script)] == [loaded]


@pytest.mark.parametrize(
    ("address", "elsewhere"),
    [
        ("https://e.example/", True),
        ("/\t/e.example", True),
        ("\x01//e.example", True),
        ("ftp://e.example", True),
        ("C:\\a.png", True),
        ("#top", False),
        ("?q=//e.example", False),
        ("a/b:c.png", False),
        ("blob:https://e.example/1", False),
        ("mailto:a@e.example", False),
    ],
)
def test_an_address_is_read_as_browsers_read_it(address: str, *, elsewhere: bool) -> None:
    assert leads_elsewhere(address) is elsewhere


@given(st.text(alphabet="<>/='\" \n\\(){}@;:*`$abchrlstpu&#[]!-"))
def test_no_text_is_too_odd_to_be_read(text: str) -> None:
    for scan in (loads.page_loads, loads.style_loads, loads.script_loads):
        assert all(load.line >= 1 for load in scan(text))


@given(st.from_regex(r"[a-z]{1,8}\.example/[a-z0-9/]{0,9}", fullmatch=True))
def test_wherever_an_address_leads_it_is_found(rest: str) -> None:
    page = f'<p>甲</p><img src="//{rest}"><style>@import "https://{rest}";</style><script>fetch("wss://{rest}")</script>'

    assert [load.address for load in loads.page_loads(page)] == [f"//{rest}", f"https://{rest}", f"wss://{rest}"]
