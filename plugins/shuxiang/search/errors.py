"""What a caller may have to tell its user."""


class SearchIndexError(Exception):
    """The index could not be built; the message is one Chinese sentence saying what to do."""
