"""Answering a recommendation by a personal link, without an account."""
