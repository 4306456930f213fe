import io
import json
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from shuxiang.cli import intake, intake_pages
from shuxiang.cli.intake_pages import Page
from shuxiang.cli.intake_places import Place, draft_stem
from shuxiang.cli.intake_report import Outcome, document_text
from shuxiang.cli.intake_workers import Examiners, Refusal, Result
from shuxiang.cli.written_file import create_file
from shuxiang.intake.document import Article
from shuxiang.intake.examine import Wishes, examine
from shuxiang.intake.findings import Finding, IntakeError
from shuxiang.intake.findings import Place as PlaceInText
from shuxiang.intake.source import Source

CONFIG = "site_name: 书香\ntheme: {name: material, font: false}\nplugins: [shuxiang]\n"
PROGRAMME = """\
year: 2026
starts: 2026-11-02
ends: 2027-01-04
cadences:
  - {id: article, name: 周学一文, every: week, folder: readings}
  - {id: topic, name: 月讲一题, every: month, at_least: 2}
  - {id: law, name: 每月一法, every: month}
"""
PLACED = "---\ntitle: 数路灯\ncadence: article\nslot: 2026-W48\nsource: 本会编写\n---\n正文。\n"
EMPTY = "---\ntitle: 走一走  # 暂定\ncadence: article\nslot: 2026-W50\n---\n"
TEXT = "怎样数路灯\n甲某\n\n一、先数\n晚上去数，一盏一盏地数。\n二、再问\n问住在附近的人。\n"
FREE = "docs/readings/2026/2026-W47.md"


class InThisProcess(Examiners):
    """As the pool, without waiting for processes to start."""

    def results(self, entries: Iterable[Source | Refusal]) -> Iterator[tuple[str, Result]]:
        for entry in entries:
            yield entry.name, entry if isinstance(entry, Refusal) else self.examined(entry)

    def examined(self, source: Source) -> Result:
        try:
            return examine(source, self.wishes)
        except IntakeError as error:
            return Refusal(source.name, str(error))


@contextmanager
def in_this_process(wishes: Wishes, documents: int) -> Iterator[Examiners]:  # noqa: ARG001
    yield InThisProcess(None, wishes, 1)  # type: ignore[arg-type]


@pytest.fixture
def home(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a short year: the week 48 has its article, the week 50 only a header."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1763683200")
    monkeypatch.setattr(intake, "examiners", in_this_process)
    monkeypatch.chdir(project)
    files = {
        "mkdocs.yml": CONFIG,
        "docs/programme/2026.yml": PROGRAMME,
        "docs/readings/w48.md": PLACED,
        "docs/readings/w50.md": EMPTY,
        "来稿.txt": TEXT,
    }
    for path, text in files.items():
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_text(text, encoding="utf-8")
    return project


def run(*arguments: str) -> int:
    return intake.main([*arguments, "--today", "2026-11-21"])


def files(home: Path) -> dict[str, bytes]:
    return {path.relative_to(home).as_posix(): path.read_bytes() for path in home.rglob("*") if path.is_file()}


