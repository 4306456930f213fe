"""The plugin's options in ``mkdocs.yml``, checked the MkDocs way, with messages in Chinese."""

from __future__ import annotations

import os
import re
from datetime import UTC, date, datetime

from mkdocs.config import base
from mkdocs.config import config_options as c

from shuxiang.core.moments import CHINA

_CALENDAR_ID = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,98}[A-Za-z0-9])?")


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


class CalendarId(c.OptionallyRequired[str]):
    """What stands in the ids of calendar entries, or empty for a digest of the site's name."""

    def run_validation(self, value: object) -> str:
        """The id as text; ValidationError for what a calendar program might stumble over."""
        text = str(value)
        if text and not _CALENDAR_ID.fullmatch(text):
            raise base.ValidationError(
                f"只能用英文字母、数字、- 和 .，首尾是字母或数字，至多 100 个，如 zx.example，现为 {text!r}。"
            )
        return text


class Options(base.Config):
    """``publish_ahead`` and ``stale_after`` count days; ``search`` false leaves the index out.

    ``previous_site`` is the folder that the build replaces, where that is another one than it builds into.
    ``portable`` makes pages for a copy that is opened without a server. ``figures`` is the file, beside
    ``mkdocs.yml``, of the group figures to be shown; empty, or no such file: none.
    """

    publish_ahead = Days(default=7)
    stale_after = Days(default=10)
    search = c.Type(bool, default=True)
    today = Today(default="")
    calendar_id = CalendarId(default="")
    previous_site = c.Type(str, default="")
    portable = c.Type(bool, default=False)
    figures = c.Type(str, default="data/ledger/figures.json")


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
