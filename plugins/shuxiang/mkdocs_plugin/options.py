"""The plugin's options in ``mkdocs.yml``, checked the MkDocs way, with messages in Chinese."""

from __future__ import annotations

import os
import re
from datetime import UTC, date, datetime, timedelta, timezone

from mkdocs.config import base
from mkdocs.config import config_options as c

CHINA = timezone(timedelta(hours=8))


class Days(c.OptionallyRequired[int]):
    """A whole number of days, zero or more."""

    def run_validation(self, value: object) -> int:
        """The number as given; ValidationError otherwise."""
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 3660:
            raise base.ValidationError(f"应是 0 到 3660 之间的天数，现为 {value!r}。")
        return value


class Today(c.OptionallyRequired[str]):
    """A day in China as ``2026-11-21``, or empty for the day of the build."""

    def run_validation(self, value: object) -> str:
        """The day as text; an unquoted YAML date is taken too."""
        text = value.isoformat() if type(value) is date else str(value)
        if text and not _is_day(text):
            raise base.ValidationError(f"日期应写成 2026-11-21 的样子，现为 {text!r}。")
        return text


class Options(base.Config):
    """``publish_ahead`` and ``stale_after`` count days; ``search`` false leaves the index out."""

    publish_ahead = Days(default=7)
    stale_after = Days(default=10)
    search = c.Type(bool, default=True)
    today = Today(default="")


def _is_day(text: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", text) and date.fromisoformat(text))
    except ValueError:
        return False


def china_today(option: str) -> date:
    """The build's day in China: the option, else SOURCE_DATE_EPOCH, else the clock."""
    if option:
        return date.fromisoformat(option)
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return moment.astimezone(CHINA).date()
