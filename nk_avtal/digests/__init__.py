"""The weekly letter: what somebody has to settle, who is late, what was decided, who meets."""
