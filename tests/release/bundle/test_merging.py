import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.release.bundle.merging import Merge, insisting, merge

DIGESTS = st.dictionaries(st.sampled_from("abcd"), st.sampled_from("123"))


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "kind"),
    [
        (None, None, "1", "new"),
        ("1", "1", "2", "changed"),
        ("1", "1", None, "removed"),
        ("1", "2", "1", "kept"),
        ("1", None, "1", "gone"),
        (None, "1", None, "kept"),
        ("1", "2", "3", "conflicts"),
        ("1", "2", None, "conflicts"),
        ("1", None, "2", "conflicts"),
        (None, "1", "2", "conflicts"),
        ("1", "1", "1", ""),
        ("1", "2", "2", ""),
        ("1", None, None, ""),
    ],
)
def test_a_file_is_taken_from_the_side_that_changed_it(
    base: str | None, ours: str | None, theirs: str | None, kind: str
) -> None:
    merged = merge(*({"a": digest} if digest else {} for digest in (base, ours, theirs)))
    names = ("new", "changed", "removed", "kept", "gone", "conflicts")
    assert {name: getattr(merged, name) for name in names} == {
        name: ("a",) if name == kind else () for name in names
    }
    assert merged.is_empty == (kind in {"", "kept", "gone"})


@given(DIGESTS, DIGESTS)
def test_what_has_just_been_taken_leaves_nothing_to_take(base: dict[str, str], theirs: dict[str, str]) -> None:
    assert merge(theirs, theirs, theirs) == Merge((), (), (), (), (), ())
    untouched = merge(base, base, theirs)
    assert untouched.kept == untouched.conflicts == ()


@given(DIGESTS, DIGESTS, DIGESTS)
def test_nothing_the_office_changed_is_overwritten_without_being_called_a_conflict(
    base: dict[str, str], ours: dict[str, str], theirs: dict[str, str]
) -> None:
    merged = merge(base, ours, theirs)
    for path in (*merged.new, *merged.changed, *merged.removed):
        assert ours.get(path) == base.get(path)


def test_who_insists_gets_back_what_was_removed_and_only_the_edited_that_were_named() -> None:
    merged = merge({"a": "1", "b": "1", "c": "1"}, {"b": "2", "c": "2"}, {"a": "1", "b": "1", "c": "1"})
    assert merged == Merge((), (), (), ("b", "c"), ("a",), ())
    assert insisting(merged, ()) == Merge(("a",), (), (), ("b", "c"), (), ())
    assert insisting(merged, ["a", "b"]) == Merge(("a",), ("b",), (), ("c",), (), ())
