"""What an event of each kind cannot do without: whoever reads one relies on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from shuxiang.core.ledger.event import Kind


def refuse_other_shape(kind: Kind, data: object) -> None:
    """TypeError, ValueError or KeyError for data that an event of this kind never has."""
    told = as_object(data)
    for name, read in _HOLDS.get(kind, _NOTHING).items():
        read(told[name])


def as_object(told: object) -> dict[str, Any]:
    """What was read, if it has names and values; TypeError for anything else."""
    if not isinstance(told, dict):
        raise TypeError
    return told


def _text(value: object) -> None:
    if not isinstance(value, str):
        raise TypeError


def _number(value: object) -> None:
    if not isinstance(value, int):
        raise TypeError


def _list(value: object) -> None:
    if not isinstance(value, list):
        raise TypeError


_NOTHING: dict[str, Callable[[Any], object]] = {}
_HOLDS: dict[Kind, dict[str, Callable[[Any], object]]] = {
    Kind.RUN: {"command": _text, "digest": _text},
    Kind.JOINED: {"on": date.fromisoformat},
    Kind.MOVED: {"on": date.fromisoformat, "group": _text},
    Kind.LEFT: {"on": date.fromisoformat},
    Kind.KEY_ISSUED: {"key": _text},
    Kind.KEY_USED: {"key": _text, "at": datetime.fromisoformat},
    Kind.KEY_REVOKED: {"key": _text},
    Kind.CHECKED_IN: {"acts": _text, "at": datetime.fromisoformat},
    Kind.ATTENDED: {"event": _text, "title": _text, "on": date.fromisoformat},
    Kind.SAMPLED: {"seed": _text, "share": _text, "of": _number, "picked": _number},
    Kind.WITHDRAWN: {"of": _number},
    Kind.ERASED: {"of": _list},
    Kind.EXPIRED: {"before": date.fromisoformat},
}
