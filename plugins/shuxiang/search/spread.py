"""Spreading: a folded text as words that Pagefind's phrase search answers exactly.

Pagefind finds phrases of whole words. Here a word stands for one character, so that a phrase of words is a
substring. Pagefind drops punctuation, splits compounds and folds accents, and the browser half even splits
Chinese by dictionary; so a character is written as four Latin letters (`letters`), which nothing touches.

    word n of the text         stands for
    abcd                       character n
    -                          white space: takes its place, matches nothing
    abcd-f                     character n, followed by the frequent character f   (two words: abcd, abcdf)
    abcdefgh                   the frequent character n and the one after it
    zf  (after the text)       the frequent character occurs on this page

A frequent character alone would be one huge list of places (的 is 4 % of a text) that every query with it has
to fetch. Pairs cut that list into many short ones, and cost a reader of the index nothing in exactness: every
two neighbours are named either by two words or by one. `assets/spread.js` writes queries to match.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from string import ascii_lowercase

_GAP = "-"
_WHITE_SPACE = " \n"  # all that folding leaves of it
_PRESENT = "z"  # begins no word of four letters, so that these words stand last
_TOO_MANY_PLACES = 16_000


def letters(character: str) -> str:
    """The character's code point in base 26, as four letters; enough for planes 0 to 3."""
    value, word = ord(character), ""
    for _ in range(4):
        value, digit = divmod(value, 26)
        word = ascii_lowercase[digit] + word
    return word


def frequent_characters(folded: Iterable[str]) -> str:
    """Characters with too many places in the whole corpus, the most frequent first."""
    counts: Counter[str] = Counter()
    for text in folded:
        counts.update(text)
    many = [c for c, count in counts.items() if count > _TOO_MANY_PLACES and c not in _WHITE_SPACE]
    return "".join(sorted(many, key=lambda c: (-counts[c], c))[: len(ascii_lowercase)])


class Spread:
    """The spreading that belongs to one choice of frequent characters."""

    def __init__(self, frequent: str = "") -> None:
        self._names = dict(zip(frequent, ascii_lowercase, strict=False))
        self._words = _PairMemo(self._names)

    def __call__(self, folded: str) -> str:
        """The text's words, one for each character, then the page's frequent characters."""
        pairs = map("".join, zip(folded, folded[1:] + "\n", strict=False))
        frequent = sorted(_PRESENT + self._names[character] for character in self._names.keys() & set(folded))
        return " ".join([*map(self._words.__getitem__, pairs), *frequent])


class _PairMemo(dict[str, str]):
    """The word for a character in front of another, filled as pairs turn up."""

    def __init__(self, names: Mapping[str, str]) -> None:
        super().__init__()
        self._names = names

    def __missing__(self, pair: str) -> str:
        word = self[pair] = self._word(*pair)
        return word

    def _word(self, character: str, following: str) -> str:
        if character in _WHITE_SPACE:
            return _GAP
        if character in self._names:
            return letters(character) + letters(following)
        if following in self._names:
            return f"{letters(character)}-{self._names[following]}"
        return letters(character)
