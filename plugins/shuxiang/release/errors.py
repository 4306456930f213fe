"""What stops a release, as one sentence for the person who publishes."""

from shuxiang.core.update import Reason


class ReleaseError(Exception):
    """A sentence in Chinese: what is wrong and what to do. What readers see is as it was before.

    ``reason`` is as much of it as readers may know.
    """

    def __init__(self, sentence: str, reason: Reason = Reason.OTHER) -> None:
        super().__init__(sentence)
        self.reason = reason
