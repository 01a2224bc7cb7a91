"""The cost of an agreement, year by year, and how it is shared between the municipalities."""
