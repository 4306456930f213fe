"""Bytes of a known format -> a document."""
