"""Golden cases: a text, what is found in it, what becomes of it. The README beside them says how to read one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from shuxiang.intake.document import Article, paragraphs
from shuxiang.intake.findings import Finding
from shuxiang.intake.marks.marking import marks
from shuxiang.intake.marks.mending import mended
from shuxiang.intake.marks.traditional import script_findings, simplified

CASES = Path(__file__).parents[1] / "cases" / "marks"
RULE = "=== "


def told(finding: Finding) -> str:
    """A finding on a line, as an organizer would be told it."""
    excerpt = f" 〔{finding.excerpt}〕" if finding.excerpt else ""
    proposed = f" 可改为：{' ／ '.join(finding.proposed)}" if finding.proposed else ""
    return f"{str(finding.place) or '全文'} {finding.code}：{finding.what}{excerpt}{proposed}"


def text_of(article: Article) -> Iterator[str]:
    yield from ([f"# {article.title}"] if article.title else [])
    yield from (paragraph.text for paragraph in paragraphs(article.blocks))


def answer(article: Article, asked: str) -> str:
    """What a section of a case is to hold."""
    if asked == "发现":
        return "\n".join(told(finding) for finding in (*script_findings(article), *marks(article))) or "没有"
    known = replace(article, findings=marks(article))
    after = mended(known, frozenset(asked.split()[1:])) if asked.startswith("改正") else simplified(known)
    new = [told(finding) for finding in after.findings if finding not in known.findings]
    return "\n".join([*text_of(after), "---", *new])


def sections(case: str) -> Iterator[tuple[str, str]]:
    """The headings of a case, each with what stands under it; the text itself under “原文”."""
    for part in case.split(RULE)[1:]:
        heading, _, body = part.partition("\n")
        yield heading, body.strip("\n")


@pytest.mark.parametrize("path", sorted(CASES.glob("*.txt")), ids=lambda path: path.stem)
def test_a_text_is_found_and_mended_as_its_case_says(path: Path, article: Callable[[str], Article]) -> None:
    (_, text), *expected = sections(path.read_text(encoding="utf-8"))

    assert [(asked, answer(article(text), asked)) for asked, _ in expected] == expected
