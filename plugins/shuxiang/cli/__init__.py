"""The commands behind scripts/: each module has a `parser()` and a `main(argv)` that returns an exit code."""
