"""What is handed in as .docx may be something else, damaged, or made to do harm: each ends in a sentence."""

from __future__ import annotations

import io
import zipfile

import pytest

from shuxiang.core.diagnostics import Severity
from shuxiang.intake.findings import IntakeError
from shuxiang.intake.readers.docx import package, reading
from shuxiang.intake.readers.docx.reading import read_docx
from shuxiang.intake.source import Source
from word_file import NAMESPACES, PNG, codes, p, r, read, read_word, rooted, texts, word_file, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def files(source: Source) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_file(source: Source, name: str, data: bytes | str) -> Source:
    return Source(source.name, zipped({**files(source), name: data}))


def with_body(xml: str) -> Source:
    return with_file(word_file(p("正文")), "word/document.xml", rooted("document", f"<w:body>{xml}</w:body>"))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空的"),
        ("某县政协".encode(), "这不是 Word 文件"),
        (OLE + bytes(100), "旧格式"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        (b"PK\x03\x04" + bytes(50), "已损坏"),
        (zipped({"xl/workbook.xml": ""}), "Excel"),
        (zipped({"ppt/presentation.xml": ""}), "PPT"),
        (zipped({"content.xml": ""}), "OpenDocument"),
        (zipped({"甲.txt": ""}), "压缩包"),
        (zipped({"word/document.xml": ""}), "正文部分已损坏"),
        (zipped({"word/styles.xml": ""}), "正文部分文件里没有"),
        (zipped({"word/document.xml": "<a/>"}), "不是 Word 文档"),
        (word_file(p("正文")).data[:400], "已损坏"),
    ],
)
def test_what_is_no_word_file_is_told_apart(data: bytes, words: str) -> None:
    with pytest.raises(IntakeError, match=words):
        read_docx(Source("来稿.docx", data))


def test_a_package_whose_entries_are_locked_is_told() -> None:
    data = bytearray(word_file(p("正文")).data)
    for signature, flags in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = data.find(signature)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(signature, at + 4)
    with pytest.raises(IntakeError, match="密码"):
        read_docx(Source("来稿.docx", bytes(data)))


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE d [<!ENTITY a "甲"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE d [<!ENTITY b SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE d SYSTEM "http://example.org/x.dtd" [<!ENTITY b "">]>',
    ],
)
def test_a_document_type_is_refused_and_so_are_entities(declared: str) -> None:
    xml = rooted("document", "<w:body>&b;</w:body>").replace("?>", f"?>{declared}", 1)
    with pytest.raises(IntakeError, match="DOCTYPE"):
        read_docx(with_file(word_file(p("正文")), "word/document.xml", xml))


@pytest.mark.parametrize("depth", [130, 300, 10_000])
def test_nesting_that_nobody_has_typed_is_refused(depth: int) -> None:
    with pytest.raises(IntakeError, match=r"128 层|已损坏"):
        read_docx(with_body("<w:p>" * depth + "</w:p>" * depth))


def test_nesting_as_deep_as_it_may_be_is_read() -> None:
    tables, controls = 30, 40
    inner = "<w:tbl><w:tr><w:tc>" * tables + p("底") + "</w:tc></w:tr></w:tbl>" * tables
    wrapped = "<w:sdt><w:sdtContent>" * controls + p("顶") + "</w:sdtContent></w:sdt>" * controls
    assert texts(read(with_body(inner + wrapped))) == ["底", "顶"]


def test_more_elements_or_letters_than_a_book_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_TAGS", 100)
    with pytest.raises(IntakeError, match="太大"):
        read_docx(with_body(p("甲") * 50))
    monkeypatch.undo()
    monkeypatch.setattr(reading, "MAX_CHARACTERS", 10)
    with pytest.raises(IntakeError, match="万字"):
        read_docx(with_body(p("十一个字的一个段落呀呀")))


def test_a_bomb_is_not_unpacked() -> None:
    with pytest.raises(IntakeError, match="不正常"):
        read_docx(with_body(" " * 3_000_000))


def test_an_external_reference_is_never_followed_and_never_arrives() -> None:
    source = word_file(p("正文"))
    template = f'<Relationship Id="t" Type="{NAMESPACES["r"]}/header" Target="http://x/" TargetMode="External"/>'
    name = "word/_rels/document.xml.rels"
    changed = files(source)[name].decode().replace("</Relationships>", f"{template}</Relationships>")
    assert codes(read(with_file(source, name, changed))) == []


def test_a_path_that_climbs_out_of_the_package_finds_nothing() -> None:
    climbing = (
        f'<w:r><w:pict><v:shape alt="甲"><v:imagedata r:id="{"../" * 9}etc/hostname"/></v:shape></w:pict></w:r>'
    )
    document = read_word(p("正文", climbing), media={"../../../etc/hostname": PNG})
    assert document.pictures == ()


@pytest.mark.parametrize("part", ["styles", "numbering", "footnotes", "comments", "header1"])
@pytest.mark.parametrize("broken", [b"", b"<w:x", b"\xff\xfe\x00", b"<!DOCTYPE a [<!ENTITY b ''>]><a/>"])
def test_one_bad_part_does_not_lose_the_rest_and_is_told(part: str, broken: bytes) -> None:
    document = read(with_file(word_file(p("正文"), {part: ""}), f"word/{part}.xml", broken))
    assert texts(document) == ["正文"]
    assert [(finding.code, finding.severity) for finding in document.findings] in (
        [("part-lost", Severity.ERROR)],
        [("part-damaged", Severity.ERROR)],
    )


def test_a_text_that_breaks_off_is_read_so_far_and_told() -> None:
    xml = files(word_file(p("第一段") + p("第二段")))["word/document.xml"].decode()
    document = read(with_file(word_file(""), "word/document.xml", xml[: xml.index("二段")]))
    assert texts(document) == ["第一段", "第"]
    assert codes(document) == ["part-damaged"]


@pytest.mark.parametrize("lost", ["word/_rels/document.xml.rels", "_rels/.rels"])
def test_parts_are_found_under_their_usual_names_when_their_list_is_lost(lost: str) -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    number = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    source = word_file(p("正文", props=number), {"numbering": numbering})
    assert texts(read(with_file(source, lost, "<"))) == ["1. 正文"]


def test_a_document_in_the_strict_form_of_the_standard_is_read() -> None:
    source = word_file(p(r("正文", "<w:b/>"), props='<w:jc w:val="end"/>'))
    strict = files(source)["word/document.xml"].decode()
    for ours, theirs in (("w", "wordprocessingml/main"), ("r", "officeDocument/relationships")):
        strict = strict.replace(NAMESPACES[ours], f"http://purl.oclc.org/ooxml/{theirs}")
    assert read(with_file(source, "word/document.xml", strict)).blocks == read(source).blocks


def test_macros_are_told_and_the_text_is_read() -> None:
    document = read(with_file(word_file(p("正文")), "word/vbaProject.bin", b"x"))
    assert texts(document) == ["正文"]
    assert [(finding.code, finding.severity) for finding in document.findings] == [("macros", Severity.NOTE)]


def test_names_of_parts_do_not_tell_small_letters_from_capitals_or_slashes_apart() -> None:
    odd = {name.replace("word/", "Word\\"): data for name, data in files(word_file(p("正文"))).items()}
    assert texts(read(Source("来稿.docx", zipped(odd)))) == ["正文"]


def test_what_looks_like_markup_in_the_text_is_text() -> None:
    assert texts(read_word(p(r("<script>alert(1)</script> &lt;b&gt;")))) == ["<script>alert(1)</script> &lt;b&gt;"]
