"""What stops the ledger's database, as one sentence for the organizer."""


class StoreError(Exception):
    """A sentence in Chinese: what is wrong and what to do. It names nobody; the ledger is as it was before."""


class DamagedError(StoreError):
    """The database cannot be read any more; a backup can take its place."""
