"""The whole installation in one file, and back again on either database."""
