"""A title that stands in the header and once more at the head of the text is shown once."""

from __future__ import annotations

import re

_HEADING = re.compile(r"\s*#[ \t]+(\S[^\n]*?)[ \t]*#*[ \t]*(?:\n|$)")


def without_title(markdown: str, title: str) -> str:
    """The text without a first heading of level 1 that says the same as ``title``, white space aside."""
    heading = _HEADING.match(markdown)
    if heading and "".join(heading[1].split()) == "".join(title.split()):
        return markdown[heading.end() :]
    return markdown
