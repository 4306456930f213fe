"""What can be done to a place where sites are published, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from shuxiang.core.update import Reason
from shuxiang.release.errors import ReleaseError
from shuxiang.release.fingerprints import is_fingerprinted
from shuxiang.release.history import Event
from shuxiang.release.manifest import MUTABLE, NAME, Manifest

_OWN = (".publishing.lock", ".publishing.json")
"""What publishing itself may have in a folder."""

Step = Callable[[str], AbstractContextManager[object]]
"""Entered around each step of a release, with the step's name for people."""

Probe = Callable[[Manifest], tuple[str, ...]]
"""Looks at a release through the web server; gives what is wrong, a sentence each, nothing when all is well."""


@dataclass(frozen=True, slots=True)
class Release:
    """A site that is ready: its folder on this machine, its pages stamped, and its manifest."""

    folder: Path
    manifest: Manifest


@dataclass(frozen=True, slots=True)
class Outcome:
    """``release`` is what readers see now, ``previous`` what they saw before (None: nothing)."""

    release: str
    previous: str | None
    complaints: tuple[str, ...] = ()
    note: str = ""
    """What the probe found of a release that stays all the same: a first one, or one that was gone back to."""


@dataclass(frozen=True, slots=True)
class Damage:
    """How the files at a target differ from their manifest, by path."""

    missing: tuple[str, ...]
    changed: tuple[str, ...]
    foreign: tuple[str, ...]
    """Files that the manifest does not know. They do no harm to the release."""

    @property
    def wrong(self) -> tuple[str, ...]:
        """What must be sent again."""
        return tuple(sorted((*self.missing, *self.changed)))


@dataclass(frozen=True, slots=True)
class Means:
    """How a release is done: the present moment (ISO with offset, as history keeps it), the probe, the steps."""

    at: str
    probe: Probe
    step: Step
    overwrite: bool = False
    """Whether files that no release has brought may be written over."""


class Target(Protocol):
    """A place where sites are published. Everything raises ReleaseError with a sentence."""

    def live(self) -> Manifest | None:
        """What readers see; None before the first release."""

    def read(self, path: str) -> bytes | None:
        """A file of the newest release, whether or not readers have gone back from it."""

    def publish(self, release: Release, by: Means) -> Outcome:
        """Put a release before the readers; when the probe complains, the one before comes back."""

    def rollback(self, id_: str, by: Means) -> Outcome:
        """Put an earlier release ("" for the last one before this) before the readers again."""

    def events(self) -> tuple[Event, ...]:
        """What was done, in order."""

    def kept(self) -> list[str]:
        """Releases that can be gone back to, the oldest first; with the live one."""

    def damage(self, id_: str = "") -> Damage:
        """Check a release ("" for the live one) against its manifest, file by file."""

    def write_status(self, data: bytes) -> None:
        """Replace the status file of the live release."""


def withdrawn(complaints: tuple[str, ...], previous: str) -> ReleaseError:
    """What is said when a release had to be taken back."""
    lines = [f"换上后从网址打开时不对，已经退回原来的版本 {previous}：", *complaints]
    lines.append("请检查网页服务器在不在运行、deploy.yml 里的 url 对不对，再发布一次。")
    return ReleaseError("\n".join(lines), Reason.PROBE)


def damage_of(manifest: Manifest, found: Mapping[str, str]) -> Damage:
    """Compare a manifest with the digests that were found, by path."""
    facts = manifest.files
    extra = (path for path in found.keys() - facts.keys() if path not in (NAME, *MUTABLE, *_OWN))
    return Damage(
        missing=tuple(sorted(facts.keys() - found.keys())),
        changed=tuple(sorted(path for path in facts.keys() & found.keys() if facts[path].sha256 != found[path])),
        foreign=tuple(sorted(path for path in extra if not is_fingerprinted(path))),
    )
