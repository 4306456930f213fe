"""iCalendar and Atom: what is published, for calendars and feed readers. Values in, bytes out."""
