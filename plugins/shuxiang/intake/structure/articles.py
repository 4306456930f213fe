"""A document -> its articles, each with its title, its byline and its headings found."""

from __future__ import annotations

from shuxiang.intake.document import Article, Document


def articles(document: Document) -> tuple[Article, ...]:
    """The articles in reading order; at least one. What belongs to none is in the first one's findings."""
    return (Article("", document.blocks, notes=document.notes, pictures=document.pictures),)
