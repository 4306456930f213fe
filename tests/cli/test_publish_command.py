"""Publishing a small real site, from the command line to what its readers and the office's files then hold."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from filelock import FileLock

from quick_scans import quick_scans
from served import Traffic, served
from shuxiang.cli import publish

CONFIGURATION = """\
site_name: 书香小站
theme: {name: material, language: zh, font: false, palette: {scheme: default}}
plugins: [{shuxiang: {search: false}}]
"""
PROGRAMME = """\
year: 2026
starts: 2026-11-02
ends: 2026-11-30
cadences: [{id: article, name: 周学一文, every: week}]
"""
DEPLOYMENT = """\
delete_at_most: 5
targets:
  内网: {{folder: www, url: "{url}"}}
  共享: {{folder: share, links: no}}
  光盘: {{zip: out/书香.zip}}
"""
LECTURE = "lecture: {speaker: 主讲人, at: 2026-11-18 15:00, venue: 会议室}\n"
FIRST, SECOND = "2026-11-21", "2026-11-22"
PREFIX = "/%E4%B9%A6%E9%A6%99/"
Command = Callable[..., int]


def reading(slot: str, more: str = "source: 为测试而写\n") -> str:
    return f"---\ntitle: {slot} 的文章\ncadence: article\nslot: {slot}\n{more}---\n正文。\n"


def write(place: Path, text: str) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, "utf-8", newline="\n")


@dataclass
class Project:
    """A checkout, and what its web server has been asked; ``root`` is what that server shows."""

    folder: Path
    root: Path
    traffic: Traffic = field(default_factory=Traffic)

    def publish(self, *words: str) -> int:
        return publish.main([*words, "--config-file", str(self.folder / "mkdocs.yml")])

    def show(self, folder: Path) -> None:
        """Let the web server show another folder."""
        self.root.unlink(missing_ok=True)
        self.root.symlink_to(folder)

    @property
    def live(self) -> Path:
        return (self.folder / "www/current").resolve()

    def ids(self) -> list[str]:
        return sorted(path.name for path in (self.folder / "www/releases").iterdir())


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """Published on two days, the second with one more reading."""
    folder, root = tmp_path_factory.mktemp("project"), tmp_path_factory.mktemp("server") / "root"
    traffic = Traffic()
    with quick_scans(), served(root, PREFIX, traffic=traffic) as address, pytest.MonkeyPatch.context() as patch:
        patch.delenv("SOURCE_DATE_EPOCH", raising=False)
        port = address.split(":")[2].split("/")[0]
        write(folder / "mkdocs.yml", CONFIGURATION)
        write(folder / "docs/programme/2026.yml", PROGRAMME)
        write(folder / "docs/readings/w45.md", reading("2026-W45"))
        write(folder / "docs/readings/w46.md", reading("2026-W46", f"source: 为测试而写\n{LECTURE}"))
        write(folder / "deploy.yml", DEPLOYMENT.format(url=f"http://127.0.0.1:{port}{PREFIX}"))
        project = Project(folder, root, traffic)
        project.show(folder / "www/current")
        assert project.publish("内网", "--today", FIRST) == 0
        patch.delenv("SOURCE_DATE_EPOCH", raising=False)
        write(folder / "docs/readings/第47周.md", reading("2026-W47"))
        assert project.publish("内网", "--today", SECOND) == 0
        yield project


@pytest.fixture
def project(published: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A copy of that checkout with all it has published, shown by the same web server."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    shutil.copytree(published.folder, tmp_path / "project", symlinks=True)
    published.traffic.paths.clear()
    copy = Project(tmp_path / "project", published.root, published.traffic)
    copy.show(copy.folder / "www/current")
    return copy


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_is_published_is_kept_and_listed_with_its_days(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = project.ids()
    assert (old[:9], new[:9]) == ("20261121-", "20261122-")
    assert project.publish("list", "--target", "内网") == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith(f"{new}  ")
    assert first.endswith(" 发布  正在使用")
    assert second.startswith(f"{old}  ")
    assert second.endswith(" 发布")
    assert project.publish("status", "--target", "内网") == 0
    said = capsys.readouterr().out
    assert f"目标：内网（{(project.folder / 'www').as_posix()}）\n现在的版本：{new}，生成于2026-11-22。" in said
    assert f"发布 {new}，顺利。" in said
    assert "最近一次手动发布在" in said


def test_verifying_reads_every_file_and_looks_through_the_address(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert project.publish("verify", "--target", "内网") == 0
    assert capsys.readouterr().out.splitlines()[1:] == [
        "每个文件都和发布时一样。",
        f"已通过网址检查：{address(project)}",
    ]
    (project.live / "readings/w45/index.html").write_bytes(b"?")
    (project.live / "404.html").unlink()
    (project.live / "notes.txt").write_bytes(b"?")
    project.show(project.folder / "docs")
    assert project.publish("verify", "--target", "内网") == 1
    said = capsys.readouterr().out
    assert "缺少的文件：\n  404.html\n被改动或损坏的文件：\n  readings/w45/index.html\n再发布一次" in said
    assert "不是本软件放的文件（不影响网站）：\n  notes.txt\n从网址打开时不对：" in said
    assert project.publish("verify", project.ids()[0], "--target", "内网") == 0
    assert "网址" not in capsys.readouterr().out


def address(project: Project) -> str:
    return next(line for line in (project.folder / "deploy.yml").read_text("utf-8").split('"') if "://" in line)


def test_going_back_and_forth(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = project.ids()
    assert project.publish("rollback", "--target", "内网") == 0
    assert f"已退回版本 {old}（原来是 {new}）。\n已通过网址检查" in capsys.readouterr().out
    assert project.live.name == old
    assert project.publish("rollback", new, "--target", "内网") == 0
    assert project.live.name == new
    assert project.publish("rollback", "20260101-aaaaaaaaaa", "--target", "内网") == 1
    assert "没有版本 20260101-aaaaaaaaaa。用 publish.py list 看有哪些。" in capsys.readouterr().err
    assert project.live.name == new


def test_a_dry_run_says_what_would_change_and_changes_nothing(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    write(project.folder / "docs/readings/w48.md", reading("2026-W48"))
    before = tree(project.folder)
    assert project.publish("内网", "--today", SECOND, "--dry-run") == 0
    said = capsys.readouterr().out
    assert "和现在的网站相比：新增 " in said
    assert "\n  readings/w48/index.html\n" in said
    assert "readings/w45/index.html" not in said
    assert tree(project.folder) == before


def test_the_same_content_again_is_said_to_be_the_same(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    (project.live / "404.html").unlink()
    assert project.publish("内网", "--today", SECOND) == 0
    said = capsys.readouterr().out
    assert f"内容没有变化，仍是版本 {project.live.name}，已核对过每个文件。\n已通过网址检查：" in said
    assert (project.live / "404.html").exists()
    assert len(project.ids()) == 2
    asked = {path.split(PREFIX)[1] for path in project.traffic.paths}
    assert {"", "readings/%E7%AC%AC47%E5%91%A8/", "release.json"} < asked  # the newest material by its Chinese name


def test_more_deletions_than_are_allowed_need_to_be_confirmed_and_warnings_too(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    (project.folder / "docs/readings/w45.md").unlink()
    (project.folder / "docs/readings/w46.md").unlink()
    before = tree(project.folder / "www/releases")
    assert project.publish("内网", "--today", SECOND) == 1
    told = capsys.readouterr()
    assert "超过了 5%，没有发布。请先看看是不是材料丢了；确实要删，请加 --yes。" in told.err
    assert "\n  readings/w45/index.html\n" in told.out
    assert {path for path, data in tree(project.folder / "www/releases").items() if before.get(path) != data} <= {
        f"{project.live.name}/status/status.json"
    }
    write(project.folder / "docs/readings/w48.md", reading("2026-W48", ""))
    assert project.publish("内网", "--today", SECOND, "--yes", "--allow-warnings") == 0
    assert not (project.live / "readings/w45").exists()
    assert (project.live / "readings/w48").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (reading("2026-W60"), "要改的1处"),
        (reading("2026-W48", ""), "建议改的1处"),
        ("---\ntitle: [\n---\n", "要改的"),
    ],
)
def test_materials_with_something_wrong_are_not_published(
    project: Project, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    write(project.folder / "docs/readings/w48.md", text)
    live = project.live
    assert project.publish("内网", "--today", SECOND) == 1
    told = capsys.readouterr().err
    assert said in told
    assert "docs/readings/w48.md:" in told
    assert told.endswith("没有发布：请先照上面改正。读者看到的网站没有改动。\n")
    assert (project.live, len(project.ids())) == (live, 2)
    assert not (project.folder / "data/publish/内网/work").exists()


def sequences(folder: Path) -> dict[str, str]:
    """The SEQUENCE of every event of the calendar, by its UID."""
    events = (folder / "calendar/programme.ics").read_text("utf-8").split("BEGIN:VEVENT")[1:]
    found = [dict(line.split(":", 1) for line in event.splitlines() if ":" in line) for event in events]
    return {event["UID"]: event["SEQUENCE"] for event in found}


def test_calendars_go_on_from_what_subscribers_have_also_on_another_machine(project: Project) -> None:
    """All its own memory of publishing is gone, as in a fresh checkout."""
    shutil.rmtree(project.folder / "data")
    before = sequences(project.live)
    write(
        project.folder / "docs/readings/w46.md",
        reading("2026-W46", f"source: 为测试而写\n{LECTURE.replace('15:00', '16:00')}"),
    )
    assert project.publish("内网", "--today", "2026-11-24") == 0
    after = sequences(project.live)
    changed = {uid for uid in before if before[uid] != after[uid]}
    assert len(changed) == 1
    assert all(int(after[uid]) > int(before[uid]) for uid in changed)
    assert len(before) > 1


def test_what_readers_would_not_see_is_taken_back(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    live = project.live
    write(project.folder / "docs/readings/w48.md", reading("2026-W48"))
    project.show(live)
    assert project.publish("内网", "--today", SECOND) == 1
    told = capsys.readouterr().err
    assert f"换上后从网址打开时不对，已经退回原来的版本 {live.name}：" in told
    assert f"看到的是 {live.name}，应是 20261122-" in told
    assert project.live == live
    project.publish("status", "--target", "内网")
    assert "检查没有通过，已撤下。" in capsys.readouterr().out


def test_an_archive_is_the_same_each_time_and_keeps_no_releases(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    place = project.folder / "out/书香.zip"
    assert project.publish("光盘", "--today", SECOND) == 0
    first = place.read_bytes()
    assert project.publish("光盘", "--today", SECOND) == 0
    assert place.read_bytes() == first
    assert f"已写出 {place}（版本 20261122-" in capsys.readouterr().out
    assert [path.name for path in place.parent.iterdir()] == ["书香.zip"]
    for command in ("list", "status", "rollback", "verify"):
        assert project.publish(command, "--target", "光盘") == 1
        assert "目标“光盘”是压缩包，没有可以查看或退回的版本。" in capsys.readouterr().err


def test_a_folder_without_links_is_said_not_to_be_switched_at_once(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    write(project.folder / "share/web.config", "<configuration/>")
    assert project.publish("共享", "--today", SECOND) == 0
    said = capsys.readouterr().out
    assert "这个目标不能整体切换，文件是逐个换上的" in said
    assert "deploy.yml 里没有写 url，所以没有检查网站打不打得开。" in said
    assert (project.folder / "share/index.html").exists()
    assert project.publish("verify", "--target", "共享") == 0
    assert "不是本软件放的文件（不影响网站）：\n  web.config" in capsys.readouterr().out


def test_a_target_alone_means_to_publish_to_it(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, bool]] = []

    def note(options: object) -> int:
        seen.append((vars(options)["target"], vars(options)["dry_run"]))
        return 0

    monkeypatch.setitem(publish.COMMANDS, "to", publish.COMMANDS["to"]._replace(action=note))
    for words in (["内网"], ["to", "内网"], ["内网", "--dry-run"], ["--dry-run"], ["to"]):
        assert project.publish(*words) == 0
    assert seen == [("内网", False), ("内网", False), ("内网", True), (None, True), (None, False)]


@pytest.mark.parametrize("words", [[], ["--dry-run"], ["list"], ["rollback"], ["status"], ["verify"]])
def test_of_several_targets_one_must_be_named(
    project: Project, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert project.publish(*words) == 1
    assert "有几个发布目标，请写明是哪一个。现有：内网、共享、光盘。" in capsys.readouterr().err


def test_nothing_but_the_name_of_the_command_shows_how_it_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        publish.main([])
    assert left.value.code == 0
    assert capsys.readouterr().out.startswith("用法：")


def test_what_is_wrong_with_the_settings_is_said_before_anything_is_built(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert project.publish("外网") == 1
    assert "deploy.yml 里没有目标“外网”。现有：内网、共享、光盘。" in capsys.readouterr().err
    write(project.folder / "deploy.yml", "targets: {内网: {folder: docs/out}}\n")
    assert project.publish("内网") == 1
    assert "它和材料、项目的文件夹重叠" in capsys.readouterr().err
    write(project.folder / "deploy.yml", "targets: {内网: {folder: www, url: study.example}}\n")
    assert project.publish("内网") == 1
    assert "deploy.yml:1:url 应是读者打开网站的地址" in capsys.readouterr().err
    (project.folder / "deploy.yml").unlink()
    assert project.publish("内网") == 1
    assert "不知道发布到哪里。请建一个，例如：" in capsys.readouterr().err


def test_a_file_of_certificates_that_cannot_be_read_is_said_before_anything_is_switched(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (project.folder / "deploy.yml").read_text("utf-8")
    write(project.folder / "deploy.yml", text.replace("folder: www,", "folder: www, certificates: 没有.pem,"))
    live = project.live
    assert project.publish("rollback", "--target", "内网") == 1
    assert "没有.pem 读不出来" in capsys.readouterr().err
    assert project.live == live


def test_two_commands_do_not_publish_to_one_target_at_once(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    with FileLock(project.folder / "data/publish/内网/lock"):
        for words in (["内网"], ["rollback", "--target", "内网"]):
            assert project.publish(*words) == 1
            assert "另一个命令正在发布到“内网”。请等它结束后再运行一次。" in capsys.readouterr().err
    assert project.publish("list", "--target", "内网") == 0


def test_a_place_that_was_published_to_and_is_empty_now_is_asked_about(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    write(project.folder / "deploy.yml", "targets: {内网: {folder: elsewhere}}\n")
    assert project.publish("内网", "--today", SECOND) == 1
    assert "以前发布到“内网”过，现在那里却是空的" in capsys.readouterr().err
    assert not (project.folder / "elsewhere/current").exists()
    assert project.publish("内网", "--today", SECOND, "--yes") == 0


def test_materials_that_are_gone_count_for_themselves(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    settings = (project.folder / "deploy.yml").read_text("utf-8")
    write(project.folder / "deploy.yml", settings.replace("delete_at_most: 5", "delete_at_most: 30"))
    before = project.live.name
    (project.folder / "docs/readings/w45.md").unlink()
    assert project.publish("内网", "--today", SECOND) == 1
    told = capsys.readouterr()
    assert "其中材料 1 份（现有 3 份）" in told.err
    assert "删去：\n  readings/w45/index.html\n" in told.out
    assert project.live.name == before
