"""What a built site loads from elsewhere is found, and what only looks like it is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.release.sealing import kinds, loads
from shuxiang.release.sealing.elsewhere import leads_elsewhere
from shuxiang.release.sealing.kinds import Kind
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
    ('<img src="https://e.example/a.png">', kinds.PICTURE),
    ("<img src=//e.example/a.png>", kinds.PICTURE),
    ('<img src="\\\\e.example\\a.png">', kinds.PICTURE),
    ('<img src=" ht&#116;ps:\n//e.example/a.png">', kinds.PICTURE),
    ('<IMG SRC="HTTP:e.example/a.png">', kinds.PICTURE),
    ('<img src="file:///C:/图片/a.png">', kinds.PICTURE),
    ('<img srcset="a.png 1x, //e.example/a.png 2x">', kinds.PICTURE),
    ('<picture><source srcset="https://e.example/a.webp"></picture>', kinds.PICTURE),
    ('<video poster="//e.example/p.jpg" src="a.mp4"></video>', kinds.PICTURE),
    ('<audio src="https://e.example/a.mp3"></audio>', kinds.PICTURE),
    ('<td background="https://e.example/a.gif">', kinds.PICTURE),
    ('<noscript><img src="https://e.example/count.gif"></noscript>', kinds.PICTURE),
    ('<input type="image" src="//e.example/b.png">', kinds.PICTURE),
    ('<svg><image href="https://e.example/a.png"/></svg>', kinds.PICTURE),
    ('<svg><image xlink:href="https://e.example/a.png"/></svg>', kinds.PICTURE),
    ('<link rel="shortcut icon" href="https://e.example/i.ico">', kinds.PICTURE),
    ('<script src="https://cdn.example/a.js"></script>', kinds.SCRIPT),
    ('<link rel="stylesheet" href="https://cdn.example/a.css">', kinds.STYLE),
    ('<link rel="preload" as="font" href="//cdn.example/a.woff2">', kinds.STYLE),
    ('<link rel="dns-prefetch" href="//cdn.example">', kinds.AHEAD),
    ('<link rel="alternate" hreflang="en" href="https://e.example/en/">', kinds.AHEAD),
    ("<style>p{background:url(https://e.example/a.png)}</style>", kinds.STYLE),
    ('<p style="background:u\\72l(//e.example/a.png)">', kinds.STYLE),
    ('<svg><path fill="url(https://e.example/a.svg#p)"/></svg>', kinds.STYLE),
    ('<iframe src="https://player.example/1"></iframe>', kinds.FRAME),
    ('<iframe srcdoc="&lt;img src=//e.example/a.png&gt;"></iframe>', kinds.PICTURE),
    ('<object data="https://e.example/a.pdf"></object>', kinds.FRAME),
    ('<embed src="//e.example/a.swf">', kinds.FRAME),
    ('<svg><use href="https://e.example/a.svg#i"/></svg>', kinds.FRAME),
    ('<form action="https://e.example/say"></form>', kinds.FORM),
    ('<button formaction="//e.example/say">', kinds.FORM),
    ('<a href="a/" ping="b https://e.example/count">', kinds.REPORT),
    ('<img src="a.png" attributionsrc="//e.example/count">', kinds.REPORT),
    ('<meta http-equiv="Refresh" content="0; URL=https://e.example/">', kinds.MOVED),
    ('<base href="https://e.example/">', kinds.MOVED),
    ('<p onclick="fetch(\'https://e.example/\')">', kinds.RUNNING),
    ('<script>new Image().src = "https://e.example/count"</script>', kinds.RUNNING),
    ('<script type="module">import "https://cdn.example/a.js"</script>', kinds.RUNNING),
    ('<script>var home = "https://e.example/"</script>', kinds.MENTION),
    ('<div data-md-component="content"><pre class="mermaid"><code>图</code></pre></div>', kinds.DIAGRAM),
    ('<a data-md-component="source" href="https://github.com/a/b">', kinds.REPOSITORY),
    ("<svg><style><img src=//e.example/a.png></style></svg>", kinds.PICTURE),
    ("<svg><title><img src=//e.example/a.png></title></svg>", kinds.PICTURE),
    ("<math><style><img src=//e.example/a.png></style></math>", kinds.PICTURE),
    ('<noscript><p title="</noscript><img src=//e.example/a.png>">', kinds.PICTURE),
    ("<body background=//e.example/a.png>", kinds.PICTURE),
    ('<img srcset="a.png 9x,https://e.example/a.png 1x">', kinds.PICTURE),
    ('<picture><source srcset="a.png , //e.example/a.png"></picture>', kinds.PICTURE),
    ('<img srcset="//e.example/a,b.png,, c.png">', kinds.PICTURE),
    ('<img srcset="a.png x(1,2) 3w,//e.example/a.png">', kinds.PICTURE),
    ('<link rel="preload" as="image" imagesrcset="a.png 9x,//e.example/a.png 1x">', kinds.PICTURE),
    ('<link rel="apple-touch-icon-precomposed" href="https://e.example/i.png">', kinds.PICTURE),
    ('<link rel="search" href="https://e.example/search.xml">', kinds.AHEAD),
    ('<link rel="compression-dictionary" href="https://e.example/d">', kinds.AHEAD),
    ('<object><param name="Movie" value="https://e.example/a.swf"></object>', kinds.FRAME),
    ('<svg><image><set attributeName="href" to="https://e.example/a.png"/></image></svg>', kinds.FRAME),
    ('<svg><animate attributeName="xlink:href" values="a.png;//e.example/a.png"/></svg>', kinds.FRAME),
    ('<svg><set attributeName="mask" to="url(https://e.example/a.svg#m)"/></svg>', kinds.STYLE),
    ('<iframe src="data:text/html,<img src=//e.example/a.png>"></iframe>', kinds.ENCLOSED),
    ('<iframe src="data:image/svg+xml;base64,PHN2Zy8+"></iframe>', kinds.ENCLOSED),
    ('<iframe src=" Java\tscript:go()"></iframe>', kinds.ENCLOSED),
    ('<object data="DATA:text/html;base64,PGltZz4="></object>', kinds.ENCLOSED),
    ('<link rel="stylesheet" href="data:text/css,@import%20%27//e.example%27">', kinds.ENCLOSED),
    ('<script src="data:text/javascript,go()"></script>', kinds.ENCLOSED),
    ('<style>@import url("data:text/css,p{}");</style>', kinds.ENCLOSED),
    ('<style>@import "data:text/css,p{}";</style>', kinds.ENCLOSED),
    ('<script type="importmap">{"imports": {"a": "https://e.example/a.js"}}</script>', kinds.RUNNING),
    ('<script type="importmap">{"scopes": {"/": {"a": "\\u002f/e.example/a.js"}}}</script>', kinds.RUNNING),
    ('<script type="speculationrules">{"prefetch": [{"urls": ["//e.example/"]}]}</script>', kinds.AHEAD),
    ("<script>p.innerHTML = '<img src=//e.example/a.png>'</script>", kinds.MENTION),
    ('<script>p.innerHTML = "<img src=\\"//e.example/a.png\\">"</script>', kinds.MENTION),
    ("<script>p.style.background = 'url(//e.example/a.png)'</script>", kinds.MENTION),
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
    '<link rel="icon" href="data:,"><object data="data:image/png;base64,AA=="></object>',
    '<img src="data:image/svg+xml,<svg/>"><style>p{background:url(data:image/svg+xml,a)}</style>',
    "<style>@font-face{src:url(data:font/woff2;base64,AA)}</style>",
    "<svg><title>一 < 二</title><style>p > q{}</style></svg><noscript>要用脚本</noscript><body class=a>",
    '<iframe src="about:blank"></iframe><a href="data:text/plain,x">甲</a><a href="javascript:go()">乙</a>',
    '<img srcset="a.png 1x,b.png 2x, data:image/png;base64,AA//AA== 3x"><img srcset=" , ,"><img srcset="">',
    '<object><param name="quality" value="https://e.example/"></object>',
    '<img src="a.png" attributionsrc>',
    '<script type="importmap">{"imports": {"https://e.example/a.js": "./a.js"}}</script>',
    '<script type="speculationrules">{"prefetch": [{"urls": ["a/"]}]}</script>',
    '<script type="importmap">{"imports": "https://e.example/',
    "<script>/*! https://e.example/ MIT */ x = 1 // src=//e.example\n</script>",
    "<script>say('两个斜杠：src= // 没有地址')</script>",
    '<svg xmlns:x="https://e.example/x"><set attributeName="x" to="//e.example"/></svg>',
    '<html xmlns:o="urn:schemas-microsoft-com:office:office"><link rel="File-List" href="a.files/filelist.xml">',
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


@pytest.mark.parametrize(
    ("address", "site_url"),
    [
        ("http://own.example/sx/a.png", "http://own.example/sx/"),
        ("HTTP://Own.Example/sx/a.png", "http://own.example/sx/"),
        ("http://own.example:80/a.png", "http://own.example/"),
        ("https://own.example:443", "https://own.example"),
        ("http://own.example:8080/a.png", "http://OWN.example:8080/"),
        ("//own.example/a.png", "http://own.example/"),
        ("http:\\\\own.example\\a.png", "http://own.example/"),
        ("http://xn--fiqs8s.example/a.png", "http://中国.example/"),
        ("http://中国。example/a.png", "http://中国.example/"),
        ("http://[::1]:80/a.png", "http://[::1]/"),
    ],
)
def test_the_sites_own_host_is_no_other_host(address: str, site_url: str) -> None:
    assert not leads_elsewhere(address, site_url)


@pytest.mark.parametrize(
    "address",
    [
        "http://own.example.evil/a.png",
        "http://own.example@evil.example/a.png",
        "http://own.example:81/a.png",
        "http://own.example:x/a.png",
        "https://own.example/a.png",
        "http://evil.example\\@own.example/",
        "http://evil.example/http://own.example/",
        "//evil.example/own.example/",
    ],
)
def test_what_only_looks_like_the_sites_own_host_is_another(address: str) -> None:
    assert leads_elsewhere(address, "http://own.example/")
    assert leads_elsewhere(address, "")


SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:l="http://www.w3.org/1999/xlink"'
ILLUSTRATOR = (
    '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
    f'"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [<!ENTITY ns "http://ns.example/">]><svg {SVG}/>'
)
DRAWINGS = [
    (f'<svg {SVG}><image l:href="https://e.example/a.png"/></svg>', kinds.PICTURE),
    ('<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:image href="//e.example/a.png"/></s:svg>', kinds.PICTURE),
    (f'<!DOCTYPE svg [<!ENTITY u "https://e.example">]><svg {SVG}><image href="&u;/a"/></svg>', kinds.PICTURE),
    (f"<!DOCTYPE svg [<!ENTITY i \"<image href='//e.example'/>\">]><svg {SVG}>&i;</svg>", kinds.PICTURE),
    (f'<!DOCTYPE svg [<!ATTLIST image href CDATA "//e.example">]><svg {SVG}><image/></svg>', kinds.PICTURE),
    (f'<svg {SVG}><font-face-uri l:href="https://e.example/a.svg"/></svg>', kinds.STYLE),
    (f"<svg {SVG}><style><![CDATA[ p{{fill:url(//e.example)}} ]]></style></svg>", kinds.STYLE),
    (f"<svg {SVG}><style>p{{}}<!-- --> q{{fill:url(//e.example)}}</style></svg>", kinds.STYLE),
    (f'<svg {SVG}><script l:href="//e.example/a.js"/></svg>', kinds.SCRIPT),
    (f"<svg {SVG}><script>fetch('//e.example')</script></svg>", kinds.RUNNING),
    (f'<svg {SVG}><a></b><image href="//e.example"/>', kinds.PICTURE),
    ('<?xml-stylesheet href="https://e.example/a.css"?><svg/>', kinds.STYLE),
    ("<?xml-stylesheet type='text/css' href='&#104;ttps://e.example/a.css'?><svg/>", kinds.STYLE),
    ('<?xml-stylesheet href="data:text/css,p{}"?><svg/>', kinds.ENCLOSED),
    ('<html xmlns="http://www.w3.org/1999/xhtml"><p>&nbsp;</p><img src="//e.example"/></html>', kinds.PICTURE),
]


@pytest.mark.parametrize(("drawing", "kind"), DRAWINGS, ids=[drawing for drawing, _ in DRAWINGS])
def test_drawings_are_read_by_the_rules_of_xml(find: Find, drawing: str, kind: Kind) -> None:
    for name in ("a.svg", "a.xht", "a.xhtml"):
        assert {found.kind for found in find(drawing, name) if found.path == name} == {kind}


@pytest.mark.parametrize(
    "drawing",
    [
        ILLUSTRATOR,
        f'<svg {SVG} xmlns:i="http://www.inkscape.org/"><i:image href="http://e.example/"/></svg>',
        f'<svg {SVG} xmlns:i="http://www.inkscape.org/"><g i:href="http://e.example/"/></svg>',
        f'<svg {SVG}><a l:href="https://e.example/"><text>甲</text></a><use l:href="#i"/></svg>',
        f'<svg {SVG}><metadata><rdf resource="http://purl.org/dc/"/></metadata></svg>',
        f"<svg {SVG}>" + "<g>" * 300 + "</g>" * 300 + "</svg>",
        "",
        "没有标记",
    ],
)
def test_drawings_as_programs_write_them_are_left_alone(find: Find, drawing: str) -> None:
    assert find(drawing, "a.svg") == []


def test_of_xml_only_what_a_browser_shows_is_read(find: Find) -> None:
    find(f'<svg {SVG}><image href="//e.example"/></svg>', "drawing.xml")
    find('<x><div xmlns="http://www.w3.org/1999/xhtml"><img src="//e.example"/></div></x>', "page.xml")
    find('<?xml-stylesheet href="//e.example/a.css"?><feed/>', "styled.xml")
    find("<feed xmlns='http://www.w3.org/2005/Atom'><link href='https://e.example/'/></feed>", "atom.xml")
    find("<rss><image><url>https://e.example/</url></image><img src='//e.example'/></rss>", "rss.xml")
    found = find("<urlset><url><loc>https://e.example/</loc></url></urlset>", "sitemap.xml")

    assert [each.path for each in found] == ["drawing.xml", "page.xml", "styled.xml"]


def test_entities_open_no_file_and_grow_within_limits(find: Find, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("https://secret.example/")
    outside = f'<!DOCTYPE svg [<!ENTITY x SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
    grown = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))

    assert find(f"{outside}<svg {SVG}><style>p{{fill:url(&x;)}}</style></svg>", "a.svg") == []
    found = find(f'<!DOCTYPE svg [<!ENTITY l0 "//e">{grown}]><svg {SVG}><image href="&l11;"/></svg>', "a.svg")
    assert [each.kind for each in found] == [kinds.UNREADABLE]


@pytest.mark.parametrize("codec", ["utf-16", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.htm", "<p>一</p><img src=https://e.example/>"),
        ("a.svg", "<svg><image href='https://e.example/'/><text>一</text></svg>"),
        ("a.css", "p::after{content:'一'} q{background:url(https://e.example/)}"),
        ("a.js", "say('一'); fetch('https://e.example/')"),
    ],
)
def test_whatever_a_file_is_encoded_in_it_is_read(tmp_path: Path, name: str, text: str, codec: str) -> None:
    (tmp_path / name).write_bytes(text.encode(codec))

    assert [found.address for found in foreign(tmp_path)] == ["https://e.example/"]


def test_stylesheets_drawings_and_scripts_are_read_data_is_not(find: Find) -> None:
    find('@import "//e.example/a.css";', "a.css")
    find("<svg><style>p{fill:url(//e.example)}</style></svg>", "b.svg")
    find("fetch('//e.example')", "c.mjs")
    find('{"home": "https://e.example/"}', "schedule.json")
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
    assert "//e.example/a.css" in [found.address for found in style_addresses(css)]


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
