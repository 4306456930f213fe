"""Files that offices hold in their hands: Excel to fill in and read back, Word to print, a web page to pass on."""
