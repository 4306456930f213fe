from __future__ import annotations

import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from shuxiang.cli import bundle_software
from shuxiang.cli.bundle import main
from shuxiang.cli.bundle_output import grouped
from shuxiang.release.bundle.machine import this_machine
from shuxiang.release.bundle.opening import open_parcel
from shuxiang.release.bundle.packing_list import Kind, Needs
from shuxiang.release.manifest import sha256_of

CONFIG = "site_name: 书香\ntheme: {name: material, font: false}\nplugins: [shuxiang]\n"
TODAY = "2026-11-21"
PIXEL = b"GIF89a"
WHEELS = ("babel-2.18.0-py3-none-any.whl", "lxml-6-cp312-cp312-manylinux_2_26_aarch64.manylinux_2_28_aarch64.whl")


def write(path: Path, text: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)


def material(title: str, slot: str, body: str = "正文\n") -> str:
    return f"---\ntitle: {title}\ncadence: article\nslot: {slot}\nsource: 本会编写\n---\n{body}"


@pytest.fixture
def root(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with two readings, one of them with a picture and a handout."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "to be restored")
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    write(project / "mkdocs.yml", CONFIG)
    write(project / "scripts/install.py", "print()\n")
    write(project / "scripts/requirements/build.txt", "babel==2.18.0 --hash=sha256:aa\n")
    docs = project / "docs"
    write(docs / "a.md", material("甲", "2026-W47"))
    write(docs / "b.md", material("乙", "2026-W48", "![图](图/b.gif) [讲义](b.txt) [甲](a.md) [没有](none.gif)\n"))
    write(docs / "图/b.gif", PIXEL)
    write(docs / "b.txt", "讲义")
    write(docs / "unused.gif", PIXEL)
    return project


def bundle(*argv: str | Path) -> int:
    return main([*map(str, argv), "--today", TODAY])


def said(capsys: pytest.CaptureFixture[str]) -> str:
    out, error = capsys.readouterr()
    return out + error


# documents alone


def test_all_documents_are_packed(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bundle("--content-only", "-o", "week.zip") == 0
    listed = open_parcel(root / "week.zip").listed
    assert listed.kind is Kind.DOCUMENTS
    assert listed.day == TODAY
    assert set(listed.documents) == {"index.md", "a.md", "b.md", "图/b.gif", "b.txt", "unused.gif"}
    out = said(capsys)
    assert "已写出 week.zip（6 个文件，0.2 KB）。" in out
    assert f"week.zip 的 SHA-256：\n{grouped(sha256_of(root / 'week.zip'))}\n" in out
    assert "python3 scripts/bundle.py --take week.zip" in out


@pytest.mark.parametrize("given", ["docs/b.md", "b.md"])
def test_a_week_s_material_is_packed_with_what_it_shows_and_offers_and_nothing_else(root: Path, given: str) -> None:
    assert bundle("--content-only", "-o", "week.zip", given) == 0
    listed = open_parcel(root / "week.zip").listed
    assert listed.kind is Kind.SOME_DOCUMENTS
    assert set(listed.documents) == {"b.md", "图/b.gif", "b.txt"}


def test_a_folder_stands_for_all_that_is_in_it(root: Path) -> None:
    assert bundle("--content-only", "-o", "week.zip", "docs/图", "docs/a.md") == 0
    assert set(open_parcel(root / "week.zip").listed.documents) == {"a.md", "图/b.gif"}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("docs/none.md", "找不到 docs/none.md。"),
        ("mkdocs.yml", "mkdocs.yml 不在文档文件夹"),
        ("docs/empty", "里没有可以打包的文件"),
    ],
)
def test_a_file_that_cannot_be_packed_is_told(
    root: Path, given: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "docs/empty").mkdir()
    assert bundle("--content-only", "-o", "week.zip", given) == 1
    assert sentence in said(capsys)
    assert not (root / "week.zip").exists()


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("week.tar", "不是以 .zip 结尾"),
        ("none/week.zip", "不能写到"),
        ("docs/week.zip", "不能写到文档文件夹里"),
        ("letters.zip", "不是以前打的包，没有覆盖"),
    ],
)
def test_the_zip_is_not_written_where_it_does_harm(
    root: Path, output: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with zipfile.ZipFile(root / "letters.zip", "w") as archive:
        archive.writestr("letter.txt", "dear")
    assert bundle("--content-only", "-o", output) == 1
    assert sentence in said(capsys)


def test_an_earlier_parcel_is_replaced_and_the_same_documents_are_the_same_bytes(root: Path) -> None:
    assert bundle("--content-only", "-o", "week.zip") == 0
    before = (root / "week.zip").read_bytes()
    assert bundle("--content-only", "-o", "week.zip") == 0
    assert (root / "week.zip").read_bytes() == before


def test_a_name_that_windows_cannot_hold_is_told_at_once(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(root / "docs/a?.md", "")
    assert bundle("--content-only", "-o", "week.zip") == 1
    assert "“a?.md”名字里有" in said(capsys)


@pytest.mark.parametrize(
    "argv",
    [
        ["--take", "week.zip", "-o", "x.zip"],
        ["--yes", "-o", "x.zip"],
        ["--dry-run", "-o", "x.zip"],
        ["-o", "x.zip", "docs/a.md"],
        ["--content-only", "-o", "x.zip", "--platform", "linux-x86_64"],
        [],
        ["--content-only"],
    ],
)
def test_options_that_do_not_go_together_are_told(
    root: Path, argv: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert bundle(*argv) == 2
    assert said(capsys).endswith("。\n")
    assert not (root / "x.zip").exists()


# the software


@pytest.fixture
def pip(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Plays pip: notes what it is asked for, and lays wheels down."""
    asked: list[str] = []
    real = subprocess.run

    def run(command: Sequence[str], **more: object) -> object:
        if "pip" not in command:
            return real(command, **more)  # type: ignore[call-overload]  # git
        asked.extend(command)
        for wheel in WHEELS:
            write(Path(command[-1]) / wheel, "wheel")
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(bundle_software.subprocess, "run", run)
    return asked


def test_software_content_wheels_and_installer_make_a_parcel_for_the_machine_that_was_chosen(
    root: Path, pip: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert bundle("-o", "out.zip", "--platform", "linux-aarch64", "--python", "3.12") == 0
    listed = open_parcel(root / "out.zip").listed
    assert listed.needs == Needs("linux-aarch64", "3.12", "2.26")
    assert (listed.config, listed.docs) == ("mkdocs.yml", "docs")
    wheels = {f"wheels/{wheel}" for wheel in WHEELS}
    assert {*wheels, "install.py", "scripts/install.py", "docs/b.md", "docs/unused.gif"} <= set(listed.files)
    assert (root / "install.py").read_text(encoding="utf-8") == "print()\n"
    assert "manylinux_2_17_aarch64" in pip
    out = said(capsys)
    assert "给 linux-aarch64、Python 3.12 用；旁边的 install.py 请一并拷走。" in out
    assert "python3.12 install.py" in out


def test_without_a_choice_it_is_for_a_machine_like_this_one(root: Path, pip: list[str]) -> None:
    assert bundle("-o", "out.zip") == 0
    needs = open_parcel(root / "out.zip").listed.needs
    assert (needs.platform, needs.python) == (this_machine().platform, this_machine().python)
    assert "--no-deps" in pip


def test_packed_again_it_does_not_pack_itself_and_is_the_same(root: Path, pip: list[str]) -> None:
    assert bundle("-o", "out.zip") == 0
    before = (root / "out.zip").read_bytes()
    assert bundle("-o", "out.zip") == 0
    assert (root / "out.zip").read_bytes() == before
    assert pip


def test_an_office_s_own_folder_is_packed_beside_the_software_without_what_is_not_for_readers(
    root: Path, pip: list[str], tmp_path: Path
) -> None:
    own = tmp_path / "own"
    write(own / "study.yml", CONFIG.replace("font: false", "font: false, custom_dir: look"))
    write(own / "docs/index.md", "# 首页\n")
    write(own / "look/main.html", "")
    write(own / "data/roster.csv", "secret")
    assert bundle("-o", "out.zip", "--config-file", own / "study.yml") == 0
    listed = open_parcel(root / "out.zip").listed
    assert (listed.config, listed.docs) == ("content/study.yml", "content/docs")
    content = {path for path in listed.files if path.startswith("content/")}
    assert content == {"content/study.yml", "content/docs/index.md", "content/look/main.html"}
    assert "docs/a.md" in listed.files
    assert pip


def test_documents_outside_the_folder_of_the_configuration_are_told(
    root: Path, tmp_path: Path, pip: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "own/mkdocs.yml", CONFIG + "docs_dir: ../material\n")
    write(tmp_path / "material/index.md", "# 首页\n")
    assert bundle("-o", root / "out.zip", "--config-file", tmp_path / "own/mkdocs.yml") == 1
    assert "不在配置文件所在的文件夹" in said(capsys)
    assert pip == []


@pytest.mark.parametrize(
    ("printed", "sentence"),
    [
        (
            "ERROR: No matching distribution found for lxml==6.1.3",
            "lxml 没有给 linux-loongarch64、Python 3.11",
        ),
        ("WARNING: Retrying (Retry(total=0))\nNo matching distribution found for a==1", "连不上软件包源"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "校验值不一致"),
        ("ERROR: something new", "pip 的说明：\nERROR: something new"),
    ],
)
def test_what_stops_pip_becomes_a_sentence_and_nothing_is_written(
    printed: str, sentence: str, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = subprocess.run

    def run(command: Sequence[str], **more: object) -> object:
        if "pip" not in command:
            return real(command, **more)  # type: ignore[call-overload]  # git
        return subprocess.CompletedProcess(command, 1, "", printed)

    monkeypatch.setattr(bundle_software.subprocess, "run", run)
    before = sorted(root.rglob("*"))
    assert bundle("-o", "out.zip", "--platform", "linux-loongarch64", "--python", "3.11") == 1
    assert sentence in said(capsys)
    assert sorted(root.rglob("*")) == before


@pytest.mark.parametrize("argv", [["--platform", "amiga"], ["--python", "2.7"]])
def test_a_machine_that_there_is_not_is_told(
    root: Path, argv: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert bundle("-o", "out.zip", *argv) == 1
    assert "请写" in said(capsys)
    assert not (root / "out.zip").exists()


def test_a_digest_is_read_out_in_groups_of_four() -> None:
    lines = grouped("0123456789abcdef" * 4).splitlines()
    assert lines == ["  0123 4567 89ab cdef 0123 4567 89ab cdef"] * 2
