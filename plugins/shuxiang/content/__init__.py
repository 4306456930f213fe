"""Markdown and YAML into programmes, materials and diagnostics. Knows files, not MkDocs."""
