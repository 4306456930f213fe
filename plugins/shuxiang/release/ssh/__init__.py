"""A folder on a machine that is reached over SSH, with the programs ``ssh`` and ``rsync`` of both machines."""
