"""The ledger's database: events that are only ever added to, chained so that a change would show."""
