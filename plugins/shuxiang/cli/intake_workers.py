"""Examining documents in processes of their own, so that a hostile one costs only so much time and memory."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections import deque
from concurrent.futures import TimeoutError as TimeIsUp
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeAlias

from pebble import ProcessExpired, ProcessPool

from shuxiang.intake.examine import Examined, Wishes, examine
from shuxiang.intake.findings import IntakeError
from shuxiang.intake.parcel import Refusal
from shuxiang.intake.readers.formats import needs_office
from shuxiang.intake.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pebble import ProcessFuture

SECONDS = 30.0
"""For one document."""

OFFICE_SECONDS = 90.0
"""For one in an old format: LibreOffice takes up to 60 of them."""

MEMORY_BYTES = 3 * 1024**3
MOST_WORKERS = 4
AHEAD = 2
"""Documents that wait for each worker: enough to keep it busy, few enough to hold in memory."""

_TOO_SLOW = "很久还没有读完，已经停下。文件可能过于复杂或有意做坏，请在 Word 或 WPS 里另存为 .docx 再试。"
_TOO_MUCH = "读这个文件要用的内存超过上限，已经停下。文件可能过大或有意做坏，请拆成几份，或另存为 .docx 再试。"
_DEFECT = "程序读这个文件时出错（{}）。请把原件交给维护人员；可以先另存为 .docx 或 .txt 再试。"


Result = Examined | Refusal
_Future: TypeAlias = "ProcessFuture[Examined | str]"


@contextmanager
def examiners(wishes: Wishes, documents: int) -> Iterator[Examiners]:
    """Workers for about so many documents; whatever still runs at the end is stopped."""
    count = max(1, min(os.cpu_count() or 1, MOST_WORKERS, documents))
    pool = ProcessPool(max_workers=count, initializer=_prepare, context=multiprocessing.get_context("spawn"))
    try:
        yield Examiners(pool, wishes, count)
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


class Examiners:
    """Gives documents to the pool and takes the results in the order of the documents."""

    def __init__(self, pool: ProcessPool, wishes: Wishes, workers: int) -> None:
        self.pool = pool
        self.wishes = wishes
        self.reach = workers * AHEAD

    def results(self, entries: Iterable[Source | Refusal]) -> Iterator[tuple[str, Result]]:
        """Each document's name, with what was found in it or why it was refused."""
        waiting: deque[tuple[str, _Future | Refusal]] = deque()
        for entry in entries:
            waiting.append((entry.name, entry if isinstance(entry, Refusal) else self._begin(entry)))
            if len(waiting) > self.reach:
                yield _taken(waiting.popleft())
        while waiting:
            yield _taken(waiting.popleft())

    def _begin(self, source: Source) -> _Future:
        return self.pool.schedule(
            _examined, args=(source, self.wishes), timeout=OFFICE_SECONDS if needs_office(source) else SECONDS
        )


def _taken(waiting: tuple[str, _Future | Refusal]) -> tuple[str, Result]:
    name, future = waiting
    return name, future if isinstance(future, Refusal) else _outcome(name, future)


def _outcome(name: str, future: _Future) -> Result:
    try:
        result = future.result()
    except TimeIsUp:
        return Refusal(name, _TOO_SLOW)
    except ProcessExpired:
        return Refusal(name, _TOO_MUCH)
    except Exception as error:  # noqa: BLE001  # what even the worker did not expect, such as memory gone meanwhile
        return Refusal(name, _defect(error))
    return result if isinstance(result, Examined) else Refusal(name, str(result))


def _examined(source: Source, wishes: Wishes) -> Examined | str:
    """In the worker: the result, or a sentence; no exception leaves, since some cannot be pickled."""
    try:
        return examine(source, wishes)
    except IntakeError as error:
        return str(error)
    except (MemoryError, RecursionError):
        return _TOO_MUCH
    except Exception as error:  # noqa: BLE001  # one bad document does not stop the others
        return _defect(error)


def _defect(error: Exception) -> str:
    return _DEFECT.format(f"{type(error).__name__}: {error}"[:200])


def _prepare() -> None:
    """In the worker: Ctrl-C is the parent's affair; one told to stop ends what it has started, and tidies."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    _limit_memory()


def _limit_memory() -> None:
    """No more memory than a document can need. Windows has no such limit."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  # not on Windows

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = MEMORY_BYTES if hard == resource.RLIM_INFINITY else min(MEMORY_BYTES, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
