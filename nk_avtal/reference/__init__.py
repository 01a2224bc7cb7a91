"""Reference data: the members and the bodies, from files that another association can replace."""
