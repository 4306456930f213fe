"""Files that name members: never in the site, remembered before they are written, for the owner's eyes only."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from shuxiang.cli.problem import Problem
from shuxiang.cli.written_file import is_within

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shuxiang.cli.ledger.office import Office


def refuse_in_site(office: Office, target: Path) -> None:
    """Problem when the target is in the documents or in the site, through whatever links."""
    config = office.opened.config
    for folder, name in ((config.docs_dir, "文档"), (config.site_dir, "网站")):
        if Path(folder).resolve() == target.resolve() or is_within(target, Path(folder)):
            raise Problem(f"不能写到{name}文件夹里（{target}）：里面有委员的姓名。请用 -o 换一个地方。")


def write_named(office: Office, path: Path, data: bytes, members: Iterable[str]) -> None:
    """Write the file in one step, readable for its owner only; ``forget`` will find it by its members."""
    refuse_in_site(office, path)
    place = path.resolve()
    place.parent.mkdir(parents=True, exist_ok=True)
    office.store.note_file(str(place), members)
    beside = place.with_name(f".sx-{os.getpid()}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(data)
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)
