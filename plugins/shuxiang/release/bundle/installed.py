"""What an installation says of itself afterwards."""

from __future__ import annotations

import json
from pathlib import Path

from shuxiang.release.bundle.packing_list import NAME, OWN_CONTENT
from shuxiang.release.bundle.paths import objection


def installed_configuration(root: Path) -> str:
    """Where below the folder the office's own configuration lies, if the bundle brought one; else nothing.

    ``root`` is the folder of the software. The list is not looked through: every command asks for this.
    """
    try:
        config = json.loads((root / NAME).read_bytes())["config"]
    except (OSError, ValueError, TypeError, KeyError):
        return ""
    if not isinstance(config, str) or objection(config) or not config.startswith(OWN_CONTENT + "/"):
        return ""
    return config if (root / config).is_file() else ""
