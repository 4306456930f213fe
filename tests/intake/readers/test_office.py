"""Older formats are handed to LibreOffice, which gets nothing it could harm or be harmed by; else a sentence."""

from __future__ import annotations

import os
import select
import sys
from pathlib import Path

import pytest

from shuxiang.intake.findings import IntakeError
from shuxiang.intake.readers import office
from shuxiang.intake.readers.office import as_docx, found
from shuxiang.intake.source import Source
from word_file import read, texts

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def test_the_converted_document_keeps_its_name_with_the_new_ending() -> None:
    def convert(given: Path, folder: Path) -> None:
        (folder / "given.docx").write_bytes(b"new of " + given.read_bytes())

    assert as_docx(Source("讲话.稿.doc", b"old"), convert) == Source("讲话.稿.docx", b"new of old")


@pytest.mark.parametrize(
    ("name", "data", "ending"),
    [
        ("a.wps", OLE + "WordDocument".encode("utf-16-le"), ".doc"),
        ("a.wps", b"works", ".wps"),
        ("a.doc", b"{\\rtf1 x}", ".rtf"),
        ("A.ODT", b"PK", ".odt"),
        ("../../etc/passwd", b"x", ".doc"),
        ("a.exe", b"x", ".doc"),
    ],
)
def test_libreoffice_is_told_by_the_bytes_what_it_gets_and_never_the_name_from_outside(
    name: str, data: bytes, ending: str
) -> None:
    seen: list[str] = []

    def convert(given: Path, folder: Path) -> None:
        seen.append(given.name)
        (folder / "given.docx").write_bytes(b"")

    as_docx(Source(name, data), convert)
    assert seen == [f"given{ending}"]


def test_nothing_is_left_behind() -> None:
    folders: list[Path] = []

    def convert(given: Path, folder: Path) -> None:
        folders.append(folder)
        (folder / "given.docx").write_bytes(given.read_bytes())

    as_docx(Source("a.doc", b"x"), convert)
    assert not folders[0].exists()


def test_a_document_that_is_not_converted_is_told() -> None:
    with pytest.raises(IntakeError, match="没能把它转换"):
        as_docx(Source("a.doc", b"x"), lambda _given, _folder: None)


def test_a_result_that_is_too_large_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "MAX_BYTES", 3)
    with pytest.raises(IntakeError, match="超过"):
        as_docx(Source("a.doc", b"x"), lambda _, folder: (folder / "given.docx").write_bytes(b"1234") and None)


def test_a_locked_document_is_told_without_asking_libreoffice() -> None:
    with pytest.raises(IntakeError, match="打开密码"):
        as_docx(Source("a.docx", OLE + "EncryptedPackage".encode("utf-16-le")))


def test_without_libreoffice_it_is_said_what_to_install_or_how_to_save(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "found", lambda: None)
    with pytest.raises(IntakeError, match=r"LibreOffice.*另存为") as refusal:
        as_docx(Source("a.doc", b"x"))
    assert "安装 LibreOffice" in str(refusal.value)


def test_libreoffice_is_found_on_the_search_path_first(tmp_path: Path) -> None:
    program = tmp_path / "soffice"
    program.touch(mode=0o755)
    assert found(str(tmp_path), ()) == str(program)


def test_libreoffice_is_found_where_it_is_usually_installed_the_newest_first(tmp_path: Path) -> None:
    for version in ("7.4", "24.8", "25.2"):
        (tmp_path / f"libreoffice{version}").mkdir()
        (tmp_path / f"libreoffice{version}" / "soffice").touch()
    assert found("", (f"{tmp_path}/none/soffice", f"{tmp_path}/libreoffice*/soffice")) == str(
        tmp_path / "libreoffice25.2" / "soffice"
    )
    assert found("", ()) is None


@pytest.mark.skipif(sys.platform == "win32", reason="groups of processes are ended in another way there")
def test_libreoffice_is_ended_with_all_that_it_started_when_the_time_is_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "alive")
    reader = os.open(tmp_path / "alive", os.O_RDONLY | os.O_NONBLOCK)
    hanging = ["sh", "-c", f"exec 3>'{tmp_path}/alive'; sleep 60 & echo x >&3; wait"]
    with pytest.raises(IntakeError, match="已停止"):
        office.convert(hanging, tmp_path / "given.doc", tmp_path, seconds=2)
    heard = []
    for _ in range(2):  # what it said, and then that nobody is left to say anything
        ready, _, _ = select.select([reader], [], [], 10)
        assert ready
        heard.append(os.read(reader, 10))
    assert heard == [b"x\n", b""]
    os.close(reader)


def test_a_program_that_does_not_start_is_told(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match="启动不了"):
        office.convert([str(tmp_path / "nothing")], tmp_path / "given.doc", tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for LibreOffice")
def test_libreoffice_gets_a_profile_of_its_own_without_macros_or_network(tmp_path: Path) -> None:
    office.convert(["sh", "-c", f'echo "$@" "$http_proxy" > {tmp_path}/told', "sh"], tmp_path / "a.doc", tmp_path)
    told = (tmp_path / "told").read_text()
    assert f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}" in told
    assert "--headless" in told
    assert "127.0.0.1:9" in told
    settings = (tmp_path / "profile" / "user" / "registrymodifications.xcu").read_text()
    for name in ("DisableMacrosExecution", "BlockUntrustedRefererLinks", "ooInetProxyType"):
        assert f'oor:name="{name}"' in settings


@pytest.mark.skipif(found() is None, reason="LibreOffice is not installed")
def test_a_real_document_of_an_older_format_is_read() -> None:
    def escaped(text: str) -> str:
        return "".join(f"\\u{ord(letter)}?" for letter in text)

    rtf = rf"{{\rtf1\ansi\uc1 \qc\b {escaped('读书心得')}\par\pard\plain {escaped('学而时习之。')}\par}}"
    document = read(as_docx(Source("心得.doc", rtf.encode())))
    assert texts(document) == ["读书心得", "学而时习之。"]
