"""A built site made into a copy: what it leaves out, and which names it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from shuxiang.release.errors import ReleaseError
from shuxiang.release.portable.folder import README, make_portable
from shuxiang.release.portable.windows_names import LONGEST, objections


def write(folder: Path, *paths: str, text: str = "") -> None:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode())


def test_links_lead_to_files_afterwards(tmp_path: Path) -> None:
    write(tmp_path, "index.html", "a/index.html", text='<a href="a/">甲</a><a href="..">乙</a>\r\n')

    make_portable(tmp_path)

    assert (tmp_path / "index.html").read_bytes().decode() == '<a href="a/index.html">甲</a><a href="..">乙</a>\r\n'
    assert (
        tmp_path / "a/index.html"
    ).read_bytes().decode() == '<a href="a/">甲</a><a href="../index.html">乙</a>\r\n'


def test_a_page_that_is_not_utf_8_keeps_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_bytes(b'<a href=".">\xd6\xd0</a>')

    make_portable(tmp_path)

    assert (tmp_path / "index.html").read_bytes() == b'<a href="index.html">\xd6\xd0</a>'


def test_what_only_servers_and_menders_need_is_left_out(tmp_path: Path) -> None:
    write(tmp_path, "404.html", "sitemap.xml.gz", "status/index.html", "status/status.json")
    write(tmp_path, "index.html", "sitemap.xml", "assets/javascripts/a.js", "assets/javascripts/a.js.map")
    write(tmp_path, "files/coast.map")

    make_portable(tmp_path)

    kept = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file())
    assert kept == ["assets/javascripts/a.js", "files/coast.map", "index.html", "sitemap.xml", README]


def test_whoever_gets_the_folder_is_told_how_to_open_it(tmp_path: Path) -> None:
    make_portable(tmp_path)

    text = (tmp_path / README).read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    assert text.count(b"\n") == text.count(b"\r\n")
    assert "先解压" in text.decode("utf-8-sig")


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("a/为什么?.html", "在 Windows 上不能用"),
        ("a:b/index.html", "在 Windows 上不能用"),
        ("a\\b.html", "在 Windows 上不能用"),
        ("a\u200bb.html", "看不见的字符"),
        ("cadence/con/index.html", "保留的设备名"),
        ("a/NUL.txt", "保留的设备名"),
        ("com1/index.html", "保留的设备名"),
        ("a./index.html", "空格或句点结尾"),
        ("a /index.html", "空格或句点结尾"),
        ("/".join(["长" * 50] * 4), f"超过 {LONGEST} 个字"),
    ],
)
def test_names_that_windows_refuses_are_named_with_the_reason(path: str, reason: str) -> None:
    (objection,) = objections([path, "index.html"])

    assert objection.startswith(path[:1])
    assert reason in objection


@pytest.mark.parametrize(
    "path", ["a/index.html", "学习，(1)/图 1.png", "console/a.html", "a/.nojekyll", "a/com10.txt"]
)
def test_other_names_pass(path: str) -> None:
    assert objections([path]) == []


def test_of_names_that_differ_only_in_case_one_would_be_lost() -> None:
    assert objections(["a/Index.html", "a/index.html"]) == [
        "a/index.html\uff1a和 a/Index.html 只有大小写之类的差别"
    ]


def test_all_refused_names_are_said_at_once(tmp_path: Path) -> None:
    write(tmp_path, "index.html", "a/one?.html", "b/two?.html")

    with pytest.raises(ReleaseError, match=r"(?s)Windows.*改名.*one.*two"):
        make_portable(tmp_path)
