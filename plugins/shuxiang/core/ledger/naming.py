"""What two people mean who write the same name differently."""

from __future__ import annotations

import unicodedata


def plain(name: str) -> str:
    """A name as it is compared: letters and digits, of plain width, whatever stands between them."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(char for char in folded if char.isalnum())
