from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.content.text_file import MAX_BYTES, TextFile, decode, read_text

SAVE_AS = "请用记事本或 WPS 打开，另存为时把编码选为 UTF-8。"


def told(file: TextFile) -> list[str]:
    return [str(problem) for problem in file.problems]


def test_utf8_is_read_as_it_is() -> None:
    assert decode("题目\n正文😀\n".encode(), "docs/a.md") == TextFile("题目\n正文😀\n")


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n"])
def test_line_ends_become_one_kind(ending: str) -> None:
    assert decode(f"一{ending}二{ending}".encode(), "docs/a.md").text == "一\n二\n"


def test_a_bom_is_dropped_and_mentioned() -> None:
    file = decode("\ufeff---\n".encode(), "docs/a.md")
    assert file.text == "---\n"
    assert told(file) == [
        (
            "docs/a.md:1:文件开头有看不见的 BOM 标记（已跳过，不影响显示）。"
            "另存为“UTF-8”而不是“带有 BOM 的 UTF-8”即可去掉。"
        )
    ]
    assert file.problems[0].severity == "warning"


def test_gbk_is_told_at_its_first_line_that_is_not_utf8() -> None:
    file = decode("---\ntitle: a\nsummary: 怎样写好一件提案\n---\n".encode("gbk"), "docs/a.md")
    assert file.text is None
    assert told(file) == [f"docs/a.md:3:文件不是 UTF-8 编码，像是 GBK（GB18030）。{SAVE_AS}"]


def test_bytes_of_no_known_kind_are_told_without_a_guess() -> None:
    assert told(decode(b"a\n\xff\xff\xff\n", "docs/a.md")) == [f"docs/a.md:2:文件不是 UTF-8 编码。{SAVE_AS}"]


@pytest.mark.parametrize("kind", ["utf-16-le", "utf-16-be"])
def test_utf16_is_told_by_the_name_that_notepad_has_for_it(kind: str) -> None:
    file = decode("\ufeff---\ntitle: 题目\n".encode(kind), "docs/a.md")
    assert file.text is None
    assert told(file) == [f"docs/a.md:文件是 UTF-16 编码（记事本里叫“Unicode”）。{SAVE_AS}"]


def test_a_file_of_20_megabytes_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    with path.open("wb") as file:
        file.truncate(20 * 1024 * 1024)
    read = read_text(path, "docs/a.md")
    assert read.text is None
    assert told(read) == [
        (
            "docs/a.md:文件有 20.0 MB，超过 2 MB 的上限。"
            "正文里如嵌有图片，请把图片另存为文件再引用；文章过长请拆成几篇。"
        )
    ]


@pytest.mark.parametrize(("size", "is_read"), [(MAX_BYTES, True), (MAX_BYTES + 1, False)])
def test_a_file_is_read_up_to_the_limit(tmp_path: Path, size: int, is_read: bool) -> None:  # noqa: FBT001
    path = tmp_path / "a.md"
    path.write_bytes(b"a" * size)
    assert (read_text(path, "docs/a.md").text is not None) is is_read


def test_a_file_that_is_not_there_or_is_a_folder_is_told(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.md"):
        read = read_text(path, "docs/a.md")
        assert read.text is None
        assert [problem.code for problem in read.problems] == ["file-unreadable"]
        assert told(read)[0].startswith("docs/a.md:读不出这个文件")


@given(st.binary() | st.text().map(lambda text: text.encode("utf-16")) | st.text("题目\r\n").map(str.encode))
def test_any_bytes_are_text_or_are_told_why_not(data: bytes) -> None:
    file = decode(data, "docs/a.md")
    assert (file.text is None) == any(problem.severity == "error" for problem in file.problems)
    assert "\r" not in (file.text or "")
