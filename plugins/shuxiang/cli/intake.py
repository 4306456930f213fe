"""Take in what the office receives: Word files, web pages, newspapers -> clean pages, with a list of findings."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from shuxiang.cli.arguments import Parser, add_config_file, add_today
from shuxiang.cli.intake_pages import NotWritten, overruled, page_of, write
from shuxiang.cli.intake_places import DraftPlaces, NoPlace, Places, slot_places
from shuxiang.cli.intake_report import Made, Outcome, as_json, document_text, seen, summary
from shuxiang.cli.intake_workers import Result, examiners
from shuxiang.cli.opened import open_config, open_library
from shuxiang.cli.problem import Problem, guarded
from shuxiang.cli.progress import clear_line, step
from shuxiang.cli.written_file import is_within, reason
from shuxiang.content.header_edit import HeaderEditError
from shuxiang.core.diagnostics import Severity
from shuxiang.intake.examine import Examined, Wishes
from shuxiang.intake.findings import WHOLE, Finding
from shuxiang.intake.marks.mending import CLASSES
from shuxiang.intake.parcel import Refusal, count, from_path, from_stdin
from shuxiang.intake.source import MAX_BYTES

if TYPE_CHECKING:
    from shuxiang.core.model import Material
    from shuxiang.intake.document import Article

STDIN = "-"
DRAFTS = "drafts"
BAR_WIDTH = 20


def parser() -> argparse.ArgumentParser:
    """Describe the arguments."""
    result = Parser(
        "python3 scripts/intake.py",
        "来稿体检：把收到的 Word、网页、报纸文字变成可以发布的页面，并列出哪里有空缺、误字和残缺。"
        "不猜字，不改意思，不覆盖任何文件。",
    )
    _add_what(result)
    _add_where(result)
    _add_how(result)
    add_config_file(result)
    add_today(result)
    return result


def _add_what(parser: argparse.ArgumentParser) -> None:
    formats = "docx、txt、md、html、pdf、doc、wps、odt、rtf，或装着它们的文件夹、zip；写 - 则从标准输入读"
    parser.add_argument("files", nargs="*", metavar="来稿", help=formats)


def _add_where(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--slot",
        metavar="期次",
        help="放进哪一期，例如 2026-W48；写 next 则取下一个空着的期次。不写则只作草稿，不进学习计划",
    )
    parser.add_argument(
        "--cadence", default="", metavar="节奏", help="哪个节奏，写 id 或名称，例如 topic。不写则按期次的长短认"
    )
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="文件夹",
        help=f"写到哪个文件夹。不写则有期次的进文档文件夹，草稿进 {DRAFTS}",
    )


def _add_how(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="只看结果，不写任何文件")
    parser.add_argument("--json", action="store_true", help="用 JSON 输出，供其他程序读取；移出的文字全在里面")
    kinds = "；".join(f"{name} {what}" for name, what in CLASSES.items())
    parser.add_argument(
        "--fix",
        default="",
        metavar="类别",
        help=f"顺手改好这几类，用逗号隔开：{kinds}。改了什么都会列出",
    )
    parser.add_argument("--simplified", action="store_true", help="把繁体按词转成简体")
    parser.add_argument(
        "--keep-original", action="store_true", help="转成简体时，把繁体原文另存在旁边（.original.md，不会发布）"
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Take in, report, and return 1 when something was refused or must be mended before it is used, else 0."""
    return guarded(partial(_run, parser().parse_args(argv)))


def _run(options: argparse.Namespace) -> int:
    wishes = Wishes(_fixes(options.fix), options.simplified)
    if options.keep_original and not options.simplified:
        raise Problem("--keep-original 要和 --simplified 一起用：没有转换，原文就在页面里。")
    desk = _desk(options)
    outcomes = []
    for outcome in _taken_in(_files(options.files), wishes, desk):
        outcomes.append(outcome)
        if not options.json:
            clear_line(sys.stderr)
            _say(document_text(outcome, dry_run=options.dry_run))
    _say([as_json(outcomes)] if options.json else [summary(outcomes, dry_run=options.dry_run)])
    return int(not all(outcome.is_clean for outcome in outcomes))


def _say(lines: Iterable[str]) -> None:
    print("\n".join(lines), flush=True)  # noqa: T201


def _fixes(text: str) -> frozenset[str]:
    """The classes of mends asked for; Problem for one that is unknown."""
    asked = {part.strip().lower() for part in text.replace("\uff0c", ",").replace("\u3001", ",").split(",")} - {""}
    unknown = sorted(asked - CLASSES.keys())
    if unknown:
        known = "、".join(CLASSES)
        raise Problem(f"--fix 不认识“{'、'.join(unknown)}”。可写 {known}，几类用逗号隔开。")
    return frozenset(asked)


