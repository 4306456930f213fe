"""Letters that Markdown would take for markup, written so that they stay letters; all others as they are.

Python-Markdown with the extensions that offices use is meant: its own, and PyMdown's. What a backslash cannot
hold there is written as a character reference. A letter is left alone wherever it cannot be markup, for an
organizer reads and edits this text.
"""

from __future__ import annotations

import re

MARKUP = "\0"
"""Stands in a text for markup that is written there, so that its neighbours can be told from each other."""

_SPECIAL = re.compile(r"[\\`*_{\[<&~^$=+:!#>|/?.)\-]")
_ALWAYS = {"\\": r"\\", "`": r"\`", "*": r"\*", "{": r"\{", "<": "&lt;"}
_IN_WORD = re.compile(r"(?<=[0-9A-Za-z])_(?=[0-9A-Za-z])")
ENTITY = re.compile(r"&(?=#|[0-9A-Za-z][0-9A-Za-z.-]*;)")
_HARMLESS_BRACKET = re.compile(
    rf"\[(?!\^|=|!|[ xX]\]|TOC\])[^\[\]{MARKUP}]*\](?![(\[:{{{MARKUP}]|\s+[(\[])",
)
_CRITIC = re.compile(r"\{(?=\+\+|--|~~|==|>>)")
_DOUBLE = re.compile(r"=(=+)")
_KEYS = re.compile(r"\+{2,}")
_EMOJI = re.compile(r":(?=(?:[A-Za-z+-][\w+-]*|100|1234):)", re.ASCII)
_IMAGE = re.compile(rf"!(?={MARKUP})")
_PAIRED = {mark: re.compile(re.escape(mark)) for mark in "~^$"}
_ENDING_HASHES = re.compile(r"#+\s*$")

_OPENINGS = (
    re.compile(r"()([#>]|~(?=~~))"),
    re.compile(rf"()([-+])(?=\s|{MARKUP}|$)"),
    re.compile(r"()(-)(?=[-\s]*$)"),
    re.compile(rf"(\d+)([.)])(?=\s|{MARKUP}|$)"),
    re.compile(r"()([!?/])(?=(?:!!|\?\?|//))"),
    re.compile(rf"({MARKUP}?)(:)(?=:|\s|$)"),
)
_BACKSLASHED = frozenset("#>-+.)!")


def escaped(text: str) -> list[str]:
    """Each letter of ``text`` as it is written inside a line; the list is as long as the text."""
    letters = list(text)
    if _SPECIAL.search(text):
        for at, letter in enumerate(text):
            letters[at] = _ALWAYS.get(letter, letter)
        _brackets(text, letters)
        _lone_marks(text, letters)
        _doubled_marks(text, letters)
    return letters


def opening_escaped(text: str, letters: list[str]) -> list[str]:
    """``letters``, which are those of ``text``, as they are written where a line begins."""
    for opening in _OPENINGS:
        if match := opening.match(text):
            letters[match.start(2)] = _written(match[2])
    return letters


def heading_escaped(text: str, letters: list[str]) -> list[str]:
    """``letters``, which are those of ``text``, as they are written behind the marks of a heading."""
    ending = _ENDING_HASHES.search(text)
    for at in {0, *(range(*ending.span()) if ending else ())}:
        if text[at : at + 1] == "#":
            letters[at] = r"\#"
    return letters


def _written(letter: str) -> str:
    return f"\\{letter}" if letter in _BACKSLASHED else f"&#{ord(letter)};"


def _brackets(text: str, letters: list[str]) -> None:
    harmless = {match.start() for match in _HARMLESS_BRACKET.finditer(text)}
    for at, letter in enumerate(text):
        if letter == "[" and at not in harmless:
            letters[at] = r"\["


def _lone_marks(text: str, letters: list[str]) -> None:
    in_word = {match.start() for match in _IN_WORD.finditer(text)}
    for at, letter in enumerate(text):
        if letter == "_" and at not in in_word:
            letters[at] = r"\_"
    for match in ENTITY.finditer(text):
        letters[match.start()] = "&amp;"
    for match in _EMOJI.finditer(text):
        letters[match.start()] = _written(":")
    for match in _CRITIC.finditer(text):
        letters[match.start()] = _written("{")
    for match in _IMAGE.finditer(text):
        letters[match.start()] = r"\!"


def _doubled_marks(text: str, letters: list[str]) -> None:
    """Marks that need a second one to mean something: the first stays, so that there is no second."""
    for match in _DOUBLE.finditer(text):
        letters[match.start(1) : match.end(1)] = [_written("=")] * len(match[1])
    for mark in _PAIRED.values():
        for match in list(mark.finditer(text))[1:]:
            letters[match.start()] = _written(match[0])
    keys = list(_KEYS.finditer(text))
    for match in keys if len(keys) > 1 else ():
        letters[match.start() : match.end()] = [r"\+"] * len(match[0])
