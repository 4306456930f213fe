"""Tables: what reaches over what, and tables that are none."""

from __future__ import annotations

from shuxiang.intake.document import Document, Paragraph, Table
from word_file import codes, p, read_word, texts


def cell(text: str, props: str = "") -> str:
    return f"<w:tc>{f'<w:tcPr>{props}</w:tcPr>' if props else ''}{p(text)}</w:tc>"


def row(*cells: str, props: str = "") -> str:
    return f"<w:tr>{f'<w:trPr>{props}</w:trPr>' if props else ''}{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def grid(document: Document) -> list[list[tuple[str, int, int]]]:
    found = document.blocks[0]
    assert isinstance(found, Table)
    return [[("／".join(q.text for q in c.paragraphs), c.across, c.down) for c in row] for row in found.rows]


DOWN, ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def test_a_table_has_its_rows_and_cells() -> None:
    document = read_word(table(row(cell("届"), cell("人数")), row(cell("三"), cell("120"))))
    assert grid(document) == [[("届", 1, 1), ("人数", 1, 1)], [("三", 1, 1), ("120", 1, 1)]]
    assert codes(document) == []


def test_merged_cells_reach_across_and_down_and_are_told() -> None:
    wide = '<w:gridSpan w:val="2"/>'
    document = read_word(
        table(
            row(cell("序", DOWN), cell("内容", wide)),
            row(cell("", ON), cell("甲"), cell("乙")),
            row(cell("", ON), cell("丙"), cell("丁")),
        )
    )
    assert grid(document) == [
        [("序", 1, 3), ("内容", 2, 1)],
        [("甲", 1, 1), ("乙", 1, 1)],
        [("丙", 1, 1), ("丁", 1, 1)],
    ]
    assert codes(document) == ["merged-cells"]
    assert "2 个" in document.findings[0].what


def test_cells_merged_in_the_old_way_reach_across() -> None:
    document = read_word(
        table(row(cell("甲", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>"), cell("乙")), row(cell("丙")))
    )
    assert grid(document)[0] == [("甲", 2, 1), ("乙", 1, 1)]


def test_text_in_a_cell_that_another_reaches_over_is_not_lost() -> None:
    document = read_word(table(row(cell("上", DOWN), cell("右")), row(cell("下", ON), cell("右"))))
    assert grid(document)[0][0] == ("上／下", 1, 2)


def test_columns_that_a_row_leaves_out_are_empty_cells() -> None:
    skips = '<w:gridBefore w:val="2"/><w:gridAfter w:val="1"/>'
    document = read_word(table(row(cell("甲"), props=skips), row(cell("乙"))))
    assert grid(document)[0] == [("", 2, 1), ("甲", 1, 1), ("", 1, 1)]


def test_a_hostile_width_is_cut_to_what_word_can_have() -> None:
    document = read_word(table(row(cell("甲", '<w:gridSpan w:val="99999999999"/>'), cell("乙"))))
    assert grid(document)[0][0] == ("甲", 63, 1)


def test_rows_and_cells_in_content_controls_are_found() -> None:
    control = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"
    wrapped = control.format(row(cell("甲"), control.format(cell("乙"))))
    assert texts(read_word(table(wrapped))) == ["甲", "乙"]


def test_a_table_of_one_cell_only_draws_a_frame() -> None:
    document = read_word(table(row(f"<w:tc>{p('编者按')}{p('本期……')}</w:tc>")))
    assert [type(block) for block in document.blocks] == [Paragraph, Paragraph]
    assert texts(document) == ["编者按", "本期……"]


def test_a_table_in_a_table_comes_after_it_and_is_told() -> None:
    inner = table(row(cell("内一"), cell("内二")))
    document = read_word(table(row(f"<w:tc>{p('外一')}{inner}{p()}</w:tc>", cell("外二"))) + p("后"))
    assert texts(document) == ["外一", "外二", "内一", "内二", "后"]
    assert codes(document) == ["nested-table"]


def test_a_table_has_the_place_of_its_first_paragraph() -> None:
    document = read_word(p("甲") + table(row(cell("乙"), cell("丙"))) + p("丁"))
    assert [str(block.place) for block in document.blocks] == ["第1段", "第2段", "第4段"]


def test_an_empty_paragraph_in_a_cell_is_no_gap_before_the_next_cell() -> None:
    document = read_word(table(row(cell(""), cell("甲"))))
    found = document.blocks[0]
    assert isinstance(found, Table)
    assert not found.rows[0][1].paragraphs[0].look.after_gap
