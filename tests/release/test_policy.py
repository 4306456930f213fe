"""What a site's policy says, and what one that is too strict leaves out."""

import pytest

from shuxiang.release.policy import meta_policy, missing, policy

HASHES = ("'sha256-AAAA='", "'sha256-BBBB='")
PAGE = "http://study.example/shuxiang/"
NEEDED = {
    "script-src-elem 'self'",
    "script-src-elem 'sha256-AAAA='",
    "script-src-elem 'sha256-BBBB='",
    "script-src 'wasm-unsafe-eval'",
    "style-src 'self'",
    "style-src-attr 'unsafe-inline'",
    "img-src 'self'",
    "img-src data:",
    "connect-src 'self'",
}


def test_scripts_are_allowed_by_name_only() -> None:
    directives = dict(part.split(" ", 1) for part in policy(HASHES).split("; "))

    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == "'self' 'wasm-unsafe-eval' 'sha256-AAAA=' 'sha256-BBBB='"
    assert directives["object-src"] == directives["base-uri"] == "'none'"
    assert directives["frame-ancestors"] == "'self'"


def test_old_browsers_need_the_wider_word_for_the_search() -> None:
    assert "script-src 'self' 'unsafe-eval';" in policy((), old_browsers=True)
    assert "wasm" not in policy((), old_browsers=True)


def test_a_portal_may_be_allowed_to_frame_the_site() -> None:
    assert policy((), embedders=["http://oa.example"]).endswith("; frame-ancestors 'self' http://oa.example")


def test_pages_leave_out_what_only_a_header_can_say() -> None:
    assert policy(HASHES).startswith(f"{meta_policy(HASHES)}; ")
    assert "frame-ancestors" not in meta_policy(HASHES)
    assert '"' not in meta_policy(HASHES)


@pytest.mark.parametrize("old_browsers", [False, True])
def test_the_own_policy_lacks_nothing(old_browsers: bool) -> None:  # noqa: FBT001
    assert missing(policy(HASHES, old_browsers=old_browsers), HASHES, PAGE) == ()


@pytest.mark.parametrize(
    ("header", "lacking"),
    [
        ("", set()),
        ("frame-ancestors 'self'", set()),
        ("default-src 'none'", NEEDED),
        ("default-src 'self'", {need for need in NEEDED if not need.endswith(" 'self'")}),
        (policy(HASHES[:1]), {"script-src-elem 'sha256-BBBB='"}),
        (policy(HASHES).replace(" 'wasm-unsafe-eval'", ""), {"script-src 'wasm-unsafe-eval'"}),
        ("script-src 'self' 'unsafe-inline' 'unsafe-eval'", set()),
        ("script-src 'self' 'unsafe-inline' 'unsafe-eval' 'nonce-x'", {f"script-src-elem {h}" for h in HASHES}),
        (f"script-src http://study.example 'unsafe-eval' {' '.join(HASHES)}", set()),
        (f"script-src study.example 'unsafe-eval' {' '.join(HASHES)}", set()),
        (f"script-src other.example 'unsafe-eval' {' '.join(HASHES)}", {"script-src-elem 'self'"}),
        (f"{policy(HASHES)}, img-src 'none'", {"img-src 'self'", "img-src data:"}),
        ("IMG-SRC *;; img-src 'none'", {"img-src data:"}),
    ],
)  # fmt: skip
def test_what_a_servers_policy_leaves_out_is_named(header: str, lacking: set[str]) -> None:
    assert set(missing(header, HASHES, PAGE)) == lacking
