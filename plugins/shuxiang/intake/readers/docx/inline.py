"""What stands in a paragraph -> tokens: letters as they look, and everything that is no letter."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from shuxiang.intake import addresses
from shuxiang.intake.readers.docx.comments import Comments
from shuxiang.intake.readers.docx.drawings import Drawings
from shuxiang.intake.readers.docx.equations import deleted, equation
from shuxiang.intake.readers.docx.letters import LetterLook, Letters
from shuxiang.intake.readers.docx.letters_of import letters_of, own_letters, text_of
from shuxiang.intake.readers.docx.lines import BLANK
from shuxiang.intake.readers.docx.matters import Matter, Told
from shuxiang.intake.readers.docx.names import PROPERTIES, Element, a, flag, m, name_of, r, v, w
from shuxiang.intake.readers.docx.notes import NoteCalls
from shuxiang.intake.readers.docx.package import Relation
from shuxiang.intake.readers.docx.symbols import UNKNOWN, shown
from shuxiang.intake.readers.docx.tokens import (
    Break,
    FieldMark,
    Instruction,
    NoteCall,
    Step,
    Text,
    Token,
    set_aside,
)
from shuxiang.intake.readers.docx.wrappings import once

_TICKED, _NOT_TICKED = "\u2611", "\u25a1"


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for the letters at a point: the style of their paragraph, their run's look, their link."""

    style: str
    look: LetterLook
    href: str = ""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the letters of one part refer to."""

    letters: Letters
    drawings: Drawings
    relations: Mapping[str, Relation]
    calls: NoteCalls
    comments: Comments


_Reader = Callable[[Surroundings, Element, Setting], Iterator[Token]]


def tokens_of(around: Surroundings, paragraph: Element, style: str) -> Iterator[Token]:
    """Everything in a paragraph of this style, in its order."""
    return _children(around, paragraph, Setting(style, around.letters.look(style, None)))


def _children(around: Surroundings, element: Element, setting: Setting) -> Iterator[Token]:
    for child in once(element):
        name = name_of(child)
        if name in _LEAVES:
            yield from _LEAVES[name](around, child, setting)
        yield from _BRANCHES.get(name, _children)(around, child, setting)


def _run(around: Surroundings, run: Element, setting: Setting) -> Iterator[Token]:
    look = around.letters.look(setting.style, run.find(w("rPr")))
    tokens = _children(around, run, Setting(setting.style, look, setting.href))
    return (shown for token in tokens for shown in set_aside(token, Matter.HIDDEN)) if look.hidden else tokens


def _nothing(_around: Surroundings, _: Element, __: Setting) -> Iterator[Token]:
    return iter(())


def _text(_around: Surroundings, element: Element, setting: Setting) -> Iterator[Token]:
    text, look = text_of(element), setting.look
    if look.struck and text.strip():
        yield Told(Matter.STRUCK, excerpt=text)
    looks = shown(look.symbols, text) if look.symbols else text
    if looks == text:
        yield Text(text, look, setting.href)
    else:
        yield Told(Matter.PRIVATE, aside=text, detail=looks)
        yield Text(looks, look, setting.href, generated=True)


def _symbol(_around: Surroundings, element: Element, setting: Setting) -> Iterator[Token]:
    letter = own_letters(element)
    if letter == UNKNOWN:
        yield Told(Matter.SYMBOL)
    yield Text(letter, setting.look, setting.href)


def _hyphen(_around: Surroundings, _: Element, setting: Setting) -> Iterator[Token]:
    yield Text("-", setting.look, setting.href)


def _tab(_around: Surroundings, _: Element, setting: Setting) -> Iterator[Token]:
    yield Text("\t", setting.look, setting.href)


def _break(_around: Surroundings, _: Element, __: Setting) -> Iterator[Token]:
    yield Break()


def _deleted(_around: Surroundings, element: Element, _: Setting) -> Iterator[Token]:
    return deleted(element)


def _link(around: Surroundings, element: Element, setting: Setting) -> Iterator[Token]:
    relation = around.relations.get(element.get(r("id"), ""))
    anchor = element.get(w("anchor"), "")
    address = (relation.target if relation else "") + (f"#{anchor}" if anchor else "")
    yield from linked(_children(around, element, setting), address)


def _field(around: Surroundings, element: Element, setting: Setting) -> Iterator[Token]:
    yield FieldMark(Step.BEGIN)
    yield Instruction(element.get(w("instr"), ""))
    yield FieldMark(Step.SEPARATE)
    yield from _children(around, element, setting)
    yield FieldMark(Step.END)


def _field_mark(_around: Surroundings, element: Element, _: Setting) -> Iterator[Token]:
    kind = element.get(w("fldCharType"), "")
    if kind in {step.value for step in Step}:
        yield FieldMark(Step(kind), _check_box(element))


def _instruction(_around: Surroundings, element: Element, _: Setting) -> Iterator[Token]:
    yield Instruction(element.text or "")


def _reading(_around: Surroundings, element: Element, _: Setting) -> Iterator[Token]:
    """How the letters below are pronounced."""
    yield Told(Matter.RUBY, aside=letters_of(element))


def _control(around: Surroundings, element: Element, setting: Setting) -> Iterator[Token]:
    """A content control; one that still shows its prompt has not been filled in."""
    if flag(element.find(w("sdtPr")), w("showingPlcHdr")) and (prompt := letters_of(element)).strip():
        yield Told(Matter.PLACEHOLDER, aside=prompt)
        yield Text(BLANK, setting.look, generated=True)
    else:
        yield from _children(around, element, setting)


def _note_call(around: Surroundings, element: Element, _: Setting) -> Iterator[Token]:
    kind = "footnotes" if element.tag == w("footnoteReference") else "endnotes"
    note = around.calls.called(kind, element.get(w("id"), ""))
    if note:
        yield NoteCall(note)


def _comment(around: Surroundings, element: Element, _: Setting) -> Iterator[Token]:
    text = around.comments.take(element.get(w("id"), ""))
    if text:
        yield Told(Matter.COMMENT, aside=text)


def _drawing(around: Surroundings, element: Element, _: Setting) -> Iterator[Token]:
    return around.drawings.tokens(element)


def _equation(_around: Surroundings, element: Element, _: Setting) -> Iterator[Token]:
    return equation(element)


def _embedded(_around: Surroundings, _: Element, __: Setting) -> Iterator[Token]:
    yield Told(Matter.EMBEDDED_FILE)


def _stray(_around: Surroundings, element: Element, _: Setting) -> Iterator[Token]:
    yield Told(Matter.STRAY, aside=letters_of(element))


def linked(tokens: Iterator[Token], address: str) -> Iterator[Token]:
    """The tokens with a link, if its address may arrive on a page; if not, the letters alone, and that."""
    href = addresses.safe(address)
    if address and not href:
        yield Told(Matter.LINK, detail=address)
    for token in tokens:
        yield replace(token, href=href) if isinstance(token, Text) and href else token


def _check_box(mark: Element) -> str:
    """What an old form's check box shows."""
    box = mark.find(f"{w('ffData')}/{w('checkBox')}")
    if box is None:
        return ""
    ticked = flag(box, w("checked"))
    return _TICKED if (flag(box, w("default")) if ticked is None else ticked) else _NOT_TICKED


