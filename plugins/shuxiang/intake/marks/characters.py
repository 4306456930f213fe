"""Classes of characters, as pieces of regular expressions to stand between square brackets."""

from __future__ import annotations

RADICALS = "\u2e80-\u2fdf"
"""Look like characters and stand for them in text that came out of a PDF."""

HAN = f"\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff{RADICALS}"
NUMERALS = "\u3007\u96f6\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d"

PAUSES = "\u3001\uff0c\uff1b\uff1a"
STOPS = "\u3002\uff1f\uff01"
BRACKETS = "\uff08\uff09\u300a\u300b\u3008\u3009\u3010\u3011\u3014\u3015\u300c\u300d\u300e\u300f"
CLOSING = f"{PAUSES}{STOPS}\uff09\u300b\u3009\u3011\u3015\u300d\u300f"
OPENING = "\uff08\u300a\u3008\u3010\u3014\u300c\u300e"
SHARED = "\u201c\u201d\u2018\u2019\u2014\u2026"
"""Marks that Chinese and English have in common: beside one of them, only the rest of the line tells."""

WIDE = f"{HAN}{PAUSES}{STOPS}{BRACKETS}\uff05"
"""What only Chinese text has."""

USUAL = f"\t -~\u00a0\u00b7\u3000-\u3003\u3005-\u3015\u4e00-\u9fff{PAUSES}{STOPS}{BRACKETS}\uff05{SHARED}"
"""What nearly all Chinese text is made of."""

HALF_TO_FULL = {
    ",": "\uff0c",
    ";": "\uff1b",
    ":": "\uff1a",
    "?": "\uff1f",
    "!": "\uff01",
    "(": "\uff08",
    ")": "\uff09",
}
"""The marks that Chinese text has in full width."""
