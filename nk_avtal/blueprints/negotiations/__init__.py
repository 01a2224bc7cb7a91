"""The negotiations' pages."""
