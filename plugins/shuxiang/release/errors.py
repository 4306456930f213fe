"""What stops a release, as one sentence for the person who publishes."""


class ReleaseError(Exception):
    """A sentence in Chinese: what is wrong and what to do. What readers see is as it was before."""
