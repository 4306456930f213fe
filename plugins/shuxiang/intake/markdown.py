"""An article -> Markdown in which every letter of the text means only itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from shuxiang.intake.document import Article, Block, Paragraph, Role, Table, paragraphs
from shuxiang.intake.writing.lines import References, heading_line, line
from shuxiang.intake.writing.tables import pipe_table

_CLASSES = {
    Role.SUBTITLE: "sx-subtitle",
    Role.SALUTATION: "sx-salutation",
    Role.CAPTION: "sx-caption",
    Role.SIGNATURE: "sx-closing",
    Role.DATE: "sx-closing",
}
_DEEPEST_ITEM = 6


def markdown(article: Article, picture_paths: Mapping[str, str]) -> str:
    """The article's body, without title and header; ends in a line end unless it is empty.

    A paragraph is one line, whatever its length. ``picture_paths`` says for each picture's name what the page is to
    link to; a picture without is left out.
    """
    references = References(_numbered(article), _pictures(article, picture_paths))
    parts = [*_blocks(article.blocks, references), *_notes(article, references)]
    text = "\n\n".join(filter(None, parts))
    return f"{text}\n" if text else ""


def _pictures(article: Article, paths: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    return {
        picture.name: (paths[picture.name], picture.alt) for picture in article.pictures if picture.name in paths
    }


def _numbered(article: Article) -> dict[str, int]:
    """The notes' numbers in the order in which they are called; those that nothing calls come last."""
    written = {id_: note for id_, note in article.notes.items() if any(p.text.strip() for p in note)}
    order = dict.fromkeys(id_ for id_ in _called(paragraphs(article.blocks)) if id_ in written)
    queue = list(order)
    while queue:
        found = [id_ for id_ in _called(written[queue.pop(0)]) if id_ in written and id_ not in order]
        order |= dict.fromkeys(found)
        queue += found
    order |= dict.fromkeys(written)
    return {id_: number for number, id_ in enumerate(order, start=1)}


def _called(lines: Iterable[Paragraph]) -> Iterator[str]:
    return (span.note for paragraph in lines for span in paragraph.spans if span.note)


def _blocks(blocks: Sequence[Block], references: References) -> Iterator[str]:
    for kind, group in groupby(blocks, _kind):
        members = list(group)
        texts = (_block(block, references) for block in members)
        if kind == "item":
            yield "\n".join(_items(members, references))
        elif kind == "quote":
            yield "\n>\n".join(f"> {text}" for text in texts if text)
        else:
            yield from texts


def _kind(block: Block) -> str:
    """Blocks of the same kind that follow each other make one list or one quotation."""
    if isinstance(block, Paragraph) and block.role is Role.QUOTE:
        return "quote"
    plain = isinstance(block, Paragraph) and block.role is Role.BODY
    return "item" if plain and isinstance(block, Paragraph) and block.look.bullet else ""


def _block(block: Block, references: References) -> str:
    if isinstance(block, Table):
        return _as_lines(block, references) if block.is_overgrown else pipe_table(block, references)
    if block.role is Role.HEADING:
        text = heading_line(block.spans, references)
        return f"{'#' * min(max(block.level, 2), 5)} {text}" if text else ""
    text = line(block.spans, references)
    name = _CLASSES.get(block.role) or ("sx-picture" if _is_picture(block) else "")
    return f"{text}\n{{: .{name} }}" if name and text else text


def _as_lines(table: Table, references: References) -> str:
    return "\n\n".join(filter(None, (line(paragraph.spans, references) for paragraph in paragraphs([table]))))


def _is_picture(paragraph: Paragraph) -> bool:
    return any(span.picture for span in paragraph.spans) and not paragraph.text.strip()


def _items(items: Iterable[Block], references: References) -> Iterator[str]:
    """The lines of a list; an item is at most one step deeper than the one before it."""
    depth = 0
    for item in items:
        text = line(item.spans, references) if isinstance(item, Paragraph) else ""
        if isinstance(item, Paragraph) and text:
            depth = min(item.look.bullet, depth + 1, _DEEPEST_ITEM)
            yield f"{'    ' * (depth - 1)}- {text}"


def _notes(article: Article, references: References) -> Iterator[str]:
    for id_, number in references.notes.items():
        lines = filter(None, (line(paragraph.spans, references) for paragraph in article.notes[id_]))
        yield "\n\n    ".join([f"[^{number}]: {next(lines, '')}", *lines])
