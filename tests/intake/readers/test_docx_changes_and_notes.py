"""Tracked changes are accepted, comments left out, notes kept, running heads set aside: all of it is told."""

from __future__ import annotations

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.document import Document, Paragraph
from word_file import codes, p, r, read_word, texts

DELETED_END = "<w:rPr><w:del/></w:rPr>"


def deleted(text: str) -> str:
    return f"<w:del><w:r><w:delText>{text}</w:delText></w:r></w:del>"


def asides(document: Document) -> dict[str, str]:
    return {finding.code: finding.set_aside for finding in document.findings}


def test_the_accepted_reading_is_taken_and_what_was_deleted_is_told_at_its_place() -> None:
    body = p("甲") + p("大力", deleted("切实"), f"<w:ins>{r('扎实')}</w:ins>", "推进", deleted("好"))
    document = read_word(body)
    assert texts(document) == ["甲", "大力扎实推进"]
    first, second = document.findings
    assert (first.code, first.severity) == ("tracked-changes", Severity.WARNING)
    assert "新增 1 处，删去 2 处" in first.what
    assert (second.code, str(second.place), second.set_aside) == ("tracked-deletion", "第2段", "切实\n好")
    assert "2 处" in second.what


def test_what_was_moved_stands_at_its_new_place_only() -> None:
    body = p(f"<w:moveFrom>{r('乙')}</w:moveFrom>", "甲") + p(f"<w:moveTo>{r('乙')}</w:moveTo>")
    assert texts(read_word(body)) == ["甲", "乙"]


def test_a_deleted_end_joins_a_paragraph_to_the_next_which_gives_its_look() -> None:
    document = read_word(p("第一", props=DELETED_END) + p("第二", props='<w:jc w:val="center"/>'))
    assert texts(document) == ["第一第二"]
    block = document.blocks[0]
    assert isinstance(block, Paragraph)
    assert block.look.centred


def test_a_deleted_end_before_a_table_or_at_the_end_loses_nothing() -> None:
    table = f"<w:tbl><w:tr><w:tc>{p('格')}</w:tc><w:tc>{p('子')}</w:tc></w:tr></w:tbl>"
    assert texts(read_word(p("前", props=DELETED_END) + table + p("后", props=DELETED_END))) == [
        "前",
        "格",
        "子",
        "后",
    ]


def test_changes_of_looks_are_no_changes_of_text() -> None:
    old = "<w:b/><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>"
    document = read_word(p(r("甲", old), props='<w:pPrChange><w:pPr><w:jc w:val="center"/></w:pPr></w:pPrChange>'))
    assert texts(document) == ["甲"]
    assert codes(document) == []


def test_deleted_rows_of_a_table_are_set_aside() -> None:
    gone = f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{p('旧')}</w:tc></w:tr>"
    kept = f"<w:tr><w:tc>{p('甲')}</w:tc><w:tc>{p('乙')}</w:tc></w:tr>"
    document = read_word(f"<w:tbl>{kept}{gone}</w:tbl>")
    assert texts(document) == ["甲", "乙"]
    assert asides(document)["tracked-deletion"] == "旧"


def test_each_comment_is_told_where_it_hangs_without_the_name_of_who_wrote_it() -> None:
    comments = "".join(
        f'<w:comment w:id="{key}" w:author="某人" w:initials="某">{p(text)}</w:comment>'
        for key, text in ((1, "此处请核实"), (2, "数字有误"), (3, "无处可挂"))
    )
    call = '<w:r><w:commentReference w:id="{}"/></w:r>'
    document = read_word(p("甲") + p("乙", call.format(1), call.format(2)), {"comments": comments})
    assert texts(document) == ["甲", "乙"]
    assert [(finding.code, str(finding.place), finding.set_aside) for finding in document.findings] == [
        ("comment", "第2段", "此处请核实"),
        ("comment", "第2段", "数字有误"),
        ("comment", "", "无处可挂"),
    ]
    assert "某" not in str(document.findings)


FOOTNOTES = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    f'<w:footnote w:id="1">{p("<w:r><w:footnoteRef/></w:r>", " 见", r("原书", "<w:b/>"))}{p("第二段")}</w:footnote>'
    f'<w:footnote w:id="2">{p("乙注")}</w:footnote>'
)
FOOTNOTE = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
ENDNOTE = '<w:r><w:endnoteReference w:id="{}"/></w:r>'


def test_notes_are_numbered_in_the_order_of_their_calls() -> None:
    endnotes = f'<w:endnote w:id="1">{p("尾注")}</w:endnote>'
    body = p("甲", FOOTNOTE.format(2), "，", ENDNOTE.format(1), "。") + p("乙", FOOTNOTE.format(1))
    document = read_word(body, {"footnotes": FOOTNOTES, "endnotes": endnotes})
    calls = [span.note for block in document.blocks if isinstance(block, Paragraph) for span in block.spans]
    assert [call for call in calls if call] == ["1", "2", "3"]
    assert {key: [note.text for note in notes] for key, notes in document.notes.items()} == {
        "1": ["乙注"],
        "2": ["尾注"],
        "3": ["见原书", "第二段"],
    }
    assert str(document.notes["3"][0].place) == "第3条脚注"
    assert codes(document) == []


def test_a_note_whose_call_was_deleted_is_set_aside() -> None:
    document = read_word(
        p("甲", f"<w:del>{FOOTNOTE.format(2)}</w:del>", FOOTNOTE.format(1)), {"footnotes": FOOTNOTES}
    )
    assert list(document.notes) == ["1"]
    assert asides(document)["uncalled-note"] == "乙注"


def test_a_call_of_a_note_that_is_not_there_leaves_no_mark() -> None:
    document = read_word(p("甲", FOOTNOTE.format(9)))
    assert texts(document) == ["甲"]
    assert document.notes == {}


def test_a_table_in_a_note_becomes_lines_and_is_told() -> None:
    table = f"<w:tbl><w:tr><w:tc>{p('左')}</w:tc><w:tc>{p('右')}</w:tc></w:tr></w:tbl>"
    document = read_word(p("甲", FOOTNOTE.format(1)), {"footnotes": f'<w:footnote w:id="1">{table}</w:footnote>'})
    assert [note.text for note in document.notes["1"]] == ["左", "右"]
    assert codes(document) == ["table-in-note"]


def test_running_heads_and_feet_are_told_once_each_however_many_sections_have_them() -> None:
    page = p("— ", f'<w:fldSimple w:instr="PAGE">{r("1")}</w:fldSimple>', " —")
    document = read_word(p("正文"), {"header1": p("内部资料"), "header2": p("内部资料"), "footer1": page})
    assert texts(document) == ["正文"]
    assert [(finding.severity, finding.what, finding.set_aside) for finding in document.findings] == [
        (Severity.NOTE, "页眉没有放进正文：“内部资料”。", "内部资料\n内部资料"),
        (Severity.NOTE, "页脚没有放进正文：“— 1 —”。", "— 1 —"),
    ]


def test_a_body_without_a_word_is_an_error() -> None:
    document = read_word(p(), {"header1": p("只有页眉")})
    assert codes(document)[0] == "body-empty"
    assert document.findings[0].severity is Severity.ERROR


def test_places_count_the_paragraphs_that_are_not_empty_as_word_does() -> None:
    table = f"<w:tbl><w:tr><w:tc>{p('格')}</w:tc><w:tc>{p()}</w:tc></w:tr></w:tbl>"
    document = read_word(p("甲") + p() + table + p("乙"))
    assert [str(block.place) for block in document.blocks] == ["第1段", "第2段", "第3段"]
