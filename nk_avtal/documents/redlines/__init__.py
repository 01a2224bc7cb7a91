"""Two Word files as one with tracked changes. Run in a limited process only."""
