"""Folding: what two spellings of the same text have in common.

The browser folds queries, titles and excerpts with the same steps (`assets/fold.js`) and the same
Traditional to Simplified table, which travels in the bundle. A change here is a change there; a browser
test compares the two over every code point of the Basic Multilingual Plane.

1. A character and the marks that follow it (`JOINING`) are one cluster, composed by NFC.
2. Each character: NFKC, lower case, NFKC; each resulting character from Traditional to Simplified.
3. Invisible characters vanish; every white space but the newline is a space; the planes above the third,
   which hold no text, become U+FFFD.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from opencc import OpenCC

JOINING = "\u0300-\u036f\u3099\u309a\uff9e\uff9f"
_JOINED = re.compile(f"[{JOINING}]")
_CLUSTER = re.compile(f"[^{JOINING}]?[{JOINING}]+|[^{JOINING}]", re.DOTALL)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]")
# JavaScript's \s, written out: Python counts some control characters as white space, JavaScript does not.
_SPACE = re.compile("[\t\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_LAST_PLANE_WITH_TEXT = 3


class Fold:
    """The folding that belongs to one table (see `fold_table`)."""

    def __init__(self, table: Mapping[str, str]) -> None:
        self._characters = _CharacterMemo(table)

    def __call__(self, text: str) -> str:
        """The folded text; folding it once more changes nothing."""
        if _JOINED.search(text):
            return "".join(folded for _, folded in self.clusters(text))
        return text.translate(self._characters)

    def clusters(self, text: str) -> list[tuple[str, str]]:
        """What folds as a whole, with its folded form, in order; the originals joined are the text."""
        characters = self._characters
        if _JOINED.search(text):
            return [(original, self._cluster(original)) for original in _CLUSTER.findall(text)]
        return [(original, characters[ord(original)]) for original in text]

    def keeps_places(self, text: str) -> bool:
        """Whether character n of the text is character n of the folded text, as it is in most texts."""
        return not _JOINED.search(text) and all(len(self._characters[ord(c)]) == 1 for c in set(text))

    def _cluster(self, original: str) -> str:
        if len(original) == 1:
            return self._characters[ord(original)]
        folded = unicodedata.normalize("NFC", original).translate(self._characters)
        return unicodedata.normalize("NFC", folded)


class _CharacterMemo(dict[int, str]):
    """Code point to folded text, filled as characters turn up: the form `str.translate` reads fastest."""

    def __init__(self, table: Mapping[str, str]) -> None:
        super().__init__()
        self._table = table

    def __missing__(self, code_point: int) -> str:
        folded = self[code_point] = "".join(self._table.get(c, c) for c in _plain(chr(code_point)))
        return folded


def _plain(character: str) -> str:
    """A character without its width, case and other looks."""
    if _INVISIBLE.match(character):
        return ""
    if ord(character) >> 16 > _LAST_PLANE_WITH_TEXT:
        return "\ufffd"
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", character).lower())
    return _SPACE.sub(" ", _INVISIBLE.sub("", plain))


def fold_table() -> dict[str, str]:
    """Traditional to Simplified, character by character, as OpenCC's `t2s` has it; in code point order.

    Phrases play no part: a phrase rule would fold a character one way in a long text and another way in a
    short query. Only the Basic Multilingual Plane: the rest is rare and would double what browsers fetch.
    """
    characters = [c for c in map(chr, _ideographs()) if unicodedata.normalize("NFKC", c) == c]
    simplified = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    table = {old: new for old, new in zip(characters, simplified, strict=True) if old != new and len(new) == 1}
    return {old: _last(new, table) for old, new in table.items()}


def _ideographs() -> Iterator[int]:
    yield from range(0x3400, 0x4DC0)
    yield from range(0x4E00, 0xA000)


def _last(character: str, table: Mapping[str, str]) -> str:
    """Where a chain of replacements ends, so that folding twice is folding once."""
    seen: set[str] = set()
    while character in table and character not in seen:
        seen.add(character)
        character = table[character]
    return character
