"""Two sources for one address: said, and the one that cannot be shown left out."""

from __future__ import annotations

from collections.abc import Iterable

from mkdocs.structure.files import File

from shuxiang.core.diagnostics import Diagnostic, Origin


def address_clashes(files: Iterable[File], generated: Iterable[str], root: str) -> dict[str, Diagnostic]:
    """By path the files whose page would lie where another page lies: one of ours, or one of an earlier file."""
    taken = {path.removesuffix(".md") + ".html": "" for path in generated}
    found: dict[str, Diagnostic] = {}
    for file in sorted((f for f in files if f.is_documentation_page()), key=lambda f: f.src_uri):
        holder = taken.setdefault(file.dest_uri, file.src_uri)
        if holder != file.src_uri:
            found[file.src_uri] = _clash(file, holder, root)
    return found


def _clash(file: File, holder: str, root: str) -> Diagnostic:
    if holder:
        what = f"它的网页和 {holder} 的在同一个网址（{file.url}），只能留一个，本文件没有采用。"
    else:
        what = f"它的网址（{file.url}）上是网站自动生成的页面，本文件没有采用。"
    return Diagnostic(Origin(root + file.src_uri), "address-taken", what, "请给它换一个文件名。")
