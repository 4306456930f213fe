"""What the ledger's commands need of this machine: the database, the plan, the settings, the clock."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from shuxiang.cli.arguments import config_file
from shuxiang.cli.ledger.settings import Settings, read_settings
from shuxiang.cli.ledger.unfinished_files import remove_unfinished
from shuxiang.cli.opened import Opened, open_config, open_sound_plan
from shuxiang.cli.problem import Problem
from shuxiang.cli.written_file import reason
from shuxiang.core.calendar import PeriodError
from shuxiang.core.ledger.event import LedgerEvent
from shuxiang.core.ledger.ledger import Ledger, fold
from shuxiang.core.moments import CHINA
from shuxiang.store.cleaning import Cleaned, clean
from shuxiang.store.errors import StoreError
from shuxiang.store.opening import engine_at, file_engine, hang_up
from shuxiang.store.shelf import Shelf
from shuxiang.store.store import Store

if TYPE_CHECKING:
    import argparse

    from mkdocs.config.defaults import MkDocsConfig

    from shuxiang.core.schedule import Schedule

FOLDER = "data/ledger"
"""Below the project: outside the documents, outside git, in no bundle."""

DAMAGED = "读不出来的台账-"
"""How a database is named that restore has put aside."""

STUCK = "请处理好以上各项，再运行任何一个台账命令，它会接着做完。"


@dataclass(frozen=True)
class Office:
    """One office's ledger. ``root`` holds ``mkdocs.yml`` and ``data``; nothing is read before it is asked for."""

    options: argparse.Namespace
    root: Path

    @property
    def folder(self) -> Path:
        """Where all of the ledger lies."""
        return self.root / FOLDER

    @property
    def database(self) -> Path:
        """The file of a ledger that has one."""
        return self.folder / "ledger.db"

    def shown(self, path: Path) -> str:
        """The path as messages show it: short where it is in the project."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)

    @cached_property
    def settings(self) -> Settings:
        """What the office has decided."""
        return read_settings(self.root)

    @cached_property
    def opened(self) -> Opened:
        """The configuration and the documents; Problem when the plan in them has an error."""
        return open_sound_plan(self.options)

    @cached_property
    def config(self) -> MkDocsConfig:
        """The configuration alone, for commands that need no more than its folders."""
        return open_config(self.options)[0]

    @property
    def schedule(self) -> Schedule:
        """All slots, with all their materials, published or not."""
        return self.opened.library.schedule

    @cached_property
    def now(self) -> datetime:
        """China time without zone, to the second; noon of ``--today`` where that is given."""
        today: date | None = getattr(self.options, "today", None)
        return (
            datetime.combine(today, time(12)) if today else datetime.now(CHINA).replace(tzinfo=None, microsecond=0)
        )

    @property
    def today(self) -> date:
        """China's day."""
        return self.now.date()

    @cached_property
    def shelf(self) -> Shelf:
        """The backups."""
        return Shelf(self.folder / "backups")

    @cached_property
    def store(self) -> Store:
        """The database, made where there is none yet. What a forgetting that was cut off has left is done first."""
        self._refuse_lost()
        store = self.open_store()
        remove_unfinished(store, self.folder)
        if store.unfinished:
            print(*self._take_up(store), sep="\n", file=sys.stderr, flush=True)  # noqa: T201
        return store

    def _take_up(self, store: Store) -> Sequence[str]:
        """Do what a forgetting has left to do; what is in the way of that is told and stops no command."""
        try:
            with self.shelf.alone():
                return unfinished_lines(clean(store, self.shelf)) if store.unfinished else ()
        except (OSError, StoreError):
            return unfinished_lines(Cleaned((), (), (f"{FOLDER}/backups 现在写不进去",)))

    def open_store(self) -> Store:
        """The database as it is, made where there is none."""
        self.make_folder()
        address = self.settings.database
        store = Store(engine_at(address) if address else file_engine(self.database))
        store.prepare()
        return store

    def make_folder(self) -> None:
        """The folder, for its owner only when the ledger begins; later on it is as the office wants it."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not (self.settings.database or self.database.exists()):
            with suppress(OSError):
                self.folder.chmod(0o700)

    def _refuse_lost(self) -> None:
        """An empty ledger must not quietly take the place of one that is lost."""
        if self.settings.database or (self.database.exists() and self.database.stat().st_size):
            return
        left = [*self.shelf.backups(), *self.folder.glob(f"{DAMAGED}*")]
        if left:
            raise Problem(
                f"{FOLDER}/ledger.db 不见了，旁边却有备份。请用 python3 scripts/ledger.py restore 从备份恢复。"
                f"确实要从头记一份新台账，请先把 {FOLDER} 里的备份移到别处。"
            )

    @cached_property
    def _reviewed(self) -> frozenset[str]:
        """The slots whose programmes review all that is handed in."""
        years = {programme.year for programme in self.schedule.programmes if programme.review}
        return frozenset(slot.id for slot in self.schedule.slots if slot.programme_year in years)

    def ledger(self, events: Iterable[LedgerEvent] | None = None) -> Ledger:
        """The ledger that the events make; all that are stored when none are given. Problem for an ill plan."""
        reviewed = self._reviewed
        return fold(self.store.events() if events is None else events, reviewed.__contains__)


def open_office(options: argparse.Namespace) -> Office:
    """The office whose configuration the command line names."""
    return Office(options, config_file(options.config_file).parent)


def unfinished_lines(cleaned: Cleaned) -> Sequence[str]:
    """What to tell when a forgetting that was cut off has been taken up again."""
    if cleaned.stuck:
        return ["上次的注销或清除还没有做完：", *(f"  {each}。" for each in cleaned.stuck), STUCK]
    return ["上次的注销或清除中断了，已接着做完。"]


def discreetly(action: Callable[[], int]) -> int:
    """Run a command of the ledger; what goes wrong is told without a word of what the ledger holds.

    An unforeseen error's own words may quote a name or a note, so may the values in a traceback, and a file may be
    named after somebody: only the error's kind and the lines of the program it passed through are told.
    """
    try:
        return action()
    except StoreError as error:
        raise Problem(str(error)) from error
    except PeriodError as error:
        raise Problem(f"写的不是一个期次。{error.fix}") from None
    except (Problem, BrokenPipeError, KeyboardInterrupt):
        raise
    except OSError as error:
        raise Problem(f"读写文件时没有完成：{reason(error)}。请处理好再运行一次。") from None
    except Exception as error:  # noqa: BLE001  # the last place that can keep its words from being printed
        passed = " < ".join(
            f"{Path(frame.filename).name}:{frame.lineno}"
            for frame in reversed(traceback.extract_tb(error.__traceback__))
        )
        raise Problem(
            f"程序出错（{type(error).__name__}），台账没有改动。请把这一行交给维护人员：{passed}", 2
        ) from None
    finally:
        hang_up()
