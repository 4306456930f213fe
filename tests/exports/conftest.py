"""A small year's workbook, and ways to fill that in and to imitate others."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from plan_year import NOVEMBER, W46, Year


@pytest.fixture
def year() -> Year:
    return Year({m.path: m for m in (W46, NOVEMBER)})


Fill = Callable[[bytes, Mapping[str, object]], bytes]


@pytest.fixture
def fill() -> Fill:
    """The workbook with these cells written, as a person does in a spreadsheet program."""

    def filled(data: bytes, cells: Mapping[str, object]) -> bytes:
        book = load_workbook(io.BytesIO(data))
        for address, value in cells.items():
            book.worksheets[0][address] = value
        saved = io.BytesIO()
        book.save(saved)
        return saved.getvalue()

    return filled


@pytest.fixture
def rearranged() -> Callable[[bytes, Callable[[Worksheet], None]], bytes]:
    """The workbook after something has been done to its first sheet."""

    def done(data: bytes, action: Callable[[Worksheet], None]) -> bytes:
        book = load_workbook(io.BytesIO(data))
        action(book.worksheets[0])
        saved = io.BytesIO()
        book.save(saved)
        return saved.getvalue()

    return done


def row_of(data: bytes, key: str, cadence: str = "周学一文") -> int:
    """The number of the row of a slot in a plan's first sheet."""
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    return next(
        number
        for number in range(4, sheet.max_row + 1)
        if (sheet.cell(number, 1).value, sheet.cell(number, 2).value) == (cadence, key)
    )


@pytest.fixture(name="row_of")
def row_of_fixture() -> Callable[..., int]:
    return row_of


RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of these parts."""
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return saved.getvalue()


@pytest.fixture
def handmade() -> Callable[..., bytes]:
    """A workbook of one sheet as other programs than Excel write them.

    ``cells`` is the XML inside ``sheetData``; targets are absolute, there are no styles unless given, and every
    part begins with ``opening``.
    """

    def make(
        cells: str,
        *,
        after: str = "",
        styles: str = "",
        texts: str = "",
        date1904: bool = False,
        opening: str = "\ufeff<?xml version='1.0' encoding='utf-8'?>",
        name: str = "Sheet1",
        main: str = MAIN,
    ) -> bytes:
        kinds = {"rId1": ("worksheet", "/xl/worksheets/sheet1.xml")}
        kinds |= {"rId2": ("styles", "styles.xml")} if styles else {}
        kinds |= {"rId3": ("sharedStrings", "/xl/sharedStrings.xml")} if texts else {}
        listed = "".join(
            f'<Relationship Id="{id_}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
            for id_, (kind, target) in kinds.items()
        )
        properties = '<workbookPr date1904="1"/>' if date1904 else ""
        book = f'<workbook xmlns="{main}" xmlns:r="{RELATIONS}">{properties}<sheets>'
        book += f'<sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>'
        root = f'<Relationship Id="a" Type="{RELATIONS}/officeDocument" Target="/xl/workbook.xml"/>'
        parts = {
            "_rels/.rels": f"<Relationships>{root}</Relationships>",
            "xl/workbook.xml": book,
            "xl/_rels/workbook.xml.rels": f"<Relationships>{listed}</Relationships>",
            "xl/worksheets/sheet1.xml": f'<w xmlns="{main}"><sheetData>{cells}</sheetData>{after}</w>',
            "xl/styles.xml": f'<styleSheet xmlns="{main}">{styles}</styleSheet>',
            "xl/sharedStrings.xml": f'<sst xmlns="{main}">{texts}</sst>',
        }
        return package({name: opening + part for name, part in parts.items()})

    return make
