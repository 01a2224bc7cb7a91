"""Personal calendars that other programs subscribe to by a secret address."""
