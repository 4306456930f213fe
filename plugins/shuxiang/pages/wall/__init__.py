"""挂图: a programme on paper, the year on A3 or A4 sheets and each month on one A4."""
