"""Names that an office has chosen mean only themselves in what nginx and Apache read."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuxiang.release.errors import ReleaseError
from shuxiang.release.servers import apache, nginx
from shuxiang.release.servers.served import Served, server_path

Describe = Callable[..., Served]
Write = Callable[[Served], str]

USUAL = "/srv/www/shuxiang/current"


@pytest.mark.parametrize("write", [nginx.whole, nginx.part, apache.whole, apache.part])
@settings(max_examples=50)
@given(tail=st.text(max_size=20))
def test_no_folder_can_say_anything_but_its_name(described: Describe, write: Write, tail: str) -> None:
    folder = f"/srv/{tail}"
    try:
        text = write(described(root=folder))
    except ReleaseError:
        return

    named = f'"{folder.rstrip("/")}"'
    assert named in text
    assert text.replace(named, f'"{USUAL}"') == write(described(root=USUAL))


@pytest.mark.parametrize("root", ["", "srv/www", 'a"; }', '/srv/a"b', "/srv/a\nb", "/srv/$host", "/srv/a\\", "~/x"])
def test_a_folder_that_cannot_be_written_down_is_refused(root: str) -> None:
    with pytest.raises(ReleaseError, match="路径"):
        server_path(root)


@pytest.mark.parametrize(
    ("given", "written"),
    [
        (r"D:\web\study", "D:/web/study"),
        (r"\\server\share\书香", "//server/share/书香"),
        ("/srv/带 空格/", "/srv/带 空格"),
    ],
)
def test_paths_of_windows_are_written_with_slashes(given: str, written: str) -> None:
    assert server_path(given) == written


@pytest.mark.parametrize("write", [nginx.whole, nginx.part, apache.whole, apache.part])
@settings(max_examples=50)
@given(name=st.text(max_size=20))
def test_no_target_can_say_anything_in_the_comment_but_its_name(
    described: Describe, write: Write, name: str
) -> None:
    first, *others = write(described(name=name)).split("\n")

    assert first.startswith("# 书香")
    assert others == write(described()).split("\n")[1:]