_LEAVES: Mapping[str, _Reader] = {
    **dict.fromkeys((w("br"), w("cr")), _break),
    **dict.fromkeys((w("tab"), w("ptab")), _tab),
    **dict.fromkeys((w("footnoteReference"), w("endnoteReference")), _note_call),
    **dict.fromkeys((w("altChunk"), w("subDoc")), _embedded),
    w("t"): _text,
    w("sym"): _symbol,
    w("noBreakHyphen"): _hyphen,
    w("fldChar"): _field_mark,
    w("instrText"): _instruction,
    w("commentReference"): _comment,
}
"""How elements are read that have nothing in them; what a damaged file has in them nevertheless is read too."""

_BRANCHES: Mapping[str, _Reader] = {
    **dict.fromkeys(PROPERTIES, _nothing),
    **dict.fromkeys((w("del"), w("moveFrom"), w("delText")), _deleted),
    **dict.fromkeys((w("drawing"), w("pict"), w("object"), w("control")), _drawing),
    **dict.fromkeys((m("oMath"), m("oMathPara")), _equation),
    **dict.fromkeys((m("t"), a("t"), a("p"), w("txbxContent"), v("textpath")), _stray),
    w("r"): _run,
    w("hyperlink"): _link,
    w("fldSimple"): _field,
    w("rt"): _reading,
    w("sdt"): _control,
}
"""How elements are read with all that is in them; those of any other name by what is in them."""
