import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.accounts import missing_and_extra
from shuxiang.intake.document import Article, Document, Paragraph
from shuxiang.intake.findings import IntakeError
from shuxiang.intake.readers.text import MAX_CHARACTERS, read_text
from shuxiang.intake.source import Source

CASES = Path(__file__).parents[1] / "cases" / "text"


def read(text: str | bytes) -> Document:
    data = text.encode() if isinstance(text, str) else text
    document = read_text(Source("来稿.txt", data))
    assert missing_and_extra(document, [Article("", document.blocks)]) == ({}, {})
    return document


def paragraphs(text: str | bytes) -> list[Paragraph]:
    return [block for block in read(text).blocks if isinstance(block, Paragraph)]


def listed(paragraph: Paragraph) -> str:
    words = {
        "空行后": paragraph.look.after_gap,
        "居中": paragraph.look.centred,
        "靠右": paragraph.look.right,
        "缩进": paragraph.look.indented,
    }
    return (
        f"{paragraph.place} {'、'.join(word for word, is_so in words.items() if is_so) or '顶格'}: {paragraph.text}"
    )


@pytest.mark.parametrize("case", sorted(CASES.glob("*.txt")), ids=lambda case: case.stem)
def test_lines_come_with_their_place_and_how_they_are_set(case: Path) -> None:
    found = "\n".join(listed(paragraph) for paragraph in paragraphs(case.read_bytes()))

    assert found + "\n" == case.with_suffix(".expected").read_text(encoding="utf-8")


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\u2028", "\u2029", "\x85", "\v", "\f"])
def test_every_kind_of_line_end_parts_paragraphs(end: str) -> None:
    assert [paragraph.text for paragraph in paragraphs(f"甲{end}乙")] == ["甲", "乙"]


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    assert [paragraph.place.number for paragraph in paragraphs("甲\f乙\n\r\n丙\r丁")] == [1, 1, 3, 4]


def test_a_byte_order_mark_is_no_letter() -> None:
    assert paragraphs("\ufeff标题")[0].text == "标题"


def test_blanks_of_all_kinds_around_a_line_go() -> None:
    assert [paragraph.text for paragraph in paragraphs(" \u3000\xa0甲 乙\t\u3000\n")] == ["甲 乙"]


def test_control_characters_go_and_are_told() -> None:
    document = read("上半\x00句\x07下半句")

    assert document.blocks[0] == paragraphs("上半句下半句")[0]
    (finding,) = document.findings
    assert (finding.code, finding.severity) == ("control-characters", Severity.NOTE)
    assert "2 个" in finding.what
    assert "U+0000、U+0007" in finding.what
    assert finding.excerpt == "上半句下半句"


def test_unreadable_bytes_are_marked_where_they_were() -> None:
    document = read("第一行\n前".encode() + b"\xff\xfe" + "后".encode())

    assert [paragraph.text for paragraph in paragraphs("第一行\n前".encode() + b"\xff\xfe" + "后".encode())] == [
        "第一行",
        "前\ufffd\ufffd后",
    ]
    (finding,) = document.findings
    assert str(finding.place) == "第2行"
    assert finding.severity is Severity.ERROR
    assert "FF、FE" in finding.what


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b" \r\n\t\n", "没有文字"),
        (("字" * (MAX_CHARACTERS + 1)).encode(), "上限"),
        (bytes(range(32)) * 20, "不是文本"),
        (b"\xff" * 300, "看不出"),
    ],
)
def test_what_is_no_text_is_refused_with_a_sentence(data: bytes, words: str) -> None:
    with pytest.raises(IntakeError, match=words):
        read(data)


@given(st.text())
def test_any_text_keeps_every_letter(text: str) -> None:
    try:
        document = read(text.encode("utf-8", "surrogatepass"))
    except IntakeError:
        return
    assert all(
        paragraph.text == paragraph.text.strip()
        for paragraph in document.blocks
        if isinstance(paragraph, Paragraph)
    )


@given(st.binary())
def test_any_bytes_give_a_document_or_a_sentence(data: bytes) -> None:
    with contextlib.suppress(IntakeError):
        read(data)
