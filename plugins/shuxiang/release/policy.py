"""The Content-Security-Policy of a site: nothing from elsewhere, no script that the site does not consist of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit

WASM = "'wasm-unsafe-eval'"
"""What the search needs since Chromium 97, Firefox 102 and Safari 16: WebAssembly and nothing else."""

WASM_BEFORE = "'unsafe-eval'"
"""What browsers before them need for the same, and what lets a script make scripts from text."""

_FALLBACKS: Mapping[str, tuple[str, ...]] = {
    "script-src-elem": ("script-src-elem", "script-src", "default-src"),
    "style-src-attr": ("style-src-attr", "style-src", "default-src"),
}


def policy(hashes: Iterable[str], *, embedders: Iterable[str] = (), old_browsers: bool = False) -> str:
    """The policy as a header's value.

    ``hashes`` are the sources of the pages' inline scripts, ``embedders`` the origins of other sites (an office's
    portal) that may show this one in a frame.
    """
    ancestors = " ".join(("'self'", *embedders))
    return f"{meta_policy(hashes, old_browsers=old_browsers)}; frame-ancestors {ancestors}"


def meta_policy(hashes: Iterable[str], *, old_browsers: bool = False) -> str:
    """The policy as pages can carry it themselves: all but who may frame them, which only a header can say."""
    scripts = " ".join(("'self'", WASM_BEFORE if old_browsers else WASM, *hashes))
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {scripts}",
            "style-src 'self' 'unsafe-inline'",  # the wall sheets' sizes and the theme's style attributes
            "img-src 'self' data:",  # the theme's icons
            "font-src 'self'",
            "connect-src 'self'",
            "media-src 'self'",
            "manifest-src 'self'",
            "frame-src 'self'",
            "worker-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
        )
    )


def missing(header: str, hashes: Iterable[str], url: str) -> tuple[str, ...]:
    """What a server's policy must allow and does not, each as ``directive source``; an empty header allows all.

    ``header`` is the value of all Content-Security-Policy headers, joined by commas; ``url`` is the page's.
    """
    policies = [_directives(part) for part in header.split(",") if part.strip()]
    return tuple(
        f"{directive} {source}"
        for directive, source in _needed(hashes)
        if not all(_allows(directives, directive, source, url) for directives in policies)
    )


def _needed(hashes: Iterable[str]) -> Iterator[tuple[str, str]]:
    yield "script-src-elem", "'self'"
    yield from (("script-src-elem", source) for source in hashes)
    yield "script-src", WASM
    yield "style-src", "'self'"
    yield "style-src-attr", "'unsafe-inline'"
    yield "img-src", "'self'"
    yield "img-src", "data:"
    yield "connect-src", "'self'"


def _directives(text: str) -> dict[str, list[str]]:
    """The first of each name counts, as it does for browsers."""
    result: dict[str, list[str]] = {}
    for part in text.split(";"):
        name, *sources = part.split() or [""]
        result.setdefault(name.lower(), sources)
    return result


def _allows(directives: dict[str, list[str]], directive: str, source: str, url: str) -> bool:
    names = _FALLBACKS.get(directive, (directive, "default-src"))
    given = next((directives[name] for name in names if name in directives), None)
    return given is None or bool(_enough(source, given, url) & set(given))


def _enough(source: str, given: list[str], url: str) -> set[str]:
    """The sources of which one is enough for ``source``."""
    if source == "'self'":
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        return {source, "*", f"{parts.scheme}:", parts.netloc, origin, f"{origin}/"}
    if source == WASM:
        return {source, WASM_BEFORE}
    if source.startswith("'sha256-") and not any(
        item.startswith(("'sha", "'nonce-", "'strict-")) for item in given
    ):
        return {source, "'unsafe-inline'"}
    return {source}
