"""`publish.py rollback`, `list`, `verify` and `status`: the releases that a place keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shuxiang.cli.progress import step
from shuxiang.cli.publish_office import alone, look, means, opened
from shuxiang.cli.publish_runs import show
from shuxiang.cli.publish_text import releases_text, rollback_text, status_text, verify_text
from shuxiang.release import runs

if TYPE_CHECKING:
    import argparse


def add_target(parser: argparse.ArgumentParser) -> None:
    """Describe which place is meant."""
    parser.add_argument("--target", metavar="目标", help="deploy.yml 里的目标名；只有一个目标时可以不写")


def add_release(parser: argparse.ArgumentParser) -> None:
    """Describe which place and which release are meant."""
    add_target(parser)
    parser.add_argument("id", nargs="?", default="", metavar="版本", help="版本号，见 publish.py list")


def roll_back(options: argparse.Namespace) -> int:
    """Put an earlier release before the readers and return the exit code."""
    office = opened(options)
    with alone(office), office.reached() as target:
        outcome = target.rollback(options.id, means(office.place))
        show(target, office.runs)
    print(rollback_text(outcome, office.place))  # noqa: T201
    return int(bool(outcome.complaints))


def list_releases(options: argparse.Namespace) -> int:
    """Print the releases that are kept."""
    with opened(options).reached() as target:
        print(releases_text(target))  # noqa: T201
    return 0


def verify(options: argparse.Namespace) -> int:
    """Check every file, and look through the address; 1 when something is wrong."""
    office = opened(options)
    with office.reached() as target:
        with step("核对目标上的每个文件…"):
            damage = target.damage(options.id)
        live = target.live()
    seen = live if live and options.id in ("", live.id) else None
    complaints = look(office.place, (), seen) if seen else ()
    print(verify_text(damage, complaints, office.place if seen else None))  # noqa: T201
    return int(bool(damage.wrong or complaints))


def tell_status(options: argparse.Namespace) -> int:
    """Print how the place is doing."""
    office = opened(options)
    with office.reached() as target:
        print(status_text(target, office.place, runs.read(office.runs)))  # noqa: T201
    return 0
