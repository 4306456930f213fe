"""Parcels for a closed network: packed on one side, checked and put in place on the other.

All that the closed side needs before anything is installed uses the standard library only.
"""
