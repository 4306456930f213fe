import errno
import io
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from openpyxl import load_workbook

from shuxiang.cli import plan_workbook
from shuxiang.cli.arguments import Parser, add_config_file, add_today
from shuxiang.cli.plan_workbook import add_import, add_template
from shuxiang.cli.problem import guarded

CONFIG = "site_name: 书香\ntheme: {name: material, font: false}\nplugins: [shuxiang]\n"
PROGRAMME = """\
year: 2026
starts: 2026-11-02
ends: 2027-01-04
cadences:
  - {id: article, name: 周学一文, every: week, folder: readings}
  - {id: topic, name: 月讲一题, every: month}
groups: [第一小组]
"""
MATERIAL = """\
---\r
# 初稿\r
title: 数路灯   # 待改\r
cadence: article\r
slot: 2026-W46\r
lecture: {speaker: 甲}\r
---\r
正文不动。\r
"""
PATH = "readings/w46.md"
ROWS = {"2026-W46": 6, "2026-W47": 7, "2026-W48": 8}

Fill = Callable[[Mapping[str, object]], Path]


@pytest.fixture
def docs(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The documents of a project with a short year and one material in it, typed on Windows."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1763683200")
    (project / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    docs = project / "docs"
    for path, text in {"programme/2026.yml": PROGRAMME, PATH: MATERIAL}.items():
        (docs / path).parent.mkdir(parents=True, exist_ok=True)
        (docs / path).write_bytes(text.encode())
    return docs


def run(command: str, *arguments: str) -> int:
    parser = Parser("plan", "")
    {"template": add_template, "import": add_import}[command](parser)
    add_config_file(parser)
    add_today(parser)
    options = parser.parse_args([*arguments, "--today", "2026-11-21"])
    action = {"template": plan_workbook.template, "import": plan_workbook.import_}[command]
    return guarded(lambda: action(options))


@pytest.fixture
def filled(docs: Path) -> Fill:
    """A template with these cells written."""

    def fill(cells: Mapping[str, object]) -> Path:
        path = docs.parent / "plan.xlsx"
        assert run("template", "-o", str(path), "--force") == 0
        book = load_workbook(path)
        for address, value in cells.items():
            book.worksheets[0][address] = value
        book.save(path)
        return path

    return fill


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Somebody at a terminal who answers."""

    def answer(text: str) -> None:
        stream = io.StringIO(text + "\n")
        stream.isatty = lambda: True  # type: ignore[method-assign]
        monkeypatch.setattr(sys, "stdin", stream)

    return answer


def files(docs: Path) -> dict[str, bytes]:
    return {path.relative_to(docs).as_posix(): path.read_bytes() for path in docs.rglob("*") if path.is_file()}


def test_a_template_is_named_after_its_year(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("template") == 0
    sheet = load_workbook(docs.parent / "学习计划-2026.xlsx").worksheets[0]
    assert [sheet.cell(6, place).value for place in (1, 2, 6, 15)] == ["周学一文", "2026-W46", "数路灯", PATH]
    assert capsys.readouterr().out == (
        "已写出 学习计划-2026.xlsx：2026年“书香政协”学习计划。"
        "填好后运行 python3 scripts/plan.py import 学习计划-2026.xlsx\n"
    )


def test_a_workbook_that_is_there_is_not_overwritten_unasked(
    docs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = docs.parent / "plan.xlsx"
    target.write_bytes(b"mine")
    assert run("template", "-o", "plan.xlsx") == 1
    assert capsys.readouterr().err == "plan.xlsx 已经存在，没有覆盖。请换一个文件名，或加 --force。\n"
    assert target.read_bytes() == b"mine"
    assert run("template", "-o", "plan.xlsx", "--force") == 0
    assert target.read_bytes().startswith(b"PK")
    assert sorted(path.name for path in docs.parent.iterdir()) == ["docs", "mkdocs.yml", "plan.xlsx"]


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["-o", "plan.xls"], "plan.xls 不是以 .xlsx 结尾"),
        (["-o", "missing/plan.xlsx"], "不能写到 missing/plan.xlsx"),
        (["--year", "2031"], "没有2031年的学习计划"),
        (["-o", "docs/plan.xlsx"], "不能写到文档文件夹里（docs/plan.xlsx）：计划表含有尚未发布的安排。"),
        (["-o", "docs/programme/plan.xlsx", "--force"], "不能写到文档文件夹里"),
    ],
)
def test_a_template_that_cannot_be_written_is_told(
    docs: Path, arguments: list[str], what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("template", *arguments) == 1
    assert what in capsys.readouterr().err
    assert sorted(path.name for path in docs.parent.iterdir()) == ["docs", "mkdocs.yml"]
    assert list(docs.rglob("*.xlsx")) == []


@pytest.mark.parametrize("place", ["site/plan.xlsx", "elsewhere/plan.xlsx"])
def test_a_template_is_not_written_where_it_would_be_published(
    docs: Path, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (docs.parent / "site").mkdir()
    (docs.parent / "elsewhere").symlink_to(docs, target_is_directory=True)
    assert run("template", "-o", place) == 1
    assert "尚未发布" in capsys.readouterr().err
    assert not (docs.parent / place).exists()


def test_an_import_makes_files_and_changes_lines_and_nothing_else(
    docs: Path, filled: Fill, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files(docs)
    path = filled({"F6": "数一数路灯", "L6": "11月11日 15:00", "F7": "写小事: 一", "J7": "第一小组"})
    capsys.readouterr()
    assert run("import", str(path), "--yes") == 0
    after = files(docs)
    made = "readings/2026/2026-W47.md"
    assert after.pop(made).decode() == (
        '---\ntitle: "写小事: 一"\ncadence: article\nslot: 2026-W47\ngroup: 第一小组\n---\n'
    )
    changed = MATERIAL.replace("数路灯", "数一数路灯").replace("speaker: 甲}", "speaker: 甲, at: 2026-11-11 15:00}")
    assert after == before | {PATH: changed.encode()}
    assert capsys.readouterr().out == (
        f"{path} 的工作表“计划”里有 2 行填了内容。\n"
        "要新建的 1 份材料，正文待写：\n"
        f"  第 7 行  周学一文 第3周（2026-W47）《写小事: 一》→ docs/{made}\n"
        "      小组/界别 第一小组\n"
        "要改动的 1 份材料：\n"
        f"  第 6 行  周学一文 第2周（2026-W46）《数路灯》docs/{PATH}\n"
        "      F6 题目\uff1a数路灯 → 数一数路灯\n"
        "      L6 讲座时间\uff1a（空） → 2026-11-11 15:00\n"
        "要留意的 1 处题目：\n"
        "  F6\uff1a《数路灯》有正文，题目改了正文不会跟着换。\n"
        "  要调换两期，请改两个文件里的 slot，再重新导出。\n"
        "写好了 2 个文件。以后再改这些内容，请先重新导出一份工作簿。\n"
    )


def test_an_import_done_twice_changes_nothing_the_second_time(
    docs: Path, filled: Fill, capsys: pytest.CaptureFixture[str]
) -> None:
    path = filled({"F6": "数一数路灯", "G6": "乙", "F7": "写小事", "L7": "2026年11月18日下午3点", "H7": "#1: 'x'"})
    assert run("import", str(path), "--yes") == 0
    before = files(docs)
    capsys.readouterr()
    assert run("import", str(path), "--yes") == 0
    assert capsys.readouterr().out.splitlines()[1:] == ["没有要写入的改动。"]
    assert files(docs) == before


def test_without_a_terminal_nothing_is_written_unless_told_so(
    docs: Path, filled: Fill, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = filled({"F7": "写小事"})
    before = files(docs)
    monkeypatch.setattr(sys, "stdin", io.StringIO("是\n"))
    assert run("import", str(path)) == 0
    assert files(docs) == before
    assert capsys.readouterr().out.endswith("没有写入\uff1a这里不能询问。看过以上各项后，请加 --yes 再运行一次。\n")


@pytest.mark.parametrize(
    ("answer", "made"), [("是", ["2026-W47.md"]), ("Y", ["2026-W47.md"]), ("", []), ("否", []), ("什么", [])]
)
def test_on_a_terminal_one_is_asked(
    docs: Path, filled: Fill, terminal: Callable[[str], None], answer: str, made: list[str]
) -> None:
    path = filled({"F7": "写小事"})
    terminal(answer)
    assert run("import", str(path)) == 0
    assert [path.name for path in docs.glob("readings/2026/*")] == made


def test_ctrl_d_at_the_question_means_no(
    docs: Path, filled: Fill, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = filled({"F7": "写小事"})
    before = files(docs)
    nothing = io.StringIO("")
    nothing.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr(sys, "stdin", nothing)
    assert run("import", str(path)) == 0
    assert capsys.readouterr().out.endswith("（是/否）\n没有写入。\n")
    assert files(docs) == before


def test_a_file_that_cannot_be_written_does_not_keep_the_others(
    docs: Path, filled: Fill, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = filled({"F6": "数一数路灯", "F7": "写小事", "F8": "听与说"})
    make = plan_workbook.create_file

    def full(path: Path, data: bytes) -> bool:
        if path.stem == "2026-W47":
            raise OSError(errno.ENOSPC, "No space left on device")
        return make(path, data)

    monkeypatch.setattr(plan_workbook, "create_file", full)
    assert run("import", str(path), "--yes") == 1
    assert {path.name for path in (docs / "readings/2026").iterdir()} == {"2026-W48.md"}
    assert "数一数路灯" in (docs / PATH).read_text(encoding="utf-8")
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "docs/readings/2026/2026-W47.md 没有写成：磁盘空间不足。请再导入一次。",
        "写好了 2 个文件。以后再改这些内容，请先重新导出一份工作簿。",
    ]


def test_a_material_of_the_longest_name_is_changed(docs: Path, filled: Fill) -> None:
    long = docs / "readings" / f"{'字' * 83}.md"
    (docs / PATH).rename(long)
    assert run("import", str(filled({"G6": "乙"})), "--yes") == 0
    assert "author: 乙" in long.read_text(encoding="utf-8")


def test_a_folder_that_leads_out_of_the_documents_gets_no_file(
    docs: Path, filled: Fill, capsys: pytest.CaptureFixture[str]
) -> None:
    path = filled({"F7": "写小事"})
    outside = docs.parent / "outside"
    outside.mkdir()
    (docs / "readings/2026").symlink_to(outside, target_is_directory=True)
    assert run("import", str(path), "--yes") == 1
    assert list(outside.iterdir()) == []
    told = "按学习计划，这一期的文件应是 readings/2026/2026-W47.md，那里是一个链接，指向文档文件夹以外，没有新建。"
    assert f"O7\uff1a{told}" in capsys.readouterr().out


def test_a_folder_that_mkdocs_leaves_out_gets_no_file(
    docs: Path, filled: Fill, capsys: pytest.CaptureFixture[str]
) -> None:
    (docs.parent / "mkdocs.yml").write_text(f"{CONFIG}exclude_docs: topic/\n", encoding="utf-8")
    before = files(docs)
    book = load_workbook(filled({}))
    row = next(row[0].row for row in book.worksheets[0].iter_rows(min_row=4) if row[0].value == "月讲一题")
    assert run("import", str(filled({f"F{row}": "讲一讲"})), "--yes") == 1
    assert files(docs) == before
    assert "topic/2026/2026-11.md，配置文件的 exclude_docs 把它排除在外，没有新建。" in capsys.readouterr().out


def test_a_material_that_leads_out_of_the_documents_is_not_changed(
    docs: Path, filled: Fill, capsys: pytest.CaptureFixture[str]
) -> None:
    outside = docs.parent / "outside.md"
    (docs / PATH).rename(outside)
    (docs / PATH).symlink_to(outside)
    before = outside.read_bytes()
    assert run("import", str(filled({"G6": "乙"})), "--yes") == 1
    assert outside.read_bytes() == before
    assert f"G6\uff1a{PATH}：这是一个链接，指向文档文件夹以外" in capsys.readouterr().out


def test_a_link_within_the_documents_stays_a_link(docs: Path, filled: Fill) -> None:
    real = docs / "readings/real.txt"
    (docs / PATH).rename(real)
    (docs / PATH).symlink_to(real)
    assert run("import", str(filled({"G6": "乙"})), "--yes") == 0
    assert (docs / PATH).is_symlink()
    assert "author: 乙" in real.read_text(encoding="utf-8")


def test_a_look_writes_nothing(docs: Path, filled: Fill, capsys: pytest.CaptureFixture[str]) -> None:
    path = filled({"F7": "写小事", "F6": "数一数路灯"})
    before = files(docs)
    assert run("import", str(path), "--dry-run") == 0
    assert files(docs) == before
    assert capsys.readouterr().out.endswith("只是看看，没有写入。\n")


def test_bad_cells_are_named_good_rows_are_written_and_the_exit_code_tells(
    docs: Path, filled: Fill, capsys: pytest.CaptureFixture[str]
) -> None:
    path = filled({"F7": "写小事", "L7": "下周三", "J8": "第九小组", "F8": "听与说"})
    assert run("import", str(path), "--yes") == 1
    assert {path.name for path in (docs / "readings/2026").iterdir()} == {"2026-W47.md", "2026-W48.md"}
    out = capsys.readouterr().out
    assert "要改正的 2 格：\n  L7\uff1a“下周三”看不出是哪一天。" in out
    assert "\n  J8\uff1a学习计划里没有“第九小组”这个小组或界别。" in out


def test_a_header_that_cannot_be_changed_safely_is_left_and_named(
    docs: Path, filled: Fill, capsys: pytest.CaptureFixture[str]
) -> None:
    (docs / PATH).write_text(MATERIAL.replace("\r", "").replace("{speaker: 甲}", "甲主讲"), encoding="utf-8")
    path = filled({"K6": "乙", "F7": "写小事"})
    before = (docs / PATH).read_bytes()
    assert run("import", str(path), "--yes") == 1
    assert (docs / PATH).read_bytes() == before
    assert (docs / "readings/2026/2026-W47.md").exists()
    assert f"K6\uff1a{PATH}：标题区里的 lecture 没有分成小项，没有动它。" in capsys.readouterr().out


def test_a_file_that_changes_while_one_is_asked_is_left_and_told(
    docs: Path, filled: Fill, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = filled({"F6": "数一数路灯", "F7": "写小事", "F8": "听与说"})

    def meanwhile(_: object) -> bool:
        (docs / PATH).write_text("别人刚写的", encoding="utf-8")
        (docs / "readings/2026").mkdir()
        (docs / "readings/2026/2026-W47.md").write_text("也是", encoding="utf-8")
        return True

    monkeypatch.setattr(plan_workbook, "agreed", meanwhile)
    assert run("import", str(path)) == 1
    assert (docs / PATH).read_text(encoding="utf-8") == "别人刚写的"
    assert (docs / "readings/2026/2026-W47.md").read_text(encoding="utf-8") == "也是"
    assert capsys.readouterr().out.splitlines()[-3:] == [
        "docs/readings/2026/2026-W47.md 刚刚有了，没有动它。请再导入一次。",
        f"docs/{PATH} 刚刚有人改过，没有动它。请再导入一次。",
        "写好了 1 个文件。以后再改这些内容，请先重新导出一份工作簿。",
    ]


def test_a_name_that_differs_only_in_case_is_taken_too(docs: Path, filled: Fill) -> None:
    (docs / "readings/2026").mkdir()
    (docs / "readings/2026/2026-w47.md").write_text(MATERIAL.replace("W46", "W52"), encoding="utf-8")
    assert run("import", str(filled({"F7": "写小事"})), "--yes") == 0
    assert (docs / "readings/2026/2026-W47-2.md").exists()


FULL_WIDTH = MATERIAL.replace("cadence: article", "cadence\uff1aarticle").encode()


@pytest.mark.parametrize("data", [FULL_WIDTH, MATERIAL.encode("gb18030"), "正文".encode()])
def test_a_file_that_cannot_be_read_is_mended_first_and_gets_no_twin(
    docs: Path, filled: Fill, data: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    path = filled({"F7": "写小事", "H6": "某报"})
    made = docs / "readings/2026/2026-W47.md"
    made.parent.mkdir()
    for unread in (made, docs / PATH):
        unread.write_bytes(data)
    before = files(docs)
    capsys.readouterr()
    assert run("import", str(path), "--yes") == 1
    assert files(docs) == before
    told = "在，但标题区读不出来或编码不对。请先运行 python3 scripts/check.py，改好再导入。"
    assert capsys.readouterr().out.splitlines()[1:4] == [
        "要改正的 2 格：",
        f"  O6\uff1a文件“{PATH}”{told}",
        f"  O7\uff1a文件“readings/2026/2026-W47.md”{told}",
    ]


def test_a_file_name_that_no_disk_can_hold_is_not_there(
    docs: Path, filled: Fill, capsys: pytest.CaptureFixture[str]
) -> None:
    before = files(docs)
    assert run("import", str(filled({"O6": "字" * 300})), "--yes") == 1
    assert files(docs) == before
    assert "O6\uff1a找不到文件“字" in capsys.readouterr().out


def test_a_title_that_is_not_changed_after_all_is_not_warned_of(
    docs: Path, filled: Fill, capsys: pytest.CaptureFixture[str]
) -> None:
    (docs / PATH).write_text(MATERIAL.replace("\r", "").replace("{speaker: 甲}", "甲主讲"), encoding="utf-8")
    assert run("import", str(filled({"F6": "数一数路灯", "K6": "乙"})), "--yes") == 1
    assert "要留意" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (None, "找不到文件"),
        (b"", "文件是空的（0 字节）。"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "这是旧格式的文件（.xls 或 .et）"),
        (b"PK", "文件不完整或已损坏"),
    ],
)
def test_a_file_that_cannot_be_read_gets_one_sentence(
    docs: Path, data: bytes | None, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = docs.parent / "a.xlsx"
    if data is not None:
        path.write_bytes(data)
    assert run("import", str(path)) == 1
    (sentence,) = capsys.readouterr().err.splitlines()
    assert what in sentence
    assert "请" in sentence


def test_a_folder_is_no_workbook(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("import", str(docs)) == 1
    assert "是一个文件夹" in capsys.readouterr().err


def test_a_table_without_a_plan_is_told_what_is_wanted(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("template", "-o", "plan.xlsx") == 0
    book = load_workbook(docs.parent / "plan.xlsx")
    del book["计划"]
    book.save(docs.parent / "plan.xlsx")
    assert run("import", "plan.xlsx") == 1
    assert "plan.xlsx\uff1a没有找到计划表：表头要有“栏目”“期次”和“题目”等列" in capsys.readouterr().err


def test_the_materials_that_an_import_makes_take_their_slots(
    docs: Path, filled: Fill, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("import", str(filled({"F7": "写小事"})), "--yes") == 0
    assert run("template", "-o", "again.xlsx") == 0
    sheet = load_workbook(docs.parent / "again.xlsx").worksheets[0]
    assert [sheet.cell(7, place).value for place in (2, 6, 15)] == [
        "2026-W47",
        "写小事",
        "readings/2026/2026-W47.md",
    ]
    assert capsys.readouterr().err == ""
