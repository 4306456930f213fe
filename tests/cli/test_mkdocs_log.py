from __future__ import annotations

import logging

from shuxiang.cli.mkdocs_log import listening


def test_warnings_and_errors_of_mkdocs_and_its_plugins_are_heard_and_chatter_is_not() -> None:
    lines: list[str] = []
    with listening(lines.append) as listener:
        logging.getLogger("mkdocs.commands.build").info("Cleaning site directory")
        logging.getLogger("mkdocs.plugins.shuxiang").warning("缺 %s", "来源")
        logging.getLogger("mkdocs.structure").error("坏了")
    assert lines == ["警告 缺 来源", "错误 坏了"]
    assert (listener.warnings, listener.errors) == (1, ["坏了"])


def test_listening_ends_with_the_block() -> None:
    lines: list[str] = []
    before = logging.getLogger("mkdocs").level
    with listening(lines.append):
        pass
    logging.getLogger("mkdocs").warning("以后的事")
    assert lines == []
    assert logging.getLogger("mkdocs").level == before
