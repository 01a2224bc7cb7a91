"""Files and their versions; nothing is overwritten, and bytes are known by their checksum."""
