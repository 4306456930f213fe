"""书香: schedules, check-in and search for a reading and study programme."""
