"""台账: who has handed in what, rebuilt from events that are only ever added to."""
