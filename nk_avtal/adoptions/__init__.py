"""What each municipality has decided on what the board recommended."""
