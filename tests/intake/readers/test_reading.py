import contextlib
import io
import zipfile
from base64 import encodebytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuxiang.intake.document import Document, paragraphs
from shuxiang.intake.findings import IntakeError
from shuxiang.intake.readers import mail
from shuxiang.intake.readers.formats import Format, format_of
from shuxiang.intake.readers.reading import read
from shuxiang.intake.source import MAX_BYTES, Source

TEXT = "各位委员要认真学习会议精神。"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
ODT = "application/vnd.oasis.opendocument.text"
WORD = {"[Content_Types].xml": "", "word/document.xml": ""}


def packed(parts: dict[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


def stream(name: str) -> bytes:
    return OLE + name.encode("utf-16-le")


def letters(document: Document) -> list[str]:
    return [paragraph.text for paragraph in paragraphs(document.blocks)]


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (packed(WORD), Format.WORD),
        (packed({"甲.txt": TEXT, "word/甲.txt": TEXT}), Format.ZIP),
        (packed({"mimetype": ODT, "content.xml": "", "META-INF/manifest.xml": "<x/>"}), Format.OFFICE),
        (stream("WordDocument"), Format.OFFICE),
        (rb"{\rtf1\ansi }", Format.OFFICE),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument>', Format.OFFICE),
        (b"\r\n%PDF-1.4", Format.PDF),
        (b"<!-- saved --><!-- twice -->\n<HTML><body>", Format.PAGE),
        ("<!doctype html>".encode("utf-16"), Format.PAGE),
        (b"<script>alert(1)</script>", Format.TEXT),
        (b"<p> is how a paragraph begins", Format.TEXT),
        (b"Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n", Format.MAIL),
        (TEXT.encode(), Format.TEXT),
    ],
)
@pytest.mark.parametrize("name", ["标准输入", "来稿.doc"])
def test_bytes_say_what_a_file_is_whatever_its_name(data: bytes, found: Format, name: str) -> None:
    assert format_of(Source(name, data)) is found


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("甲.html", Format.PAGE),
        ("甲.SHTML", Format.PAGE),
        ("甲.md", Format.MARKDOWN),
        ("甲.txt", Format.TEXT),
        ("甲", Format.TEXT),
    ],
)
def test_the_ending_says_what_a_plain_text_is(name: str, found: Format) -> None:
    assert format_of(Source(name, TEXT.encode())) is found


def test_a_piece_of_markup_is_a_page_only_where_no_name_promises_text() -> None:
    markup = b"<div class='a'>text</div>"

    assert [format_of(Source(name, markup)) for name in ("标准输入", "甲.txt")] == [Format.PAGE, Format.TEXT]


