"""`publish.py 目标`: a new release before the readers, or a sentence and the old one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from shuxiang.cli.arguments import add_today
from shuxiang.cli.problem import Problem
from shuxiang.cli.progress import step
from shuxiang.cli.publish_office import Office, alone, means, now, opened
from shuxiang.cli.publish_release import make_release, newest_pages
from shuxiang.cli.publish_runs import Account, because
from shuxiang.cli.publish_text import changes_text, outcome_text, policy_text
from shuxiang.core.update import Reason, Result
from shuxiang.release import runs
from shuxiang.release.changes import Changes, changes
from shuxiang.release.due import is_due, parse_weekly
from shuxiang.release.errors import ReleaseError
from shuxiang.release.page_scripts import script_hashes
from shuxiang.release.place import Kind, Place
from shuxiang.release.policy import missing
from shuxiang.release.probe import NoAnswerError, asking
from shuxiang.release.target import Outcome, Release, Target
from shuxiang.release.zip_target import write_zip

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.add_argument("target", nargs="?", metavar="目标", help="deploy.yml 里的目标名；只有一个目标时可以不写")
    add_today(parser)
    parser.add_argument("--dry-run", action="store_true", help="只看会有什么变化，不发布")
    parser.add_argument("--yes", action="store_true", help="要删去很多文件，或覆盖不是本软件放的文件时，也照做")
    parser.add_argument("--allow-warnings", action="store_true", help="有建议改的地方也发布（有错误仍不发布）")
    parser.add_argument("--scheduled", action="store_true", help="由定时任务写上：“网站的情况”一页会说是自动更新")
    parser.add_argument(
        "--if-due", metavar="时刻", help="到了时刻、还没有更新过才做，如 mon-0630；由 publish.py schedule 写好"
    )


def run(options: argparse.Namespace) -> int:
    """Publish, and return the exit code: 1 when what was published could not be seen through its address."""
    job = _Job(options, opened(options))
    if options.if_due and not is_due(runs.read(job.office.runs), now(), parse_weekly(options.if_due)):
        return 0
    with alone(job.office):
        if job.office.place.kind is Kind.ZIP:
            return _write_zip(job)
        with job.office.reached() as target:
            return _publish(job, target)


@dataclass(frozen=True, slots=True)
class _Job:
    options: argparse.Namespace
    office: Office


def _write_zip(job: _Job) -> int:
    place = Path(job.office.place.folder)
    release = make_release(job.options, job.office, None)
    if job.options.dry_run:
        print(f"会写出 {place}：{len(release.manifest.files)} 个文件。现在没有写。")  # noqa: T201
        return 0
    with step("写压缩包…"):
        write_zip(release, place)
    print(f"已写出 {place}（版本 {release.manifest.id}）。请把它解压到网页服务器的目录里。")  # noqa: T201
    return 0


def _publish(job: _Job, target: Target) -> int:
    if job.options.dry_run:
        _compare(job, target, make_release(job.options, job.office, target))
        return 0
    account = Account(job.office.runs, automatic=job.options.scheduled, now=now)
    if job.options.scheduled:
        print(f"{now():%Y-%m-%d %H:%M} 自动更新")  # noqa: T201
    with account.kept(target), _told_when_interrupted():
        release = make_release(job.options, job.office, target)
        with because(Reason.UNREACHABLE):
            _require_what_was_there(job, target)
        with because(Reason.DELETIONS):
            found = _compare(job, target, release)
        pages = newest_pages(release.folder, date.fromisoformat(release.manifest.day))
        outcome = target.publish(release, means(job.office.place, pages, overwrite=job.options.yes))
    account.published(target, release, outcome)
    return _told(job, release, outcome, found)


def _require_what_was_there(job: _Job, target: Target) -> None:
    """Problem when a place that has been published to is empty: most likely nothing is mounted there."""
    published = any(run.result is not Result.FAILED for run in runs.read(job.office.runs))
    if published and not job.options.yes and target.live() is None:
        raise Problem(
            f"以前发布到“{job.office.place.name}”过，现在那里却是空的（{job.office.place.folder}）。"
            "请检查共享文件夹挂载着没有、deploy.yml 里的 folder 对不对；确实要从头发布，请加 --yes。"
        )


@contextmanager
def _told_when_interrupted() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        print(  # noqa: T201
            "\n已中断。读者看到的可能是原来的网站，也可能已是新的。请再运行一次，会先核对再接着做完。",
            file=sys.stderr,
            flush=True,
        )
        raise


def _told(job: _Job, release: Release, outcome: Outcome, found: Changes) -> int:
    place = job.office.place
    note = _note_on_policy(place, release) if place.url and not outcome.complaints else ""
    print("\n".join(filter(None, [outcome_text(outcome, found, place), note])))  # noqa: T201
    return int(bool(outcome.complaints))


def _compare(job: _Job, target: Target, release: Release) -> Changes:
    """What publishing would change, shown when that was asked for; Problem when too much would go."""
    found = changes(target.live(), release.manifest)
    most = job.office.delete_at_most
    too_many = found.removed_share * 100 > most and not job.options.yes
    if job.options.dry_run or too_many:
        print(changes_text(found, release.manifest))  # noqa: T201
    if too_many:
        lost = f"其中材料 {len(found.lost_materials)} 份（现有 {found.materials_before} 份），"
        numbers = f"{len(found.removed)} 个文件，{lost if found.lost_materials else ''}超过了 {most}%"
        raise Problem(f"这次要删去 {numbers}，没有发布。请先看看是不是材料丢了；确实要删，请加 --yes。")
    return found


def _note_on_policy(place: Place, release: Release) -> str:
    """What the server's own Content-Security-Policy must allow for this release, and does not; empty for none."""
    try:
        header = asking(place.certificates)(place.url).headers.get("content-security-policy", "")
        forbidden = missing(header, script_hashes(release.folder), place.url) if header else ()
    except NoAnswerError:
        return ""
    except ReleaseError as error:
        return f"注意：{error}"
    return policy_text(forbidden) if forbidden else ""
