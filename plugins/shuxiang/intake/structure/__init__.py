"""What a text says about itself: which line is the title, which are headings, where an article ends."""
