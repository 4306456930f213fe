"""What is blank, cut off or misprinted in a text, and which of it can be mended safely."""
