import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.release.errors import ReleaseError
from shuxiang.release.servers.address import Address, parse_address


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://study.example", Address("http", "study.example", 80, "/")),
        ("https://Study.Example:8443/SX", Address("https", "study.example", 8443, "/SX/")),
        ("http://10.0.0.8:8080//a/b//", Address("http", "10.0.0.8", 8080, "/a/b/")),
        ("http://[::1]/", Address("http", "[::1]", 80, "/")),
        ("http://书香.example/学习/", Address("http", "xn--1jq464p.example", 80, "/学习/")),
        ("http://a_b/%E5%AD%A6/", Address("http", "a_b", 80, "/学/")),
    ],
)
def test_a_url_is_taken_apart(url: str, address: Address) -> None:
    assert parse_address(url) == address


@pytest.mark.parametrize(
    "url",
    ["", "study.example", "ftp://study.example/", "http://", "http://a:b/", "http://a:99999/", "http://u@a/",
     "http://a/?x", "http://a/#x", "http://a b/", 'http://a"b/', "http://-a/", "http://[1::2::3]/", "http://a;b/",
     "http://*/", "http://~a/", f"http://{'很' * 80}.example/"],
)  # fmt: skip
def test_what_is_no_web_address_is_refused_with_an_example(url: str) -> None:
    with pytest.raises(ReleaseError, match="请写全，例如 http"):
        parse_address(url)


@pytest.mark.parametrize(
    "path", ["a b", "a$b", 'a"b', "a;b", "a{b", "..", "%2e%2e", ".a", "a%0Ab", "a%2Fb/../c", "a*"]
)
def test_a_path_with_signs_that_servers_read_otherwise_is_refused(path: str) -> None:
    with pytest.raises(ReleaseError, match="请只用字母、汉字、数字"):
        parse_address(f"http://study.example/{path}/")


@given(st.text(max_size=30), st.text(max_size=30))
def test_whatever_is_taken_can_stand_in_a_configuration(host: str, path: str) -> None:
    try:
        address = parse_address(f"http://{host}/{path}")
    except ReleaseError:
        return

    assert re.fullmatch(r"[a-z0-9_.-]+|\[[0-9a-f:.]+\]", address.host)
    assert re.fullmatch(r"/([\w.~-]+/)*", address.path)
    assert address.encoded_path.isascii()
    assert 0 <= address.port <= 65535


def test_the_usual_port_is_left_out_of_the_origin() -> None:
    assert parse_address("https://a.example:443/x/").origin == "https://a.example"
    assert parse_address("http://a.example:443/x/").origin == "http://a.example:443"
