"""What can happen to a worker, as functions that a worker can import."""

import os
import time

from shuxiang.intake.examine import Wishes
from shuxiang.intake.source import Source


def sudden_end(source: Source, wishes: Wishes) -> str:  # noqa: ARG001
    """As when the system kills it for its memory, but only for one document."""
    if source.name == "坏.txt":
        os._exit(9)
    return "读过了"


def no_end(source: Source, wishes: Wishes) -> str:  # noqa: ARG001
    """As when a document sends it round in circles."""
    if source.name == "坏.txt":
        time.sleep(600)
    return "读过了"


def surprise(source: Source, wishes: Wishes) -> str:  # noqa: ARG001
    """As when something is wrong that nobody has thought of."""
    if source.name == "坏.txt":
        raise LookupError("surprise")
    return "读过了"
