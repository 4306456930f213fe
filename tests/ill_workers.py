"""What can happen to a worker, by the name of the document, as a function that a worker can import."""

import os
import time

from shuxiang.intake.examine import Wishes
from shuxiang.intake.source import Source


def ill(source: Source, wishes: Wishes) -> str:  # noqa: ARG001
    """Fall ill over some documents, in three ways, and read the others."""
    match source.name:
        case "突然停.txt":  # as when the system kills it for its memory
            os._exit(9)
        case "不停.txt":  # as when a document sends it round in circles
            time.sleep(600)
        case "意外.txt":  # as when something is wrong that nobody has thought of
            raise LookupError("surprise")
    return "读过了"
