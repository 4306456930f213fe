"""The domain: plain values and functions. Standard library only, no I/O, no clock, no printing."""
