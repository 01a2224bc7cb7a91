"""Costs and how they are shared."""
