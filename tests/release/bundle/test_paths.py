import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.release.bundle.paths import folded, objection, require_safe, shown
from shuxiang.release.errors import ReleaseError

UNSAFE = [
    "",
    "/etc/passwd",
    "a//b",
    "a/",
    "./a",
    "../a",
    "a/../b",
    "a/..",
    "C:/a",
    "a:stream",
    r"a\b",
    r"..\a",
    "a\0b",
    "a\nb",
    "a\x1b[2Jb",
    "a\x7f",
    "a\u202eb",
    "a\u200bb",
    "a\ufeff",
    "a\ud800",
    "con",
    "CON",
    "a/Nul.txt",
    "aux.md",
    "com1.tar.gz",
    "LPT9",
    "com\u00b9",
    "CONIN$",
    "aux .md",
    "a.",
    "a /b",
    " a",
    "...",
    "a?",
    "a*",
    "a|b",
    '"a"',
    "<a>",
    "文" * 86,
    "a" * 241,
    "/".join("a" * 21),
]
SAFE = [
    "a",
    "docs/readings/2026/w47.md",
    "文件/讲义（一）：提案.pdf",
    ".gitignore",
    "a b/c.d",
    "console.md",
    "com10",
    "..a",
    "文" * 85,
]


@pytest.mark.parametrize("path", UNSAFE)
def test_a_path_that_means_something_else_somewhere_is_refused(path: str) -> None:
    assert objection(path)
    with pytest.raises(ReleaseError, match="没有采用"):
        require_safe([path])


@pytest.mark.parametrize("path", SAFE)
def test_ordinary_paths_are_taken(path: str) -> None:
    assert objection(path) == ""
    require_safe([path])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a/b.md", "a/B.md"),
        ("a/b.md", "A/c.md"),
        ("a", "a/b"),
        ("a/b/c", "a/b"),
        ("A", "a/b"),
        (unicodedata.normalize("NFC", "é.md"), unicodedata.normalize("NFD", "é.md")),
        ("strasse", "straße"),
        ("\N{KELVIN SIGN}.md", "k.md"),
    ],
)
def test_two_paths_that_are_one_somewhere_are_refused_in_either_order(first: str, second: str) -> None:
    for pair in ([first, second], [second, first]):
        with pytest.raises(ReleaseError, match=r"没有采用|请改名"):
            require_safe(pair)


def test_neighbours_are_no_collision() -> None:
    require_safe(["a/b", "a/c", "a.b", "ab/c", "b/a"])


def test_a_refused_name_cannot_speak_to_the_terminal() -> None:
    with pytest.raises(ReleaseError) as refused:
        require_safe(["a\x1b]0;x\x07"])
    assert "\x1b" not in str(refused.value)
    assert len(shown("a" * 5000)) < 300


@given(st.text(max_size=30))
def test_what_is_safe_has_no_other_reading(path: str) -> None:
    if not objection(path):
        parts = path.split("/")
        assert ".." not in parts
        assert "" not in parts
        assert not set(path) & set('\\:\0*?"<>|')
        assert path.isprintable() or any(unicodedata.category(c) in {"Zs", "Cn"} for c in path)
        assert folded(folded(path)) == folded(path)
