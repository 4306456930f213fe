import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.intake import examine as examining
from shuxiang.intake.accounts import missing_and_extra
from shuxiang.intake.document import Article, Document, plain
from shuxiang.intake.examine import Examined, Wishes, examine
from shuxiang.intake.findings import Finding, IntakeError, Place
from shuxiang.intake.readers import office
from shuxiang.intake.source import Source

TEXT = "怎样数路灯\n\n晚上去数，一盏一盏地数。数过以后再问住在附近的人。\n"


def codes(examined: Examined) -> set[str]:
    articles = (finding.code for article in examined.articles for finding in article.findings)
    return {*(finding.code for finding in examined.findings), *articles}


def test_a_letter_that_came_from_nowhere_or_went_nowhere_is_counted() -> None:
    document = Document((plain("甲乙乙"),), received="甲 乙\n丙")
    missing, extra = missing_and_extra(document, [Article("", document.blocks)])
    assert (dict(missing), dict(extra)) == ({"丙": 1}, {"乙": 1})


def test_what_is_set_aside_is_accounted_for_and_generated_numbers_count_for_nothing() -> None:
    number = replace(plain("一、"), spans=(replace(plain("一、").spans[0], generated=True),))
    aside = Finding(Place(), "aside", "移出。", set_aside="丙")
    document = Document((number, plain("甲")), received="甲乙丙")
    article = Article("乙", document.blocks, findings=(aside,))
    assert missing_and_extra(document, [article]) == ({}, {})


@pytest.mark.parametrize(("blocks", "said"), [((), "少了"), ((plain(TEXT + "多"),), "多了 1 个字符（如“多”）")])
def test_a_reader_that_loses_or_makes_up_a_letter_is_told_as_a_defect(
    monkeypatch: pytest.MonkeyPatch, blocks: tuple[object, ...], said: str
) -> None:
    monkeypatch.setattr(examining, "read", lambda _: Document(blocks, received=TEXT))  # type: ignore[arg-type]
    found = examine(Source("a.txt", b""), Wishes())
    assert any(finding.code == "account-open" and said in finding.what for finding in found.findings)


def test_a_text_in_traditional_characters_is_told_and_put_into_simplified_on_request() -> None:
    source = Source(
        "a.txt", "怎樣數路燈\n\n晚上去數，一盞一盞地數。數過以後再問住在附近的人，問清楚為什麼壞了。\n".encode()
    )
    assert any(code.startswith("script") for code in codes(examine(source, Wishes())))
    simplified = examine(source, Wishes(simplified=True))
    assert simplified.articles[0].title == "怎样数路灯"
    assert simplified.originals[0].title == "怎樣數路燈"


def test_mends_are_made_only_where_they_are_asked_for() -> None:
    source = Source("a.txt", TEXT.replace("，", ",").encode())
    (as_it_came,) = examine(source, Wishes()).articles
    (mended,) = examine(source, Wishes(frozenset({"punctuation"}))).articles
    assert "晚上去数,一盏" in "".join(getattr(block, "text", "") for block in as_it_came.blocks)
    assert "晚上去数，一盏" in "".join(getattr(block, "text", "") for block in mended.blocks)


BEGINNINGS = [
    b"",
    b"%PDF-1.4\n",
    b"PK\x03\x04",
    b"<html><body>",
    b"---\ntitle: a\n---\n",
    b"{\\rtf1 ",
    b"\xff\xfe",
    b"\xd0\xcf",
]
NAMES = ["a.txt", "a.html", "a.md", "a.docx", "a.pdf", "甲", "a.mht"]


def ends_in_a_result_or_a_clear_sentence(source: Source) -> bool:
    try:
        found = examine(source, Wishes(frozenset({"all"}), simplified=True))
    except IntakeError as error:
        return str(error).endswith("。")
    return "account-open" not in codes(found)


def unchanged(given: Path, folder: Path) -> None:
    """Stands for LibreOffice, which takes more than a second: what it gives back may be anything too."""
    shutil.copy(given, folder / "given.docx")


@given(
    st.sampled_from(BEGINNINGS),
    st.binary(max_size=60) | st.text(max_size=60).map(str.encode),
    st.sampled_from(NAMES),
)
def test_any_bytes_at_all_end_in_a_result_or_a_clear_sentence(beginning: bytes, rest: bytes, name: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(office, "_libreoffice", lambda: unchanged)
        assert ends_in_a_result_or_a_clear_sentence(Source(name, beginning + rest))


@pytest.mark.skipif(office.found() is None, reason="LibreOffice is not installed")
def test_what_libreoffice_makes_of_rubbish_ends_so_too() -> None:
    assert ends_in_a_result_or_a_clear_sentence(Source("甲.doc", b"{\\rtf1 " + bytes(range(256))))
