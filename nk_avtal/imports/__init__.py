"""Bringing in what people keep in spreadsheets and calendars, and giving it back as files."""
