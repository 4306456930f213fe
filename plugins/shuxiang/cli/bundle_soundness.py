"""Whether documents have errors, as `check` finds them, and which of them a parcel is to blame for."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import get_files

from shuxiang.cli.opened import open_config
from shuxiang.core.diagnostics import Severity
from shuxiang.mkdocs_plugin.press import open_press

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from shuxiang.core.diagnostics import Diagnostic


def errors_in(options: argparse.Namespace, docs: Path | None = None) -> list[Diagnostic]:
    """The errors of the configuration's documents, or of the same lying elsewhere, named as `check` names them."""
    config, plugin = open_config(options)
    if docs:
        config.docs_dir = str(docs)
        # Messages name documents as seen from the configuration.
        config.config_file_path = str(docs.with_name("mkdocs.yml"))
    problems = open_press(config, plugin, get_files(config)).problems
    return [problem for problem in problems if problem.severity is Severity.ERROR]


def added(before: Sequence[Diagnostic], after: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The errors that were not there before, wherever in their file they stand."""
    known = Counter(map(_without_line, before))
    found = []
    for error in after:
        known[_without_line(error)] -= 1
        if known[_without_line(error)] < 0:
            found.append(error)
    return found


def _without_line(error: Diagnostic) -> tuple[str, str, str]:
    return error.origin.path, error.code, error.what
