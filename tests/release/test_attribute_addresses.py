"""The addresses in attributes that hold several, found where browsers find them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.release.sealing.attribute_addresses import in_refresh, in_srcset


@pytest.mark.parametrize(
    ("srcset", "addresses"),
    [
        ("a.png", ["a.png"]),
        ("a.png 1x, b.png 2x", ["a.png", "b.png"]),
        ("a.png 9x,b.png 1x", ["a.png", "b.png"]),
        ("a.png, b.png", ["a.png", "b.png"]),
        ("a.png,b.png", ["a.png,b.png"]),
        ("\n a.png\t100w ,\n b.png ", ["a.png", "b.png"]),
        ("a.png,,, b.png", ["a.png", "b.png"]),
        ("a.png x(1,2),b.png", ["a.png", "b.png"]),
        ("data:image/png;base64,AA== 1x,b.png", ["data:image/png;base64,AA==", "b.png"]),
        (" , ,", []),
        ("", []),
    ],
)
def test_a_srcset_is_taken_apart_as_browsers_do(srcset: str, addresses: list[str]) -> None:
    assert [srcset[start:end] for start, end in in_srcset(srcset)] == addresses


@pytest.mark.parametrize(
    ("content", "addresses"),
    [
        ("0; url=a/", ["a/"]),
        ("5;URL='a/'", ["a/"]),
        ("0,a/", ["a/"]),
        ("3", []),
        ("later; url=a/", []),
    ],
)
def test_a_refresh_has_one_address_at_most(content: str, addresses: list[str]) -> None:
    assert [content[start:end] for start, end in in_refresh(content)] == addresses


@given(st.text(alphabet="a ,()\t1x/"))
def test_the_addresses_stand_in_order_and_without_spaces(srcset: str) -> None:
    spans = list(in_srcset(srcset))

    assert [place for span in spans for place in span] == sorted(place for span in spans for place in span)
    assert all(srcset[start:end].strip(", \t") for start, end in spans)
