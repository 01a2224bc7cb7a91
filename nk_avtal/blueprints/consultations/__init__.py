"""Consultations: writing and following them, and answering one for a municipality."""
