"""Measure the search: recall, precision and bytes on the wire, in a real browser.

    PYTHONPATH=plugins python tests/benchmarks/search_quality.py [readings] [characters]

The truth is plain substring search over title and text, after NFKC, lower case and the Traditional to Simplified
table, written out here once more so that a mistake in folding shows. Bytes are everything the server sends, with
headers and without compression; the browser is 1280 by 800, and excerpts load as they come into view.
"""

import sys
import tempfile
import time
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))

from generated import PLANTED, TRAPS, generate_readings
from search_site import CSP, make_site
from served import CHROMIUM_ARGUMENTS, Traffic, chromium, served
from shuxiang.search import SearchRecord, fold_table

OTHERS = (
    "委员",
    "发展",
    "经济发展",
    "乡村振兴",
    "实事",
    "生态环境",
    "深入研究",
    "的人",
    "得到群众的认可",
    "王雪梅",
    "员会",
    "推动经济",
)
TERMS = tuple(term for term in (*PLANTED, *TRAPS, *OTHERS) if " " not in term and len(term) > 1)


@dataclass(frozen=True)
class Answer:
    """What one query gave, and what it cost."""

    titles: frozenset[str]
    sent: int
    seconds: float


def main(readings: int, characters: int) -> None:
    records = [as_record(*reading) for reading in generate_readings(readings, characters, seed=2026)]
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        site = make_site(Path(folder, "site"), records)
        say(f"{readings} readings, {sum(len(r.text) for r in records)} characters; built in", since(started))
        report_bundle(site / "search-index")
        with launched() as browser:
            in_one_visit = [*answers(browser, site, TERMS)]
            report_quality(truth_of(records), dict(zip(TERMS, in_one_visit, strict=True)))
            say("first query, everything since the page was opened:", kilobytes(in_one_visit[0].sent))
            report_costs("further queries of one visit", in_one_visit[1:])
            second = [[*answers(browser, site, (TERMS[0], term))][1] for term in TERMS[1:]]
            report_costs("second queries of fresh visits", second)


def as_record(name: str, title: str, body: str) -> SearchRecord:
    text = "\n".join(block.lstrip("# ") for block in body.strip().split("\n\n"))
    return SearchRecord(
        f"readings/2026/{name}/", title, text, "article", "周学一文", "第46周 · 11月16日至22日", "2026"
    )


def truth_of(records: list[SearchRecord]) -> dict[str, frozenset[str]]:
    table = str.maketrans(fold_table())

    def plain(text: str) -> str:
        return unicodedata.normalize("NFKC", text).lower().translate(table)

    texts = {record.title: plain(f"{record.title}\n{record.text}") for record in records}
    return {term: frozenset(t for t, text in texts.items() if plain(term) in text) for term in TERMS}


@contextmanager
def launched() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(CHROMIUM_ARGUMENTS))
        yield browser
        browser.close()


def answers(browser: Browser, site: Path, terms: tuple[str, ...]) -> Iterator[Answer]:
    """Ask for each term on one visit to the search page; the first cost includes the page."""
    traffic = Traffic()
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    with served(site, "/", CSP, traffic) as address:
        page.goto(f"{address}search/")
        page.wait_for_selector("[data-search-page] input")
        before = 0
        for term in terms:
            titles, seconds = ask(page, term)
            yield Answer(titles, traffic.sent - before, seconds)
            before = traffic.sent
        context.close()


def ask(page: Page, term: str) -> tuple[frozenset[str], float]:
    started = time.perf_counter()
    page.fill("[data-search-page] input", term)
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-search-total]", state="attached")
    seconds = time.perf_counter() - started
    page.wait_for_load_state("networkidle")
    page.wait_for_function(
        """() => [...document.querySelectorAll('.sx-search__excerpt')].every(node =>
            'ready' in node.dataset || node.getBoundingClientRect().top > innerHeight)"""
    )
    return frozenset(page.locator("[data-search-result]").all_inner_texts()), seconds


def report_bundle(folder: Path) -> None:
    files = [path for path in folder.rglob("*") if path.is_file()]
    say(f"bundle: {len(files)} files,", kilobytes(sum(path.stat().st_size for path in files)))


def report_quality(truth: Mapping[str, frozenset[str]], found: Mapping[str, Answer]) -> None:
    right = sum(len(truth[term] & found[term].titles) for term in truth)
    recall = right / sum(map(len, truth.values()))
    precision = right / sum(len(answer.titles) for answer in found.values())
    say(f"{len(truth)} terms: recall {recall:.2%}, precision {precision:.2%},", f"{right} pages found")
    for term in truth:
        if truth[term] != found[term].titles:
            say(f"  {term}: {len(truth[term])} pages contain it,", f"{len(found[term].titles)} found")


def report_costs(name: str, given: list[Answer]) -> None:
    sent = sorted(answer.sent for answer in given)
    seconds = median(answer.seconds for answer in given)
    say(f"{name}: median {kilobytes(int(median(sent)))}, max {kilobytes(sent[-1])},", f"{seconds * 1000:.0f} ms")


def kilobytes(count: int) -> str:
    return f"{count / 1000:.1f} kB"


def since(started: float) -> str:
    return f"{time.perf_counter() - started:.1f} s"


def say(*parts: str) -> None:
    sys.stdout.write(" ".join(parts) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*[int(argument) for argument in (*sys.argv[1:], "500", "5000")[:2]])
