"""An article as files: the page with its header, its pictures, and on request the text as it came."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from shuxiang.cli.intake_report import FIELD_NAMES
from shuxiang.cli.written_file import create_file, replace_file
from shuxiang.content.header_edit import edit_header, skeleton
from shuxiang.content.library import KEPT_ORIGINAL
from shuxiang.intake.findings import WHOLE, Finding
from shuxiang.intake.markdown import markdown

if TYPE_CHECKING:
    from shuxiang.cli.intake_places import Place
    from shuxiang.core.model import Material
    from shuxiang.intake.document import Article


class NotWritten(Exception):  # noqa: N818  # an answer, not an error in the program
    """A page that was not written; ``str()`` is a Chinese sentence. Nothing of it is left on the disk."""


@dataclass(frozen=True, slots=True)
class Page:
    """All files of one article: ``text`` for ``place.path``, ``beside`` by path, all bytes.

    ``before`` is what the page without text held when it was read, for a page that completes one.
    """

    place: Place
    text: bytes
    beside: Mapping[Path, bytes] = field(default_factory=dict)
    before: bytes = b""


def page_of(article: Article, place: Place, header: Mapping[str, str], original: Article | None) -> Page:
    """The article's files. ``header`` are values that the document itself brought; the article's own come after."""
    names = {
        picture.name: place.stem.with_name(f"{place.stem.name}-{picture.name}") for picture in article.pictures
    }
    body = markdown(article, {name: path.name for name, path in names.items()})
    beside = {names[picture.name]: picture.data for picture in article.pictures}
    values = _values(article, place, header)
    if original:
        kept = skeleton({"title": original.title, **original.fields}) + "\n" + markdown(original, {})
        beside[place.stem.with_name(place.stem.name + KEPT_ORIGINAL)] = kept.encode()
    if place.completes:
        before = place.path.read_bytes()
        return Page(place, _completed(before, place.completes, values, body), beside, before)
    return Page(place, f"{_header(values)}\n{body}".encode(), beside)


def _header(values: Mapping[str, str]) -> str:
    """The header; with an empty ``title`` to be filled in where there is none."""
    header = skeleton(values)
    return header if values["title"] else header.replace("---\n", "---\ntitle:\n", 1)


def _values(article: Article, place: Place, header: Mapping[str, str]) -> dict[str, str]:
    slot = {"cadence": place.slot.cadence.id, "slot": place.slot.period.key} if place.slot else {}
    return {"title": article.title, **article.fields, **header, **slot}


def overruled(article: Article, place: Place, header: Mapping[str, str]) -> Iterator[Finding]:
    """What the manuscript says of itself and the page says otherwise: the page's own header has the last word."""
    own = {name: value for name, value in {**header, **_said(place.completes)}.items() if value}
    for name, value in {"title": article.title, **article.fields}.items():
        if value and _folded(own.get(name, value)) != _folded(value):
            what = f"来稿的{FIELD_NAMES[name]}是“{value}”，页面的标题区已经写着“{own[name]}”，没有改。"
            yield Finding(WHOLE, "header-differs", what, "请核对哪一个是对的，在标题区里改正。", excerpt=value[:20])


def _folded(value: str) -> str:
    return "".join(value.split())


def _completed(before: bytes, material: Material, values: Mapping[str, str], body: str) -> bytes:
    """The page without text, with it; of the header only what it does not say yet is added."""
    said = _said(material)
    missing = {name: values[name] for name, text in said.items() if not text and values.get(name)}
    return edit_header(before, missing).rstrip() + b"\n\n" + body.encode()


def _said(material: Material | None) -> dict[str, str]:
    """What a page that waits for its text says of it already."""
    if material is None:
        return {}
    return {
        "title": material.title,
        "author": material.author,
        "post": material.post,
        "source": material.source,
        "date": material.dated,
    }


def write(page: Page) -> None:
    """Write all files of the page or none; NotWritten when one of the names was taken in the meantime."""
    made: list[Path] = []
    try:
        for path, data in page.beside.items():
            _create(path, data, made)
        if page.before:
            _replace(page)
        else:
            _create(page.place.path, page.text, made)
    except BaseException:  # Ctrl-C too
        for path in made:
            path.unlink(missing_ok=True)
        raise


def _create(path: Path, data: bytes, made: list[Path]) -> None:
    if not create_file(path, data):
        raise NotWritten(f"{path} 已经有了，没有动它。请改名或移走后再运行一次。")
    made.append(path)


def _replace(page: Page) -> None:
    if page.place.path.read_bytes() != page.before:
        raise NotWritten(f"{page.place.path} 刚刚有人改过，没有动它。请再运行一次。")
    replace_file(page.place.path, page.text)
