"""Nothing that runs, sends or fetches from elsewhere leaves a material's page; all that Markdown gives does."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from built import BuildSite
from shuxiang.intake.document import Article, Paragraph, Role, Span, plain
from shuxiang.intake.markdown import markdown
from shuxiang.mkdocs_plugin.sanitising import html_problem, sanitised

HARMLESS = """\
## 标题 {: #t .c }

甲 *强* **粗** `码` [链](https://a.cn "题") ![图](图/1.png){ width=300 align=left } 注[^1]

[^1]: 注释

    第二段

!!! note "提示"
    内容

| 甲 | 乙 |
|:--|--:|
| 1 | 2<br>3 |

词
:   释义

??? warning "收起"
    内容

=== "一"
    内容一

- [x] 做了
- [ ] 没做

```python linenums="1"
a = 1
```

==标== ^^插^^ ~~删~~ H~2~O ++ctrl+c++ $a<b$

<video src="a.mp4" controls></video><ruby>字<rt>zì</rt></ruby><p align="center">中</p>
<div style="text-align: center; width: 50%">乙</div>
<span class="twemoji"><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M1 2z"/></svg></span>
"""
EXTENSIONS = (
    "toc tables attr_list footnotes admonition def_list pymdownx.details pymdownx.superfences pymdownx.tasklist "
    "pymdownx.tabbed pymdownx.mark pymdownx.caret pymdownx.tilde pymdownx.keys pymdownx.arithmatex"
)


def told(html: str, site_url: str = "") -> list[str]:
    return [str(item) for item in sanitised(html, site_url)[1]]


def test_what_markdown_and_its_extensions_give_stays() -> None:
    configs = {"pymdownx.arithmatex": {"generic": True}, "pymdownx.tabbed": {"alternate_style": True}}
    html = Markdown(extensions=EXTENSIONS.split(), extension_configs=configs).convert(HARMLESS)

    clean, removed = sanitised(html)

    assert removed == ()
    for kept in ('id="t"', 'class="admonition', "footnote-ref", 'type="radio"', 'type="checkbox"', "<path", "<kbd"):
        assert kept in clean
    assert "text-align: center; width: 50%" in clean


@pytest.mark.parametrize(
    ("html", "clean", "removed"),
    [
        ("甲<script>alert(1)</script>乙", "甲乙", ["<script>（1处）"]),
        ("<style>p{}</style><p>甲</p>", "<p>甲</p>", ["<style>（1处）"]),
        ("<iframe src=//v.cn>甲</iframe>", "", ["<iframe>（1处）"]),
        ("<form action=/x><input name=q><b>甲</b></form>", "<b>甲</b>", ["<form>（1处）", "<input>（1处）"]),
        ("<object data=x>甲</object><embed src=x>", "甲", ["<embed>（1处）", "<object>（1处）"]),
        ("<p onclick=x>甲</p><p onclick=y>", "<p>甲</p><p></p>", ["<p> 的 onclick（2处）"]),
        ('<a href="JaVa&#10;script:x">甲</a>', "<a>甲</a>", ["<a> 的 href（1处）"]),
        ('<a href="java&Tab;script&colon;x">甲</a>', "<a>甲</a>", ["<a> 的 href（1处）"]),
        ('<a href="data:text/html,x">甲</a>', "<a>甲</a>", ["<a> 的 href（1处）"]),
        ('<a href="&#1;vbscript:x">甲</a>', "<a>甲</a>", ["<a> 的 href（1处）"]),
        ('<img src="https://e.cn/x.png" alt="甲">', '<img alt="甲">', ["<img> 的 src（1处）"]),
        ('<img src="//e.cn/x.png">', "<img>", ["<img> 的 src（1处）"]),
        ('<img src="\\\\e.cn/x.png">', "<img>", ["<img> 的 src（1处）"]),
        ('<img src="data:image/png;base64,AA">', "<img>", ["<img> 的 src（1处）"]),
        ('<img src="a.png" srcset="a.png 1x, https://e.cn/b 2x">', '<img src="a.png">', ["<img> 的 srcset（1处）"]),
        ('<video poster="http://e.cn/x"></video>', "<video></video>", ["<video> 的 poster（1处）"]),
        (
            '<p style="color:red; text-align:right">甲</p>',
            '<p style=" text-align:right">甲</p>',
            ["<p> 的 style（1处）"],
        ),
        ('<p style="width:expression(x)">甲</p>', "<p>甲</p>", ["<p> 的 style（1处）"]),
        ('<p data-md-x="y" data-title="甲">甲</p>', '<p data-title="甲">甲</p>', ["<p> 的 data-md-x（1处）"]),
        ('<p id="__config">{"base":"//a.cn"}</p>', '<p>{"base":"//a.cn"}</p>', ["<p> 的 id（1处）"]),
        (
            '<svg><rect fill="url(http://a.cn/x#a)" stroke="url(#a)"></rect></svg>',
            '<svg><rect stroke="url(#a)"></rect></svg>',
            ["<rect> 的 fill（1处）"],
        ),
        ('<a name="__Search">甲</a>', "<a>甲</a>", ["<a> 的 name（1处）"]),
        ('<p id="receipt-article-2026-W47">甲</p>', "<p>甲</p>", ["<p> 的 id（1处）"]),
        (
            "<base href=//e.cn><meta http-equiv=refresh><link rel=x>甲",
            "甲",
            ["<base>（1处）", "<link>（1处）", "<meta>（1处）"],
        ),
        ("<svg><use href=#a></use><animate></animate></svg>", "<svg></svg>", ["<animate>（1处）", "<use>（1处）"]),
        ("<input type=text><input type=checkbox>", '<input type="checkbox">', ["<input>（1处）"]),
    ],
)
def test_what_is_not_on_the_list_is_taken_out_and_told(html: str, clean: str, removed: list[str]) -> None:
    assert sanitised(html)[0] == clean
    assert told(html) == removed


def test_pictures_from_the_site_itself_stay() -> None:
    html = '<img src="https://own.cn/s/a.png"><img src="https://own.cn.evil.cn/s/a.png">'

    assert sanitised(html, "https://own.cn/s/")[0] == '<img src="https://own.cn/s/a.png"><img>'
    assert told(html, "https://own.cn") == ["<img> 的 src（1处）"]


def test_the_warning_says_what_to_do() -> None:
    (_, removed) = sanitised('<iframe src="x"></iframe><img src="https://e.cn/a.png"><a href="javascript:x">甲</a>')

    assert str(html_problem(removed, "docs/a.md")) == (
        "docs/a.md:页面里有不能公开的网页代码，已去掉：<a> 的 href（1处）、<iframe>（1处）、<img> 的 src（1处）。"
        "嵌入的视频或网页请改为一个链接。外站的图片、视频请存到本页旁边，再从那里引用。"
        "链接只能指向 http、https、mailto、tel 或本站的页面。如果是要给人看的代码，请用反引号括起来。"
    )


class _Attributes(HTMLParser):
    """The attributes of a page with their elements; the title that the pieces below have is only words."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen += [(tag, "", ""), *((tag, name, value or "") for name, value in attrs if name != "title")]


PIECES = (
    "<script> </script> <img src=x onerror=y> <a href='javascript:x'> </a> <svg> <math> <mtext> </svg> <style> "
    "</style> <table> <td> <!-- --> <![CDATA[ ]]> <p title='</p><script>'> <noscript> <xmp> <select> <iframe> "
    "<input> <form> 甲 &lt;script&gt; <p style=x:url(y)> \" ' = <annotation-xml> <foreignObject> <template>"
)


@given(st.lists(st.sampled_from(PIECES.split(" ")), max_size=12).map(" ".join))
def test_whatever_is_cleaned_once_is_clean(html: str) -> None:
    clean, _ = sanitised(html)

    assert sanitised(clean) == (clean, ())
    found = _Attributes()
    found.feed(clean)
    assert not [pair for pair in found.seen if pair[0] == "script" or pair[1].startswith("on")]
    assert not [value for _, _, value in found.seen if "javascript" in value or "url(" in value]


HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(1)> &lt;b&gt; [甲](javascript:alert(1)) ![乙](http://e.cn/x.png)",
    "# 不是标题",
    "1. 不是编号",
    "- 不是列表",
    "> 不是引文",
    "---",
    "| 甲 | 乙 |",
    "!!! note",
    '=== "甲"',
    "```",
    "[^1]: 不是注",
    "*[甲]: 不是缩写",
    "{: .x onclick=alert(1) } {{ config.site_name }} {% raw %}",
    "党的*大和*中 __甲__ `乙` [TOC] \\* C:\\目录",
)


def test_a_built_page_shows_hostile_text_as_text_and_no_hostile_html(
    build_site: BuildSite, reading: Callable[..., str]
) -> None:
    heading = Paragraph((Span("<script>alert(2)</script> #"),), role=Role.HEADING, level=2)
    text = markdown(Article("题", (plain(HOSTILE[0]), heading, *(plain(line) for line in HOSTILE[1:]))), {})
    raw = (
        "<script>alert(3)</script>\n\n"
        '<p onclick="x">甲<img src="https://e.cn/a.png" alt="会场"></p>\n\n'
        "[乙](javascript:x)"
    )

    site = build_site(
        {"w46.md": reading("2026-W46", "文本", text), "w47.md": reading("2026-W47", "代码", raw)},
        config={"markdown_extensions": ["admonition", "attr_list", "footnotes", "tables", {"toc": {}}]},
        search=True,
    )

    as_text = (
        site.text("w46/index.html").partition('<div class="md-typeset sx-text">')[2].partition("</article>")[0]
    )
    for escaped in ("&lt;script&gt;alert(1)&lt;/script&gt;", "{: .x onclick=alert(1) }", "# 不是标题", "!!! note"):
        assert escaped in as_text
    assert "<script" not in as_text
    assert "<img" not in as_text
    as_html = site.text("w47/index.html")
    assert "alert(3)" not in as_html
    assert "e.cn" not in as_html
    assert "javascript:" not in as_html
    (warning,) = [line for line in site.warnings if "docs/w47.md" in line]
    assert "<script>（1处）" in warning
    assert not [line for line in site.warnings if "docs/w46.md" in line]


def test_the_organizer_is_told_the_line_as_well(build_site: BuildSite, reading: Callable[..., str]) -> None:
    body = '一段。\n\n![图](https://e.example/a.png?b=1&c=2)\n\n<IFRAME src="https://e.example/"></IFRAME>'

    site = build_site({"w47.md": reading("2026-W47", body=body)})

    (warning,) = [line for line in site.warnings if "docs/w47.md" in line]
    assert "docs/w47.md:10:" in warning
    assert "存到本页旁边" in warning
