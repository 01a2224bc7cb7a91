"""The address that calendars subscribe to."""