def _files(names: Sequence[str]) -> list[str]:
    """What to read; Problem for a name that leads nowhere, before any work is done."""
    if sys.stdin is None and (not names or STDIN in names):
        raise Problem("这里没有标准输入可读。请写明来稿是哪个文件。")
    if not names and sys.stdin.isatty():
        raise Problem("请写明来稿是哪个文件，例如 python3 scripts/intake.py 来稿.docx。完整说明见 --help。")
    missing = [name for name in names if name != STDIN and not _exists(name)]
    if missing:
        shown = "、".join(f"“{seen(name)}”" for name in missing)
        raise Problem(f"找不到 {shown}。请检查文件名和所在的文件夹；文件名里有空格的要加引号。")
    return list(names) or [STDIN]


def _exists(name: str) -> bool:
    """Whether something is there; an empty name is no file, though Python takes it for the current folder."""
    try:
        return bool(name.strip()) and Path(name).exists()
    except (OSError, ValueError):  # too long for the disk, or no name at all
        return False


def _taken_in(names: Sequence[str], wishes: Wishes, desk: Desk) -> Iterator[Outcome]:
    """Read, examine and place every document, showing how far it has come."""
    total = sum(1 if name == STDIN else count(Path(name)) for name in names)
    entries = chain.from_iterable(
        from_stdin(sys.stdin.buffer.read(MAX_BYTES + 1)) if name == STDIN else from_path(Path(name))
        for name in names
    )
    done = 0
    with step("来稿体检", lambda: _bar(done, total), sys.stderr), examiners(wishes, total) as workers:
        for name, result in workers.results(entries):
            yield desk.outcome(name, result)
            done += 1


def _bar(done: int, total: int) -> str:
    filled = BAR_WIDTH * done // max(total, 1)
    return f"{'█' * filled}{'░' * (BAR_WIDTH - filled)} {done}/{max(done, total)} 份"


def _desk(options: argparse.Namespace) -> Desk:
    """Where pages go; Problem, before any work is done, when they cannot."""
    opened = open_library(options) if options.slot else None
    config = opened.config if opened else open_config(options)[0]
    if options.output and (options.output.exists() and not options.output.is_dir()):
        raise Problem(f"{options.output} 是一个文件，-o 后面要写文件夹。")
    if options.output and _is_at_or_below(options.output, Path(config.site_dir)):
        raise Problem(f"不能写到网站文件夹里（{options.output}）：下次生成网站时会被清掉。请用 -o 换一个地方。")
    home = Path(config.config_file_path).absolute().parent
    if opened is None:
        if options.cadence:
            raise Problem("--cadence 要和 --slot 一起用，例如 --slot next --cadence topic。")
        return Desk(DraftPlaces(options.output or home / DRAFTS), options, home)
    places = slot_places(opened, options.slot, options.cadence, options.output)
    return Desk(places, options, home, {_folded(m.title): m for m in opened.library.materials.values()})


def _is_at_or_below(path: Path, folder: Path) -> bool:
    return path.resolve() == folder.resolve() or is_within(path, folder)


def _folded(title: str) -> str:
    return "".join(title.split()).casefold()


@dataclass(frozen=True, slots=True)
class Desk:
    """Places and writes what has been examined. ``known`` are the materials there are, by folded title."""

    places: Places
    options: argparse.Namespace
    home: Path
    known: Mapping[str, Material] = field(default_factory=dict)

    def outcome(self, name: str, result: Result) -> Outcome:
        """What becomes of one document."""
        if isinstance(result, Refusal):
            return Outcome(name, refusal=result.sentence)
        originals = result.originals if self.options.keep_original else ()
        pairs = zip_longest(result.articles, originals[: len(result.articles)])
        count = len(result.articles)
        made = tuple(
            self._made(name, result, article, original, (number, count))
            for number, (article, original) in enumerate(pairs, start=1)
        )
        return Outcome(name, made, result.findings)

    def _made(
        self, name: str, result: Examined, article: Article, original: Article | None, which: tuple[int, int]
    ) -> Made:
        header = dict(result.header)
        title = header.get("title") or article.title
        findings = (*article.findings, *self._twin(title))
        try:
            place = self.places.next(name, *which)
            findings = (*findings, *overruled(article, place, header))
            page = page_of(article, place, header, original)
            if not self.options.dry_run:
                write(page)
        except (NoPlace, NotWritten, HeaderEditError) as error:
            return Made(title, article.fields, findings, problem=str(error))
        except OSError as error:
            return Made(title, article.fields, findings, problem=f"{reason(error)}，没有写成。请处理后再运行一次。")
        text = page.text.decode() if self.options.json else ""
        return Made(title, article.fields, findings, self._shown(place.path), place.slot, markdown=text)

    def _twin(self, title: str) -> Iterator[Finding]:
        """That a material of the same title is there already: most likely the same text, taken in before."""
        twin = self.known.get(_folded(title)) if title else None
        if twin:
            what = f"已有一篇同名的材料（{twin.path}，{twin.period.key}）。"
            fix = "请核对是不是重复；要填进那一期，请写 --slot 和它的期次。"
            yield Finding(WHOLE, "title-known", what, fix, Severity.WARNING)

    def _shown(self, path: Path) -> str:
        place = path.absolute()
        return place.relative_to(self.home).as_posix() if place.is_relative_to(self.home) else str(path)
