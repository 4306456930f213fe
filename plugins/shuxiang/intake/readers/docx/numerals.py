"""A number as Word's list formats write it (ST_NumberFormat, ISO/IEC 29500-1, 17.18.59)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

_DIGITS = "〇一二三四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_MOST_ROMAN = 3999
_MOST_LETTERS = 26 * 30
_MOST_CHINESE = 99_999_999
_FULL_WIDTH = str.maketrans("0123456789", "".join(map(chr, range(0xFF10, 0xFF1A))))


def numeral(number: int, form: str) -> str:
    """The number in a format; as plain digits where the format does not reach so far, or is not known."""
    write = _FORMS.get(form, str)
    return (write(number) if number > 0 else "") or str(number)


def is_known(form: str) -> bool:
    """Whether :func:`numeral` writes this format as Word does."""
    return form in _FORMS


def _from(characters: str) -> Callable[[int], str]:
    return lambda number: characters[number - 1 : number]


def _circled(number: int) -> str:
    """A number in a ring: Unicode has them up to 50."""
    for first, last, code in ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)):
        if first <= number <= last:
            return chr(code + number - first)
    return ""


def _roman(number: int) -> str:
    if number > _MOST_ROMAN:
        return ""
    written = ""
    for worth, letters in _ROMAN:
        count, number = divmod(number, worth)
        written += letters * count
    return written


def _letter(number: int) -> str:
    """From a to z, then aa, bb, cc."""
    if number > _MOST_LETTERS:
        return ""
    times, index = divmod(number - 1, 26)
    return chr(ord("a") + index) * (times + 1)


def _digits(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _counting(number: int) -> str:
    """Counted up to ninety-nine, spelt digit by digit from there."""
    return _spoken(number) if number < 100 else _digits(number)


def _spoken(number: int, digits: str = "零一二三四五六七八九", units: str = "十百千万", one: str = "") -> str:
    """As it is said, such as 十一 or 一百零一 or 一万零一十. ``one`` stands before a leading ten."""
    if number > _MOST_CHINESE:
        return ""
    high, low = divmod(number, 10_000)
    gap = digits[0] if high and 0 < low < 1000 else ""
    written = (_below_ten_thousand(high, digits, units) + units[3] if high else "") + gap
    written += _below_ten_thousand(low, digits, units)
    return written if one or not written.startswith(digits[1] + units[0]) else written[1:]


def _below_ten_thousand(number: int, digits: str, units: str) -> str:
    written = gap = ""
    for place, unit in ((1000, units[2]), (100, units[1]), (10, units[0]), (1, "")):
        digit = number // place % 10
        if digit:
            written += gap + digits[digit] + unit
        gap = digits[0] if written and not digit else ""
    return written


def _legal_simplified(number: int) -> str:
    return _spoken(number, "零壹贰叁肆伍陆柒捌玖", "拾佰仟万", "壹")


def _legal_traditional(number: int) -> str:
    return _spoken(number, "零壹貳參肆伍陸柒捌玖", "拾佰仟萬", "壹")


def _taiwanese(number: int) -> str:
    return _spoken(number, units="十百千萬")


def _japanese(number: int) -> str:
    """One is left out before ten, hundred and thousand, and so is nought."""
    if number >= 10_000:
        return ""
    pairs = ((1000, "千"), (100, "百"), (10, "十"), (1, ""))
    return "".join(_japanese_place(number // place % 10, unit) for place, unit in pairs)


def _japanese_place(digit: int, unit: str) -> str:
    return "" if not digit else ("" if digit == 1 and unit else _DIGITS[digit]) + unit


def _sixty(number: int) -> str:
    """The sexagenary cycle, 甲子 to 癸亥."""
    return _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12]


def _ordinal(number: int) -> str:
    teen = number // 10 % 10 == 1
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _symbols(number: int) -> str:
    """The marks of the Chicago manual: * † ‡ §, then doubled."""
    times, index = divmod(number - 1, 4)
    return "*\u2020\u2021\u00a7"[index] * (times + 1) if times < 10 else ""


_FORMS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "none": lambda _: "",
    "decimalZero": lambda number: f"{number:02}",
    "decimalHalfWidth": str,
    "decimalFullWidth": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": lambda number: chr(0x2473 + number) if number <= 20 else "",
    "decimalEnclosedFullstop": lambda number: chr(0x2487 + number) if number <= 20 else "",
    "numberInDash": lambda number: f"- {number} -",
    "ordinal": _ordinal,
    "hex": lambda number: f"{number:X}",
    "chicago": _symbols,
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerLetter": _letter,
    "chineseCounting": _counting,
    "chineseCountingThousand": _spoken,
    "chineseLegalSimplified": _legal_simplified,
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": _taiwanese,
    "taiwaneseDigital": _digits,
    "ideographDigital": _digits,
    "japaneseDigitalTenThousand": _digits,
    "japaneseCounting": _japanese,
    "ideographLegalTraditional": _legal_traditional,
    "ideographTraditional": _from(_STEMS),
    "ideographZodiac": _from(_BRANCHES),
    "ideographZodiacTraditional": _sixty,
    "ideographEnclosedCircle": _from("".join(map(chr, range(0x3280, 0x328A)))),
}
