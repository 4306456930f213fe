"""小组学习情况 as people see it: on a phone in the largest type, and on paper."""

from __future__ import annotations

import io
from collections.abc import Callable

import pypdfium2
from playwright.sync_api import Page, expect


def test_the_figures_fit_a_phone_in_the_largest_type(open_page: Callable[..., Page], site: str) -> None:
    page = open_page(viewport={"width": 360, "height": 740})
    page.goto(site)
    page.evaluate("localStorage.setItem('shuxiang:text', 'xlarge')")
    page.goto(f"{site}figures/")

    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") > 25
    for cell in page.locator(".sx-figures td, .sx-figures th").all():
        assert cell.evaluate("cell => cell.scrollWidth <= cell.clientWidth + 1"), cell.inner_text()
    expect(page.get_by_role("table", name="周学一文").get_by_role("row", name="其他小组")).to_contain_text("0或1")


def test_a_bar_is_as_long_as_its_rate(visit: Callable[..., Page], site: str) -> None:
    page = visit(f"{site}figures/")
    widths = page.locator(".sx-figures-rate svg").evaluate_all(
        "bars => bars.map(bar => [...bar.children].map(part => part.getBoundingClientRect().width))"
    )

    shares = [[round(1000 * part / whole) for part in parts] for whole, *parts in widths]
    assert shares == [[1000, 972], [333], [30, 0], [344, 343], [485]]


def test_on_paper_they_are_one_page_with_the_bars(visit: Callable[..., Page], site: str) -> None:
    page = visit(f"{site}figures/")
    document = pypdfium2.PdfDocument(io.BytesIO(page.pdf(format="A4")))

    assert len(document) == 1
    text = document[0].get_textpage().get_text_range()
    for words in ("小组学习情况", "农业和农村经济界别活动小组", "97.2%以上", "约34.3%", "数字是怎么来的"):
        assert words in text.replace("\r\n", "")
