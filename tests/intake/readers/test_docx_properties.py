"""Whatever elements stand in whatever others: no letter is lost, none comes from nowhere, nothing is raised."""

from __future__ import annotations

from xml.sax.saxutils import escape

from hypothesis import given
from hypothesis import strategies as st

from shuxiang.intake.findings import IntakeError
from shuxiang.intake.readers.docx.reading import read_docx
from shuxiang.intake.source import Source
from word_file import PNG, p, r, read, read_word, texts, word_file

LETTERS = ("w:t", "w:delText", "m:t", "a:t")
LEAVES = (
    '<w:fldChar w:fldCharType="begin"/>',
    '<w:fldChar w:fldCharType="separate"/>',
    '<w:fldChar w:fldCharType="end"/>',
    "<w:instrText>TOC</w:instrText>",
    "<w:instrText>PAGE</w:instrText>",
    '<w:footnoteReference w:id="1"/>',
    '<w:commentReference w:id="1"/>',
    '<w:sym w:font="Wingdings" w:char="F0A8"/>',
    '<v:textpath string="艺术字"/>',
    '<a:blip r:embed="a"/>',
    "<w:noBreakHyphen/>",
    "<w:br/>",
    "<w:tab/>",
    "<w:altChunk/>",
)
PROPERTIES = (
    "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>",
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>',
    '<w:pPr><w:pStyle w:val="toc 1"/></w:pPr>',
    "<w:rPr><w:vanish/></w:rPr>",
    '<w:rPr><w:u w:val="single"/></w:rPr>',
    "<w:tcPr><w:vMerge/></w:tcPr>",
    "<w:trPr><w:del/></w:trPr>",
    "<w:sdtPr><w:showingPlcHdr/></w:sdtPr>",
)
AROUND = (
    *(
        "p",
        "r",
        "p",
        "r",
        "tbl",
        "tr",
        "tc",
        "ins",
        "del",
        "moveFrom",
        "hyperlink",
        "sdt",
        "sdtContent",
        "customXml",
    ),
    *("ruby", "rt", "rubyBase", "drawing", "pict", "object", "txbxContent", "fldSimple", "body", "footnote", "pPr"),
    *("m:oMath", "m:r", "m:f", "m:num", "m:d", "m:e", "a:p", "v:shape"),
    *("mc:AlternateContent", "mc:AlternateContent", "mc:Choice", "mc:Fallback"),
)
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)

letters = st.builds(
    lambda tag, text: f"<{tag}>{escape(text)}</{tag}>",
    st.sampled_from(LETTERS),
    st.sampled_from(("甲", "乙 丙", " ")),
)
xml = st.recursive(
    letters | st.sampled_from(LEAVES) | st.sampled_from(PROPERTIES),
    lambda inner: st.builds(
        lambda name, parts: f"<{name}>{''.join(parts)}</{name}>",
        st.sampled_from([name if ":" in name else f"w:{name}" for name in AROUND]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=25,
)
lines = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1).filter(lambda text: text.strip())


@given(xml, xml, xml)
def test_elements_in_any_order_lose_nothing(body: str, note: str, other: str) -> None:
    parts = {
        "numbering": NUMBERING,
        "footnotes": f'<w:footnote w:id="1">{note}</w:footnote>{other}',
        "comments": f'<w:comment w:id="1">{other}</w:comment>{note}',
        "header1": note,
    }
    read(word_file(body, parts, media={"a": PNG}))


@given(st.lists(lines, min_size=1, max_size=8))
def test_any_text_comes_out_as_it_went_in(typed: list[str]) -> None:
    kept = [text.replace("\ufffe", "").replace("\uffff", "") for text in typed]
    found = texts(read_word("".join(p(r(text)) for text in kept)))
    assert [text.split() for text in found] == [text.split() for text in kept if text.strip()]


@given(st.binary(max_size=300), st.integers(0, 3000), st.binary(max_size=20))
def test_any_bytes_end_in_a_document_or_a_sentence(junk: bytes, at: int, patch: bytes) -> None:
    sound = word_file(p("正文") + p(r("二", "<w:b/>")), {"styles": "", "footnotes": ""}).data
    for data in (junk, b"PK\x03\x04" + junk, sound[:at] + patch + sound[at + len(patch) :]):
        try:
            read_docx(Source("来稿.docx", data))
        except IntakeError as error:
            assert str(error)  # noqa: PT017  # either way is right
