"""The goals that agreements and matters serve."""
