from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import pytest
from filelock import FileLock

from shuxiang.cli import bundle_documents
from shuxiang.cli.bundle import main
from shuxiang.cli.bundle_output import grouped
from shuxiang.release.bundle.delivered import FOLDER
from shuxiang.release.manifest import sha256_of

CONFIG = "site_name: 书香\ntheme: {name: material, font: false}\nplugins: [shuxiang]\n"
TODAY = "2026-11-21"


def material(title: str, slot: str) -> str:
    return f"---\ntitle: {title}\ncadence: article\nslot: {slot}\nsource: 本会编写\n---\n正文\n"


def write(folder: Path, **texts: str) -> None:
    folder.mkdir(exist_ok=True, parents=True)
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")


def texts(folder: Path) -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md"))}


def bundle(*argv: str | Path, today: str = TODAY) -> int:
    return main([*map(str, argv), "--today", today])


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The office's side of the world that has the internet."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "to be restored")
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    folder = tmp_path / "outside"
    write(folder / "docs", index="# 首页\n", a=material("甲", "2026-W46"), b=material("乙", "2026-W47"))
    (folder / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    return folder


@pytest.fixture
def inside(project: Path) -> Path:
    """The other side, with nothing but a home page."""
    (project / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    (project / "docs/index.md").write_text("# 首页\n", encoding="utf-8")
    return project


def pack(outside: Path, *files: str, today: str = TODAY) -> Path:
    parcel = outside / "week.zip"
    argv = ["--config-file", outside / "mkdocs.yml", "--content-only", "-o", parcel, *files]
    assert bundle(*argv, today=today) == 0
    return parcel


def pack_unchecked(outside: Path, *files: str) -> Path:
    """As somebody packs whose software does not look."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bundle_documents, "errors_in", lambda _: [])
        patch.setattr(bundle_documents, "objection", lambda _: "")
        return pack(outside, *files)


def taken(outside: Path, *options: str) -> int:
    return bundle("--take", outside / "week.zip", *options)


def test_new_documents_are_shown_taken_and_what_to_do_next_is_said(
    outside: Path, inside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack(outside)
    capsys.readouterr()
    assert taken(outside) == 0
    out, error = capsys.readouterr()
    assert error == ""
    assert "2026-11-21 打包的全部材料，3 个文件，完好。它的 SHA-256：\n" in out
    assert grouped(sha256_of(outside / "week.zip")) in out
    assert "新增（2）：\n  docs/a.md\n  docs/b.md\n" in out
    assert "收好了。" in out
    assert out.endswith("生成网站：python3 scripts/build.py\n")
    assert texts(inside / "docs") == texts(outside / "docs")


def test_what_changed_and_what_is_gone_is_shown(
    outside: Path, inside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack(outside)
    assert taken(outside) == 0
    write(outside / "docs", a=material("甲之二", "2026-W46"))
    (outside / "docs/b.md").unlink()
    pack(outside)
    capsys.readouterr()
    assert taken(outside) == 0
    assert "改动（1）：\n  docs/a.md\n删去（1）：\n  docs/b.md\n" in capsys.readouterr().out
    assert texts(inside / "docs") == texts(outside / "docs")
    assert taken(outside) == 0
    assert "没有要写入的改动。" in capsys.readouterr().out


def test_the_folder_it_was_unpacked_to_will_do(outside: Path, inside: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(pack(outside)) as archive:
        archive.extractall(tmp_path / "unpacked")
    assert bundle("--take", tmp_path / "unpacked") == 0
    assert texts(inside / "docs") == texts(outside / "docs")


def test_to_look_is_not_to_take(outside: Path, inside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pack(outside)
    assert taken(outside, "--dry-run") == 0
    assert "只是看看，没有写入。" in capsys.readouterr().out
    assert list(texts(inside / "docs")) == ["index"]


def test_documents_with_an_error_are_refused_whole_and_the_error_is_told_as_check_tells_it(
    outside: Path, inside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(outside / "docs", b=material("乙", "2026-W54"))
    pack_unchecked(outside)
    capsys.readouterr()
    assert taken(outside) == 1
    out, error = capsys.readouterr()
    assert "要改的1处：\n  docs/b.md:4:期次“2026-W54”不存在" in out
    assert error == "材料有错，一个文件也没有写入。请在外网改好，重新打包。\n"
    assert list(texts(inside / "docs")) == ["index"]
    assert sorted(path.name for path in inside.iterdir()) == ["data", "docs", "mkdocs.yml"]


def test_what_both_sides_changed_is_not_overwritten_until_it_is_wanted(
    outside: Path, inside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack(outside)
    assert taken(outside) == 0
    write(inside / "docs", a=material("本地", "2026-W46"), index="# 本地首页\n", own=material("自己", "2026-W45"))
    write(outside / "docs", a=material("外网", "2026-W46"))
    pack(outside)
    capsys.readouterr()
    assert taken(outside) == 1
    out, error = capsys.readouterr()
    assert (
        "本单位自己的，包里没有，保留（1）：\n  docs/own.md\n"
        "本单位改过、包里没有新的改动，保留本地的（1）：\n  docs/index.md\n"
        "两边都改过（1）：\n  docs/a.md\n"
    ) in out
    assert "加 --yes 再运行一次" in error
    assert "本地" in texts(inside / "docs")["a"]
    assert taken(outside, "--yes") == 0
    assert "外网" in texts(inside / "docs")["a"]
    assert "本地" in texts(inside / FOLDER / "former")["a"]
    assert texts(inside / "docs")["index"] == "# 本地首页\n"


def test_a_week_s_material_leaves_the_rest_alone(outside: Path, inside: Path) -> None:
    pack(outside)
    assert taken(outside) == 0
    write(outside / "docs", c=material("丙", "2026-W48"))
    (outside / "docs/a.md").unlink()
    pack(outside, "docs/c.md")
    assert taken(outside) == 0
    assert sorted(texts(inside / "docs")) == ["a", "b", "c", "index"]


def test_a_damaged_parcel_is_refused_before_anything_is_looked_at(
    outside: Path, inside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parcel = pack(outside)
    data = parcel.read_bytes()
    parcel.write_bytes(data.replace("甲".encode(), "丁".encode()))
    capsys.readouterr()
    assert taken(outside) == 1
    out, error = capsys.readouterr()
    assert out == ""
    assert "里的 docs/a.md 与清单不符" in error
    assert list(texts(inside / "docs")) == ["index"]


def test_two_do_not_take_at_once(outside: Path, inside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pack(outside)
    lock = inside / FOLDER / "lock"
    lock.parent.mkdir(parents=True)
    with FileLock(lock):
        assert taken(outside) == 1
    assert "另一个命令正在收材料" in capsys.readouterr().err
    assert taken(outside) == 0


def test_a_long_list_is_cut(outside: Path, inside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(40):
        write(outside / "docs", **{f"note{number:02}": "# 一页\n"})
    pack(outside)
    assert taken(outside, "--dry-run") == 0
    assert "新增（42）：" in (out := capsys.readouterr().out)
    assert "  ……还有 12 个\n" in out
    assert inside.exists()


# errors, and whose they are


def test_an_error_that_was_there_before_stops_nothing_and_is_mentioned(
    outside: Path, inside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(inside / "docs", draft=material("本地", "2026-W54"))
    pack(outside)
    capsys.readouterr()
    assert taken(outside) == 0
    assert "另有 1 处错误，收之前就有，和这个包无关" in capsys.readouterr().out
    assert sorted(texts(inside / "docs")) == ["a", "b", "draft", "index"]


def test_an_error_that_the_parcel_causes_in_another_file_is_to_be_mended_here(
    outside: Path, inside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(inside / "docs", own=material("自己", "2026-W47"))
    pack(outside)
    capsys.readouterr()
    assert taken(outside) == 1
    out, error = capsys.readouterr()
    assert "docs/own.md:4:期次“2026-W47”已经有材料《乙》" in out
    assert "请在内网改好上面列出的文件，再收一次" in error
    assert sorted(texts(inside / "docs")) == ["index", "own"]


def test_materials_with_an_error_are_not_packed(outside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(outside / "docs", b=material("乙", "2026-W54"))
    argv = ["--config-file", outside / "mkdocs.yml", "--content-only", "-o", outside / "week.zip"]
    assert bundle(*argv) == 1
    out, error = capsys.readouterr()
    assert "要改的1处：\n  docs/b.md:4:" in out
    assert "材料有错，没有写出材料包" in error
    assert not (outside / "week.zip").exists()
    assert bundle(*argv, "docs/a.md") == 0


# again, older, and much less


def test_what_was_removed_here_comes_back_when_it_is_wanted(
    outside: Path, inside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack(outside)
    assert taken(outside) == 0
    (inside / "docs/a.md").unlink()
    capsys.readouterr()
    assert taken(outside) == 0
    out = capsys.readouterr().out
    assert "本地删去的，没有放回（1）：\n  docs/a.md\n没有要写入的改动。要把本地删去的放回来，请加 --yes" in out
    assert taken(outside, "--yes") == 0
    assert texts(inside / "docs") == texts(outside / "docs")


def test_a_named_file_that_was_spoilt_here_comes_back_when_it_is_wanted(outside: Path, inside: Path) -> None:
    pack(outside)
    assert taken(outside) == 0
    write(inside / "docs", a="spoilt", b="also")
    pack(outside, "docs/a.md")
    assert taken(outside) == 0
    assert texts(inside / "docs")["a"] == "spoilt"
    assert taken(outside, "--yes") == 0
    assert texts(inside / "docs") == {**texts(outside / "docs"), "b": "also"}


def test_an_older_parcel_is_taken_only_when_it_is_wanted(
    outside: Path, inside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack(outside)
    assert taken(outside) == 0
    write(outside / "docs", a=material("甲之一", "2026-W46"))
    pack(outside, today="2026-11-14")
    capsys.readouterr()
    assert taken(outside) == 1
    assert "是 2026-11-14 打的，比上次收的（2026-11-21）旧" in capsys.readouterr().err
    assert taken(outside, "--yes") == 0
    assert texts(inside / "docs") == texts(outside / "docs")


def test_a_week_that_was_forgotten_and_only_adds_is_taken(outside: Path, inside: Path) -> None:
    pack(outside)
    assert taken(outside) == 0
    write(outside / "docs", c=material("丙", "2026-W44"))
    pack(outside, "docs/c.md", today="2026-11-07")
    assert taken(outside) == 0
    assert "c" in texts(inside / "docs")


def test_many_removals_are_made_only_when_they_are_wanted(
    outside: Path, inside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack(outside)
    assert taken(outside) == 0
    for name in ("a", "b"):
        (outside / "docs" / f"{name}.md").unlink()
    pack(outside)
    capsys.readouterr()
    assert taken(outside) == 1
    assert "要删去 2 个文件，超过现有材料的五分之一" in capsys.readouterr().err
    assert taken(outside, "--yes") == 0
    assert list(texts(inside / "docs")) == ["index"]


# nothing that runs


@pytest.mark.parametrize(
    "path",
    ["hooks/a.py", "a.JS", "web.config", "assets/javascripts/x.css", "404.html", "search/x.css", "x.pyc", "a.php"],
)
def test_programs_and_the_site_s_own_names_are_neither_packed_nor_taken(
    path: str, outside: Path, inside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (outside / "docs" / path).parent.mkdir(parents=True, exist_ok=True)
    (outside / "docs" / path).write_text("", encoding="utf-8")
    argv = ["--config-file", outside / "mkdocs.yml", "--content-only", "-o", outside / "week.zip"]
    assert bundle(*argv, f"docs/{path}") == 1
    assert "不能打进材料包" in capsys.readouterr().err
    pack(outside)
    assert f"没有打包 {path}：" in capsys.readouterr().out
    assert taken(outside, "--dry-run") == 0
    pack_unchecked(outside)
    capsys.readouterr()
    assert taken(outside, "--yes") == 1
    assert f"材料包里的“{path}”" in capsys.readouterr().err
    assert list(texts(inside / "docs")) == ["index"]


def test_a_program_that_is_here_already_is_not_taken_away_by_a_parcel_that_cannot_hold_it(
    outside: Path, inside: Path
) -> None:
    (inside / "docs/extra.js").write_text("own", encoding="utf-8")
    script = hashlib.sha256(b"own").hexdigest()
    record = {"day": "2026-11-14", "documents": {"extra.js": script}}
    (inside / FOLDER).mkdir(parents=True)
    (inside / FOLDER / "delivered.json").write_text(json.dumps(record), encoding="utf-8")
    pack(outside)
    assert taken(outside) == 0
    assert (inside / "docs/extra.js").exists()


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("theme: {name: material, font: false, custom_dir: docs/look}\n", "look/main.md"),
        ("extra_templates: [robots.txt]\n", "robots.txt"),
        ("INHERIT: docs/base.yml\n", "base.yml"),
    ],
)
def test_what_the_configuration_here_runs_or_takes_for_a_template_is_not_taken(
    line: str, path: str, outside: Path, inside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder in (outside, inside):
        (folder / "docs" / path).parent.mkdir(exist_ok=True)
        (folder / "docs" / path).write_text("site_url: ''\n", encoding="utf-8")
    config = CONFIG.replace("theme: {name: material, font: false}\n", "") if "theme" in line else CONFIG
    (inside / "mkdocs.yml").write_text(config + line, encoding="utf-8")
    pack(outside)
    assert taken(outside, "--dry-run", "--yes") == 0
    (outside / "docs" / path).write_text("site_url: 'x'\n", encoding="utf-8")
    pack(outside)
    capsys.readouterr()
    assert taken(outside, "--yes") == 1
    assert f"材料包里的“{path}”是生成网站时要运行的程序、模板或配置" in capsys.readouterr().err
    assert (inside / "docs" / path).read_text(encoding="utf-8") == "site_url: ''\n"


def test_pages_that_go_out_as_they_are_have_a_heading_of_their_own_and_are_asked_about(
    outside: Path, inside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (outside / "docs/slides.html").write_text("<script>x()</script>", encoding="utf-8")
    pack(outside)
    capsys.readouterr()
    assert taken(outside) == 1
    out, error = capsys.readouterr()
    assert "其中有网页文件（1）：\n  docs/slides.html\n" in out
    assert "网页文件会原样公布" in error
    assert taken(outside, "--yes") == 0
    assert (inside / "docs/slides.html").exists()


# the digest, an installation that is under way, the office's own content


def test_the_digest_that_was_read_out_must_be_that_of_the_zip(
    outside: Path, inside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    groups = grouped(sha256_of(pack(outside))).split()
    for wrong in ([""], groups[:-1], [*groups[:-1], "0" * 4 if groups[-1] != "0" * 4 else "1" * 4]):
        assert taken(outside, "--sha256", *wrong) == 1
        assert "校验" in (error := capsys.readouterr().err) or "SHA-256" in error or "--sha256" in error
    assert list(texts(inside / "docs")) == ["index"]
    assert taken(outside, "--sha256", *groups) == 0


def test_nothing_is_taken_while_an_installation_is_not_finished(
    outside: Path, inside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack(outside)
    (inside / ".installing").mkdir()
    (inside / ".installing/parts.json").touch()
    capsys.readouterr()
    assert taken(outside) == 1
    assert "的安装或更新没有做完，现在不能收材料" in capsys.readouterr().err
    assert list(texts(inside / "docs")) == ["index"]


def test_where_the_office_s_own_content_came_in_a_bundle_it_is_what_is_meant(
    outside: Path, inside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack(outside)
    write(inside / "content/docs", index="# 本单位\n")
    (inside / "content/mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    (inside / "MANIFEST.json").write_text('{"config": "content/mkdocs.yml"}', encoding="utf-8")
    capsys.readouterr()
    assert taken(outside, "--yes") == 0
    assert "a" in texts(inside / "content/docs")
    assert list(texts(inside / "docs")) == ["index"]
    assert capsys.readouterr().out.endswith(f"--config-file {inside / 'content/mkdocs.yml'}\n")