def test_without_a_slot_a_manuscript_becomes_a_draft(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = files(home)
    run("来稿.txt")
    made = {path: data for path, data in files(home).items() if path not in before}
    assert list(made) == ["drafts/来稿.md"]
    assert made["drafts/来稿.md"].decode().startswith("---\ntitle: 怎样数路灯\n")
    assert "写到 drafts/来稿.md" in capsys.readouterr().out


def test_the_next_empty_slot_is_taken_said_and_gives_the_file_its_name(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("来稿.txt", "来稿.txt", "--slot", "next")
    said = capsys.readouterr().out
    assert "写到 docs/readings/2026/2026-W47.md（周学一文，2026年第3周，11月16日至22日）" in said
    assert "写到 docs/readings/2026/2026-W49.md（周学一文，2026年第5周，11月30日至12月6日）" in said
    assert b"cadence: article\nslot: 2026-W49\n" in files(home)["docs/readings/2026/2026-W49.md"]


def test_a_page_that_waits_for_its_text_gets_it_and_keeps_its_header(home: Path) -> None:
    (home / "来稿.txt").write_text(TEXT.replace("甲某", "□ 甲某"), encoding="utf-8")
    run("来稿.txt", "--slot", "2026-W50")
    text = (home / "docs/readings/w50.md").read_text("utf-8")
    assert text.startswith(EMPTY.removesuffix("---\n") + "author: 甲某\n---\n\n## 一、先数\n")
    assert "问住在附近的人。" in text


@pytest.mark.parametrize("wish", ["2026-W48", "article/2026-W48", "2026-w48"])
def test_a_slot_that_has_its_material_is_refused_before_anything_is_read(
    home: Path, capsys: pytest.CaptureFixture[str], wish: str
) -> None:
    before = files(home)
    assert run("来稿.txt", "--slot", wish) == 1
    assert "已有《数路灯》（readings/w48.md）。请换一期" in capsys.readouterr().err
    assert files(home) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--slot", "2026-W54"], "--slot：期次“2026-W54”不存在"),
        (["--slot", "2027-W20"], "“周学一文”没有 2027-W20 这一期。可以运行 python3 scripts/plan.py explain"),
        (
            ["--slot", "2026-12"],
            "按月排的节奏不止一个，请用 --cadence 写明是哪个：topic（月讲一题）、law（每月一法）",
        ),
        (["--slot", "2026-Q4"], "学习计划里没有按季度排的节奏"),
        (["--slot", "2026-12", "--cadence", "周学一文"], "“周学一文”按周排，期次要写成 2026-W47 这样。"),
        (["--slot", "next", "--cadence", "每日一题"], "学习计划里没有节奏“每日一题”。现有 article（周学一文）"),
        (["--cadence", "topic"], "--cadence 要和 --slot 一起用"),
        (["--fix", "spaces,grammar"], "--fix 不认识“grammar”"),
        (["--keep-original"], "--keep-original 要和 --simplified 一起用"),
        (["-o", "来稿.txt"], "来稿.txt 是一个文件"),
        (["-o", "site/x"], "不能写到网站文件夹里"),
        (["没有.docx"], "找不到 “没有.docx”。请检查文件名"),
    ],
)
def test_what_cannot_be_done_is_said_before_any_work(
    home: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    before = files(home)
    assert run("来稿.txt", *arguments) == 1
    captured = capsys.readouterr()
    assert said in captured.err
    assert not captured.out
    assert files(home) == before


def test_a_slot_takes_no_more_than_it_holds(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("来稿.txt", "来稿.txt", "来稿.txt", "--slot", "2026-12", "--cadence", "topic") == 1
    made = {path for path in files(home) if path.startswith("docs/topic")}
    assert made == {"docs/topic/2026/2026-12.md", "docs/topic/2026/2026-12-2.md"}
    assert "只放 2 篇，这一篇没有写出" in capsys.readouterr().out


def test_a_dry_run_says_all_and_writes_nothing(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = files(home)
    run("来稿.txt", "--slot", "next", "--dry-run")
    said = capsys.readouterr().out
    assert "将写到 docs/readings/2026/2026-W47.md" in said
    assert said.endswith("只是看看，没有写入。\n")
    assert files(home) == before


def test_a_file_that_is_there_keeps_its_name_and_bytes(home: Path) -> None:
    (home / "drafts").mkdir()
    (home / "drafts" / "来稿.md").write_bytes(b"mine")
    run("来稿.txt")
    assert (home / "drafts" / "来稿.md").read_bytes() == b"mine"
    assert "怎样数路灯" in (home / "drafts" / "来稿-2.md").read_text("utf-8")


def test_nothing_is_left_of_a_page_whose_last_file_cannot_be_written(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = b"\x89PNG\r\n\x1a\n" + bytes(40)
    before = files(home)

    def refuse(path: Path, data: bytes) -> bool:
        if path.suffix == ".md":
            raise OSError(28, "No space left on device")
        return create_file(path, data)

    monkeypatch.setattr(intake_pages, "create_file", refuse)
    original = intake_pages.page_of

    def with_picture(article: Article, place: Place, header: Mapping[str, str], kept: Article | None) -> Page:
        page = original(article, place, header, kept)
        return Page(page.place, page.text, {page.place.stem.with_suffix(".png"): picture})

    monkeypatch.setattr(intake, "page_of", with_picture)
    assert run("来稿.txt") == 1
    assert "磁盘空间不足，没有写成" in capsys.readouterr().out
    assert files(home) == before


def test_one_bad_document_does_not_stop_the_others(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("甲.txt", TEXT)
        file.writestr("坏.docx", b"PK\x03\x04 no zip at all")
        file.writestr("乙.txt", TEXT)
    (home / "一包.zip").write_bytes(archive.getvalue())
    assert run("一包.zip") == 1
    said = capsys.readouterr().out
    assert said.count("写到 drafts/") == 2
    assert "没有收进来：" in said
    assert "共 3 份来稿，写出 2 篇，1 份没有收进来" in said


def test_a_material_of_the_same_title_is_pointed_out(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "来稿.txt").write_text(TEXT.replace("怎样数路灯", "数 路 灯"), encoding="utf-8")
    run("来稿.txt", "--slot", "next")
    assert "已有一篇同名的材料（readings/w48.md，2026-W48）" in capsys.readouterr().out


def test_text_comes_through_standard_input(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(TEXT.encode("gb18030")))
    monkeypatch.setattr(sys, "stdin", stdin)
    run("-")
    assert "标准输入" in capsys.readouterr().out
    assert "怎样数路灯" in (home / "drafts" / "标准输入.md").read_text("utf-8")


def test_json_holds_the_page_its_place_and_every_finding(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "来稿.txt").write_text(TEXT.replace("甲某", "□ 甲某") + "某事由XX同志负责。\n", encoding="utf-8")
    run("来稿.txt", "--slot", "next", "--json")
    captured = capsys.readouterr()
    (document,) = json.loads(captured.out)["documents"]
    (article,) = document["articles"]
    assert (document["name"], article["title"], article["path"]) == ("来稿.txt", "怎样数路灯", FREE)
    assert (article["slot"], article["fields"]) == ("article/2026-W47", {"author": "甲某"})
    assert article["markdown"] == (home / FREE).read_text("utf-8")
    aside = [finding["set_aside"] for finding in article["findings"] if finding["set_aside"]]
    assert aside == ["□ 甲某"]
    assert any("XX" in finding["excerpt"] for finding in article["findings"])
    assert "来稿体检" in captured.err


def test_an_original_is_kept_beside_and_out_of_the_site(home: Path) -> None:
    traditional = "怎樣數路燈\n\n晚上去數，一盞一盞地數，數過以後再問住在附近的人，問清楚為什麼壞了沒有人來修。\n"
    (home / "來稿.txt").write_text(traditional, encoding="utf-8")
    run("來稿.txt", "--slot", "next", "--simplified", "--keep-original")
    assert "怎样数路灯" in (home / FREE).read_text("utf-8")
    assert "怎樣數路燈" in (home / FREE.replace(".md", ".original.md")).read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("怎样写提案.docx", "怎样写提案"),
        ("../../etc/passwd", "passwd"),
        ("C:\\稿\\讲话.doc", "讲话"),
        ("con.txt", "_con"),
        ("a<b>:c?.txt", "a_b_c"),
        ("\u202egpj.exe.txt", "gpj.exe"),
        ("....txt", "来稿"),
        (".txt", "来稿"),
        ("长" * 200 + ".txt", "长" * 60),
    ],
)
def test_a_draft_is_named_after_its_document_as_far_as_every_system_allows(name: str, stem: str) -> None:
    assert draft_stem(name) == stem


def test_a_draft_can_be_taken_in_again_for_a_slot_and_keeps_its_header(home: Path) -> None:
    run("来稿.txt")
    draft = home / "drafts" / "来稿.md"
    draft.write_text(
        draft.read_text("utf-8").replace("---\n\n", "source: 某报\ntags: [路灯, 走访]\n---\n\n", 1), "utf-8"
    )
    run("drafts/来稿.md", "--slot", "next")
    page = (home / FREE).read_text("utf-8")
    body = draft.read_text("utf-8").split("---\n", 2)[2]
    assert page.split("---\n", 2)[2] == body
    for line in ("title: 怎样数路灯", "slot: 2026-W47", "source: 某报"):
        assert f"\n{line}\n" in page
    assert "路灯" in page.split("---\n")[1]


def test_what_a_waiting_page_says_stays_and_the_manuscript_s_other_words_are_told(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "来稿.txt").write_text(TEXT.replace("甲某", "□ 甲某"), encoding="utf-8")
    run("来稿.txt", "--slot", "2026-W50")
    said = capsys.readouterr().out
    assert "来稿的标题是“怎样数路灯”，页面的标题区已经写着“走一走”，没有改。" in said
    assert "来稿的作者是" not in said


def test_an_empty_value_in_a_header_does_not_hide_what_the_text_says(home: Path) -> None:
    (home / "稿.md").write_text(
        "---\ntitle:\nauthor:\n---\n\n怎样数路灯\n\n□ 甲某\n\n晚上去数。\n", encoding="utf-8"
    )
    run("稿.md")
    assert (home / "drafts/稿.md").read_text("utf-8").startswith("---\ntitle: 怎样数路灯\nauthor: 甲某\n---\n")


def test_a_header_s_names_cannot_write_a_header_or_a_page_of_their_own(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evil = '"x: 1\\n---\\n\\n<script>alert(1)</script>\\ny": 甲\n"hide: [a]\\nslot: 2026-W01": 乙'
    (home / "稿.md").write_text(f"---\ntitle: 题\n{evil}\n---\n\n正文。\n", encoding="utf-8")
    run("稿.md")
    assert (home / "drafts/稿.md").read_text("utf-8") == "---\ntitle: 题\n---\n\n正文。\n"
    assert capsys.readouterr().out.count("不是一行文字，没有取用。") == 2


def test_an_empty_name_is_no_folder(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = files(home)
    assert run("") == 1
    assert "找不到“”" in capsys.readouterr().err.replace(" ", "")
    assert files(home) == before


@pytest.mark.parametrize("name", ["长" * 300, "\x1b[31m红\u202e.txt", "a\x00b"])
@pytest.mark.usefixtures("home")
def test_names_that_no_disk_takes_are_not_found_and_shown_without_control_characters(
    capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert run(name) == 1
    assert "找不到" in (said := capsys.readouterr().err)
    assert not set(said) & set("\x1b\x00\u202e")


def test_a_name_that_is_taken_meanwhile_is_not_a_second_page_of_the_slot(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / FREE).parent.mkdir(parents=True)
    (home / FREE).write_text("没有标题区。\n", encoding="utf-8")
    assert run("来稿.txt", "--slot", "2026-W47") == 1
    assert "2026-W47.md 已经有了" in capsys.readouterr().out
    assert [path.name for path in (home / FREE).parent.iterdir()] == ["2026-W47.md"]


def test_a_report_shows_at_most_a_hundred_findings_of_a_kind() -> None:
    findings = tuple(Finding(PlaceInText(number=number), "blank", "这里有空缺。") for number in range(1, 151))
    lines = list(document_text(Outcome("来稿.txt", findings=findings), dry_run=False))
    assert lines[1] == "  请看一看的 150 处："
    assert lines[-3:] == ["    第100行：这里有空缺。", "    另有 50 处，加 --json 可以看到全部。", ""]
