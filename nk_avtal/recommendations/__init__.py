"""What the board recommends the municipalities to adopt, to whom and by when."""
