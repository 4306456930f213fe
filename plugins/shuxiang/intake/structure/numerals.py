"""Chinese numerals as headings and dates write them."""

from __future__ import annotations

DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {
    "\u3007": 0,
    "\u25cb": 0,
    "O": 0,
    "0": 0,
    "两": 2,
}


def value(numeral: str) -> int:
    """A number up to 999: 十二 is 12, 二十 20, 一百零三 103; Arabic digits too. 0 for what is no number."""
    if numeral.isdecimal():
        return int(numeral)
    total, digit = 0, 0
    for character in numeral:
        if character in DIGITS:
            digit = DIGITS[character]
        elif character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            return 0
    return total + digit


def digits(numeral: str) -> str:
    """A year or a day digit by digit: 二〇二六 is 2026. Empty for what is not written so."""
    if all(character in DIGITS for character in numeral):
        return "".join(str(DIGITS[character]) for character in numeral)
    return ""
