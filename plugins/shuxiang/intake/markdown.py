"""An article -> Markdown in which every letter of the text means only itself."""

from __future__ import annotations

from collections.abc import Mapping

from shuxiang.intake.document import Article, Paragraph


def markdown(article: Article, picture_paths: Mapping[str, str]) -> str:
    """The article's body, without title and header; ends in a line end unless it is empty.

    ``picture_paths`` says for each picture's name what the page is to link to.
    """
    return "\n\n".join(block.text for block in article.blocks if isinstance(block, Paragraph)) + "\n"
