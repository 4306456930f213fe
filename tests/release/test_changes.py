"""What a release changes, as a person would count it."""

from __future__ import annotations

from shuxiang.release.changes import changes
from shuxiang.release.manifest import FileFact, Manifest

ID = "20261121-0123456789"


def manifest(**files: FileFact) -> Manifest:
    return Manifest(ID, "2026-11-21", {name.replace("__", "/"): fact for name, fact in files.items()})


def fact(content: str, gist: str = "") -> FileFact:
    return FileFact(1, content * 64, gist)


def test_a_first_release_only_adds() -> None:
    found = changes(None, manifest(b=fact("1"), a=fact("1")))
    assert (found.added, found.changed, found.removed, found.removed_share) == (("a", "b"), (), (), 0.0)


def test_added_changed_and_removed_are_told_apart_in_order() -> None:
    old = manifest(same=fact("1"), z=fact("1"), a=fact("1"), gone=fact("1"))
    found = changes(old, manifest(same=fact("1"), z=fact("2"), a=fact("2"), new=fact("1")))
    assert (found.added, found.changed, found.removed) == (("new",), ("a", "z"), ("gone",))


def test_the_removed_share_is_of_what_readers_had() -> None:
    old = manifest(a=fact("1"), b=fact("1"), c=fact("1"), d=fact("1"))
    assert changes(old, manifest(a=fact("1"), e=fact("1"))).removed_share == 0.75


def test_a_page_of_which_only_the_day_is_new_has_not_changed() -> None:
    assert changes(manifest(a=fact("1", "gist")), manifest(a=fact("2", "gist"))).changed == ()
    assert changes(manifest(a=fact("1", "gist")), manifest(a=fact("2", "other"))).changed == ("a",)


def test_files_named_after_their_content_are_not_counted_and_do_not_dilute_the_share() -> None:
    old = Manifest(ID, "", {"assets/look-0123456789/a.css": fact("1"), "a.html": fact("1"), "b.html": fact("1")})
    new = Manifest(ID, "", {"assets/look-9876543210/a.css": fact("2"), "a.html": fact("1")})
    found = changes(old, new)
    assert (found.added, found.changed, found.removed) == ((), (), ("b.html",))
    assert (found.before, found.removed_share) == (2, 0.5)
