"""Workbooks that offices fill in: the year's plan as Excel, written and read back."""
