"""Pieces of a document -> Markdown: letters, addresses, lines, tables."""
