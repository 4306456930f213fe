from __future__ import annotations

import os
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from shuxiang.cli.settings import noon, set_today


def a_config() -> Any:
    return cast("Any", SimpleNamespace(plugins={"shuxiang": SimpleNamespace(config={"today": ""})}))


@pytest.fixture(autouse=True)
def _no_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "to be restored")
    monkeypatch.delenv("SOURCE_DATE_EPOCH")


def test_today_reaches_the_plugin_as_text() -> None:
    config = a_config()
    set_today(config, date(2026, 11, 21))
    assert config.plugins["shuxiang"].config["today"] == "2026-11-21"


def test_no_today_changes_nothing() -> None:
    config = a_config()
    set_today(config, None)
    assert config.plugins["shuxiang"].config["today"] == ""
    assert "SOURCE_DATE_EPOCH" not in os.environ


def test_the_day_starts_at_midnight_in_china() -> None:
    assert datetime.fromtimestamp(noon(date(2026, 11, 21)), UTC) == datetime(2026, 11, 21, 4, tzinfo=UTC)


def test_today_becomes_the_time_of_the_build_unless_one_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    set_today(a_config(), date(2026, 11, 21))
    assert os.environ["SOURCE_DATE_EPOCH"] == str(noon(date(2026, 11, 21)))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    set_today(a_config(), date(2026, 11, 21))
    assert os.environ["SOURCE_DATE_EPOCH"] == "1"
