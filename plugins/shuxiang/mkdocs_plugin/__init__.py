"""The adapter: MkDocs's events on one side, plain functions of the other rooms on the other."""
