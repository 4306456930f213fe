"""``ledger.py``: from what members send to what the office sends out."""
