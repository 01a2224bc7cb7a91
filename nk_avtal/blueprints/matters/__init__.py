"""Matters and the agendas of the association's bodies."""
