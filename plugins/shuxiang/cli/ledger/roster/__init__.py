"""``ledger.py roster``: who belongs, and their cards."""
