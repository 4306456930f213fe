"""A document as a reader found it, written out for golden cases: a line a paragraph, then notes, then findings."""

from __future__ import annotations

from collections.abc import Iterator

from shuxiang.intake.document import Block, Document, Paragraph, Role, Span


def document_text(document: Document) -> str:
    """All of it. Generated letters stand in {braces}, bold in *stars* unless the whole paragraph is."""
    pictures = (f"图片 {picture.name}：{picture.alt}" for picture in document.pictures)
    lines = [*_blocks(document.blocks), *_notes(document), *pictures, "", *_findings(document)]
    return "\n".join(lines) + "\n"


def _blocks(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield f"{block.place}｜{_look(block)}｜{_letters(block)}"
        else:
            yield f"{block.place}｜表格"
            for row in block.rows:
                yield "　　" + "｜".join(
                    "／".join(map(_letters, cell.paragraphs)) + _reach(cell.across, cell.down) for cell in row
                )


def _look(paragraph: Paragraph) -> str:
    look = paragraph.look
    words = (
        (look.after_gap, "空行后"),
        (look.centred, "居中"),
        (look.right, "居右"),
        (look.bold, "全粗"),
        (bool(look.size), f"{look.size:g}磅"),
        (bool(look.face), look.face),
        (bool(look.level), f"标题{look.level}"),
        (bool(look.bullet), f"项目{look.bullet}"),
        (paragraph.role is Role.CAPTION, "题注"),
    )
    return " ".join(word for said, word in words if said)


def _letters(paragraph: Paragraph) -> str:
    return "".join(_span(span, bold=paragraph.look.bold) for span in paragraph.spans)


def _span(span: Span, *, bold: bool) -> str:
    if span.note or span.picture:
        return f"[注{span.note}]" if span.note else f"[图{span.picture}]"
    text = f"{{{span.text}}}" if span.generated else span.text
    text = f"*{text}*" if span.strong and not bold and not span.generated else text
    text = f"/{text}/" if span.emphasis else text
    text = f"{span.script}({text})" if span.script else text
    return f"{text}<{span.href}>" if span.href else text


def _reach(across: int, down: int) -> str:
    return f"（占 {down} 行 {across} 列）" if across > 1 or down > 1 else ""


def _notes(document: Document) -> Iterator[str]:
    for key, paragraphs in document.notes.items():
        yield f"注{key}：{'／'.join(map(_letters, paragraphs))}"


def _findings(document: Document) -> Iterator[str]:
    for finding in document.findings:
        aside = f" 拿下“{finding.set_aside.replace(chr(10), '／')}”" if finding.set_aside else ""
        yield f"{finding.severity.value} {finding.place} {finding.code}：{finding.what}{aside}".replace("  ", " ")
