import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.content.links import Link, find_links, resolve

PAGE = "readings/2026/w47.md"


def targets(markdown: str) -> list[str]:
    return [link.target for link in find_links(markdown, 1)]


def test_every_way_to_point_at_something_is_found_with_its_line(written: str) -> None:
    """
    [一](a.md)和[二](b.md "题")。
    ![图](<图 一.png>)

    [三][ref]，<a class="x" href='c.md'>四</a>
    <img alt="" src="d.png">
    [ref]: e.md "题"
    """
    assert find_links(written, 5) == (
        Link("a.md", 5),
        Link("b.md", 5),
        Link("图 一.png", 6),
        Link("c.md", 8),
        Link("d.png", 9),
        Link("e.md", 10),
    )


def test_a_picture_that_is_itself_a_link_is_found_with_what_it_leads_to() -> None:
    assert sorted(targets("[![图](f.png)](g.md)")) == ["f.png", "g.md"]


def test_a_file_name_with_brackets_is_found_whole() -> None:
    assert targets("![图](图(1).png)") == ["图(1).png"]


def test_a_title_with_brackets_hides_no_link() -> None:
    assert targets('[一](a.md "题(一)")') == ["a.md"]


def test_code_has_no_links(written: str) -> None:
    """
    `[一](a.md)` 与 ``[二](b.md)` ``

    ```md
    [三](c.md)
    ~~~
    [四](d.md)
    ```
    [五](e.md)
    ~~~~
    [六](f.md)
    ~~~
    [七](g.md)
    ~~~~
    [八](h.md)
    """
    assert find_links(written, 1) == (Link("e.md", 8), Link("h.md", 14))


def test_a_lone_backtick_hides_no_link() -> None:
    assert targets("按 ` 键，见[一](a.md)。") == ["a.md"]


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("w48.md", "readings/2026/w48.md"),
        ("./w48.md#_2", "readings/2026/w48.md"),
        ("../../topics/2026-11.md?x=1", "topics/2026-11.md"),
        ("%E5%9B%BE.png", "readings/2026/图.png"),
        ("图.png", "readings/2026/图.png"),
        ("a%20b.png", "readings/2026/a b.png"),
        ("../../../etc/passwd", "../etc/passwd"),
        ("", None),
        ("#_1", None),
        ("/schedule/", None),
        ("https://example.org/a.md", None),
        ("//example.org/a.md", None),
        ("mailto:a@example.org", None),
        ("data:image/png;base64,AAAA", None),
        ("http://[::1", None),
    ],
)
def test_a_target_is_a_path_below_the_documents_or_elsewhere(target: str, path: str | None) -> None:
    assert resolve(PAGE, target) == path


def test_a_fence_that_never_closes_hides_no_link(written: str) -> None:
    """
    ```
    [一](a.md)
    """
    assert find_links(written, 1) == (Link("a.md", 2),)


@given(
    st.text() | st.text("[]()<>!`~\\\"' ab.md\n:#=") | st.binary().map(lambda data: data.decode("latin-1")),
    st.integers(1, 9),
)
def test_any_text_has_links_on_its_own_lines(markdown: str, first_line: int) -> None:
    found = find_links(markdown, first_line)
    lines = markdown.split("\n")
    assert all(link.target in lines[link.line - first_line] for link in found)
    assert [link.line for link in found] == sorted(link.line for link in found)
    assert all(path is None or isinstance(path, str) for path in (resolve(PAGE, link.target) for link in found))
