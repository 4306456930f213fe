import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.search.plain import plain_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (
            '<h1 id="a">怎样写提案<a class="headerlink" href="#a">¶</a></h1>\n<p>先调研。</p>',
            "怎样写提案\n先调研。",
        ),
        ("<p>认真<strong>调</strong><em>研</em>，<a href='x'>提案</a></p>", "认真调研，提案"),
        ("<p>认真调\n研，\n提案 30\n件</p>", "认真调研，提案 30 件"),
        ("<p>a &lt; b &amp; c&nbsp;d</p>", "a < b & c d"),
        ("<style>p{}</style><p>正文</p><script>let x = '隐'</script><!-- 注 -->", "正文"),
        ("<table><tr><th>甲</th><td>乙</td></tr></table>", "甲\n乙"),
        ("<ul><li>一<ul><li>二</li></ul></li><li>三</li></ul>", "一\n二\n三"),
        ("<p>第一行<br>第二行</p>", "第一行\n第二行"),
        ('<p>调研<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>提案</p>', "调研提案"),
        ("<p><ruby>甪<rp>(</rp><rt>lù</rt><rp>)</rp></ruby>直</p>", "甪直"),
        ("<p><ruby>甪<rt>lù</ruby>直</p><p>后文</p>", "甪直\n后文"),
        ("<p>打卡<span class='twemoji'><svg><path d='M0'/><title>x</title></svg></span>完成</p>", "打卡完成"),
        ("<nav data-search-exclude><p>上一篇<br><img src=x></p></nav><p>正文</p>", "正文"),
        ("", ""),
        ("没有标签", "没有标签"),
    ],
)
def test_text_is_what_a_reader_sees(html: str, text: str) -> None:
    assert plain_text(html) == text


@given(st.text())
def test_any_input_gives_trimmed_lines(html: str) -> None:
    assert all(line and line == line.strip() for line in plain_text(html).split("\n") if plain_text(html))
