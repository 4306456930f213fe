"""A copy of the site that opens by double-click, without a server: its links, its names, what it leaves out."""
