"""Dead links are shown as their words; code, live links and everything else stay as they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import markdown

from shuxiang.mkdocs_plugin.unlinking import Unlinking

PAGE = "readings/w47.md"
DEAD = {PAGE: frozenset({"readings/w50.md", "readings/图.png"})}


def rendered(text: str, page: str = PAGE) -> str:
    unlinking = Unlinking()
    unlinking.turn_to(page, DEAD)
    return markdown(unlinking.in_html(text), extensions=["fenced_code", "tables", unlinking])


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("见[下一篇](w50.md)。", "<p>见<span>下一篇</span>。</p>"),
        ("见[下一篇](<w50.md> '题')。", "<p>见<span>下一篇</span>。</p>"),
        ("[一](./w50.md#_1)[二](w47.md)", '<p><span>一</span><a href="w47.md">二</a></p>'),
        ("![示意图](图.png)", "<p><span>示意图</span></p>"),
        ("![示意图](%E5%9B%BE.png)", "<p><span>示意图</span></p>"),
        ("[**重**点](w50.md)", "<p><span><strong>重</strong>点</span></p>"),
        ("[![图](图.png)](w47.md)", '<p><a href="w47.md"><span>图</span></a></p>'),
        ("[甲][ref]\n\n[ref]: w50.md", "<p><span>甲</span></p>"),
        ('<a class="x" href="w50.md">甲</a>乙', "<p>甲乙</p>"),
        ('<img alt="甲" src="图.png">乙', "<p>乙</p>"),
        ("`[一](w50.md)`与[一](w50.md)", "<p><code>[一](w50.md)</code>与<span>一</span></p>"),
    ],
)
def test_dead_links_become_their_words(text: str, html: str) -> None:
    assert rendered(text) == html


def test_a_page_without_dead_links_is_untouched() -> None:
    assert rendered("[一](w50.md)", "readings/w48.md") == '<p><a href="w50.md">一</a></p>'


@given(
    st.lists(
        st.sampled_from(
            ["字", "[一](w47.md)", "![二](x.png)", "`[三](w50.md)`", "<b>", "\n\n", "*强调*", "[四][w50]"]
        )
    )
)
def test_text_without_dead_links_is_rendered_as_ever(pieces: list[str]) -> None:
    text = "".join(pieces)

    assert rendered(text) == markdown(text, extensions=["fenced_code", "tables"])