REFUSED = {
    "空": (b"", "空的"),
    "零": (bytes(100), "空字节"),
    "图.png": (b"\x89PNG\r\n\x1a\n", "图片"),
    "图.jpg": (b"\xff\xd8\xff\xe0", "图片"),
    "图.heic": (b"\0\0\0\x18ftypheic", "图片"),
    "图.svg": (b"<?xml version='1.0'?><svg xmlns='x'>", "图片"),
    "音.mp3": (b"ID3\x03", "录音"),
    "像.mp4": (b"\0\0\0\x18ftypmp42", "录音或录像"),
    "包.rar": (b"Rar!\x1a\x07\0", "先解压"),
    "包.7z": (b"7z\xbc\xaf\x27\x1c", "先解压"),
    "包.zip": (packed({"甲.txt": TEXT}), "先解压"),
    "表.xlsx": (packed({"[Content_Types].xml": "", "xl/workbook.xml": ""}), "表格"),
    "表.xls": (stream("Workbook"), "表格"),
    "表.et": (stream("WordDocument"), "表格"),
    "表.ods": (packed({"mimetype": f"{ODT[:-4]}spreadsheet", "content.xml": ""}), "表格"),
    "片.pptx": (packed({"[Content_Types].xml": "", "ppt/a.xml": ""}), "演示"),
    "片.ppt": (stream("PowerPoint Document"), "演示"),
    "文.ofd": (packed({"OFD.xml": ""}), "OFD"),
    "文.caj": (b"CAJ\0", "CAJViewer"),
    "文.ceb": (b"Founder CEB 2", "Apabi"),
    "文.pages": (packed({"Index/Document.iwa": ""}), "Pages"),
    "书.epub": (packed({"mimetype": "application/epub+zip", "META-INF/container.xml": ""}), "电子书"),
    "信.msg": (stream("__substg1.0_"), "Outlook"),
    "密.docx": (stream("EncryptedPackage"), "密码"),
    "密.odt": (packed({"mimetype": ODT, "content.xml": "", "META-INF/manifest.xml": "<encryption-data/>"}), "密码"),
    "坏.docx": (packed(WORD)[:-10], "损坏"),
    "旧.doc": (stream("Contents"), "另存为 .docx"),
    "程序.exe": (b"MZ" + bytes(58) + b"\x80\0\0\0", "程序"),
    "捷径.lnk": (b"L\0\0\0\1\x14\2\0", "快捷方式"),
    "大.txt": (b"a" * (MAX_BYTES + 1), "上限"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_with_a_sentence_of_its_own(name: str) -> None:
    data, words = REFUSED[name]

    with pytest.raises(IntakeError, match=words) as caught:
        read(Source(name, data))
    assert str(caught.value).endswith(("。", "）"))


def test_a_pdf_named_caj_is_a_pdf() -> None:
    assert format_of(Source("文.caj", b"%PDF-1.4")) is Format.PDF


def test_a_name_that_misleads_is_told_and_does_no_harm() -> None:
    document = read(Source("来稿.doc", TEXT.encode()))

    assert letters(document) == [TEXT]
    assert "“纯文本”" in document.findings[0].what


def test_mojibake_is_told_in_every_format() -> None:
    document = read(Source("来稿.txt", TEXT.encode().decode("gb18030", "replace").encode()))

    assert [finding.code for finding in document.findings] == ["mojibake"]


def message(kind: str, text: str, more: str = "") -> bytes:
    body = encodebytes(text.encode("gb18030")).decode()
    return (
        "From: a\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n"
        f"Content-Type: {kind}; charset=gb2312\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        f"{body}\r\n{more}--b--\r\n"
    ).encode()


@pytest.mark.parametrize(
    ("kind", "text"), [("text/html", f"<html><body><p>{TEXT}</p></body></html>"), ("text/plain", TEXT)]
)
def test_the_page_or_text_in_a_mail_is_read(kind: str, text: str) -> None:
    assert TEXT in letters(read(Source("来信.eml", message(kind, text))))


def test_what_is_attached_to_a_mail_is_named() -> None:
    attached = '--b\r\nContent-Disposition: attachment; filename="=?gb2312?B?yc/NvA==?="\r\n\r\nx\r\n'
    (finding,) = read(Source("来信.eml", message("text/plain", TEXT, attached))).findings

    assert (finding.code, "上图" in finding.what) == ("mail-parts", True)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (message("image/png", "x"), "没有找到正文"),
        (message("text/plain; " + "x=y; " * 2000, TEXT), "损坏"),
        (message("text/plain", TEXT, "--b\r\n\r\nx\r\n" * 600), "损坏"),
    ],
)
def test_a_mail_without_text_or_made_to_take_long_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(IntakeError, match=words):
        read(Source("来信.eml", data))


def test_a_mail_nested_a_thousand_times_is_refused() -> None:
    nested = "".join(f"--b{i}\nContent-Type: multipart/mixed; boundary=b{i + 1}\n\n" for i in range(450))
    head = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b0\n\n"
    with pytest.raises(IntakeError):
        mail.read_mail(Source("来信.eml", (head + nested).encode()))


MAGIC = st.sampled_from(
    [
        b"",
        b"PK\x03\x04",
        OLE,
        b"%PDF-1.4\n",
        b"{\\rtf1 ",
        b"<html>",
        b"MIME-Version: 1.0\nContent-Type: multipart/x\n\n",
    ]
)


@given(MAGIC, st.binary(), st.sampled_from(["甲", "甲.txt", "甲.caj", "甲.eml"]))
def test_any_bytes_have_a_format_or_a_sentence(magic: bytes, data: bytes, name: str) -> None:
    with contextlib.suppress(IntakeError):
        assert format_of(Source(name, magic + data)) in Format
