"""A portable copy of the scratch site, in a folder whose path is as awkward as people's are."""

from datetime import date
from pathlib import Path

from scratch_site import FRIDAY, write_sources
from shuxiang.cli.publish_portable import make_portable

AWKWARD = "学习 资料 #1 100%"


def make_copy(folder: Path, site_url: str = "") -> Path:
    """Make the copy below the folder, and give where it is."""
    source = write_sources(folder, FRIDAY, site_url)
    copy = folder / AWKWARD / "书香 副本"
    make_portable(source, copy, date.fromisoformat(FRIDAY))
    return copy
