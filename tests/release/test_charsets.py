"""A file's text is read as a browser reads it, whatever it is encoded in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.release.sealing.charsets import readings

TEXT = "\u4e2d\u6587"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_mark_at_the_beginning_settles_it(codec: str) -> None:
    page = f"<meta charset=gb2312>{TEXT}" if codec != "utf-8" else TEXT

    assert readings(page.encode(codec)) == (page,)


@pytest.mark.parametrize(
    ("start", "codec"),
    [
        ("<meta charset=gb2312>", "gbk"),
        ("<META HTTP-EQUIV=Content-Type CONTENT='text/html; charset=GBK'>", "gbk"),
        ('@charset "big5";', "big5hkscs"),
        ('<?xml version="1.0" encoding="GB18030"?>', "gb18030"),
        ("p::after{}", "gb18030"),
    ],
)
def test_what_a_file_says_of_itself_comes_first_and_utf_8_second(start: str, codec: str) -> None:
    data = f"{start}{TEXT}".encode(codec)

    assert readings(data) == (f"{start}{TEXT}", data.decode("utf-8", "replace"))


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_xml_is_known_without_a_mark(codec: str) -> None:
    text = f'<?xml version="1.0"?><a>{TEXT}</a>'

    assert readings(text.encode(codec)) == (text,)


@pytest.mark.parametrize("label", ["utf-7", "rot13", "cp037", "utf-16", "unicode_escape", "idna", "\u4e2d", ""])
def test_an_encoding_that_no_browser_takes_counts_for_nothing(label: str) -> None:
    text = f'<meta charset="{label}"><img src=//e.example>'

    assert readings(text.encode()) == (text,)


@given(st.binary(max_size=60), st.sampled_from([b"", b"<meta charset=", b'@charset "', b"<?xml encoding='"]))
def test_no_file_is_too_odd_to_be_read(data: bytes, start: bytes) -> None:
    assert 1 <= len(readings(start + data)) <= 2
