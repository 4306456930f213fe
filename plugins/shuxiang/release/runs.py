"""What has become of each update: kept for the office, and the little of it that readers may know.

The office's file is replaced whole or not at all:

    {"version": 1, "begun": "2026-11-23T06:30:02+08:00", "automatic": true,
     "runs": [{"begun": …, "ended": …, "result": "failed", "automatic": true, "reason": "full",
               "release": "", "day": null}, …]}

``begun`` is an update that is on its way or was broken off, ``automatic`` says whose it is; ``runs`` are the last
ones, the newest last.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from shuxiang.core.moments import CHINA
from shuxiang.core.update import Reason, Result
from shuxiang.release.disk import said
from shuxiang.release.durable import replace_durably
from shuxiang.release.manifest import is_release_id

KEPT = 50
SHOWN = 10
"""How many updates readers are told of."""


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One update. Moments know their offset; ``release`` and ``day`` are those of the site that came of it."""

    begun: datetime
    ended: datetime
    result: Result
    automatic: bool
    reason: Reason | None = None
    release: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class _Log:
    begun: datetime | None = None
    automatic: bool = True
    runs: tuple[RunRecord, ...] = ()


def read(path: Path) -> tuple[RunRecord, ...]:
    """The updates in order; those that cannot be read, in a file somebody has changed, are left out."""
    return _read(path).runs


def begin(path: Path, begun: datetime, *, automatic: bool = True) -> None:
    """Note that an update begins (to be called by whoever holds the lock); one still noted has been broken off."""
    log = _read(path)
    broken = () if log.begun is None else (_broken_off(log.begun, log.automatic),)
    _write(path, _Log(begun, automatic, (*log.runs, *broken)))


def append(path: Path, record: RunRecord) -> None:
    """Add an update that has ended. ReleaseError when the file cannot be written; the old one stays then."""
    _write(path, _Log(runs=(*_read(path).runs, record)))


def public(records: Iterable[RunRecord]) -> bytes:
    """The site's ``status/status.json``: the last updates, the newest last, nothing of paths, hosts or people."""
    rows = [_public_row(record) for record in list(records)[-SHOWN:]]
    return _bytes({"version": 1, "runs": rows})


def _public_row(record: RunRecord) -> dict[str, object]:
    return {
        "ended": record.ended.astimezone(CHINA).isoformat(timespec="minutes"),
        "result": record.result,
        "automatic": record.automatic,
        "reason": record.reason or "",
        "release": record.release if is_release_id(record.release) else "",
        "day": record.day.isoformat() if record.day else "",
    }


def _broken_off(begun: datetime, automatic: bool) -> RunRecord:  # noqa: FBT001
    return RunRecord(begun, begun, Result.FAILED, automatic=automatic, reason=Reason.BROKEN_OFF)


def _write(path: Path, log: _Log) -> None:
    rows = [_row(record) for record in log.runs[-KEPT:]]
    begun = log.begun.isoformat() if log.begun else None
    with said(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_durably(path, _bytes({"version": 1, "begun": begun, "automatic": log.automatic, "runs": rows}))


def _bytes(content: Mapping[str, object]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _row(record: RunRecord) -> dict[str, object]:
    return {
        "begun": record.begun.isoformat(),
        "ended": record.ended.isoformat(),
        "result": record.result,
        "automatic": record.automatic,
        "reason": record.reason,
        "release": record.release,
        "day": record.day.isoformat() if record.day else None,
    }


def _read(path: Path) -> _Log:
    with said(path):
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return _Log()
    try:
        content = json.loads(data)
        rows = filter(None, map(_record, content["runs"]))
        return _Log(_moment(content.get("begun")), content.get("automatic") is not False, tuple(rows))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return _Log()


def _record(row: Any) -> RunRecord | None:
    try:
        begun, ended = _moment(row["begun"]), _moment(row["ended"])
        if begun is None or ended is None:
            return None
        record = RunRecord(begun, ended, Result(row["result"]), automatic=row["automatic"] is True)
        reason = Reason(row["reason"]) if row.get("reason") else None
        day = date.fromisoformat(row["day"]) if row.get("day") else None
        return replace(record, reason=reason, release=str(row.get("release") or ""), day=day)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _moment(text: object) -> datetime | None:
    """The moment, if it says its offset."""
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None
