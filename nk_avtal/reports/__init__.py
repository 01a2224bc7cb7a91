"""Reports: what is told of many agreements at once, and what has been kept as it was told."""
