"""What was done to a target, in order: kept beside the releases, so that a rollback knows where to."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum

from shuxiang.release.manifest import is_release_id

NAME = "history.json"
_KEPT = 200


class Kind(StrEnum):
    """Why another release was put before the readers."""

    PUBLISH = "publish"
    ROLLBACK = "rollback"


class State(StrEnum):
    """``open`` is an intent: the command was ended before it could see whether all was well."""

    OPEN = "open"
    GOOD = "good"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Event:
    """``release`` took the place of ``previous`` ("" for none) at ``at``, an ISO moment with its offset."""

    at: str
    kind: Kind
    release: str
    previous: str
    state: State


def as_json(events: Iterable[Event]) -> bytes:
    """The last events as bytes."""
    rows = [asdict(each) for each in list(events)[-_KEPT:]]
    return (json.dumps({"version": 1, "events": rows}, ensure_ascii=False, indent=1) + "\n").encode()


def from_json(data: bytes | None) -> tuple[Event, ...]:
    """The events in their order; what cannot be read is left out, since releases can be found without it."""
    try:
        rows = json.loads(data or b"{}").get("events", [])
        return tuple(filter(None, map(_read, rows)))
    except (ValueError, AttributeError, TypeError, RecursionError):
        return ()


def _read(row: object) -> Event | None:
    if not isinstance(row, dict) or not is_release_id(str(row.get("release"))):
        return None
    try:
        datetime.fromisoformat(str(row.get("at")))
        return Event(
            str(row["at"]),
            Kind(str(row.get("kind"))),
            row["release"],
            str(row.get("previous") or ""),
            State(str(row.get("state"))),
        )
    except ValueError:
        return None


def by_last_use(events: Iterable[Event]) -> list[str]:
    """Releases that readers have seen, the most recent last."""
    order: dict[str, None] = {}
    for each in events:
        if each.state is not State.WITHDRAWN:
            for release in filter(None, (each.previous, each.release)):
                order.pop(release, None)
                order[release] = None
    return list(order)
