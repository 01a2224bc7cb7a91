"""What an agreement costs each municipality."""
