"""Characters of the symbol fonts, which have codes of their own, as the Unicode characters they look like."""

from __future__ import annotations

from collections.abc import Mapping

UNKNOWN = "\ufffd"

_PRIVATE = range(0xF000, 0xF100)
_GREEK = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ"
_GREEK_CAPITALS = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ"
_FONTS: Mapping[str, Mapping[int, str]] = {
    "wingdings": {
        **{0x81 + index: chr(0x2460 + index) for index in range(10)},
        **{0x8C + index: chr(0x2776 + index) for index in range(10)},
        **dict.fromkeys((0x6F, 0x70, 0x71, 0x72, 0xA8), "\u25a1"),
        **dict(zip(b"\x28\x2a\x46\x4a\x6c\x6e\x75\x76\x9f", "☎✉☞☺●■◆❖•", strict=True)),
        **dict(zip(b"\xa1\xa7\xab\xd8\xdf\xe0\xe1\xe2", "○▪★➢←→↑↓", strict=True)),
        **dict(zip(b"\xfb\xfc\xfd\xfe", "✗✓☒☑", strict=True)),
    },
    "wingdings 2": dict(zip(b"\x4f\x50\x51\x52\x53\x54\x97\xa3", "✗✓☒☑☒☒●\u25a1", strict=True)),
    "symbol": {
        **dict(zip(range(0x61, 0x7B), _GREEK, strict=True)),
        **dict(zip(range(0x41, 0x5B), _GREEK_CAPITALS, strict=True)),
        **dict(zip(b"\x2d\xa3\xa5\xac\xae\xb0\xb1\xb3\xb4", "−≤∞←→°±≥×", strict=True)),
        **dict(zip(b"\xb7\xb8\xb9\xbb\xd6", "•÷≠≈√", strict=True)),
    },
}


def is_symbol_font(font: str) -> bool:
    """Whether a font's characters mean something else than their codes say."""
    return font.lower() in _FONTS or font.lower().startswith(("wingdings", "webdings", "marlett"))


def symbol(font: str, code: str) -> str:
    """The character of a ``w:sym``, whose code is hexadecimal; ``UNKNOWN`` where none looks like it."""
    try:
        number = int(code, 16)
    except ValueError:
        return UNKNOWN
    if number in _PRIVATE or is_symbol_font(font):
        return _FONTS.get(font.lower(), {}).get(number & 0xFF, UNKNOWN)
    return chr(number) if 0x20 < number < 0xD800 else UNKNOWN


def shown(font: str, text: str) -> str:
    """A text set in a symbol font, as it looks; characters that are not in such a font's own range stay."""
    return "".join(symbol(font, f"{ord(letter):X}") if ord(letter) in _PRIVATE else letter for letter in text)
