"""The walls on paper: as many pages as promised, of the size promised, and nothing outside its box."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache

import pytest
from playwright.sync_api import Page, expect

from shuxiang.content.library import load
from shuxiang.mkdocs_plugin.wall_output import standing_alone, wall_of
from shuxiang.pages.events import event_views
from shuxiang.pages.slot_view import Site, views
from shuxiang.pages.wall.plan import Plan, plan_of

A3, A4 = (420, 297), (297, 210)
TITLE = "关于进一步推动基层协商民主走深走实把有事好商量落到街道社区的若干思考与建议四十字"
YEAR = "year: 2026\nstarts: 2026-01-05\nends: 2027-01-04\n"
CADENCES = """\
cadences:
  - {id: article, name: 周学一文, every: week}
  - {id: topic, name: 月讲一题, every: month, at_least: 2}
  - {id: law, name: 凝聚共识主题活动月, every: month}
  - {id: book, name: 季读一书, every: quarter, at_least: 2}
  - {id: half, name: 半年一评, every: half_year}
"""
EVENTS = "events:\n" + "".join(
    f"  - {{kind: 委员大讲堂, title: {TITLE}, at: 2026-08-{day:02} 15:00, venue: 三楼会议室, on_day_off: yes}}\n"
    for day in (3, 6, 12, 12, 13, 19, 25, 31)
)
WEEKS = [f"2026-W{number:02}" for number in range(2, 54)]
MONTHS = [f"2026-{month:02}" for month in range(1, 13)]

OUTSIDE = """() => {
  const boxes = ".wall-sheet, .wall-head, .wall-band, .wall-cell, .wall-months, .wall-month, .wall-month > ul, "
    + ".wall-long, .wall-day, .wall-slot div, .wall-foot";
  return Array.from(document.querySelectorAll(boxes))
    .filter(box => box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1)
    .map(box => `${box.className} ${box.scrollWidth}x${box.scrollHeight}: ${box.textContent.trim().slice(0, 40)}`);
}"""
CUT = """() => Array.from(document.querySelectorAll(".wall-text, .wall-label, .wall-month > header p, .wall-date"))
  .filter(text => text.scrollHeight > text.clientHeight + 2 || text.scrollWidth > text.clientWidth + 1)
  .map(text => text.textContent)"""


def material(cadence: str, slot: str, title: str, **header: str) -> str:
    more = "".join(f"{key}: {value}\n" for key, value in header.items())
    return f"---\ntitle: {title}\ncadence: {cadence}\nslot: {slot}\nsource: 本会编写\n{more}---\n正文。\n"


def everything(title: str) -> Iterator[tuple[str, str]]:
    """A material in every place, two where two are wanted, and half of them with a lecture."""
    yield from ((f"{week}.md", material("article", week, title)) for week in WEEKS)
    for month in MONTHS:
        yield f"law{month}.md", material("law", month, title)
        yield f"a{month}.md", material("topic", month, title, lecture=f"{{at: {month}-15 15:00, venue: 三楼}}")
        yield f"b{month}.md", material("topic", month, title)
    for quarter in "1234":
        yield from ((f"q{quarter}{n}.md", material("book", f"2026-Q{quarter}", title)) for n in "12")


CASES: dict[str, dict[str, str]] = {
    "everything, with long titles": {"programme/2026.yml": YEAR + CADENCES + EVENTS, **dict(everything(TITLE))},
    "nothing": {"programme/2026.yml": YEAR},
    "an ordinary year": {
        "programme/2026.yml": f"{YEAR}holidays: {{policy: skip}}\n",
        **{f"{week}.md": material("article", week, "怎样把一件小事写清楚") for week in WEEKS},
    },
    "merged weeks": {"programme/2026.yml": f"{YEAR}holidays: {{policy: merge}}\n"},
    "light weeks": {"programme/2026.yml": f"{YEAR}holidays: {{policy: light}}\n"},
    "550 days": {"programme/2026.yml": "year: 2026\nstarts: 2026-09-01\nends: 2028-03-04\n" + CADENCES},
    "three months": {"programme/2026.yml": "year: 2026\nstarts: 2026-03-02\nends: 2026-06-01\n"},
    "periods beside long names": {
        "programme/2026.yml": YEAR
        + "cadences:\n  - {id: article, name: 周学一文, every: week}\n"
        + "".join(
            f"  - {{id: {every}{length}, name: {'凝聚共识活动的名称'[:length]}, every: {every}}}\n"
            for every in ("quarter", "half_year", "year")
            for length in (5, 6, 9)
        )
        + "events:\n  - {kind: 培训, at: 2026-03-11 09:00, until: 2026-03-13 17:00}\n"
        + "  - {kind: 夜读, at: 2026-12-31 22:00, until: 2027-01-01 02:00, on_day_off: yes}\n"
    },
    "words that do not break": {
        "programme/2026.yml": YEAR,
        **{f"{week}.md": material("article", week, "Pneumonoultramicroscopic" * 9) for week in WEEKS},
    },
    "forty cadences": {
        "programme/2026.yml": f"{YEAR}cadences:\n"
        + "".join(
            f"  - {{id: {every[0]}{n}, name: 第{n}种名称很长很长很长的栏目, every: {every}, at_least: 9}}\n"
            for n in range(10)
            for every in ("week", "month", "quarter", "year")
        )
    },
}
YEAR_SHEETS = {"a3": [A3], "a4": [A4, A4], "2026-08": [A4]}
OTHER_SHEETS = {
    "550 days": {"a3": [A3, A3], "a4": [A4, A4, A4], "2026-10": [A4]},
    "three months": {"a3": [A3], "a4": [A4], "2026-03": [A4]},
}
FULLEST = ("everything, with long titles", "forty cadences", *OTHER_SHEETS)
"""Cases that are tried on every kind of sheet; the others on A3 only, which holds most."""

PROMISED = [
    (case, name, pages)
    for case in CASES
    for name, pages in OTHER_SHEETS.get(case, YEAR_SHEETS).items()
    if case in FULLEST or name == "a3"
]
"""Case, sheet, and the size of each page."""


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Plan]:
    """``plans(case) -> Plan`` of all its materials."""

    @cache
    def make(case: str) -> Plan:
        folder = tmp_path_factory.mktemp("case")
        for path, text in CASES[case].items():
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        library = load(folder, CASES[case], "docs/")
        site = Site(library.schedule, str, date(2026, 1, 5))
        slots = views(site)
        return plan_of(site, slots, event_views(site, slots), library.day_of, "试用")

    return make


@pytest.fixture
def sheet(open_page: Callable[..., Page], plans: Callable[[str], Plan]) -> Callable[[str, str], Page]:
    """``sheet(case, name) -> page`` as it is printed."""

    def show(case: str, name: str) -> Page:
        plan, page = plans(case), open_page()
        page.set_content(standing_alone(wall_of(plan, plan.programmes[0], name), plan, None, ""))
        page.emulate_media(media="print")
        return page

    return show


def paper(page: Page) -> list[tuple[int, int]]:
    """The pages of the PDF, in mm; without ink, for fonts take most of the time and the layout makes the pages."""
    page.add_style_tag(content="* { visibility: hidden !important; }")
    pdf = page.pdf(prefer_css_page_size=True).decode("latin-1")
    boxes = re.findall(r"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", pdf)
    assert len(boxes) == len(re.findall(r"/Type\s*/Page\b", pdf))
    return [(round(float(width) / 72 * 25.4), round(float(height) / 72 * 25.4)) for width, height in boxes]


@pytest.mark.parametrize(("case", "name", "pages"), PROMISED)
def test_whatever_the_plan_holds_it_fits_the_paper_that_is_promised(
    sheet: Callable[[str, str], Page], case: str, name: str, pages: list[tuple[int, int]]
) -> None:
    page = sheet(case, name)

    assert page.evaluate(OUTSIDE) == []
    assert paper(page) == pages


@pytest.mark.parametrize("name", ["a3", "a4", "2026-08", "2026-10"])
def test_an_ordinary_year_is_printed_whole(sheet: Callable[[str, str], Page], name: str) -> None:
    page = sheet("an ordinary year", name)

    assert page.evaluate(CUT) == []
    assert "另有" not in page.locator("main").inner_text()


def test_a_title_too_long_for_its_place_is_cut_and_not_let_run_over(sheet: Callable[[str, str], Page]) -> None:
    assert len(sheet("words that do not break", "a4").evaluate(CUT)) == len(WEEKS)


@pytest.mark.parametrize("name", ["a3", "2026-03", "2026-12"])
def test_dates_and_periods_before_a_text_are_not_broken(sheet: Callable[[str, str], Page], name: str) -> None:
    page = sheet("periods beside long names", name)
    broken = page.evaluate(
        """() => Array.from(document.querySelectorAll(".wall-when"))
          .filter(when => when.getClientRects().length > 1).map(when => when.textContent)"""
    )

    assert page.locator(".wall-when").count() > 4
    assert broken == []
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate(CUT) == []


def test_no_type_on_paper_is_below_nine_points(sheet: Callable[[str, str], Page]) -> None:
    page = sheet("everything, with long titles", "a4")
    sizes = page.evaluate(
        "() => Array.from(document.querySelectorAll('main *'), e => parseFloat(getComputedStyle(e).fontSize))"
    )
    assert min(sizes) >= 12


def test_a_sheet_keeps_its_size_where_the_reader_prefers_large_type(sheet: Callable[[str, str], Page]) -> None:
    page = sheet("an ordinary year", "a3")
    page.add_style_tag(content="html { font-size: 200%; }")
    assert page.evaluate(OUTSIDE) == []


def test_the_toolbar_is_not_printed_and_prints(site_below: str, visit: Callable[..., Page]) -> None:
    page = visit(site_below + "wall/2026/")
    page.evaluate("() => { window.print = () => { document.title = 'printed'; }; }")
    page.get_by_role("button", name="打印").click()
    expect(page).to_have_title("printed")

    page.emulate_media(media="print")
    expect(page.locator(".wall-tools")).to_be_hidden()
    assert paper(page) == [A3]


def test_the_toolbar_leads_to_the_other_sheets_and_back(site_below: str, visit: Callable[..., Page]) -> None:
    page = visit(site_below + "schedule/2026/")
    page.get_by_role("link", name="挂图").click()
    page.get_by_role("link", name="11月", exact=True).click()
    expect(page.get_by_role("heading", name="2026年11月学习安排")).to_be_visible()
    page.get_by_role("link", name="返回学习计划").click()
    expect(page).to_have_url(site_below + "schedule/2026/")


def test_on_a_screen_the_whole_width_of_the_sheet_is_seen(site: str, visit: Callable[..., Page]) -> None:
    page = visit(site + "wall/2026/")
    for width in (320, 360, 700, 768, 1024, 1366, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        page.reload()
        box = page.locator(".wall-paper").bounding_box()

        assert box
        assert box["x"] >= 0, width
        assert box["x"] + box["width"] <= width
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("width", "shown"), [(700, True), (701, False)])
def test_a_phone_is_led_to_the_schedule_which_can_be_read_there(
    site: str, visit: Callable[..., Page], width: int, *, shown: bool
) -> None:
    page = visit(site + "wall/2026/", viewport={"width": width, "height": 740})
    advice = page.get_by_text("挂图供打印，手机上请看学习计划。")

    expect(advice).to_be_visible(visible=shown)
    page.emulate_media(media="print")
    expect(advice).to_be_hidden()
    if shown:
        page.emulate_media(media="screen")
        advice.get_by_role("link").click()
        expect(page).to_have_url(site + "schedule/2026/")


def test_without_scripts_the_sheet_stands_there_in_its_own_size(site: str, visit: Callable[..., Page]) -> None:
    page = visit(site + "wall/2026/2026-11/", java_script_enabled=False)
    box = page.locator(".wall-paper").bounding_box()

    assert box
    assert round(box["width"] / 96 * 25.4) == A4[0]
    expect(page.get_by_role("button", name="打印")).to_be_hidden()


@pytest.mark.parametrize(
    ("path", "width"), [("wall/2026/", 1280), ("wall/2026/a4/", 360), ("wall/2026/2026-11/", 360)]
)
def test_axe_finds_nothing(
    site: str, visit: Callable[..., Page], axe_finds: Callable[..., list[str]], path: str, width: int
) -> None:
    page = visit(site + path, viewport={"width": width, "height": 800})
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

    assert axe_finds(page, {"type": "tag", "values": tags}) == []
