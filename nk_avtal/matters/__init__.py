"""Matters on their way through the association's bodies, and what the bodies made of them."""
